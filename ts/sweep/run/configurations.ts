/**
 * The table of configurations, as columns and as rows: evaluated in blocks, with no object for a configuration that has
 * a curve.
 */
import { ConfigError } from '../../config/errors.js'
import { LR } from '../../config/locate.js'
import type { ColumnData, ColumnSpec } from '../formats/table.js'
import type { SweepPlan } from '../plan/plan.js'
import type { Block } from '../space/blocks.js'
import { cell } from '../space/configuration.js'
import { isMissing } from '../space/quantities.js'
import { SUMMARY, summaryName } from '../space/summary.js'
import type { SummaryCells, TableRow } from './rows.js'
import { LONGEST_ERROR } from './tables.js'

/** Rows that are evaluated at a time where they are asked for one by one. */
const ROWS = 1024

/** The rows of the configurations from `from` up to `until` (not included), with these columns. */
export function* configurationRows(
  plan: SweepPlan,
  columns: readonly ColumnSpec[],
  from: number,
  until: number,
): Generator<TableRow> {
  for (let start = from; start < until; start += ROWS) {
    const end = Math.min(start + ROWS, until)
    const data = configurationData(plan, start, end)
    for (let row = 0; row < end - start; row++) {
      yield Object.fromEntries(columns.map(({ name }, column) => [name, data[column]![row]!]))
    }
  }
}

/** The columns of `configurationColumns`, for the configurations from `from` up to `until` (not included). */
export function configurationData(plan: SweepPlan, from: number, until: number): ColumnData[] {
  const rows = until - from
  const isRecord = plan.spec.invalid === 'record'
  const summaries = new Map(
    [LR, ...plan.quantities].map((quantity) => {
      const isNullable = isRecord || isMissing(plan.space.bases, quantity)
      return [quantity, new SummaryData(rows, isNullable, quantity)]
    }),
  )
  const errors: (string | null)[] = new Array(isRecord ? rows : 0).fill(null)
  for (const block of plan.blocks(from, until)) {
    for (let id = block.from; id < block.until; id++) {
      if (!block.isValid(id)) errors[id - from] = errorOf(plan, id, isRecord)
      else for (const quantity of block.quantities) summaries.get(quantity)!.set(id - from, block, id)
    }
  }
  const summaryData = [...summaries.values()].flatMap((data) => data.columns())
  const ids = Int32Array.from({ length: rows }, (_, row) => from + row)
  return [ids, ...axisData(plan, from, until), ...summaryData, ...(isRecord ? [errors] : [])]
}

/** Why a configuration has no curve: made alone, it says so. */
function errorOf(plan: SweepPlan, id: number, isRecorded: boolean): string | null {
  try {
    plan.configuration(id)
  } catch (error) {
    if (!(error instanceof ConfigError) || !isRecorded) throw error
    return Array.from(error.message).slice(0, LONGEST_ERROR).join('')
  }
  return null
}

/** The values of the axes. */
function axisData(plan: SweepPlan, from: number, until: number): ColumnData[] {
  const columns = plan.space.axes.map(({ kind, nullable }) =>
    kind === 'number' && !nullable ? new Float64Array(until - from) : [],
  )
  for (let id = from; id < until; id++) {
    const value = plan.axisValues(id)
    for (let axis = 0; axis < columns.length; axis++) columns[axis]![id - from] = cell(value(axis)) as never
  }
  return columns
}

function isSame(a: Float64Array, b: Float64Array): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}

type Name = keyof SummaryCells

/** A number of a configuration's row. */
type RowValue = (field: Parameters<Block['value']>[1]) => number

/** Each column of the summary, from a row's numbers; texts are made apart. */
const CELLS: { readonly [N in Exclude<Name, 'boundaries'>]: (value: RowValue) => number } = {
  batches: (value) => value('batches'),
  peak: (value) => value('peak'),
  peak_step: (value) => value('peakStep'),
  final: (value) => value('final'),
  minimum: (value) => value('minimum'),
  area: (value) => value('area'),
  mean: (value) => value('mean'),
  warmup_fraction: (value) => {
    const batches = value('batches')
    return Math.min(value('warmupEnd'), batches) / batches
  },
  half_peak_step: (value) => value('halfPeakStep'),
  largest_jump: (value) => value('largestJump'),
  largest_jump_step: (value) => value('largestJumpStep'),
}

/** The columns of summaries, filled row by row. */
class SummaryData {
  readonly #columns: { readonly name: Name; data: Int32Array | Float64Array | (number | string | null)[] }[]
  #latest: Float64Array = new Float64Array(0)
  #batches = 0
  #text = '[]'

  readonly #quantity: string

  constructor(rows: number, isNullable: boolean, quantity: string) {
    this.#quantity = quantity
    this.#columns = SUMMARY.filter(({ name }) => summaryName(name, quantity) !== undefined).map((column) => {
      const { name, type } = column
      if (isNullable || 'nullable' in column || type === 'text') return { name, data: new Array(rows).fill(null) }
      return { name, data: type === 'int32' ? new Int32Array(rows) : new Float64Array(rows) }
    })
  }

  set(row: number, block: Block, id: number): void {
    const read: RowValue = (field) => block.value(id, field, this.#quantity)
    for (const column of this.#columns) {
      if (column.name === 'boundaries') {
        column.data[row] = this.#boundaries(block, id)
        continue
      }
      const value = CELLS[column.name](read)
      if (!Number.isNaN(value)) column.data[row] = value
      else if (column.data instanceof Float64Array) column.data[row] = value
      // A step that no batch has.
      else if (column.data instanceof Int32Array) column.data = Object.assign(Array.from(column.data), { [row]: value })
    }
  }

  columns(): ColumnData[] {
    return this.#columns.map(({ data }) => data as ColumnData)
  }

  /** As JSON; most configurations have those of the one before. */
  #boundaries(block: Block, id: number): string {
    const batches = block.value(id, 'batches')
    const boundaries = block.boundaries(id, this.#quantity)
    if (batches === this.#batches && isSame(boundaries, this.#latest)) return this.#text
    this.#latest = boundaries
    this.#batches = batches
    const within = boundaries.filter((until) => until > 0 && until < batches)
    this.#text = JSON.stringify([...new Set(within)].sort((a, b) => a - b))
    return this.#text
  }
}
