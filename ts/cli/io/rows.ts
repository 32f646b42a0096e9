/**
 * The values of a range of batches, chunk by chunk.
 */
import type { TrainingConfig } from '../../config/read.js'
import { type EvaluateOptions, evaluate } from '../../evaluate/evaluate.js'
import type { TrainerSteps } from '../../evaluate/spans.js'

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
  /** The values of other quantities, in the order of the configuration. */
  readonly others: readonly Float64Array[]
}

// Large enough that a write costs little for each row, small enough that a signal is heard at once.
const CHUNK = 8192

/** How many rows there are. */
export const countOf = (batches: Batches): number => ('at' in batches ? batches.at.length : batches.count)

/** The rows in order, a chunk at a time; the arrays are used again for the next. */
export function* rowsOf(config: TrainingConfig, batches: Batches, asTrained?: TrainerSteps): Generator<Rows> {
  const size = Math.min(CHUNK, countOf(batches))
  const column = () => new Float64Array(size)
  const columns = { batch: column(), alpha: column(), lr: column(), others: config.quantities.map(column) }
  for (let first = 0; first < countOf(batches); first += CHUNK) {
    const count = Math.min(CHUNK, countOf(batches) - first)
    const part = (from: number, until: number) => ({
      alpha: columns.alpha.subarray(from, until),
      lr: columns.lr.subarray(from, until),
      others: columns.others.map((values) => values.subarray(from, until)),
    })
    const rows = { first, batch: columns.batch.subarray(0, count), ...part(0, count) }
    if ('at' in batches) {
      for (let i = 0; i < count; i++) {
        rows.batch[i] = batches.at[first + i]!
        fill(config, { from: rows.batch[i]!, count: 1, asTrained }, part(i, i + 1))
      }
    } else {
      const from = batches.from + first * batches.stride
      for (let i = 0; i < count; i++) rows.batch[i] = from + i * batches.stride
      fill(config, { from, stride: batches.stride, count, asTrained }, rows)
    }
    yield rows
  }
}

/** The values of some rows. */
type Values = Pick<Rows, 'alpha' | 'lr' | 'others'>

function fill(config: TrainingConfig, range: EvaluateOptions, { alpha, lr, others }: Values): void {
  const { schedulers, run, baseLr, quantities } = config
  evaluate(schedulers, run, { ...range, out: alpha })
  evaluate(schedulers, run, { ...range, out: lr, baseLr })
  for (const [index, out] of others.entries()) evaluate(quantities[index]!.schedulers, run, { ...range, out })
}
