/**
 * Groups of rows as Arrow's schema and record batches.
 */
import type { Data, DataType, RecordBatch, Schema } from 'apache-arrow'
import type { GroupColumn } from '../groups.js'
import { type ColumnSpec, describe, METADATA_KEY, type TableSchema } from '../table.js'

/** The package apache-arrow. */
export type Arrow = typeof import('apache-arrow')

/** The schema, with the description of the table in its metadata and the units in those of its fields. */
export function arrowSchema(arrow: Arrow, schema: TableSchema): Schema {
  const fields = schema.columns.map((column) => {
    const facts = (['unit', 'description'] as const).flatMap((key): [string, string][] =>
      column[key] === undefined ? [] : [[key, column[key]]],
    )
    return new arrow.Field(column.name, typeOf(arrow, column), column.nullable ?? false, new Map(facts))
  })
  return new arrow.Schema(fields, new Map([[METADATA_KEY, describe(schema)]]))
}

/** A record batch with its own copy of the values. */
export function recordBatch(
  arrow: Arrow,
  schema: Schema,
  specs: readonly ColumnSpec[],
  columns: readonly GroupColumn[],
  rows: number,
): RecordBatch {
  const children = specs.map((spec, i) => dataOf(arrow, spec, columns[i]!, rows))
  return new arrow.RecordBatch(
    schema,
    arrow.makeData({ type: new arrow.Struct(schema.fields), length: rows, nullCount: 0, children }),
  )
}

function typeOf(arrow: Arrow, { type }: ColumnSpec): DataType {
  switch (type) {
    case 'int32':
      return new arrow.Int32()
    case 'int64':
      return new arrow.Int64()
    case 'float64':
      return new arrow.Float64()
    case 'text':
      return new arrow.Utf8()
  }
}

function dataOf(arrow: Arrow, { type, nullable }: ColumnSpec, column: GroupColumn, length: number): Data {
  const validity = nullable ? validityOf(column) : { nullCount: 0 }
  if (type === 'text') {
    return arrow.makeData({ type: new arrow.Utf8(), length, ...validity, ...textOf(column as (string | null)[]) })
  }
  const numbers = column as ArrayLike<number>
  if (type === 'int32') {
    const data = column instanceof Int32Array ? column.slice() : Int32Array.from(numbers)
    return arrow.makeData({ type: new arrow.Int32(), length, ...validity, data })
  }
  if (type === 'int64') {
    return arrow.makeData({ type: new arrow.Int64(), length, ...validity, data: int64Of(numbers) })
  }
  const data = column instanceof Float64Array ? column.slice() : Float64Array.from(numbers)
  return arrow.makeData({ type: new arrow.Float64(), length, ...validity, data })
}

/** Which rows have a value, a bit for each. */
function validityOf(column: GroupColumn): { nullCount: number; nullBitmap: Uint8Array } {
  const nullBitmap = new Uint8Array((column.length + 7) >> 3)
  let nullCount = 0
  for (let i = 0; i < column.length; i++) {
    if (column[i] === null) nullCount++
    else nullBitmap[i >> 3]! |= 1 << (i & 7)
  }
  return { nullCount, nullBitmap }
}

/** Safe integers as 64 bits, by halves, as BigInts would take ten times as long. */
function int64Of(numbers: ArrayLike<number>): BigInt64Array {
  const halves = new Int32Array(2 * numbers.length)
  for (let i = 0; i < numbers.length; i++) {
    const value = numbers[i]!
    halves[2 * i] = value
    halves[2 * i + 1] = Math.floor(value / 2 ** 32)
  }
  return new BigInt64Array(halves.buffer)
}

function textOf(texts: readonly (string | null)[]): { valueOffsets: Int32Array; data: Uint8Array } {
  const valueOffsets = new Int32Array(texts.length + 1)
  const pieces = texts.map((text) => Buffer.from(text ?? ''))
  pieces.forEach((piece, i) => {
    valueOffsets[i + 1] = valueOffsets[i]! + piece.length
  })
  return { valueOffsets, data: Uint8Array.from(Buffer.concat(pieces)) }
}
