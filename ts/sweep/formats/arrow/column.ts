/**
 * Columns of Arrow's tables.
 */
import type { Table, Vector } from 'apache-arrow'
import { emptyColumn } from '../reading.js'
import type { ColumnData, ColumnSpec } from '../table.js'

/** A column of a table. */
export function arrowColumn(table: Table, spec: ColumnSpec): ColumnData {
  const vector = table.getChild(spec.name)
  if (vector === null) throw new Error(`no column ${spec.name}`)
  const column = emptyColumn(spec, table.numRows)
  if (spec.type === 'text' || spec.nullable || spec.type === 'int64') fillEach(column, vector, spec)
  else fillBatches(column as Float64Array, vector)
  return column
}

/** Numbers batch by batch, as they lie in memory. */
function fillBatches(column: Float64Array, vector: Vector): void {
  let at = 0
  for (const { values, length } of vector.data) {
    column.set(values.subarray(0, length), at)
    at += length
  }
}

function fillEach(column: ColumnData, vector: Vector, { type }: ColumnSpec): void {
  const values = column as (number | string | null)[]
  let row = 0
  for (const value of vector) {
    values[row++] = type === 'int64' && value !== null ? Number(value) : value
  }
}
