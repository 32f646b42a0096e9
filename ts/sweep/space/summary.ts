/**
 * The columns of a summary: of the learning rate by these names, of another quantity with its name before them.
 */
import { LR } from '../../config/locate.js'
import type { ColumnSpec } from '../formats/table.js'

/** The unit of learning rates. */
export const LEARNING_RATE = 'learning rate'

/** What a summary has, beside the columns of the axes. */
export const SUMMARY = [
  { name: 'batches', type: 'int32', unit: 'ba', description: 'length of the run' },
  { name: 'peak', type: 'float64', unit: LEARNING_RATE, description: 'highest learning rate' },
  { name: 'peak_step', type: 'int32', unit: 'ba', description: 'first batch with the highest learning rate' },
  { name: 'final', type: 'float64', unit: LEARNING_RATE, description: 'learning rate of the last batch' },
  { name: 'minimum', type: 'float64', unit: LEARNING_RATE, description: 'lowest learning rate' },
  {
    name: 'area',
    type: 'float64',
    unit: `${LEARNING_RATE} x ba`,
    description: 'exact sum of the learning rates of all batches, rounded once',
  },
  { name: 'mean', type: 'float64', unit: LEARNING_RATE, description: 'exact sum over batches, rounded once' },
  { name: 'warmup_fraction', type: 'float64', unit: 'dur', description: 'part of the batches before the warm-up ends' },
  {
    name: 'half_peak_step',
    type: 'int32',
    unit: 'ba',
    nullable: true,
    description: 'first batch with at least half of the peak',
  },
  {
    name: 'largest_jump',
    type: 'float64',
    unit: LEARNING_RATE,
    description: 'largest change from a batch to the next',
  },
  {
    name: 'largest_jump_step',
    type: 'int32',
    unit: 'ba',
    nullable: true,
    description: 'first batch after such a change',
  },
  {
    name: 'boundaries',
    type: 'text',
    unit: 'ba',
    description: 'batches at which a formula changes, as a JSON list in order',
  },
] as const satisfies readonly ColumnSpec[]

/** What a summary tells of the run, which quantities share. */
const OF_RUN = 'batches'

/** What a column of the summary is called for a quantity; undefined where that of the learning rate says it already. */
export const summaryName = (column: string, quantity: string): string | undefined =>
  quantity === LR ? column : column === OF_RUN ? undefined : `${quantity}_${column}`

/** The columns of the summary of a quantity. */
export function summaryOf(quantity: string): ColumnSpec[] {
  if (quantity === LR) return [...SUMMARY]
  const told = (text: string) => text.replace(/learning rates?/g, quantity)
  return SUMMARY.flatMap((column: ColumnSpec): ColumnSpec[] => {
    const name = summaryName(column.name, quantity)
    if (name === undefined) return []
    const { unit, description } = column
    const texts = { ...(unit && { unit: told(unit) }), ...(description && { description: told(description) }) }
    return [{ ...column, name, ...texts }]
  })
}
