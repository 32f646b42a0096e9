/**
 * The tables of a sweep: their columns with units.
 */
import { LR } from '../../config/locate.js'
import type { ColumnData, ColumnSpec, TableSchema } from '../formats/table.js'
import type { Part } from '../plan/parts.js'
import type { SweepPlan } from '../plan/plan.js'
import { isMissing } from '../space/quantities.js'
import { LEARNING_RATE, summaryOf } from '../space/summary.js'
import type { TableRow } from './rows.js'

/** The column that joins the tables. */
export const ID = 'configuration'
/** The column of batches in the table of curves. */
export const STEP = 'step'
/** The most code points of an error that is recorded. */
export const LONGEST_ERROR = 500

/** The columns of the table of configurations. */
export function configurationColumns(plan: SweepPlan): ColumnSpec[] {
  const record = plan.spec.invalid === 'record'
  const { space } = plan
  const axes = space.axes.map(({ name, kind, unit, nullable, values }): ColumnSpec => {
    const described = { name, ...(unit === null ? {} : { unit }), nullable, description: 'axis' }
    if (kind === 'number') return { ...described, type: 'float64' }
    const lengths = values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value)).length)
    return { ...described, type: 'text', width: lengths.reduce((a, b) => Math.max(a, b), 1) }
  })
  const summary = [LR, ...plan.quantities].flatMap((quantity) => {
    const isNullable = record || isMissing(space.bases, quantity)
    // Boundaries have at most ten digits, and a comma or a bracket.
    const width = 2 + 11 * plan.mostBoundaries(quantity)
    return summaryOf(quantity).map(
      (column): ColumnSpec => ({
        ...column,
        ...(isNullable ? { nullable: true } : {}),
        ...(column.type === 'text' ? { width } : {}),
      }),
    )
  })
  const error: ColumnSpec = {
    name: 'error',
    type: 'text',
    nullable: true,
    width: LONGEST_ERROR,
    description: 'why there is no curve',
  }
  return [{ name: ID, type: 'int32', description: 'its number' }, ...axes, ...summary, ...(record ? [error] : [])]
}

/** What the column of a configuration is called in the wide layout. */
export const wideName = (quantity: string, id: number): string => `${quantity}_${id}`

/** The quantity and the configuration of a column of the wide layout; null for another column. */
export function wideColumn(name: string): { readonly quantity: string; readonly id: number } | null {
  const found = /^([A-Za-z_]\w*)_(\d+)$/.exec(name)
  return found === null ? null : { quantity: found[1]!, id: Number(found[2]) }
}

/** The columns of a part of curves: those of the wide layout depend on the part. */
export function curveColumns(plan: SweepPlan, part?: Part): ColumnSpec[] {
  const step: ColumnSpec = { name: STEP, type: 'int32', unit: 'ba', description: 'batch' }
  if (plan.spec.layout === 'long') {
    const lr: ColumnSpec = {
      name: LR,
      type: 'float64',
      unit: LEARNING_RATE,
      description: 'learning rate of the batch',
    }
    const others = plan.quantities.map(
      (name): ColumnSpec => ({
        name,
        type: 'float64',
        unit: name,
        ...(isMissing(plan.space.bases, name) ? { nullable: true } : {}),
        description: `${name} of the batch`,
      }),
    )
    return [{ name: ID, type: 'int32', description: 'number of the configuration' }, step, lr, ...others]
  }
  const [from, until] = part === undefined ? [0, 0] : [part.from, part.until]
  const quantities = [LR, ...plan.quantities]
  const columns = Array.from({ length: until - from }, (_, index) =>
    quantities.map(
      // Runs differ in length, and in what is kept of them.
      (name): ColumnSpec => ({
        name: wideName(name, from + index),
        type: 'float64',
        unit: name === LR ? LEARNING_RATE : name,
        nullable: true,
        description: `of configuration ${from + index}`,
      }),
    ),
  )
  return [step, ...columns.flat()]
}

/** A table's columns, and what all of its parts say of the sweep. */
export const schemaOf = (plan: SweepPlan, columns: readonly ColumnSpec[]): TableSchema => ({
  columns,
  metadata: { plan: plan.digest },
})

/** Rows as the columns of a block. */
export const columnsOf = (rows: readonly TableRow[], columns: readonly ColumnSpec[]): ColumnData[] =>
  columns.map(({ name }) => rows.map((row) => row[name]!) as number[] | string[])
