import { expect, test } from 'vitest'
import { SweepError } from '../../../../ts/sweep/errors.js'
import { loadEncoder } from '../../../../ts/sweep/formats/load.js'
import { FORMAT_NAMES, type FormatName } from '../../../../ts/sweep/formats/registry.js'
import type { ColumnData, ColumnSpec } from '../../../../ts/sweep/formats/table.js'
import { encode, longTable } from './tables.js'

const open = async (columns: readonly ColumnSpec[], rows = 2, name: FormatName = 'csv') =>
  (await loadEncoder(name)).open({ columns }, { rows })

const write = async (column: Omit<ColumnSpec, 'name'>, data: ColumnData, rows = 2) =>
  (await open([{ name: 'lr', ...column }])).write([data], rows)

test.each(FORMAT_NAMES)('%s: the bytes are the same each time and for all blocks', async (name) => {
  const format = await loadEncoder(name)
  const table = longTable(9000)
  const whole = await encode(format, table)
  expect(Buffer.compare(await encode(format, table, 1, 4096, 17), whole)).toBe(0)
  expect(Buffer.compare(await encode(await loadEncoder(name), table, 4097), whole)).toBe(0)
})

test.each(FORMAT_NAMES)('%s: a file has its buffer for itself', async (name) => {
  for (const rows of [0, 1, 9000]) {
    const whole = await encode(await loadEncoder(name), longTable(rows))
    expect([whole.constructor, whole.buffer.byteLength]).toEqual([Uint8Array, whole.length])
  }
})

test.each(FORMAT_NAMES)('%s: refuses more rows than announced, and fewer', async (name) => {
  const format = await loadEncoder(name)
  const file = await format.open({ columns: [{ name: 'id', type: 'int32' }] }, { rows: 2 })
  await file.write([Int32Array.of(1)], 1)
  await expect(file.finish()).rejects.toThrow(
    'The table was opened for 2 rows; found 1 at its end. Write all of them first.',
  )
  await expect(file.write([Int32Array.of(1, 2)], 2)).rejects.toThrow(
    'The table was opened for 2 rows; found 3. Open it for the rows it will have.',
  )
})

test('a table has columns of different names', async () => {
  await expect(open([])).rejects.toThrow('A table has at least one column; found none. Add a column.')
  await expect(open([{ name: '', type: 'text' }])).rejects.toThrow("A column has a name; found ''. Name it.")
  const twice = ['a', 'b', 'a'].map((name): ColumnSpec => ({ name, type: 'int32' }))
  await expect(open(twice)).rejects.toThrow(
    'The columns of a table have different names; found "a" twice. Rename one of them.',
  )
  await expect(open([{ name: 'a', type: 'int32' }], 1.5)).rejects.toThrow(
    "A table's number of rows is a whole number; found 1.5. Pass the rows it will have.",
  )
})

test('a block has the columns of its table, with values of their types', async () => {
  await expect((await open([{ name: 'a', type: 'int32' }])).write([], 0)).rejects.toThrow(
    'A block has the 1 columns of its table; found 0. Pass all.',
  )
  await expect(write({ type: 'float64' }, new Float64Array(1))).rejects.toThrow(
    'The column "lr" takes 2 values for a block of 2 rows; found "1 values".',
  )
  await expect(write({ type: 'int32' }, [1, 2 ** 31])).rejects.toThrow(
    'The column "lr" takes integers of 32 bits; found 2147483648 in row 1 of a block. Pass integers of 32 bits.',
  )
  await expect(write({ type: 'int64' }, Float64Array.of(1.5, 1))).rejects.toThrow(
    'The column "lr" takes integers within ±(2^53 - 1); found 1.5 in row 0 of a block.',
  )
  await expect(write({ type: 'text' }, [null, 'a'])).rejects.toThrow('The column "lr" takes texts; found null in row 0')
  await expect(write({ type: 'float64', nullable: true }, ['a', null])).rejects.toThrow(
    'The column "lr" takes numbers or null; found "a" in row 0 of a block. Pass numbers or null.',
  )
  await expect(write({ type: 'text' }, new Int32Array(2))).rejects.toMatchObject({ code: 'bad-table' })
  await expect(write({ type: 'text' }, new Int32Array(2))).rejects.toBeInstanceOf(SweepError)
})

test('what a block leaves to its later rows is not looked at', async () => {
  await expect(write({ type: 'int32' }, [1, 2, 0.5] as number[])).resolves.toBe(undefined)
  await expect(write({ type: 'float64', nullable: true }, Float64Array.of(1, 2, 3))).resolves.toBe(undefined)
})
