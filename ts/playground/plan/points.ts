/**
 * The points of a log on the chart, as small crosses.
 */
import type { Theme } from '../../plot/theme.js'
import type { Frame } from '../chart/curves.js'
import type { Points, Seen } from '../chart/overlay.js'
import type { LogPoints } from '../engine/messages.js'
import { sparse } from './sparse.js'

// Half of a cross, and how far the next one is at least, in pixels: the curve is seen between them.
const ARM = 2
const APART = 10

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

  /** Paints crosses, which no handle looks like. */
  paint(context: CanvasRenderingContext2D, frame: Frame, rate: number, ratio: number, { text, ground }: Theme): void {
    const arm = ARM * ratio
    context.save()
    context.beginPath()
    for (const [x, y] of sparse(this.#seen(frame, rate, arm), APART * ratio)) {
      context.moveTo(x - arm, y - arm)
      context.lineTo(x + arm, y + arm)
      context.moveTo(x - arm, y + arm)
      context.lineTo(x + arm, y - arm)
    }
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

  /** Where the points stand that are in view, as far as something beside it. */
  *#seen({ left, width, x: [from, until], y: topOf }: Frame, rate: number, beside: number) {
    const scale = width / (until - from)
    for (const [index, batch] of this.#points.batches.entries()) {
      const x = left + (batch * rate - from) * scale
      const y = topOf(this.#points.rates[index]!)
      if (!Number.isNaN(y) && x >= left - beside && x <= left + width + beside) yield [x, y] as const
    }
  }
}
