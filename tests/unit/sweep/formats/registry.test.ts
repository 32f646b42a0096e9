/** What the registry says of each format, held against the files that it writes. */
import { describe, expect, test } from 'vitest'
import { checked } from '../../../../ts/sweep/formats/checked.js'
import { loadEncoder } from '../../../../ts/sweep/formats/load.js'
import { FORMAT_NAMES, formatOf, isFormat, TABLE_FORMAT, tableFormats } from '../../../../ts/sweep/formats/registry.js'
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

describe.each(FORMAT_NAMES)('%s', (name) => {
  const { count, layout, write } = formatOf(name)

  test('tells by itself how many rows it has', async () => {
    const hard = { name: 'a"b\n', type: 'text', nullable: true, width: 9 } as const
    for (const rows of [0, 1, 2, 300]) {
      const texts = Array.from({ length: rows }, (_, i) => ['a\nb', '"', ',"\n"', '', null][i % 5]!)
      const numbers = texts.map((_, i) => i)
      const schema = { columns: [hard, { name: 'n', type: 'int32' }] as const }
      const file = await encode(checked(await write()), { schema, columns: [texts, numbers] })
      expect(await count(file)).toBe(rows)
    }
    expect(await count(await encode(await write(), longTable(300_000)))).toBe(300_000)
  })

  test('that was cut short, or is nothing of the kind, tells what is wrong', async () => {
    const file = await encode(await write(), longTable(9))
    const broken = [
      file.subarray(0, 3),
      Buffer.from('something else'),
      ...(name === 'npy' ? [] : [file.subarray(0, -2)]),
    ]
    for (const bytes of broken) await expect(count(bytes)).rejects.toThrow()
  })

  test('has its pieces where it says, if it says so', async () => {
    if (layout === null) {
      expect(name).not.toBe(TABLE_FORMAT)
      return
    }
    const table = longTable(300_000)
    const file = await encode(await write(), table)
    const { footer, chunks } = await layout(file)
    // Two row groups.
    expect(chunks.length).toBe(2 * table.schema.columns.length)
    let end = 4
    for (const { offset, bytes } of chunks) {
      expect(offset).toBe(end)
      end = offset + bytes
    }
    expect(end).toBeLessThanOrEqual(footer.offset)
    expect(footer.offset + footer.bytes).toBe(file.length)
    expect(Buffer.from(file.subarray(-4)).toString()).toBe('PAR1')
  })
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

test('names of formats are known, and no others', () => {
  expect(['parquet', 'npy', 'toString', 'PARQUET', '', null, undefined, 1].map(isFormat)).toEqual([
    true,
    true,
    ...Array(6).fill(false),
  ])
})
