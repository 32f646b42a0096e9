/**
 * Where two curves differ, step by step.
 */

/** A difference of two curves. */
export interface Difference {
  /** The first step that differs. */
  readonly first: number
  /** The largest difference, and its step. */
  readonly largest: number
  readonly at: number
}

/** What was compared. */
export interface Comparison {
  /** Null where nothing differs by more than the tolerance. */
  readonly difference: Difference | null
  /** How many steps were looked at, from the first one on. */
  readonly compared: number
  /** The largest value of the first curve, without its sign. */
  readonly peak: number
  /** The most that the first curve changes from a step to the next. */
  readonly steepest: number
}

/** The values of a range of steps. */
export type Rates = (from: number, count: number) => ArrayLike<number>

// A second or two of work; a longer run is compared up to here.
export const MOST_COMPARED = 10_000_000
const AT_A_TIME = 65_536

/** The values of a range of steps, which may be made of those of the curve that is compared with. */
export type FoundRates = (from: number, count: number, expected: ArrayLike<number>) => ArrayLike<number>

/** Compares the first steps of two curves, to a tolerance that is a part of the first one's peak so far. */
export function compare(expected: Rates, found: FoundRates, steps: number, tolerance: number): Comparison {
  const compared = Math.min(steps, MOST_COMPARED)
  let peak = 0
  let steepest = 0
  let before = Number.NaN
  let difference = null as Difference | null
  for (let from = 0; from < compared; from += AT_A_TIME) {
    const count = Math.min(AT_A_TIME, compared - from)
    const left = expected(from, count)
    const right = found(from, count, left)
    for (let i = 0; i < count; i++) peak = Math.max(peak, Math.abs(left[i]!))
    for (let i = 0; i < count; i++) {
      const value = left[i]!
      if (!Number.isNaN(before)) steepest = Math.max(steepest, Math.abs(value - before))
      before = value
      const size = Math.abs(right[i]! - value)
      if (size <= tolerance * peak) continue
      const at = from + i
      // What is no number differs by more than any; of those that rounding tells apart the first is taken.
      if (difference === null || !(size <= difference.largest * (1 + 1e-9))) {
        difference = { first: difference?.first ?? at, largest: size, at }
      }
    }
  }
  return { difference, compared, peak, steepest }
}
