/**
 * Values as the text of CSV and NDJSON, and text as bytes.
 */

import { Pieces } from './pieces.js'
import type { ColumnData, ColumnSpec, TableSchema, TableWriter } from './table.js'

/**
 * A float in the shortest form that reads back as the same bits and is seen to be a float: `1.0`, `-0.0`, `1e-7`.
 * Readers guess a column's type from what they see, and a part that holds 0 and 1 alone must not become integers.
 * Infinity, -Infinity and NaN are spelled so.
 */
export function floatText(value: number): string {
  if (!Number.isInteger(value)) return String(value)
  const text = Object.is(value, -0) ? '-0' : String(value)
  return text.includes('e') ? text : `${text}.0`
}

/** Text that UTF-8 can hold: lone surrogates become U+FFFD. */
export const wellFormed = (text: string): string => (LONE.test(text) ? text.replaceAll(EACH_LONE, '\ufffd') : text)

const LONE = /\p{Surrogate}/u
const EACH_LONE = /\p{Surrogate}/gu

/** The values of a column as text, one after the other. */
type Cell = (row: number) => string

/** What a text format puts around values. */
export interface RowText {
  readonly head: string
  /** Between the values of a row; one more than there are columns: before, between and after them. */
  readonly around: readonly string[]
  /** A text. */
  readonly text: (value: string) => string
  /** A float. */
  readonly float: (value: number) => string
  /** No value. */
  readonly none: string
}

// Enough that a conversion to bytes costs little for each row, few enough that the text stays small.
const CHUNK_ROWS = 4096

/** A writer of rows as text. */
export function textWriter(schema: TableSchema, layout: RowText): TableWriter {
  const pieces = new Pieces()
  if (layout.head !== '') pieces.add(Buffer.from(layout.head))
  return {
    async write(columns, rows) {
      const cells = schema.columns.map((column, i) => cellOf(column, columns[i]!, layout))
      for (let from = 0; from < rows; from += CHUNK_ROWS) {
        pieces.add(Buffer.from(rowsText(cells, layout.around, from, Math.min(from + CHUNK_ROWS, rows))))
      }
    },
    finish: async () => pieces.join(),
  }
}

function rowsText(cells: readonly Cell[], around: readonly string[], from: number, to: number): string {
  let text = ''
  for (let row = from; row < to; row++) {
    for (let i = 0; i < cells.length; i++) text += around[i]! + cells[i]!(row)
    text += around[cells.length]!
  }
  return text
}

function cellOf({ type }: ColumnSpec, data: ColumnData, { text, float, none }: RowText): Cell {
  // Curves hold values for long, and ids for a whole curve: each value becomes text once.
  let last: unknown
  let latest = ''
  const cached = (toText: (value: never) => string) => (row: number) => {
    const value = data[row]
    if (value === null) return none
    if (!Object.is(value, last)) {
      last = value
      latest = toText(value as never)
    }
    return latest
  }
  if (type === 'text') return cached(text)
  return cached(type === 'float64' ? float : (value: number) => String(value))
}
