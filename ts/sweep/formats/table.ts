/**
 * Tables: their columns, the values of these, and what takes a table row by row.
 */

/** The types of a column. An int64 holds safe integers, up to ±(2^53 - 1). */
export type ColumnType = 'int32' | 'int64' | 'float64' | 'text'

/** A column of a table. */
export interface ColumnSpec {
  /** What it is called; no two columns of a table have the same name. */
  readonly name: string
  /** What its values are. */
  readonly type: ColumnType
  /** Whether rows may lack a value. */
  readonly nullable?: boolean
  /** What its numbers count, for example 'ba'. */
  readonly unit?: string
  /** What its values say. */
  readonly description?: string
  /** The most code points that a text has; npy needs it. */
  readonly width?: number
}

/** The columns of a table, and facts about the whole of it. */
export interface TableSchema {
  readonly columns: readonly ColumnSpec[]
  readonly metadata?: Readonly<Record<string, string>>
}

/**
 * Values of a column. Those of columns that are not nullable come fastest as the typed array of the type: Int32Array
 * for int32, Float64Array for int64 and float64. Lone surrogates in texts become U+FFFD.
 */
export type ColumnData = Int32Array | Float64Array | readonly (number | null)[] | readonly (string | null)[]

/** Takes a table's rows in blocks, and gives the file. */
export interface TableWriter {
  /**
   * Adds the first `rows` values of each column. The arrays may be used again once it resolves.
   *
   * @throws SweepError 'bad-table' for values that the schema has no place for
   */
  write(columns: readonly ColumnData[], rows: number): Promise<void>
  /** The whole file, in a buffer of its own, which can be transferred to another thread. */
  finish(): Promise<Uint8Array>
}

/** The key under which Parquet and Arrow files keep the description of their table. */
export const METADATA_KEY = 'scale_schedule'

/** A table's columns and metadata as JSON; Parquet and Arrow files hold it. */
export function describe(schema: TableSchema): string {
  const columns = schema.columns.map(({ name, type, nullable, unit, description }) => ({
    name,
    type,
    ...(nullable ? { nullable } : {}),
    ...(unit === undefined ? {} : { unit }),
    ...(description === undefined ? {} : { description }),
  }))
  return JSON.stringify({ columns, metadata: schema.metadata ?? {} })
}
