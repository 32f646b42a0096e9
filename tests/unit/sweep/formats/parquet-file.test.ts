/** The Parquet file in the making, and the instances of the module that make it. */
import { expect, test } from 'vitest'
import { SchedulerError } from '../../../../ts/errors/error.js'
import { ParquetFile } from '../../../../ts/sweep/formats/parquet/file.js'
import type { TableSchema } from '../../../../ts/sweep/formats/table.js'

const SCHEMA: TableSchema = {
  columns: [
    { name: 'configuration', type: 'int32' },
    { name: 'step', type: 'int32' },
    { name: 'lr', type: 'float64' },
  ],
}
const ROWS = 300_000
const COLUMNS = [
  new Int32Array(ROWS),
  Int32Array.from({ length: ROWS }, (_, row) => row),
  Float64Array.from({ length: ROWS }, (_, row) => 1 / (row + 1)),
]

const thrown = (run: () => unknown): unknown => {
  try {
    run()
  } catch (error) {
    return error
  }
  return null
}

function whole(): Uint8Array {
  const file = new ParquetFile(SCHEMA)
  file.write(COLUMNS, ROWS)
  return file.finish()
}

test('bytes that are taken as they are done are those of the whole file', () => {
  const file = new ParquetFile(SCHEMA)
  const pieces: Uint8Array[] = []
  for (let from = 0; from < ROWS; from += 10_000) {
    file.write(
      COLUMNS.map((column) => column.subarray(from, from + 10_000)),
      10_000,
    )
    pieces.push(file.take())
  }
  pieces.push(file.finish())
  // The magic number first, then a row group, then the rest.
  expect(pieces.filter(({ length }) => length > 0).length).toBe(3)
  expect(Buffer.compare(Buffer.concat(pieces), whole())).toBe(0)
})

test('files that are made at the same time do not disturb each other', () => {
  const files = [0, 1, 2].map(() => new ParquetFile(SCHEMA))
  for (const file of files) file.write(COLUMNS, ROWS)
  for (const file of files) expect(Buffer.compare(file.finish(), whole())).toBe(0)
})

test('what the module can make nothing of is an error, after which other files are made as ever', () => {
  const expected = whole()
  for (const numbers of [[], [1, 2], [1, 0.5, 1, 3, 0, 0, 0, 0], [0, 1, 0, 1, 0, 1, 10]]) {
    const file = new ParquetFile(SCHEMA)
    const error = thrown(() => file.addLong(Float64Array.from(numbers)))
    expect(error).toBeInstanceOf(SchedulerError)
    expect((error as SchedulerError).code).toBe('wasm-trap')
    expect(String(thrown(() => file.finish()))).toContain('takes rows until it is finished, or something fails')
  }
  expect(Buffer.compare(whole(), expected)).toBe(0)
})

test('a file that is finished takes no more', () => {
  const file = new ParquetFile(SCHEMA)
  file.finish()
  expect(String(thrown(() => file.write(COLUMNS, 1)))).toContain('takes rows until it is finished')
})
