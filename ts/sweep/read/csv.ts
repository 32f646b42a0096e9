/**
 * Reads CSV as this package writes it: no value is an empty field, an empty text is `""`.
 */
import type { ColumnData, ColumnSpec } from '../formats/format.js'
import { checkRows, columnOf, emptyColumn, type OpenTable, type TableFacts } from './table.js'
import { textPieces } from './text-pieces.js'

const QUOTE = 34

/** Puts a field into its column; null is no value. */
type Put = (row: number, text: string | null) => void

/** Opens a CSV file; all of it is parsed at once. */
export const openCsv: OpenTable = async (bytes, facts) => {
  let rows: Rows | null = null
  for (const text of textPieces(bytes, true)) {
    if (rows === null) {
      const { names, end } = headOf(text)
      rows = new Rows(names, facts)
      rows.add(text, end)
    } else rows.add(text, 0)
  }
  if (rows === null) throw new Error('no header')
  checkRows(rows.count, facts)
  const { names, columns } = rows
  return { names, read: async (name) => columns[names.indexOf(name)]! }
}

/** The rows in the making. */
class Rows {
  readonly names: readonly string[]
  readonly columns: readonly ColumnData[]
  count = 0
  readonly #puts: readonly Put[]
  readonly #most: number

  constructor(names: readonly string[], facts: TableFacts) {
    this.names = names
    this.#most = facts.rows
    const specs = names.map((name) => columnOf(facts, name))
    this.columns = specs.map((spec) => emptyColumn(spec, facts.rows))
    this.#puts = specs.map((spec, i) => putOf(spec, this.columns[i]!))
  }

  /** Adds whole rows of a text, from a place on. */
  add(text: string, from: number): void {
    const puts = this.#puts
    const last = puts.length - 1
    for (let at = from; at < text.length; this.count++) {
      // Beyond it there is no place; the rows are only counted.
      const isKept = this.count < this.#most
      for (let i = 0; i <= last; i++) {
        const field = fieldAt(text, at, i === last)
        if (isKept) puts[i]!(this.count, field.value)
        at = field.end
      }
    }
  }
}

function headOf(text: string): { names: string[]; end: number } {
  const names: string[] = []
  let at = 0
  for (;;) {
    // The last name is the one that a line feed comes after.
    const isLast = separatorAfter(text, at) === '\n'
    const { value, end } = fieldAt(text, at, isLast)
    names.push(value ?? '')
    at = end
    if (isLast) return { names, end }
  }
}

/** The first comma or line feed outside of quotation marks. */
function separatorAfter(text: string, from: number): string {
  let at = from
  if (text.charCodeAt(at) === QUOTE) at = closingQuote(text, at) + 1
  while (at < text.length && text[at] !== ',' && text[at] !== '\n') at++
  return text[at] ?? ''
}

// One object for all fields, as making one for each would take longer than to read it.
const found: { value: string | null; end: number } = { value: null, end: 0 }

/** The field that begins at a place, and the place after its separator. */
function fieldAt(text: string, at: number, isLast: boolean): { readonly value: string | null; readonly end: number } {
  const separator = isLast ? '\n' : ','
  if (text.charCodeAt(at) === QUOTE) {
    const close = closingQuote(text, at)
    if (text[close + 1] !== separator) throw new Error(`${JSON.stringify(text.slice(at, close + 2))} in a row`)
    found.value = text.slice(at + 1, close).replaceAll('""', '"')
    found.end = close + 2
    return found
  }
  const end = text.indexOf(separator, at)
  if (end < 0) throw new Error('a row that is cut short')
  found.value = end === at ? null : text.slice(at, end)
  found.end = end + 1
  return found
}

function closingQuote(text: string, at: number): number {
  for (let from = at + 1; ; ) {
    const close = text.indexOf('"', from)
    if (close < 0) throw new Error('a text without its closing quotation mark')
    if (text.charCodeAt(close + 1) !== QUOTE) return close
    from = close + 2
  }
}

function putOf(spec: ColumnSpec, column: ColumnData): Put {
  const values = column as (number | string | null)[]
  const isText = spec.type === 'text'
  return (row, text) => {
    if (text === null) {
      if (!spec.nullable) throw new Error(`no value for ${spec.name} in row ${row}`)
    } else values[row] = isText ? text : numberOf(text)
  }
}

function numberOf(text: string): number {
  const value = Number(text)
  if (Number.isNaN(value) && text !== 'NaN') throw new Error(`${JSON.stringify(text.slice(0, 40))}, which is no number`)
  return value
}
