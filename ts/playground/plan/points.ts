/**
 * The points of a log on the chart, as rings.
 */
import type { Theme } from '../../plot/theme.js'
import type { Frame } from '../chart/curves.js'
import type { Points, Seen } from '../chart/overlay.js'
import type { LogPoints } from '../engine/messages.js'

const RADIUS = 2.5

/** Points for the chart. */
export class Rings implements Points {
  readonly #points: LogPoints

  constructor(points: LogPoints) {
    this.#points = points
  }

  range([low, high]: readonly [number, number], { x, rate, log }: Seen): readonly [number, number] {
    let [least, most] = [low, high]
    this.#points.batches.forEach((batch, index) => {
      const value = this.#points.rates[index]!
      if (batch * rate < x[0] || batch * rate > x[1] || !Number.isFinite(value) || (log && value <= 0)) return
      if (value < least) least = value
      if (value > most) most = value
    })
    return [least, most]
  }

  /** Paints rings, through which the curve is seen. */
  paint(context: CanvasRenderingContext2D, frame: Frame, rate: number, ratio: number, { text, ground }: Theme): void {
    const scale = frame.width / (frame.x[1] - frame.x[0])
    const radius = RADIUS * ratio
    context.save()
    context.beginPath()
    this.#points.batches.forEach((batch, index) => {
      const x = frame.left + (batch * rate - frame.x[0]) * scale
      const y = frame.y(this.#points.rates[index]!)
      if (Number.isNaN(y) || x < frame.left - radius || x > frame.left + frame.width + radius) return
      context.moveTo(x + radius, y)
      context.arc(x, y, radius, 0, 2 * Math.PI)
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
}
