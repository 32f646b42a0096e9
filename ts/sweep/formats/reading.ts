/**
 * What reading a table's file gives, in whatever format it is; and columns that are filled row by row.
 */
import type { ColumnData, ColumnSpec, TableSchema } from './table.js'

/** A file of a table. */
export interface TableFile {
  /** What it says of its table, by `describe`. */
  readonly described: TableSchema
  /** Its columns, in order. */
  readonly names: readonly string[]
  /** The values of a column. */
  read(name: string): Promise<ColumnData>
}

/** What the manifest says of a file. */
export interface TableFacts {
  readonly rows: number
  /** A column of the file by its name; undefined for one that there should not be. */
  column(name: string): ColumnSpec | undefined
}

/** Opens the bytes of a file. What it throws says what is wrong with them, as the end of 'found ...'. */
export type OpenTable = (bytes: Uint8Array, facts: TableFacts) => Promise<TableFile>

/** A file of which some bytes are read when they are needed. */
export interface Pieces {
  /** The length of the file. */
  readonly bytes: number
  /** What stands at its end and describes all else. */
  readonly footer: Uint8Array
  /** The bytes from one place up to another (not included). */
  read(from: number, until: number): Promise<Uint8Array>
}

/** Opens a file in pieces, as `OpenTable` does a whole one. */
export type OpenPieces = (file: Pieces, facts: TableFacts) => Promise<TableFile>

/** The column by that name. */
export function columnOf(facts: TableFacts, name: string): ColumnSpec {
  const column = facts.column(name)
  if (column === undefined) throw new Error(`a column ${JSON.stringify(name)}`)
  return column
}

/** The values of a column that are still to be filled in; those that may be null are null at first. */
export function emptyColumn({ type, nullable }: ColumnSpec, rows: number): ColumnData {
  if (nullable) return new Array<null>(rows).fill(null)
  if (type === 'text') return new Array<string>(rows).fill('')
  return type === 'int32' ? new Int32Array(rows) : new Float64Array(rows)
}

/** The description of a table that its file holds under the key for it. */
export function describedBy(text: string | null | undefined): TableSchema {
  const found: unknown = text === undefined || text === null ? null : JSON.parse(text)
  if (typeof found === 'object' && found !== null && 'columns' in found && Array.isArray(found.columns)) {
    return found as TableSchema
  }
  throw new Error('no description of its columns')
}

/** Refuses another number of rows than there have to be. */
export function checkRows(rows: number, facts: TableFacts): void {
  if (rows !== facts.rows) throw new Error(`${rows} rows, not ${facts.rows}`)
}
