/**
 * What a curve is read by: its peak, its floor after that, and its end, each with its value.
 */
import type { Columns } from '../engine/messages.js'

/** A place on a curve, in batches. */
export interface Mark {
  /** What it is, such as ‘peak’ or ‘peak, end’. */
  readonly name: string
  readonly batch: number
  readonly value: number
}

/**
 * The marks of a whole curve. Where not every batch was looked at, only the end is known; a curve that stays what it is
 * has one mark.
 */
export function marksOf({ low, high, count, stride, end }: Columns): Mark[] {
  const last = { name: 'end', batch: count - 1, value: end }
  if (stride > 1 || !Number.isFinite(end)) return Number.isFinite(end) ? [last] : []
  const batchOf = (column: number) => Math.floor(((column + 0.5) * count) / low.length)
  const top = extreme(high, 0, (a, b) => a > b)
  // Behind the column of the peak, which may hold all of the ramp.
  const bottom = extreme(low, Math.min(top + 1, low.length - 1), (a, b) => a < b)
  const marks: Mark[] = []
  for (const mark of [
    { name: 'peak', batch: batchOf(top), value: high[top]! },
    { name: 'floor', batch: batchOf(bottom), value: low[bottom]! },
    last,
  ]) {
    const same = marks.findIndex(({ value }) => isAlike(value, mark.value))
    // What is reached at the end stands there.
    if (same < 0) marks.push(mark)
    else marks[same] = { ...mark, name: `${marks[same]!.name}, ${mark.name}` }
  }
  return marks.filter(({ value }) => Number.isFinite(value))
}

/** The first place from a column on at which no later value is further. */
function extreme(values: Float64Array, from: number, isFurther: (a: number, b: number) => boolean): number {
  let found = from
  for (let i = from + 1; i < values.length; i++) if (isFurther(values[i]!, values[found]!)) found = i
  return found
}

/** Whether two values are the same number as it is shown. */
const isAlike = (a: number, b: number): boolean =>
  a === b || Math.abs(a - b) < 1e-4 * Math.max(Math.abs(a), Math.abs(b))
