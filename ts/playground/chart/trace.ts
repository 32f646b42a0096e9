/**
 * Where a curve runs over the chart, pixel by pixel: what labels keep clear of.
 */
import type { Axis } from '../state/state.js'
import { type CurveLook, type Frame, follow } from './curves.js'

/** What a label covers. */
export interface Box {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** A curve as it was painted. */
export interface Painted {
  readonly look: CurveLook
  readonly frame: Frame
}

// Half of the widest line, and a little air.
const AROUND = 2
// Pixels of height that count as one of width.
const STEEP = 6

/** The heights that a curve covers in each column of pixels. */
export class Trace {
  readonly #low: Float32Array
  readonly #high: Float32Array

  private constructor(width: number) {
    this.#low = new Float32Array(width).fill(Number.POSITIVE_INFINITY)
    this.#high = new Float32Array(width).fill(Number.NEGATIVE_INFINITY)
  }

  /** Of a painted curve, in pixels of the screen; `ratio` pixels of the canvas are one of these. */
  static of({ look, frame }: Painted, axis: Axis, ratio: number): Trace {
    const [from, until] = [frame.left / ratio, (frame.left + frame.width) / ratio]
    const trace = new Trace(Math.ceil(until) + 1)
    let [x, y] = [0, 0]
    // In the innermost loop of each frame: nothing is made in it.
    const cover = (at: number, value: number) => {
      if (value < trace.#low[at]!) trace.#low[at] = value
      if (value > trace.#high[at]!) trace.#high[at] = value
    }
    const lineTo = (right: number, down: number) => {
      const [x1, y1] = [right / ratio, down / ratio]
      const slope = x1 === x ? 0 : (y1 - y) / (x1 - x)
      const end = Math.min(until, x1)
      for (let at = Math.max(Math.floor(from), Math.floor(x)); at <= end; at++) {
        if (x1 === x) cover(at, y)
        cover(at, x1 === x ? y1 : y + (Math.max(at, x) - x) * slope)
        cover(at, x1 === x ? y1 : y + (Math.min(at + 1, x1) - x) * slope)
      }
      x = x1
      y = y1
    }
    const moveTo = (right: number, down: number) => {
      x = right / ratio
      y = down / ratio
    }
    follow({ moveTo, lineTo }, look, frame, axis)
    return trace
  }

  /** How much of it runs through a box: columns of pixels, of which a steep line has few and covers as much. */
  within({ left, top, width, height }: Box): number {
    let sum = 0
    const end = Math.min(this.#low.length - 1, Math.ceil(left + width))
    for (let at = Math.max(0, Math.floor(left)); at <= end; at++) {
      const covered = Math.min(this.#high[at]!, top + height) - Math.max(this.#low[at]!, top)
      if (covered > -AROUND) sum += 1 + Math.max(0, covered) / STEEP
    }
    return sum
  }
}
