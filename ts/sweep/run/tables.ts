/**
 * The tables of a sweep: their columns with units.
 */
import type { ColumnData, ColumnSpec, TableSchema } from '../formats/table.js'
import type { Part } from '../plan/parts.js'
import type { SweepPlan } from '../plan/plan.js'
import { LEARNING_RATE, SUMMARY, type TableRow } from './rows.js'

/** The column that joins the tables. */
export const ID = 'configuration'
/** The most code points of an error that is recorded. */
export const LONGEST_ERROR = 500

/** The columns of the table of configurations. */
export function configurationColumns(plan: SweepPlan): ColumnSpec[] {
  const record = plan.spec.invalid === 'record'
  const { space } = plan
  const axes = space.axes.map(({ name, kind, unit, values }): ColumnSpec => {
    const described = { name, ...(unit === null ? {} : { unit }), description: 'axis' }
    if (kind === 'number') return { ...described, type: 'float64' }
    const lengths = values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value)).length)
    return { ...described, type: 'text', width: lengths.reduce((a, b) => Math.max(a, b), 1) }
  })
  // Each scheduler has at most two boundaries, of at most ten digits.
  const schedulers = Math.max(...space.bases.map((base) => base.schedulers.length))
  const summary = SUMMARY.map(
    (column): ColumnSpec => ({
      ...column,
      ...(record ? { nullable: true } : {}),
      ...(column.type === 'text' ? { width: 2 + 22 * schedulers } : {}),
    }),
  )
  const error: ColumnSpec = {
    name: 'error',
    type: 'text',
    nullable: true,
    width: LONGEST_ERROR,
    description: 'why there is no curve',
  }
  return [{ name: ID, type: 'int32', description: 'its number' }, ...axes, ...summary, ...(record ? [error] : [])]
}

/** The columns of a part of curves: those of the wide layout depend on the part. */
export function curveColumns(plan: SweepPlan, part?: Part): ColumnSpec[] {
  const step: ColumnSpec = { name: 'step', type: 'int32', unit: 'ba', description: 'batch' }
  if (plan.spec.layout === 'long') {
    const lr: ColumnSpec = {
      name: 'lr',
      type: 'float64',
      unit: LEARNING_RATE,
      description: 'learning rate of the batch',
    }
    return [{ name: ID, type: 'int32', description: 'number of the configuration' }, step, lr]
  }
  const [from, until] = part === undefined ? [0, 0] : [part.from, part.until]
  const columns = Array.from({ length: until - from }, (_, index): ColumnSpec => {
    const id = from + index
    // Runs differ in length, and in what is kept of them.
    return {
      name: `lr_${id}`,
      type: 'float64',
      unit: LEARNING_RATE,
      nullable: true,
      description: `of configuration ${id}`,
    }
  })
  return [step, ...columns]
}

/** A table's columns, and what all of its parts say of the sweep. */
export const schemaOf = (plan: SweepPlan, columns: readonly ColumnSpec[]): TableSchema => ({
  columns,
  metadata: { plan: plan.digest },
})

/** Rows as the columns of a block. */
export const columnsOf = (rows: readonly TableRow[], columns: readonly ColumnSpec[]): ColumnData[] =>
  columns.map(({ name }) => rows.map((row) => row[name]!) as number[] | string[])
