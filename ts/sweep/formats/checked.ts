/**
 * Refuses tables and blocks that make no sense, before any format sees them.
 */
import { describeValue } from '../../errors/error.js'
import { SweepError } from '../errors.js'
import type { Encoder } from './format.js'
import type { ColumnData, ColumnSpec, TableSchema, TableWriter } from './table.js'

/** The encoder, but checked. */
export function checked(encoder: Encoder): Encoder {
  return {
    ...encoder,
    async open(schema, options) {
      checkSchema(schema)
      if (!Number.isSafeInteger(options.rows) || options.rows < 0) {
        throw bad(`A table's number of rows is a whole number; found ${options.rows}. Pass the rows it will have.`)
      }
      return counted(await encoder.open(schema, options), schema, options.rows)
    },
  }
}

/** A writer that lets only fitting blocks through, and as many rows as were announced. */
function counted(writer: TableWriter, schema: TableSchema, total: number): TableWriter {
  let written = 0
  return {
    async write(columns, rows) {
      if (columns.length !== schema.columns.length) {
        throw bad(`A block has the ${schema.columns.length} columns of its table; found ${columns.length}. Pass all.`)
      }
      if (written + rows > total) {
        throw bad(`The table was opened for ${total} rows; found ${written + rows}. Open it for the rows it will have.`)
      }
      schema.columns.forEach((column, i) => {
        checkBlock(column, columns[i]!, rows)
      })
      written += rows
      if (rows > 0) await writer.write(columns, rows)
    },
    async finish() {
      if (written !== total) {
        throw bad(`The table was opened for ${total} rows; found ${written} at its end. Write all of them first.`)
      }
      return writer.finish()
    },
  }
}

function checkSchema({ columns }: TableSchema): void {
  if (columns.length === 0) throw bad('A table has at least one column; found none. Add a column.')
  const names = columns.map((column) => column.name)
  const twice = names.find((name, i) => names.indexOf(name) < i)
  if (twice !== undefined) {
    throw bad(`The columns of a table have different names; found ${describeValue(twice)} twice. Rename one of them.`)
  }
  if (names.includes('')) throw bad("A column has a name; found ''. Name it.")
}

function checkBlock(column: ColumnSpec, data: ColumnData, rows: number): void {
  const wrong = (expected: string, found: unknown, row?: number) =>
    bad(
      `The column ${describeValue(column.name)} takes ${expected}; found ${describeValue(found)}${row === undefined ? '' : ` in row ${row} of a block`}. Pass ${expected}.`,
    )
  if (data.length < rows) throw wrong(`${rows} values for a block of ${rows} rows`, `${data.length} values`)
  if (data instanceof Int32Array) {
    if (column.type === 'text') throw wrong('texts', data)
    return
  }
  if (data instanceof Float64Array && column.type === 'float64') return
  const isRight = TESTS[column.type]
  for (let row = 0; row < rows; row++) {
    const value = data[row]
    if (isRight(value) || (value === null && column.nullable)) continue
    throw wrong(`${EXPECTED[column.type]}${column.nullable ? ' or null' : ''}`, value, row)
  }
}

const TESTS: Readonly<Record<ColumnSpec['type'], (value: unknown) => boolean>> = {
  int32: (value) => typeof value === 'number' && value === (value | 0),
  int64: (value) => Number.isSafeInteger(value),
  float64: (value) => typeof value === 'number',
  text: (value) => typeof value === 'string',
}

const EXPECTED: Readonly<Record<ColumnSpec['type'], string>> = {
  int32: 'integers of 32 bits',
  int64: 'integers within ±(2^53 - 1)',
  float64: 'numbers',
  text: 'texts',
}

const bad = (message: string) => new SweepError('bad-table', message)
