/**
 * Tables to write in every format, and how tests look at them.
 */
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import type { Encoder } from '../../../../ts/sweep/formats/format.js'
import type { ColumnData, ColumnSpec, TableSchema } from '../../../../ts/sweep/formats/table.js'
import { newFolder } from '../../../helpers/folders.js'

/** A table, its values in order. */
export interface Table {
  schema: TableSchema
  columns: (number | string | null)[][]
}

/** Doubles that are easily changed on the way. */
export const HARD_DOUBLES = [
  0,
  -0,
  1,
  -1,
  0.1,
  1e21,
  1e20,
  2 ** 53 + 2,
  1e-7,
  5e-324,
  -5e-324,
  2.225073858507201e-308,
  2.2250738585072014e-308,
  Number.MAX_VALUE,
  -Number.MAX_VALUE,
  Number.MIN_VALUE * 3,
  0.30000000000000004,
  6e-4 * 0.5 * (1 + Math.cos(1)),
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  Number.NaN,
] as const

/** Texts that are easily changed on the way. */
export const HARD_TEXTS = [
  '',
  ' ',
  ' a ',
  'a,b',
  '"',
  '""',
  'a"b',
  'line\nbreak',
  'both\r\nbreaks',
  'carriage\rreturn',
  'tab\tstop',
  'NULL',
  'NaN',
  'null',
  '1.5',
  '-0',
  '#',
  "it's",
  '\\',
  '\\n',
  '\u2028',
  'naïve',
  '学習率',
  'e\u0301',
  '😀',
  '\u{10ffff}',
  'a\ufeff',
  '{"a":[1]}',
] as const

export const anyDouble = fc.oneof(
  fc.constantFrom(...HARD_DOUBLES),
  fc.double(),
  // Every exponent as likely as any other.
  fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map((bits) => {
    const value = new Float64Array(BigUint64Array.of(bits).buffer)[0]!
    return Number.isNaN(value) ? Number.NaN : value
  }),
)

export const anyInt32 = fc.oneof(fc.constantFrom(0, -1, 2 ** 31 - 1, -(2 ** 31)), fc.integer())

export const anyInt64 = fc.oneof(
  fc.constantFrom(0, -1, 2 ** 32, -(2 ** 32), 2 ** 53 - 1, 1 - 2 ** 53, 2 ** 31, -(2 ** 31) - 1),
  fc.maxSafeInteger(),
)

// Without NUL, which NumPy cuts off and CSV readers stop at; nor a byte order mark in front, which TextDecoder drops when
// DuckDB and Arrow show a text to JavaScript.
export const anyText = fc.oneof(
  fc.constantFrom(...HARD_TEXTS),
  fc.string({ unit: 'binary', maxLength: 12 }).map((text) => text.replaceAll('\0', '0').replace(/^\ufeff+/, '')),
)

const VALUES: Record<ColumnSpec['type'], fc.Arbitrary<number | string>> = {
  int32: anyInt32,
  int64: anyInt64,
  float64: anyDouble,
  text: anyText,
}

/** All columns that there are. */
export const ALL_COLUMNS: readonly ColumnSpec[] = [
  { name: 'id', type: 'int32', description: 'The number of the configuration.' },
  { name: 'step', type: 'int64', unit: 'ba' },
  { name: 'lr', type: 'float64', unit: '1', description: 'The learning rate' },
  { name: 'name', type: 'text', width: 24 },
  { name: 'maybe id', type: 'int32', nullable: true },
  { name: 'tokens', type: 'int64', nullable: true, unit: 'tok' },
  { name: 'α "f"', type: 'float64', nullable: true },
  { name: 'note', type: 'text', width: 24, nullable: true },
]

/** Tables of these columns with random values. */
export function anyTable(specs: readonly ColumnSpec[] = ALL_COLUMNS, maxLength = 40): fc.Arbitrary<Table> {
  return fc.integer({ min: 1, max: maxLength }).chain((rows) =>
    fc
      .tuple(
        ...specs.map(({ type, nullable }) => {
          const value = nullable ? fc.option(VALUES[type], { nil: null, freq: 3 }) : VALUES[type]
          return fc.array(value, { minLength: rows, maxLength: rows })
        }),
      )
      .map((columns) => ({ schema: { columns: specs }, columns })),
  )
}

export const rowsOf = (table: Table): number => table.columns[0]!.length

/** The file of a table that is written in blocks of the given sizes, the last repeated, through arrays used again. */
export async function encode(encoder: Encoder, table: Table, ...blocks: number[]): Promise<Uint8Array> {
  const rows = rowsOf(table)
  const writer = await encoder.open(table.schema, { rows })
  const sizes = blocks.length === 0 ? [rows] : blocks
  const largest = Math.max(...sizes) + 3
  const arrays = table.schema.columns.map((spec): ColumnData => arrayFor(spec, largest))
  for (let from = 0, i = 0; from < rows; i++) {
    const count = Math.min(sizes[Math.min(i, sizes.length - 1)]!, rows - from)
    arrays.forEach((array, c) => {
      const values = table.columns[c]!
      for (let r = 0; r < largest; r++) (array as unknown[])[r] = r < count ? values[from + r] : values[0]
    })
    await writer.write(arrays, count)
    from += count
  }
  return writer.finish()
}

function arrayFor({ type, nullable }: ColumnSpec, length: number): ColumnData {
  if (nullable || type === 'text') return new Array(length).fill(null)
  return type === 'int32' ? new Int32Array(length) : new Float64Array(length)
}

/** Any value so that only equal bits are equal. */
export const exact = (value: unknown): unknown =>
  typeof value === 'number' && !Number.isInteger(value)
    ? `bits ${new BigUint64Array(Float64Array.of(value).buffer)[0]}`
    : Object.is(value, -0)
      ? 'bits of -0'
      : typeof value === 'bigint'
        ? Number(value)
        : value

/** The rows of a table so that only equal bits are equal. */
export const exactRows = (table: Table): unknown[][] =>
  Array.from({ length: rowsOf(table) }, (_, row) => table.columns.map((column) => exact(column[row])))

/** The bytes in a file of their own. */
export function inFile(bytes: Uint8Array, extension: string): string {
  const file = path.join(newFolder(), `table${extension}`)
  writeFileSync(file, bytes)
  return file
}

/** A table of the columns in which schedules are written: ids, steps, and rates that fall and then hold. */
export function longTable(rows: number): Table {
  const each = (value: (row: number) => number) => Array.from({ length: rows }, (_, row) => value(row))
  return {
    schema: {
      columns: [
        { name: 'id', type: 'int32' },
        { name: 'step', type: 'int64', unit: 'ba' },
        { name: 'lr', type: 'float64' },
      ],
      metadata: { plan: 'abc', version: '1' },
    },
    columns: [
      each((row) => Math.floor(row / 100_000)),
      each((row) => (row % 100_000) * 3),
      each((row) => (row > 300_000 ? 1e-4 : 0.5 + 0.5 * Math.cos(row / 1e5))),
    ],
  }
}
