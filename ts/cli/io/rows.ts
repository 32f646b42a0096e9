/**
 * The values of a range of batches, chunk by chunk.
 */
import type { TrainingConfig } from '../../config/read.js'
import { evaluate } from '../../evaluate/evaluate.js'

/** Which batches: an arithmetic sequence, or a list. */
export type Batches =
  | { readonly from: number; readonly count: number; readonly stride: number }
  | { readonly at: readonly number[] }

/** Rows of a table, column by column. */
export interface Rows {
  /** The index of the first of them in the whole table. */
  readonly first: number
  readonly batch: Float64Array
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
