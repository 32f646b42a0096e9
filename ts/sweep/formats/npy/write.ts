/**
 * NumPy's .npy: a header, then the rows as they lie in memory, little-endian.
 *
 * A table of floats alone is a two-dimensional array, any other a structured one with a field for each column.
 */
import { describeValue } from '../../../errors/error.js'
import { SweepError } from '../../errors.js'
import type { Encoder } from '../format.js'
import type { ColumnData, ColumnSpec, TableSchema } from '../table.js'

/** Writes it. Nullable numbers are floats, NaN where there is none; a text of no value is empty. */
export const npyEncoder: Encoder = {
  packages: {},
  async open(schema, { rows }) {
    const fields = fieldsOf(schema)
    const stride = fields.reduce((sum, field) => sum + field.words, 0)
    const header = headerOf(schema, fields, rows)
    const bytes = new Uint8Array(header.length + 4 * stride * rows)
    bytes.set(header)
    // All types are whole words, and the header's length is a multiple of 64.
    const words = new Int32Array(bytes.buffer, header.length)
    let at = 0
    return {
      async write(columns, count) {
        fields.forEach((field, i) => {
          field.put(columns[i]!, count, words, at + field.offset, stride)
        })
        at += count * stride
      },
      finish: async () => bytes,
    }
  },
}

// Of version 1.0: after the magic string, the version, and the length of the rest.
const START = 10
// Unless it is told to trust a file; the format itself goes further.
const MOST_HEADER = 10_000

/** How a column lies in a row. */
interface Field {
  /** The type, as NumPy names it. */
  readonly type: string
  /** Its length and its place in a row, in words of 32 bits. */
  readonly words: number
  readonly offset: number
  readonly put: (data: ColumnData, count: number, words: Int32Array, at: number, stride: number) => void
}

const isMatrix = ({ columns }: TableSchema): boolean => columns.every((column) => column.type === 'float64')

function fieldsOf({ columns }: TableSchema): Field[] {
  let offset = 0
  return columns.map((column) => {
    const field = { ...fieldOf(column), offset }
    offset += field.words
    return field
  })
}

function fieldOf(column: ColumnSpec): Omit<Field, 'offset'> {
  if (column.type === 'text') {
    const { name, width } = column
    if (width === undefined || !Number.isSafeInteger(width) || width < 1) {
      throw bad(
        `A text in .npy has a width; found ${describeValue(width)} for the column ${describeValue(name)}. Set its width to the most code points of its texts.`,
      )
    }
    return { type: `<U${width}`, words: width, put: (...place) => putTexts(name, width, ...place) }
  }
  if (column.type === 'float64' || column.nullable) return { type: '<f8', words: 2, put: putFloats }
  return column.type === 'int32' ? { type: '<i4', words: 1, put: putInt32 } : { type: '<i8', words: 2, put: putInt64 }
}

function headerOf(schema: TableSchema, fields: readonly Field[], rows: number): Uint8Array {
  const descr = isMatrix(schema)
    ? "'<f8'"
    : `[${fields.map((field, i) => `(${pythonText(schema.columns[i]!.name)}, '${field.type}')`).join(', ')}]`
  const shape = isMatrix(schema) ? `(${rows}, ${fields.length})` : `(${rows},)`
  const text = `{'descr': ${descr}, 'fortran_order': False, 'shape': ${shape}, }`
  const length = Math.ceil((START + text.length + 1) / 64) * 64
  if (length - START > MOST_HEADER) {
    throw bad(
      `NumPy loads .npy files with headers of at most ${MOST_HEADER} bytes; found ${fields.length} columns, which take ${length - START}. Write fewer columns, or another format.`,
    )
  }
  const header = Buffer.alloc(length, ' ')
  header.write('\x93NUMPY\x01\x00', 'latin1')
  header.writeUInt16LE(length - START, 8)
  header.write(text, START, 'latin1')
  header.write('\n', length - 1)
  return header
}

/** How many rows a file has, by its header. */
export function rowsOfHeader(file: Uint8Array): number {
  const text = Buffer.from(file.subarray(START, START + MOST_HEADER)).toString('latin1')
  const rows = /^\{'descr': .*'shape': \((\d+), ?\d*\), \} *\n/s.exec(text)?.[1]
  if (rows === undefined) throw new Error('a header without a shape')
  return Number(rows)
}

/** A text as a literal of Python in ASCII. */
function pythonText(text: string): string {
  const escaped = text.replaceAll(/[^\x20-\x7e]|['\\]/gu, (char) => {
    const hex = char.codePointAt(0)!.toString(16)
    return `\\U${hex.padStart(8, '0')}`
  })
  return `'${escaped}'`
}

const putInt32: Field['put'] = (data, count, words, at, stride) => {
  for (let i = 0; i < count; i++) words[at + i * stride] = data[i] as number
}

const putInt64: Field['put'] = (data, count, words, at, stride) => {
  for (let i = 0; i < count; i++) {
    const value = data[i] as number
    words[at + i * stride] = value
    words[at + i * stride + 1] = Math.floor(value / 2 ** 32)
  }
}

const putFloats: Field['put'] = (data, count, words, at, stride) => {
  const floats =
    data instanceof Float64Array
      ? data
      : Float64Array.from({ length: count }, (_, i) => (data[i] as number | null) ?? Number.NaN)
  // By halves, which keeps the bits of NaN.
  const halves = new Int32Array(floats.buffer, floats.byteOffset, 2 * count)
  for (let i = 0; i < count; i++) {
    words[at + i * stride] = halves[2 * i]!
    words[at + i * stride + 1] = halves[2 * i + 1]!
  }
}

function putTexts(
  name: string,
  width: number,
  data: ColumnData,
  count: number,
  words: Int32Array,
  at: number,
  stride: number,
): void {
  for (let i = 0; i < count; i++) {
    let next = at + i * stride
    const end = next + width
    for (const char of (data[i] as string | null) ?? '') {
      if (next === end) {
        throw bad(
          `A text in the column ${describeValue(name)} has at most ${width} code points; found ${describeValue(data[i])}. Declare a greater width.`,
        )
      }
      const code = char.codePointAt(0)!
      words[next++] = code >= 0xd800 && code <= 0xdfff ? 0xfffd : code
    }
  }
}

const bad = (message: string) => new SweepError('bad-table', message)
