/**
 * Where drawn values come from: a schedule's learning rates, or these held against another's at the same place.
 */
import { envelope, evaluate } from 'scale-schedule/bundler'
import { ratesOf } from './answers.js'
import type { Built } from './build.js'
import type { Against } from './messages.js'

/** The lowest and highest of each column. */
export interface LowHigh {
  readonly low: Float64Array
  readonly high: Float64Array
}

/** Values by batch. */
export interface Source {
  /** How many there are. */
  readonly batches: number
  /** Whether every batch of a long run can be looked at. */
  readonly isFast: boolean
  values(from: number, count: number, stride: number): Float64Array
  lowHigh(from: number, count: number, columns: number): LowHigh
}

/** The learning rates of a schedule. */
export function sourceOf({ schedulers, run, baseLr }: Built): Source {
  const values = (from: number, count: number, stride: number) =>
    evaluate(schedulers, run, { from, count, stride, baseLr })
  return {
    batches: Number.POSITIVE_INFINITY,
    isFast: true,
    values,
    lowHigh: (from, count, columns) => {
      if (count > columns) return envelope(schedulers, run, { from, count, columns, baseLr })
      const all = values(from, count, 1)
      return { low: all, high: all.slice() }
    },
  }
}

// A place of the axis is between two batches of the other one, but for the rounding of the rates.
const ROUNDING = 1e-9

/** A schedule held against another: both at the same place of an axis, as far as the other one goes. */
export function comparison(built: Built, other: Built, { axis, as }: Against): Source {
  const [own, its] = [built, other].map((each) => ratesOf(each)[axis])
  const per = own == null || its == null ? Number.NaN : own / its
  const theirs = (from: number, count: number, stride: number) => {
    const { schedulers, run, baseLr } = other
    // An axis that one of them has no unit for: nothing is at the same place.
    if (Number.isNaN(per)) return new Float64Array(count).fill(Number.NaN)
    if (per === 1) return evaluate(schedulers, run, { from, count, stride, baseLr })
    const at = Array.from({ length: count }, (_, i) => Math.floor((from + i * stride) * per + ROUNDING))
    return evaluate(schedulers, run, { at, baseLr })
  }
  const values = (from: number, count: number, stride: number) => {
    const found = sourceOf(built).values(from, count, stride)
    const base = theirs(from, count, stride)
    // Nothing is a multiple of 0.
    const held =
      as === 'difference' ? (a: number, b: number) => a - b : (a: number, b: number) => (b === 0 ? Number.NaN : a / b)
    for (let i = 0; i < count; i++) found[i] = held(found[i]!, base[i]!)
    return found
  }
  return {
    batches: Number.isNaN(per) ? 1 : Math.ceil(other.run.batches / per - ROUNDING),
    isFast: per === 1,
    values,
    lowHigh: (from, count, columns) => lowHighOf(values(from, count, 1), columns),
  }
}

/** The lowest and highest of each column of values; NaN where there are none. */
export function lowHighOf(values: Float64Array, columns: number): LowHigh {
  const low = new Float64Array(columns).fill(Number.NaN)
  const high = new Float64Array(columns).fill(Number.NaN)
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!
    const column = Math.floor((i * columns) / values.length)
    if (!(value >= low[column]!)) low[column] = Number.isNaN(value) ? low[column]! : value
    if (!(value <= high[column]!)) high[column] = Number.isNaN(value) ? high[column]! : value
  }
  return { low, high }
}
