/**
 * Reads structured arrays of NumPy's .npy. NaN is read as null where that is possible; an empty text is too.
 */
import type { ColumnData, ColumnSpec } from '../formats/format.js'
import { checkRows, columnOf, emptyColumn, type OpenTable } from './table.js'

/** A field of a row. */
interface Field {
  readonly name: string
  /** As NumPy names it, without its size: i, f or U. */
  readonly kind: string
  /** Bytes from the beginning of a row, and its own. */
  readonly offset: number
  readonly bytes: number
}

/** Opens an NPY file. */
export const openNpy: OpenTable = async (bytes, facts) => {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (buffer.toString('latin1', 0, 8) !== '\x93NUMPY\x01\x00') throw new Error('no .npy file of version 1.0')
  const start = 10 + buffer.readUInt16LE(8)
  const header = buffer.toString('latin1', 10, start)
  const fields = fieldsOf(header)
  const stride = fields.reduce((sum, field) => sum + field.bytes, 0)
  const rows = Number(/'shape': \((\d+),\)/.exec(header)?.[1])
  checkRows(rows, facts)
  if (buffer.length !== start + rows * stride) {
    throw new Error(`${buffer.length} bytes, not ${start + rows * stride}`)
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, rows * stride)
  return {
    names: fields.map(({ name }) => name),
    async read(name) {
      const field = fields.find((field) => field.name === name)!
      return columnAt(view, field, stride, columnOf(facts, name), rows)
    },
  }
}

function fieldsOf(header: string): Field[] {
  const list = /'descr': \[(.*)\], 'fortran_order': False/s.exec(header)?.[1]
  if (list === undefined) throw new Error('an array without fields')
  let offset = 0
  return [...list.matchAll(/\('((?:[^'\\]|\\.)*)', '<(i|f|U)(\d+)'\)/g)].map(([, name, kind, size]) => {
    const bytes = Number(size) * (kind === 'U' ? 4 : 1)
    const field = { name: unescaped(name!), kind: kind!, offset, bytes }
    offset += bytes
    return field
  })
}

const unescaped = (text: string): string =>
  text.replace(/\\U([\da-f]{8})/g, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))

function columnAt(view: DataView, field: Field, stride: number, spec: ColumnSpec, rows: number): ColumnData {
  const column = emptyColumn(spec, rows) as (number | string | null)[]
  const value = cellOf(view, field)
  for (let row = 0; row < rows; row++) {
    const found = value(row * stride + field.offset)
    if (spec.nullable && (found === '' || Number.isNaN(found))) continue
    column[row] = found
  }
  return column as ColumnData
}

function cellOf(view: DataView, { kind, bytes }: Field): (at: number) => number | string {
  if (kind === 'f') return (at) => view.getFloat64(at, true)
  if (kind === 'U') return (at) => textAt(view, at, bytes)
  if (bytes === 4) return (at) => view.getInt32(at, true)
  return (at) => view.getUint32(at, true) + view.getInt32(at + 4, true) * 2 ** 32
}

function textAt(view: DataView, at: number, bytes: number): string {
  let text = ''
  for (let end = at + bytes; at < end; at += 4) {
    const code = view.getUint32(at, true)
    // What is left of the width.
    if (code === 0) return text
    text += String.fromCodePoint(code)
  }
  return text
}
