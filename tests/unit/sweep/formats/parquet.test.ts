import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ownVersion } from '../../../../ts/node/version.js'
import type { Encoder } from '../../../../ts/sweep/formats/format.js'
import { loadEncoder } from '../../../../ts/sweep/formats/load.js'
import { METADATA_KEY } from '../../../../ts/sweep/formats/table.js'
import { duckdb, runPython } from '../../../helpers/readers.js'
import { runs, sized } from '../../../helpers/repetition.js'
import {
  ALL_COLUMNS,
  anyTable,
  encode,
  exact,
  exactRows,
  HARD_DOUBLES,
  inFile,
  longTable,
  rowsOf,
  type Table,
} from './tables.js'

const read = async (bytes: Uint8Array) =>
  (await duckdb(`select * from '${inFile(bytes, '.parquet')}'`)).map((row) => row.map(exact))

const META = `
import json, sys, pyarrow.parquet as pq
found = pq.read_metadata(sys.argv[1])
groups = [found.row_group(i) for i in range(found.num_row_groups)]
columns = [[g.column(c) for g in groups] for c in range(found.num_columns)]
print(json.dumps({
  'created': found.created_by,
  'described': json.loads(found.metadata[b'${METADATA_KEY}']),
  'rows': [g.num_rows for g in groups],
  'bounds': [[[repr(c.statistics.min), repr(c.statistics.max)] if c.statistics and c.statistics.has_min_max else None
    for c in column] for column in columns],
}))`

const BITS = `
import json, sys, pyarrow.parquet as pq
table = pq.read_table(sys.argv[1])
print(json.dumps([
  [str(b) for b in c.to_numpy().view('u8')] if str(c.type) == 'double' and c.null_count == 0 else c.to_pylist()
  for c in table.columns
], allow_nan=False))`

const bits = (values: readonly unknown[]) =>
  Array.from(new BigUint64Array(Float64Array.from(values as number[]).buffer), String)

const loaded: Promise<Encoder> = loadEncoder('parquet')

test('DuckDB reads back every value', async () => {
  const format = await loaded
  await fc.assert(
    fc.asyncProperty(anyTable(), async (table) => {
      expect(await read(await encode(format, table))).toEqual(exactRows(table))
    }),
    { numRuns: runs(40) },
  )
})

test('PyArrow reads back every bit', async () => {
  const columns = ALL_COLUMNS.filter(({ type, nullable }) => !(type === 'float64' && nullable))
  const [table] = fc.sample(anyTable(columns, 3000), { seed: 7, numRuns: 1 }) as [Table]
  const expected = table.columns.map((values, i) => (columns[i]!.type === 'float64' ? bits(values) : values))
  expect(runPython(BITS, inFile(await encode(await loaded, table), '.parquet'))).toEqual(expected)
})

test('the bytes do not depend on the blocks, and groups have a fixed size', async () => {
  const table = longTable(600_001)
  const format = await loaded
  const whole = await encode(format, table)
  const uneven = [999, 524_289]
  for (const blocks of sized([uneven, [262_144], [262_144, 262_144, 1000], [1_000_000]], [uneven])) {
    expect(Buffer.compare(await encode(format, table, ...blocks), whole), String(blocks)).toBe(0)
  }
  const file = inFile(whole, '.parquet')
  expect(runPython(META, file)).toMatchObject({ rows: [262_144, 262_144, 75_713] })
  expect(await duckdb(`select count(*), sum(step), max(id), min(lr) from '${file}'`)).toEqual([
    [600_001n, BigInt(table.columns[1]!.reduce<number>((sum, step) => sum + (step as number), 0)), 6, 1e-4],
  ])
})

test('units, descriptions and metadata are in the file', async () => {
  const table: Table = {
    schema: { columns: ALL_COLUMNS, metadata: { plan: 'abc', z: '1', a: '2', ü: '"' } },
    columns: ALL_COLUMNS.map(({ type }) => [type === 'text' ? 'x' : 1]),
  }
  const made = await Promise.all([1, 2, 3].map(async () => encode(await loaded, table)))
  expect(made[1]).toEqual(made[0])
  expect(made[2]).toEqual(made[0])
  const { described, created } = runPython(META, inFile(made[0]!, '.parquet')) as Record<string, unknown>
  expect(described).toEqual({
    columns: ALL_COLUMNS.map(({ width: _, ...column }) => column),
    metadata: table.schema.metadata,
  })
  expect(created).toBe(`scale-schedule version ${ownVersion()}`)
})

test('a table without rows has its columns', async () => {
  const table = { schema: { columns: ALL_COLUMNS }, columns: ALL_COLUMNS.map(() => []) }
  const file = inFile(await encode(await loaded, table), '.parquet')
  const types = ['INTEGER', 'BIGINT', 'DOUBLE', 'VARCHAR']
  const described = await duckdb(`describe select * from '${file}'`)
  expect(described.map((row) => row.slice(0, 2))).toEqual(ALL_COLUMNS.map(({ name }, i) => [name, types[i % 4]]))
  expect(await duckdb(`select count(*) from '${file}'`)).toEqual([[0n]])
})

test('hyparquet, which reads sweeps, reads back every bit', async () => {
  const format = await loaded
  const { openParquet } = await import('../../../../ts/sweep/formats/parquet/read.js')
  await fc.assert(
    fc.asyncProperty(anyTable(ALL_COLUMNS, 300), async (table) => {
      const column = (name: string) => table.schema.columns.find((column) => column.name === name)
      const file = await openParquet(await encode(format, table), { rows: rowsOf(table), column })
      const found = await Promise.all(file.names.map((name) => file.read(name)))
      expect(found.map((values) => Array.from(values, exact))).toEqual(table.columns.map((values) => values.map(exact)))
    }),
    { numRuns: runs(100) },
  )
})

test('rates that repeat take a dictionary, which keeps the sign of 0 and NaN', async () => {
  const format = await loaded
  const held = (value: number): Table => {
    const values = Array.from({ length: 5000 }, (_, row) => (row < 2500 ? 0.5 : value))
    return { schema: { columns: [{ name: 'lr', type: 'float64' }] }, columns: [values] }
  }
  for (const value of [...HARD_DOUBLES, 0.25]) {
    const table = held(value)
    const file = inFile(await encode(format, table), '.parquet')
    const [[encodings, codec]] = (await duckdb(`select encodings, compression from parquet_metadata('${file}')`)) as [
      [string, string],
    ]
    expect(encodings).toContain('RLE_DICTIONARY')
    expect(codec).toBe('SNAPPY')
    // As texts, which are compared much faster.
    const found = (await duckdb(`select * from '${file}'`)).map((row) => row.map(exact))
    expect(found.join('\n')).toBe(exactRows(table).join('\n'))
  }
})

test('bounds of numbers are those of the values, with both zeros and without NaN', async () => {
  const format = await loadEncoder('parquet')
  const number = fc.oneof(fc.constantFrom(...HARD_DOUBLES), fc.double())
  const [values] = fc.sample(fc.array(number, { minLength: 500, maxLength: 500 }), { seed: 3, numRuns: 1 }) as [
    number[],
  ]
  const schema = (['float64', 'float64', 'float64', 'int64'] as const).map((type, i) => ({ name: `${i}`, type }))
  const table = {
    schema: { columns: schema },
    columns: [
      values.map((value) => (Number.isFinite(value) ? value : 0)),
      values.map(() => Number.NaN),
      values.map((_, row) => (row % 2 === 0 ? 0 : -0)),
      values.map((_, row) => 2 ** 52 - row),
    ],
  }
  const file = inFile(await encode(format, table), '.parquet')
  const { bounds } = runPython(META, file) as { bounds: (string[] | null)[][] }
  const finite = table.columns[0]!
  expect(bounds.map(([group]) => group?.map(Number))).toEqual([
    [Math.min(...finite), Math.max(...finite)],
    undefined,
    [-0, 0],
    [2 ** 52 - rowsOf(table) + 1, 2 ** 52],
  ])
  // Readers skip groups by them, so a filter has to find everything.
  const least = Math.min(...finite)
  expect(await duckdb(`select count(*) from '${file}' where "0" <= ${least}`)).toEqual([
    [BigInt(finite.filter((value) => value === least).length)],
  ])
})
