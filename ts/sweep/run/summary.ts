/**
 * What the learning rates of a whole run amount to: one pass in the module, without an array of the values.
 */
import type { Curve } from '../../curve/curve.js'
import type { Range } from '../../curve/range.js'
import { leaveChunk } from '../../evaluate/evaluate.js'
import { CHUNK } from '../../wasm/chunk.js'
import { BLOCK } from '../../wasm/generated/layout.js'
import * as kernel from '../../wasm/kernel.js'

/** The learning rate over a run of `count` batches; steps are batches. */
export interface CurveSummary {
  /** How many batches. */
  readonly count: number
  /** The sum over all batches, rounded once: the total learning rate. */
  readonly area: number
  /** The exact sum over `count`, rounded once, so from `minimum` to `peak`; NaN for no batches. */
  readonly mean: number
  /** At the last batch; NaN for no batches. */
  readonly final: number
  /** The highest. */
  readonly peak: number
  /** The first batch that has it. */
  readonly peakStep: number
  /** The lowest; NaN for no batches. */
  readonly minimum: number
  /** The first batch with at least half of the peak; NaN where none has. */
  readonly halfPeakStep: number
  /** The largest change from one batch to the next. */
  readonly largestJump: number
  /** The first batch after such a change; NaN where nothing changes. */
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
 * Summarizes the product of curves times a learning rate. Every value is that of `evaluate`, bit for bit; area and
 * mean are the exact ones of these values, rounded once, so that the result depends on nothing else.
 *
 * @param curves - at least one, checked for the range
 * @param count - how many batches, from 0 on
 */
export function summarize(curves: readonly Curve[], count: number, baseLr: number): CurveSummary {
  const range = { from: 0, stride: 1, count }
  for (let done = 0; done < count; done += CHUNK) {
    const size = leaveChunk(curves, range, done)
    kernel.summarizeChunk(size, baseLr, curves.length > 1, done === 0)
  }
  if (count === 0) return EMPTY
  const [sum, mean, low, last, peak, peakBlock, halfBlock, jump, jumpBlock] = kernel.endSummary() as unknown as number[]
  const product = { curves, count, baseLr }
  return {
    count,
    area: sum!,
    mean: mean!,
    final: last!,
    peak: peak!,
    peakStep: firstAtLeast(peak!, peakBlock!, product),
    minimum: low!,
    halfPeakStep: firstAtLeast(peak! / 2, halfBlock!, product),
    largestJump: jump!,
    largestJumpStep: jump! > 0 ? firstAfter(jump!, jumpBlock!, product) : Number.NaN,
  }
}

/** What was summarized, to look at a block of it again. */
interface Summarized {
  readonly curves: readonly Curve[]
  readonly count: number
  readonly baseLr: number
}

/** The first batch of a block that reaches a value; NaN for no block. */
function firstAtLeast(least: number, block: number, { curves, count, baseLr }: Summarized): number {
  if (Number.isNaN(block)) return Number.NaN
  const from = block * BLOCK
  const values = productOf(curves, { from, stride: 1, count: Math.min(BLOCK, count - from) })
  for (let i = 0; i < values.length; i++) if (values[i]! * baseLr >= least) return from + i
  return Number.NaN
}

/** The first batch of a block that is so far from the one before it. */
function firstAfter(jump: number, block: number, { curves, count, baseLr }: Summarized): number {
  const from = Math.max(0, block * BLOCK - 1)
  const until = Math.min((block + 1) * BLOCK, count)
  const values = productOf(curves, { from, stride: 1, count: until - from })
  for (let i = 1; i < values.length; i++) {
    if (Math.abs(values[i]! * baseLr - values[i - 1]! * baseLr) === jump) return from + i
  }
  return Number.NaN
}

/** The multipliers of at most a chunk, as a view that holds until the next call. */
function productOf(curves: readonly Curve[], range: Range): Float64Array {
  if (curves.length === 1) return curves[0]!.chunk(range, 0)
  return kernel.productOfChunk(leaveChunk(curves, range, 0), 1)
}
