/**
 * What lies over the schedules on the chart and is none of them: the points of a log, and a fan of curves.
 */
import type { Theme } from '../../plot/theme.js'
import type { LogPoints } from '../engine/messages.js'
import type { CurveLook, Frame } from './curves.js'

/** What lies over the schedules. */
export interface Overlay {
  readonly points: LogPoints | null
  readonly fan: readonly CurveLook[]
}

/** Nothing. */
export const NO_OVERLAY: Overlay = { points: null, fan: [] }

/** What of a scene tells which points are in view. */
interface Seen {
  readonly overlay?: Overlay
  readonly x: readonly [number, number]
  /** What a batch adds on the axis. */
  readonly rate: number
  readonly log: boolean
}

/** The range of values in view with the points that are in view too. */
export function withPoints(
  range: readonly [number, number] | null,
  { overlay, x, rate, log }: Seen,
): readonly [number, number] | null {
  const points = overlay?.points
  // Where no curve is known, nobody knows what the axis counts.
  if (points == null || range === null) return range
  let [least, most] = range
  points.batches.forEach((batch, index) => {
    const value = points.rates[index]!
    if (batch * rate < x[0] || batch * rate > x[1] || !Number.isFinite(value) || (log && value <= 0)) return
    if (value < least) least = value
    if (value > most) most = value
  })
  return [least, most]
}

const RADIUS = 2.5

/** Paints points as rings, through which the curve is seen. */
export function paintPoints(
  context: CanvasRenderingContext2D,
  { batches, rates }: LogPoints,
  frame: Frame,
  rate: number,
  ratio: number,
  { text, ground }: Theme,
): void {
  const scale = frame.width / (frame.x[1] - frame.x[0])
  const margin = RADIUS * ratio
  context.save()
  context.beginPath()
  batches.forEach((batch, index) => {
    const x = frame.left + (batch * rate - frame.x[0]) * scale
    const y = frame.y(rates[index]!)
    if (Number.isNaN(y) || x < frame.left - margin || x > frame.left + frame.width + margin) return
    context.moveTo(x + margin, y)
    context.arc(x, y, margin, 0, 2 * Math.PI)
  })
  // A rim in the colour of the ground parts them from curves that are as dark.
  context.strokeStyle = ground
  context.lineWidth = 3 * ratio
  context.stroke()
  context.strokeStyle = text
  context.lineWidth = 1.25 * ratio
  context.stroke()
  context.restore()
}
