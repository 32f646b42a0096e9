/**
 * What the learning rates of a whole run amount to: one pass in the module, without an array of the values.
 */
import type { Curve } from '../curve.js'
import * as kernel from '../wasm/kernel.js'

/** The learning rate over a run of `count` batches; steps are batches. */
export interface CurveSummary {
  /** How many batches. */
  readonly count: number
  /** The sum over all batches: the total learning rate. */
  readonly area: number
  /** `area` over `count`; NaN for no batches. */
  readonly mean: number
  /** At the last batch; NaN for no batches. */
  readonly final: number
  /** The highest, and the first batch that has it. */
  readonly peak: number
  readonly peakStep: number
  /** The lowest; NaN for no batches. */
  readonly minimum: number
  /** The first batch with at least half of the peak; NaN where none has. */
  readonly halfPeakStep: number
  /** The largest change from one batch to the next, and the first batch after such a change; 0 and NaN for none. */
  readonly largestJump: number
  readonly largestJumpStep: number
}

const EMPTY: CurveSummary = {
  count: 0,
  area: 0,
  mean: Number.NaN,
  final: Number.NaN,
  peak: Number.NaN,
  peakStep: Number.NaN,
  minimum: Number.NaN,
  halfPeakStep: Number.NaN,
  largestJump: 0,
  largestJumpStep: Number.NaN,
}

/**
 * Summarizes the product of curves times a learning rate. Every value is that of `evaluate`, bit for bit; sums are taken
 * in blocks of 2,048 values that are added in order, so that the result depends on nothing else.
 *
 * @param curves - at least one, checked for the range
 * @param count - how many batches, from 0 on
 */
export function summarize(curves: readonly Curve[], count: number, baseLr: number): CurveSummary {
  const range = { from: 0, stride: 1, count }
  for (let done = 0; done < count; done += kernel.CHUNK) {
    const size = Math.min(kernel.CHUNK, count - done)
    for (const [index, curve] of curves.entries()) {
      curve.chunk(range, done)
      if (curves.length > 1) kernel.multiplyChunk(size, index === 0)
    }
    kernel.summarizeChunk(size, baseLr, curves.length > 1, done === 0)
  }
  if (count === 0) return EMPTY
  const [sum, low, last, peak, peakBlock, halfBlock, jump, jumpBlock] = kernel.endSummary() as unknown as number[]
  const find = (block: number, matches: (value: number, before: number) => boolean) =>
    findIn(curves, count, baseLr, block, matches)
  return {
    count,
    area: sum!,
    mean: sum! / count,
    final: last!,
    peak: peak!,
    peakStep: find(peakBlock!, (value) => value === peak),
    minimum: low!,
    halfPeakStep: find(halfBlock!, (value) => value >= peak! / 2),
    largestJump: jump!,
    largestJumpStep: jump! > 0 ? find(jumpBlock!, (value, before) => Math.abs(value - before) === jump) : Number.NaN,
  }
}

/** The first batch of a block whose value, and the one before it, are what is looked for; NaN if none is. */
function findIn(
  curves: readonly Curve[],
  count: number,
  baseLr: number,
  block: number,
  matches: (value: number, before: number) => boolean,
): number {
  if (Number.isNaN(block)) return Number.NaN
  // With the value before the block.
  const from = Math.max(0, block * kernel.BLOCK - 1)
  const range = { from, stride: 1, count: Math.min((block + 1) * kernel.BLOCK, count) - from }
  const values = curves[0]!.chunk(range, 0).slice()
  for (const curve of curves.slice(1)) {
    const others = curve.chunk(range, 0)
    for (let i = 0; i < values.length; i++) values[i]! *= others[i]!
  }
  for (let i = 0; i < values.length; i++) values[i]! *= baseLr
  for (let i = block === 0 ? 0 : 1; i < values.length; i++) {
    if (matches(values[i]!, values[Math.max(0, i - 1)]!)) return from + i
  }
  return Number.NaN
}
