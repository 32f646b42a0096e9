/**
 * The points of a log on the chart, as small crosses.
 */
import type { Theme } from '../../plot/theme.js'
import type { Frame } from '../chart/curves.js'
import type { Points, Seen } from '../chart/overlay.js'
import type { LogPoints } from '../engine/messages.js'

// Half of a cross, and how far the next one is at least, in pixels: the curve is seen between them.
const ARM = 2
const APART = 7

/** Points for the chart. */
export class Crosses implements Points {
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

  /** Paints crosses, which no handle looks like; what stands close to the one before, in both directions, is left out. */
  paint(context: CanvasRenderingContext2D, frame: Frame, rate: number, ratio: number, { text, ground }: Theme): void {
    const scale = frame.width / (frame.x[1] - frame.x[0])
    const [arm, apart] = [ARM * ratio, APART * ratio]
    let [lastX, lastY] = [Number.NEGATIVE_INFINITY, 0]
    context.save()
    context.beginPath()
    this.#points.batches.forEach((batch, index) => {
      const x = frame.left + (batch * rate - frame.x[0]) * scale
      const y = frame.y(this.#points.rates[index]!)
      if (Number.isNaN(y) || x < frame.left - arm || x > frame.left + frame.width + arm) return
      if (Math.abs(x - lastX) < apart && Math.abs(y - lastY) < apart) return
      lastX = x
      lastY = y
      context.moveTo(x - arm, y - arm)
      context.lineTo(x + arm, y + arm)
      context.moveTo(x - arm, y + arm)
      context.lineTo(x + arm, y - arm)
    })
    // A rim in the colour of the ground parts them from curves that are as dark.
    context.strokeStyle = ground
    context.lineWidth = 2.5 * ratio
    context.globalAlpha = 0.6
    context.stroke()
    context.strokeStyle = text
    context.lineWidth = ratio
    context.globalAlpha = 1
    context.stroke()
    context.restore()
  }
}
