import fc from 'fast-check'
import { expect, test } from 'vitest'
import { loadEncoder } from '../../../../ts/sweep/formats/load.js'
import { floatText } from '../../../../ts/sweep/formats/text.js'
import { duckdb, runPython } from '../../../helpers/readers.js'
import { runs } from '../../../helpers/repetition.js'
import {
  ALL_COLUMNS,
  anyDouble,
  anyTable,
  encode,
  exact,
  exactRows,
  HARD_DOUBLES,
  inFile,
  type Table,
} from './tables.js'

const csv = await loadEncoder('csv')
const ndjson = await loadEncoder('ndjson')

const TYPES = { int32: 'INTEGER', int64: 'BIGINT', float64: 'DOUBLE', text: 'VARCHAR' }
const columns = `{${ALL_COLUMNS.map(({ name, type }) => `'${name}': '${TYPES[type]}'`).join(', ')}}`

const floats = (values: readonly number[]): Table => ({
  schema: { columns: [{ name: 'lr', type: 'float64' }] },
  columns: [[...values]],
})

test('a float reads back as the same bits and is seen to be a float', () => {
  fc.assert(
    fc.property(anyDouble, (value) => {
      expect(exact(Number(floatText(value)))).toBe(exact(value))
      expect(floatText(value)).toMatch(/^-?(\d+\.\d+|\d+(\.\d+)?e[+-]\d+|Infinity)$|^NaN$/)
    }),
  )
})

test('CSV has a header, quotes what it has to, and tells no text from an empty one', async () => {
  const table: Table = {
    schema: {
      columns: [
        { name: 'id', type: 'int32' },
        { name: 'the "rate"', type: 'float64', nullable: true },
        { name: 'note', type: 'text', nullable: true },
      ],
    },
    columns: [
      [0, -1, 2, 3],
      [1, null, -0, Number.NEGATIVE_INFINITY],
      ['plain', null, '', 'a "b",\nc'],
    ],
  }
  expect(Buffer.from(await encode(csv, table)).toString()).toBe(
    'id,"the ""rate""",note\n0,1.0,plain\n-1,,\n2,-0.0,""\n3,-Infinity,"a ""b"",\nc"\n',
  )
})

test('NDJSON has an object on each line', async () => {
  const table: Table = {
    schema: {
      columns: [
        { name: 'lr "α"', type: 'float64', nullable: true },
        { name: 'note', type: 'text' },
      ],
    },
    columns: [
      [1, null, -0, Number.NaN],
      ['a\n"', '', '\ud800', '😀'],
    ],
  }
  expect(Buffer.from(await encode(ndjson, table)).toString()).toBe(
    [
      '{"lr \\"α\\"":1.0,"note":"a\\n\\""}',
      '{"lr \\"α\\"":null,"note":""}',
      '{"lr \\"α\\"":-0.0,"note":"\ufffd"}',
      '{"lr \\"α\\"":"NaN","note":"😀"}\n',
    ].join('\n'),
  )
})

test('DuckDB reads back every value of CSV', async () => {
  const options = `columns = ${columns}, header = true, delim = ',', quote = '"', escape = '"', allow_quoted_nulls = false`
  await fc.assert(
    fc.asyncProperty(anyTable(), async (table) => {
      const file = inFile(await encode(csv, table), '.csv')
      const rows = await duckdb(`select * from read_csv('${file}', auto_detect = false, ${options})`)
      expect(rows.map((row) => row.map(exact))).toEqual(exactRows(table))
    }),
    { numRuns: runs(60) },
  )
})

test('DuckDB reads back every value of NDJSON', async () => {
  await fc.assert(
    fc.asyncProperty(anyTable(), async (table) => {
      const file = inFile(await encode(ndjson, table), '.ndjson')
      const rows = await duckdb(`select * from read_ndjson('${file}', columns = ${columns})`)
      expect(rows.map((row) => row.map(exact))).toEqual(exactRows(table))
    }),
    { numRuns: runs(60) },
  )
})

test('JavaScript reads back every value of NDJSON', async () => {
  await fc.assert(
    fc.asyncProperty(anyTable(), async (table) => {
      const lines = Buffer.from(await encode(ndjson, table, 7))
        .toString()
        .trimEnd()
        .split('\n')
      const rows = lines.map((line) => {
        const row = JSON.parse(line)
        return ALL_COLUMNS.map(({ name, type }) =>
          exact(type === 'float64' && row[name] !== null ? Number(row[name]) : row[name]),
        )
      })
      expect(rows).toEqual(exactRows(table))
    }),
  )
})

test('DuckDB takes a column for floats by itself, though it begins with whole numbers', async () => {
  const file = inFile(await encode(csv, floats([...new Array(50_000).fill(1), 0.5])), '.csv')
  expect(await duckdb(`select typeof(lr), count(*) from '${file}' group by all`)).toEqual([['DOUBLE', 50_001n]])
})

test('pandas and Python read back every bit of floats', async () => {
  const finite = fc.sample(anyDouble, { seed: 5, numRuns: 5000 })
  const table = floats([...HARD_DOUBLES, ...finite])
  const program = `
import json, sys, numpy as np, pandas as pd
bits = lambda values: [str(b) for b in np.asarray(values, dtype='<f8').view('<u8')]
frame = pd.read_csv(sys.argv[1])
print(json.dumps({
  'type': str(frame.dtypes['lr']),
  'pandas': bits(frame['lr'].to_numpy()),
  'json': bits([float(json.loads(line)['lr']) for line in open(sys.argv[2])]),
}))`
  const files = [inFile(await encode(csv, table), '.csv'), inFile(await encode(ndjson, table), '.ndjson')]
  const bits = Array.from(new BigUint64Array(Float64Array.from(table.columns[0] as number[]).buffer), String)
  expect(runPython(program, ...files)).toEqual({ type: 'float64', pandas: bits, json: bits })
})

test('pandas reads back texts', async () => {
  const [table] = fc.sample(anyTable([{ name: 'note', type: 'text' }], 3000), { seed: 5, numRuns: 1 }) as [Table]
  const program = `
import json, sys, pandas as pd
print(json.dumps(pd.read_csv(sys.argv[1], keep_default_na=False, dtype=str)['note'].tolist()))`
  expect(runPython(program, inFile(await encode(csv, table), '.csv'))).toEqual(table.columns[0])
})
