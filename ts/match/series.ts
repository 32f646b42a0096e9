/**
 * A log as numbers: steps, rates, and how far from each the true rate may be by how it was printed.
 */
import type { Log } from './log/read.js'
import type { LogRow, Printing } from './log/types.js'
import { bounds, largestOf } from './numbers.js'

/** Rows as columns, in the order of the log. */
export interface Series {
  readonly steps: readonly number[]
  readonly rates: readonly number[]
  /** Half a unit of the last place that was printed: what is within it is no difference. */
  readonly halves: readonly number[]
  /** Updates that had been skipped by then; null where the log counts none. */
  readonly skipped: readonly number[] | null
}

// Shorter numbers are shorter by chance: no tool rounds a rate to fewer.
const FEWEST_DIGITS = 3

/**
 * Half a unit of the last place of each row.
 *
 * A tool that prints each number in full shows it in each: `1.5000E-04`. In a column of shortest forms, zeros at the end
 * are dropped, so that the most digits of the column count: the most significant ones, or the most decimals, whichever is
 * coarser for a row; both ways of rounding are covered so.
 */
export function halfUnits(rows: readonly LogRow[], printing: Printing): number[] {
  if (printing === 'printed') {
    // A zero with an exponent is one in all its digits.
    return rows.map(({ lr }) => (lr.isScientific && lr.value === 0 ? 0 : 0.5 * 10 ** lr.place))
  }
  if (printing === 'float32') return rows.map(({ lr }) => float32Half(lr.value))
  const most = Math.max(FEWEST_DIGITS, largestOf(rows.map(({ lr }) => lr.digits)))
  const place = bounds(rows.map(({ lr }) => lr.place))[0]
  return rows.map(({ lr }) => {
    const significant = lr.value === 0 ? place : Math.floor(Math.log10(Math.abs(lr.value))) - most + 1
    return 0.5 * 10 ** Math.max(place, significant)
  })
}

/** Half the distance between float32s at a value. */
function float32Half(value: number): number {
  const size = Math.max(Math.abs(value), 2 ** -126)
  return 2 ** (Math.floor(Math.log2(size)) - 24)
}

/** The series of a log. */
export function seriesOf({ printing }: Pick<Log, 'printing'>, rows: readonly LogRow[]): Series {
  const hasSkipped = rows.some(({ skipped }) => skipped !== undefined && skipped > 0)
  return {
    steps: rows.map(({ step }) => step),
    rates: rows.map(({ lr }) => lr.value),
    halves: halfUnits(rows, printing),
    skipped: hasSkipped ? rows.map(({ skipped = 0 }) => skipped) : null,
  }
}

/** The series as if its numbers were written in full; null where they are printed otherwise, or have many digits. */
export function exactSeries(log: Pick<Log, 'printing'>, rows: readonly LogRow[]): Series | null {
  const digits = rows.reduce((most, { lr }) => Math.max(most, lr.digits), 0)
  if (log.printing !== 'shortest' || digits >= FEWEST_DIGITS) return null
  return { ...seriesOf(log, rows), halves: rows.map(({ lr }) => 1e-16 * Math.abs(lr.value)) }
}
