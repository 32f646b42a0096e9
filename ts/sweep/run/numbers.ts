/**
 * Configurations and what is kept of them, in the numbers that `CurveWriter` takes.
 */
import type { Range } from '../../curve/range.js'
import type { Configuration } from '../space/configuration.js'

/** As `addLong` takes it. */
export function longNumbers({ id, baseLr, curves }: Configuration, kept: readonly Range[]): Float64Array {
  const factors = curves.map(({ numbers }) => numbers)
  const size = 3 + factors.reduce((sum, factor) => sum + 1 + factor.length, 0) + 1 + 3 * kept.length
  const numbers = new Float64Array(size)
  let at = 0
  const put = (...values: number[]) => {
    for (const value of values) numbers[at++] = value
  }
  put(id, baseLr, factors.length)
  for (const factor of factors) {
    put(factor.length)
    numbers.set(factor, at)
    at += factor.length
  }
  put(kept.length)
  for (const { from, stride, count } of kept) put(from, stride, count)
  return numbers
}

/** A part with its configurations' numbers, none for one without a curve, as `addWide` takes it. */
export function wideNumbers(
  { stepFrom, stepUntil }: { readonly stepFrom: number; readonly stepUntil: number },
  columns: readonly (Float64Array | null)[],
): Float64Array {
  const numbers = new Float64Array(3 + columns.reduce((sum, column) => sum + 1 + (column?.length ?? 0), 0))
  numbers.set([stepFrom, stepUntil, columns.length])
  let at = 3
  for (const column of columns) {
    numbers[at++] = column?.length ?? 0
    if (column === null) continue
    numbers.set(column, at)
    at += column.length
  }
  return numbers
}
