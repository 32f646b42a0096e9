/**
 * Reads NDJSON as this package writes it: infinities and NaN are strings.
 */
import type { ColumnData, ColumnSpec } from '../formats/format.js'
import { checkRows, columnOf, emptyColumn, type OpenTable } from './table.js'
import { textPieces } from './text-pieces.js'

type Row = Readonly<Record<string, unknown>>

/** Opens an NDJSON file; all of it is parsed at once. One without rows has no columns. */
export const openNdjson: OpenTable = async (bytes, facts) => {
  let specs: readonly ColumnSpec[] = []
  let columns: readonly ColumnData[] = []
  let count = 0
  for (const text of textPieces(bytes, false)) {
    // A line feed within a text is written as \n, so that all others are between rows.
    const rows = JSON.parse(`[${text.trimEnd().replaceAll('\n', ',')}]`) as Row[]
    if (count === 0 && rows.length > 0) {
      specs = Object.keys(rows[0]!).map((name) => columnOf(facts, name))
      columns = specs.map((spec) => emptyColumn(spec, facts.rows))
    }
    const kept = rows.slice(0, Math.max(0, facts.rows - count))
    specs.forEach((spec, i) => {
      fill(columns[i]! as (number | string | null)[], spec, kept, count)
    })
    count += rows.length
  }
  checkRows(count, facts)
  const names = specs.map(({ name }) => name)
  return { names, read: async (name) => columns[names.indexOf(name)]! }
}

function fill(column: (number | string | null)[], { name, type, nullable }: ColumnSpec, rows: Row[], at: number): void {
  const isText = type === 'text'
  rows.forEach((row, index) => {
    const value = row[name]
    if (value === null && nullable) return
    const isNumber = typeof value === 'number' || value === 'NaN' || value === 'Infinity' || value === '-Infinity'
    if (isText ? typeof value !== 'string' : !isNumber) {
      throw new Error(`${JSON.stringify(value) ?? 'nothing'} for ${name} in row ${at + index}`)
    }
    column[at + index] = isText ? (value as string) : Number(value)
  })
}
