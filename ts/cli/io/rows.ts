/**
 * The values of a range of batches, chunk by chunk, and a chunk as text in each format.
 */
import type { TrainingConfig } from '../../config/read.js'
import { evaluate } from '../../evaluate/evaluate.js'

/** The formats that values are written in. */
export const FORMATS = ['csv', 'json', 'ndjson'] as const

/** One of the formats. */
export type Format = (typeof FORMATS)[number]

/** Which batches: an arithmetic sequence, or a list. */
export type Batches =
  | { readonly from: number; readonly count: number; readonly stride: number }
  | { readonly at: readonly number[] }

/** Rows of a table, column by column. */
export interface Rows {
  /** The index of the first of them in the whole table. */
  readonly first: number
  readonly batch: ArrayLike<number>
  /** Multipliers. */
  readonly alpha: Float64Array
  /** Multipliers times the initial learning rate. */
  readonly lr: Float64Array
}

// Large enough that a write costs little for each row, small enough that a signal is heard at once.
const CHUNK = 8192

/** How many rows there are. */
export const countOf = (batches: Batches): number => ('at' in batches ? batches.at.length : batches.count)

/** The rows in order, a chunk at a time; the arrays are used again for the next. */
export function* rowsOf(config: TrainingConfig, batches: Batches): Generator<Rows> {
  const size = Math.min(CHUNK, countOf(batches))
  const columns = { batch: new Float64Array(size), alpha: new Float64Array(size), lr: new Float64Array(size) }
  for (let first = 0; first < countOf(batches); first += CHUNK) {
    const count = Math.min(CHUNK, countOf(batches) - first)
    const rows = {
      first,
      batch: columns.batch.subarray(0, count),
      alpha: columns.alpha.subarray(0, count),
      lr: columns.lr.subarray(0, count),
    }
    if ('at' in batches) {
      for (let i = 0; i < count; i++) {
        rows.batch[i] = batches.at[first + i]!
        fill(config, rows.batch[i]!, 1, rows.alpha.subarray(i, i + 1), rows.lr.subarray(i, i + 1))
      }
    } else {
      const from = batches.from + first * batches.stride
      for (let i = 0; i < count; i++) rows.batch[i] = from + i * batches.stride
      fill(config, from, batches.stride, rows.alpha, rows.lr)
    }
    yield rows
  }
}

function fill(config: TrainingConfig, from: number, stride: number, alpha: Float64Array, lr: Float64Array): void {
  const { schedulers, run, baseLr } = config
  evaluate(schedulers, run, { from, stride, count: alpha.length, out: alpha })
  evaluate(schedulers, run, { from, stride, count: lr.length, out: lr, baseLr })
}

/** What stands before the first row. */
export const headOf = (format: Format): string => ({ csv: 'batch,alpha,lr\n', json: '[', ndjson: '' })[format]

/** What stands after the last row. */
export const tailOf = (format: Format): string => (format === 'json' ? ']\n' : '')

/** Rows as text; numbers in the shortest form that reads back as the same bits. */
export function textOf({ first, batch, alpha, lr }: Rows, format: Format): string {
  let text = ''
  for (let i = 0; i < alpha.length; i++) {
    if (format === 'csv') text += `${batch[i]},${shortest(alpha[i]!)},${shortest(lr[i]!)}\n`
    else {
      const row = `{"batch":${batch[i]},"alpha":${json(alpha[i]!)},"lr":${json(lr[i]!)}}`
      if (format === 'ndjson') text += `${row}\n`
      else text += first + i === 0 ? row : `,${row}`
    }
  }
  return text
}

/** A number in the shortest form that reads back as the same bits. */
export const shortest = (value: number): string => (Object.is(value, -0) ? '-0' : String(value))

/** JSON has no number for an overflow; it is text there. */
const json = (value: number): string => (Number.isFinite(value) ? shortest(value) : `"${value}"`)
