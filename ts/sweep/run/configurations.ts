/**
 * The table of configurations, as columns and as rows: evaluated in blocks, with no object for a configuration that has
 * a curve.
 */
import { ConfigError } from '../../config/errors.js'
import type { ColumnData, ColumnSpec } from '../formats/table.js'
import type { SweepPlan } from '../plan/plan.js'
import type { Block } from '../space/blocks.js'
import { cell } from '../space/configuration.js'
import { SUMMARY, type SummaryCells, type TableRow } from './rows.js'
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
  const summary = new SummaryData(rows, isRecord)
  const errors: (string | null)[] = new Array(isRecord ? rows : 0).fill(null)
  for (const block of plan.blocks(from, until)) {
    for (let id = block.from; id < block.until; id++) {
      if (block.value(id, 'error') === 0) summary.set(id - from, block, id)
      else errors[id - from] = errorOf(plan, id, isRecord)
    }
  }
  const ids = Int32Array.from({ length: rows }, (_, row) => from + row)
  return [ids, ...axisData(plan, from, until), ...summary.columns(), ...(isRecord ? [errors] : [])]
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
  const columns = plan.space.axes.map(({ kind }) => (kind === 'number' ? new Float64Array(until - from) : []))
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

/** Each column of the summary, from a block's numbers; texts are made apart. */
const CELLS: { readonly [N in Exclude<Name, 'boundaries'>]: (block: Block, id: number) => number } = {
  batches: (block, id) => block.value(id, 'batches'),
  peak: (block, id) => block.value(id, 'peak'),
  peak_step: (block, id) => block.value(id, 'peakStep'),
  final: (block, id) => block.value(id, 'final'),
  minimum: (block, id) => block.value(id, 'minimum'),
  area: (block, id) => block.value(id, 'area'),
  mean: (block, id) => block.value(id, 'mean'),
  warmup_fraction: (block, id) => {
    const batches = block.value(id, 'batches')
    return Math.min(block.value(id, 'warmupEnd'), batches) / batches
  },
  half_peak_step: (block, id) => block.value(id, 'halfPeakStep'),
  largest_jump: (block, id) => block.value(id, 'largestJump'),
  largest_jump_step: (block, id) => block.value(id, 'largestJumpStep'),
}

/** The columns of summaries, filled row by row. */
class SummaryData {
  readonly #columns: { readonly name: Name; data: Int32Array | Float64Array | (number | string | null)[] }[]
  #latest: Float64Array = new Float64Array(0)
  #batches = 0
  #text = '[]'

  constructor(rows: number, isRecord: boolean) {
    this.#columns = SUMMARY.map((column) => {
      const { name, type } = column
      if (isRecord || 'nullable' in column || type === 'text') return { name, data: new Array(rows).fill(null) }
      return { name, data: type === 'int32' ? new Int32Array(rows) : new Float64Array(rows) }
    })
  }

  set(row: number, block: Block, id: number): void {
    for (const column of this.#columns) {
      if (column.name === 'boundaries') {
        column.data[row] = this.#boundaries(block, id)
        continue
      }
      const value = CELLS[column.name](block, id)
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
    const boundaries = block.boundaries(id)
    if (batches === this.#batches && isSame(boundaries, this.#latest)) return this.#text
    this.#latest = boundaries
    this.#batches = batches
    const within = boundaries.filter((until) => until > 0 && until < batches)
    this.#text = JSON.stringify([...new Set(within)].sort((a, b) => a - b))
    return this.#text
  }
}
