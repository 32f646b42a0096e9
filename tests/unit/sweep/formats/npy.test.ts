import fc from 'fast-check'
import { expect, test } from 'vitest'
import { loadEncoder } from '../../../../ts/sweep/formats/load.js'
import type { ColumnSpec } from '../../../../ts/sweep/formats/table.js'
import { runPython } from '../../../helpers/readers.js'
import { ALL_COLUMNS, anyTable, encode, inFile, longTable, type Table } from './tables.js'

const format = await loadEncoder('npy')

const READ = `
import json, sys, numpy as np
found = np.load(sys.argv[1])
columns = [found[n] for n in found.dtype.names] if found.dtype.names else list(found.T)
print(json.dumps({
  'dtype': found.dtype.descr if found.dtype.names else str(found.dtype),
  'shape': found.shape,
  'order': bool(found.flags['C_CONTIGUOUS']),
  'columns': [[str(b) for b in c.copy().view('<u8')] if c.dtype == '<f8' else c.tolist() for c in columns],
}))`

const bits = (values: readonly unknown[]) => {
  const floats = Float64Array.from(values, (value) => (value === null ? Number.NaN : (value as number)))
  return Array.from(new BigUint64Array(floats.buffer), String)
}

const read = (bytes: Uint8Array) =>
  runPython(READ, inFile(bytes, '.npy')) as { dtype: unknown; shape: number[]; order: boolean; columns: unknown[][] }

test('NumPy reads back every bit of a structured array', async () => {
  const [table] = fc.sample(anyTable(ALL_COLUMNS, 3000), { seed: 9, numRuns: 1 }) as [Table]
  const rows = table.columns[0]!.length
  expect(read(await encode(format, table, 1000, 7))).toEqual({
    dtype: [
      ['id', '<i4'],
      ['step', '<i8'],
      ['lr', '<f8'],
      ['name', '<U24'],
      ['maybe id', '<f8'],
      ['tokens', '<f8'],
      ['α "f"', '<f8'],
      ['note', '<U24'],
    ],
    shape: [rows],
    order: true,
    columns: table.columns.map((values, i) => {
      const { type, nullable } = ALL_COLUMNS[i]!
      if (type === 'text') return values.map((value) => value ?? '')
      return type === 'float64' || nullable ? bits(values) : values
    }),
  })
})

test('a table of floats is a matrix, a row for each row', async () => {
  const specs: ColumnSpec[] = ['a', 'b', 'c'].map((name) => ({ name, type: 'float64', nullable: name === 'c' }))
  const [table] = fc.sample(anyTable(specs, 500), { seed: 2, numRuns: 1 }) as [Table]
  expect(read(await encode(format, table, 11))).toEqual({
    dtype: 'float64',
    shape: [table.columns[0]!.length, 3],
    order: true,
    columns: table.columns.map(bits),
  })
})

test('names may be anything', async () => {
  const names = [
    "it's",
    '\\',
    '"',
    'a\nb',
    '学習率',
    '😀',
    '_',
    ...Array.from({ length: 300 }, (_, i) => `column ${i}`),
  ]
  const schema = { columns: names.map((name) => ({ name, type: 'int32' as const })) }
  const found = read(await encode(format, { schema, columns: names.map((_, i) => [i, 1 - i]) }))
  expect(found.dtype).toEqual(names.map((name) => [name, '<i4']))
  expect(found.columns).toEqual(names.map((_, i) => [i, 1 - i]))
})

test('a header that NumPy would not load is refused', async () => {
  const columns = Array.from({ length: 500 }, (_, i): ColumnSpec => ({ name: `column ${i}`, type: 'int32' }))
  await expect(format.open({ columns }, { rows: 1 })).rejects.toThrow(
    'NumPy loads .npy files with headers of at most 10000 bytes; found 500 columns, which take 11446. Write fewer columns, or another format.',
  )
})

test("tables of no rows and of one, and the bytes don't depend on the blocks", async () => {
  const none = { schema: { columns: ALL_COLUMNS }, columns: ALL_COLUMNS.map(() => []) }
  expect(read(await encode(format, none)).shape).toEqual([0])
  const table = longTable(10_000)
  expect(Buffer.compare(await encode(format, table, 1, 4096), await encode(format, table))).toBe(0)
})

test('a text needs a width that it fits in', async () => {
  const open = (width?: number) => format.open({ columns: [{ name: 'note', type: 'text', width }] }, { rows: 1 })
  await expect(open()).rejects.toThrow(
    'A text in .npy has a width; found undefined for the column "note". Set its width to the most code points of its texts.',
  )
  await expect((await open(2)).write([['😀😀']], 1)).resolves.toBe(undefined)
  await expect((await open(2)).write([['abc']], 1)).rejects.toThrow(
    'A text in the column "note" has at most 2 code points; found "abc". Declare a greater width.',
  )
})
