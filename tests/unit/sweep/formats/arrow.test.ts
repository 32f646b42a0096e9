import { type RecordBatch, tableFromIPC } from 'apache-arrow'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { loadEncoder } from '../../../../ts/sweep/formats/load.js'
import { METADATA_KEY } from '../../../../ts/sweep/formats/table.js'
import { runPython } from '../../../helpers/readers.js'
import { ALL_COLUMNS, anyTable, encode, exact, exactRows, inFile, longTable, type Table } from './tables.js'

const format = await loadEncoder('arrow')

const read = (bytes: Uint8Array) => {
  const table = tableFromIPC(bytes)
  return Array.from({ length: table.numRows }, (_, row) =>
    table.schema.fields.map((_, column) => exact(table.getChildAt(column)!.get(row))),
  )
}

test('apache-arrow reads back every value', async () => {
  await fc.assert(
    fc.asyncProperty(anyTable(), async (table) => {
      expect(read(await encode(format, table))).toEqual(exactRows(table))
    }),
  )
})

test('PyArrow reads back every bit, with units and metadata', async () => {
  const [made] = fc.sample(anyTable(ALL_COLUMNS, 3000), { seed: 11, numRuns: 1 }) as [Table]
  const table = { ...made, schema: { ...made.schema, metadata: { plan: 'abc' } } }
  const program = `
import json, sys, pyarrow.feather as feather
table = feather.read_table(sys.argv[1])
table.validate(full=True)
text = lambda v: str(memoryview(__import__('struct').pack('<d', v)).cast('Q')[0])
print(json.dumps({
  'columns': [[text(v) if isinstance(v, float) else v for v in c.to_pylist()] for c in table.columns],
  'units': [{k.decode(): v.decode() for k, v in (f.metadata or {}).items()} for f in table.schema],
  'nullable': [f.nullable for f in table.schema],
  'described': json.loads(table.schema.metadata[b'${METADATA_KEY}']),
}))`
  const bits = (value: unknown) => String(new BigUint64Array(Float64Array.of(value as number).buffer)[0])
  const found = runPython(program, inFile(await encode(format, table), '.arrow'))
  expect(found).toEqual({
    columns: table.columns.map((values, i) =>
      ALL_COLUMNS[i]!.type === 'float64' ? values.map((value) => (value === null ? null : bits(value))) : values,
    ),
    units: ALL_COLUMNS.map(({ unit, description }) => ({
      ...(unit === undefined ? {} : { unit }),
      ...(description === undefined ? {} : { description }),
    })),
    nullable: ALL_COLUMNS.map((column) => column.nullable ?? false),
    described: { columns: ALL_COLUMNS.map(({ width: _, ...column }) => column), metadata: { plan: 'abc' } },
  })
})

test("the bytes don't depend on the blocks, and batches have a fixed size", async () => {
  const table = longTable(600_001)
  const whole = await encode(format, table)
  for (const blocks of [[262_144], [262_144, 262_144, 1000], [999, 524_289], [1_000_000]]) {
    expect(Buffer.compare(await encode(format, table, ...blocks), whole), String(blocks)).toBe(0)
  }
  expect(tableFromIPC(whole).batches.map((batch: RecordBatch) => batch.numRows)).toEqual([262_144, 262_144, 75_713])
})

test('a table without rows has its columns', async () => {
  const table = { schema: { columns: ALL_COLUMNS }, columns: ALL_COLUMNS.map(() => []) }
  const found = tableFromIPC(await encode(format, table))
  expect(found.numRows).toBe(0)
  expect(found.schema.fields.map((field) => field.name)).toEqual(ALL_COLUMNS.map(({ name }) => name))
})
