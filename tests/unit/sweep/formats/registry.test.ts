/** What the registry says of each format, held against the files that it writes. */
import { expect, test } from 'vitest'
import { loadEncoder } from '../../../../ts/sweep/formats/load.js'
import {
  FORMAT_NAMES,
  formatOf,
  isFormat,
  TABLE_FORMAT,
  tableFormats,
  WRITER_NAMES,
} from '../../../../ts/sweep/formats/registry.js'
import { encode, longTable } from './tables.js'

test.each([
  ['parquet', '.parquet', 'application/vnd.apache.parquet'],
  ['arrow', '.arrow', 'application/vnd.apache.arrow.file'],
  ['csv', '.csv', 'text/csv'],
  ['ndjson', '.ndjson', 'application/x-ndjson'],
  ['npy', '.npy', 'application/octet-stream'],
] as const)('%s has the extension %s and the media type %s', (name, extension, mediaType) => {
  const format = formatOf(name)
  expect([`.${format.extension}`, format.mediaType]).toEqual([extension, mediaType])
})

test.each(FORMAT_NAMES)('%s holds the units of its columns if it says so', async (name) => {
  const table = longTable(3)
  const columns = table.schema.columns.map((column) => ({ ...column, unit: 'furlongs' }))
  const file = await encode(await loadEncoder(name), { ...table, schema: { columns } })
  expect(Buffer.from(file).includes('furlongs')).toBe(formatOf(name).describesColumns)
})

test.each(FORMAT_NAMES)('%s takes as many configurations in a wide file as it says', async (name) => {
  const { mostWideColumns } = formatOf(name)
  const step = { name: 'step', type: 'int32' } as const
  // The longest names there are.
  const rates = Array.from({ length: mostWideColumns }, (_, i) => {
    return { name: `lr_${9_999_999 - i}`, type: 'float64', nullable: true } as const
  })
  const columns = [[1], ...rates.map((_, i) => [i / 7])]
  const file = await encode(await loadEncoder(name), { schema: { columns: [step, ...rates] }, columns })
  expect(file.length).toBeGreaterThan(mostWideColumns)
})

test.each(FORMAT_NAMES)('%s is written by its default writer and by each other one', async (name) => {
  const { writers, write } = formatOf(name)
  const bytesBy = async (writer?: string) => Buffer.from(await encode(await write(writer), longTable(9)))
  expect((await bytesBy(writers[0])).equals(await bytesBy())).toBe(true)
  for (const writer of writers.slice(1)) expect((await bytesBy(writer)).equals(await bytesBy())).toBe(false)
})

test('the table of configurations is in a format that can be read, once', () => {
  expect(formatOf(TABLE_FORMAT).read).not.toBe(null)
  expect(FORMAT_NAMES.map(tableFormats)).toEqual([
    ['parquet'],
    ['arrow', 'parquet'],
    ['csv', 'parquet'],
    ['ndjson', 'parquet'],
    ['npy', 'parquet'],
  ])
})

test('names of formats and writers are known, and no others', () => {
  expect(WRITER_NAMES).toEqual(['hyparquet-writer', 'parquet-wasm'])
  expect(['parquet', 'npy', 'toString', 'PARQUET', '', null, undefined, 1].map(isFormat)).toEqual([
    true,
    true,
    ...Array(6).fill(false),
  ])
})
