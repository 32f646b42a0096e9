/**
 * Configurations as rows of numbers: many in one call of the module.
 */
import { main } from '../wasm/kernel.js'

/** What a row has, at its place among the numbers; steps that no batch has are NaN. */
export const FIELDS = {
  error: 0,
  batches: 1,
  /** A bit for each scheduler whose warm-up is 0. */
  warned: 2,
  warmupEnd: 3,
  peak: 4,
  peakStep: 5,
  final: 6,
  minimum: 7,
  area: 8,
  mean: 9,
  halfPeakStep: 10,
  largestJump: 11,
  largestJumpStep: 12,
  boundaries: 13,
} as const

/** So many that a call costs little for each, and so few that their numbers stay in the cache. */
export const ROWS = 512

/**
 * Configurations of so many schedulers each become rows of `ROW` numbers, and as many boundaries as any of them has.
 *
 * @param numbers of each: max_duration, ratio, pace, learning rate, schedulers
 */
export function configurations(numbers: Float64Array, schedulers: number, summarized: boolean): Float64Array {
  const len = main.send(numbers)
  return main.receive(main.call((core) => core.configurations(len, schedulers, Number(summarized), 0, 1, 0)))
}

/**
 * Configurations of one scheduler each become rows of an error's number, or 0, and the values of a range.
 *
 * @param numbers as for `configurations`
 * @returns a view that holds until the next call
 */
export function configurationValues(numbers: Float64Array, from: number, stride: number, count: number): Float64Array {
  const len = main.send(numbers)
  const answer = main.call((core) => core.configurations(len, 1, 2, from, stride, count))
  if (answer < 0) main.receive(answer)
  return main.room(answer).subarray(0, answer)
}
