/**
 * The table of configurations, as columns and as rows: evaluated in blocks, with no object for a configuration that has
 * a curve.
 */
import { ConfigError } from '../../config/errors.js'
import { LR } from '../../config/locate.js'
import type { FIELDS } from '../../many/rows.js'
import { summarize } from '../../questions/summarize.js'
import type { ColumnData, ColumnSpec } from '../formats/table.js'
import { endsOf } from '../plan/phases.js'
import type { SweepPlan } from '../plan/plan.js'
import type { Block } from '../space/blocks.js'
import { type Configuration, cell } from '../space/configuration.js'
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
      if (block.isValid(id)) {
        for (const quantity of block.quantities) summaries.get(quantity)!.set(id - from, rowIn(block, id, quantity))
        continue
      }
      const found = configurationOrError(plan, id, isRecord)
      if (typeof found === 'string') errors[id - from] = found
      else for (const [quantity, row] of rowsAlone(found)) summaries.get(quantity)!.set(id - from, row)
    }
  }
  const summaryData = [...summaries.values()].flatMap((data) => data.columns())
  const ids = Int32Array.from({ length: rows }, (_, row) => from + row)
  return [ids, ...axisData(plan, from, until), ...summaryData, ...(isRecord ? [errors] : [])]
}

/** A configuration, or why it has no curve. */
function configurationOrError(plan: SweepPlan, id: number, isRecorded: boolean): Configuration | string {
  try {
    return plan.configuration(id)
  } catch (error) {
    if (!(error instanceof ConfigError) || !isRecorded) throw error
    return Array.from(error.message).slice(0, LONGEST_ERROR).join('')
  }
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

/** A configuration's row: its numbers, and where its formulas end. */
interface Row {
  readonly value: RowValue
  readonly boundaries: Float64Array
}

type RowValue = (field: keyof typeof FIELDS) => number

const rowIn = (block: Block, id: number, quantity: string): Row => ({
  value: (field) => block.value(id, field, quantity),
  boundaries: block.boundaries(id, quantity),
})

/** The rows of a configuration that has a curve, but no end of a formula in batches: made alone. */
function rowsAlone({ run, schedulers, curves, baseLr, quantities }: Configuration): [quantity: string, row: Row][] {
  const own = [{ name: LR, schedulers, curves, base: baseLr }, ...quantities.map((one) => ({ ...one, base: 1 }))]
  return own.map(({ name, schedulers, curves, base }) => {
    const { phases, ...told } = summarize(schedulers, run, { baseLr: base })
    const { peakBatch: peakStep, halfPeakBatch, largestJumpBatch, ...rest } = told
    const steps = { peakStep, halfPeakStep: halfPeakBatch, largestJumpStep: largestJumpBatch }
    const numbers: Readonly<Record<string, number | null>> = { ...rest, ...steps }
    const boundaries = Float64Array.from(endsOf(curves), ({ until }) => until)
    return [name, { value: (field) => numbers[field] ?? Number.NaN, boundaries }]
  })
}

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

  constructor(rows: number, isNullable: boolean, quantity: string) {
    this.#columns = SUMMARY.filter(({ name }) => summaryName(name, quantity) !== undefined).map((column) => {
      const { name, type } = column
      if (isNullable || 'nullable' in column || type === 'text') return { name, data: new Array(rows).fill(null) }
      return { name, data: type === 'int32' ? new Int32Array(rows) : new Float64Array(rows) }
    })
  }

  set(row: number, { value: read, boundaries }: Row): void {
    for (const column of this.#columns) {
      if (column.name === 'boundaries') {
        column.data[row] = this.#boundaries(read('batches'), boundaries)
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
  #boundaries(batches: number, boundaries: Float64Array): string {
    if (batches === this.#batches && isSame(boundaries, this.#latest)) return this.#text
    this.#latest = boundaries
    this.#batches = batches
    const within = boundaries.filter((until) => until > 0 && until < batches)
    this.#text = JSON.stringify([...new Set(within)].sort((a, b) => a - b))
    return this.#text
  }
}
