/**
 * Paints what lies behind and around the curves: the bands of phases, and the frame of the first steps.
 */
import { countLabel } from '../../plot/labels.js'
import { widthOf } from '../../plot/text.js'
import type { Theme } from '../../plot/theme.js'
import type { Phase } from '../engine/messages.js'
import { nameBands } from './names.js'

/** A plot in pixels of the screen, and how many pixels of the canvas each has. */
export interface Place {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
  readonly ratio: number
}

const SIZE = 12
/** The font of a canvas. */
export const fontOf = (ratio: number): string =>
  `${SIZE * ratio}px system-ui, -apple-system, "Segoe UI", Arial, sans-serif`

/** Every other phase on a band with lines between, and over each its name as it fits. */
export function paintPhases(
  context: CanvasRenderingContext2D,
  phases: readonly Phase[],
  x: readonly [number, number],
  { left, top, width, height, ratio }: Place,
  theme: Theme,
): void {
  const place = (value: number) => left + ((value - x[0]) / (x[1] - x[0])) * width
  context.save()
  context.scale(ratio, ratio)
  context.font = fontOf(1)
  context.textAlign = 'center'
  context.strokeStyle = theme.frame
  context.lineWidth = 0.75
  context.setLineDash([2, 3])
  nameBands(phases, place, x, SIZE).forEach(({ from, until, name }, index) => {
    context.fillStyle = theme.band
    if (index % 2 === 0) context.fillRect(from, top, until - from, height)
    if (index > 0) {
      context.beginPath()
      context.moveTo(from, top - 4)
      context.lineTo(from, top + height)
      context.stroke()
    }
    context.fillStyle = theme.muted
    if (name !== null) context.fillText(name, (from + until) / 2, top - 9)
  })
  context.restore()
}

/** The lines of the y axis and the ends of the x axis of the first steps, and that the axis is broken after them. */
export function paintStart(
  context: CanvasRenderingContext2D,
  end: number,
  ticks: readonly number[],
  { left, top, width, height, ratio }: Place,
  theme: Theme,
): void {
  const bottom = top + height
  const right = left + width
  const line = (colour: string, points: readonly (readonly [number, number])[]) => {
    context.strokeStyle = colour
    context.beginPath()
    points.forEach(([x, y], index) => {
      if (index % 2 === 0) context.moveTo(x, y)
      else context.lineTo(x, y)
    })
    context.stroke()
  }
  context.save()
  context.scale(ratio, ratio)
  context.font = fontOf(1)
  context.lineWidth = 1
  for (const y of ticks) {
    line(theme.grid, [
      [left, y],
      [right, y],
    ])
  }
  line(theme.frame, [
    [left, bottom],
    [right, bottom],
    [left, bottom],
    [left, bottom + 5],
    [left + width / 2, bottom],
    [left + width / 2, bottom + 5],
    // Two strokes over the gap.
    [right + 4, bottom + 4],
    [right + 8, bottom - 4],
    [right + 8, bottom + 4],
    [right + 12, bottom - 4],
  ])
  context.fillStyle = theme.muted
  context.textBaseline = 'top'
  context.textAlign = 'center'
  const middle = countLabel(Number((end / 2).toPrecision(4)))
  context.fillText(middle, left + width / 2, bottom + 9)
  if (width / 2 > widthOf(middle, SIZE) / 2 + 10) context.fillText('0', left, bottom + 9)
  context.restore()
}
