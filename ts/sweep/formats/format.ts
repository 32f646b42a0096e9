/**
 * What a table is, and what every file format does with one.
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

/** What a format has no place for, so that a sidecar has to keep it. */
export type Lost = 'names' | 'types' | 'nulls' | 'units' | 'metadata'

/** The names of the formats. */
export const FORMAT_NAMES = ['parquet', 'arrow', 'csv', 'ndjson', 'npy'] as const

/** One of the formats, by name. */
export type FormatName = (typeof FORMAT_NAMES)[number]

/** A file format. Its bytes follow from schema and rows alone, however the rows were cut into blocks. */
export interface Format {
  readonly name: FormatName
  /** With its dot. */
  readonly extension: string
  /** The packages, and their versions, that decide the bytes. */
  readonly packages: Readonly<Record<string, string>>
  /** What the files of a table don't tell. */
  lost(schema: TableSchema): readonly Lost[]
  /**
   * Begins a file.
   *
   * @param options.rows how many rows will be written in all
   * @throws SweepError 'bad-table' for a schema that the format can't hold
   */
  open(schema: TableSchema, options: { readonly rows: number }): Promise<TableWriter>
}

/** The key under which Parquet and Arrow files keep the description of their table. */
export const METADATA_KEY = 'scale_schedule'

/** A table's columns and metadata as JSON; Parquet and Arrow files and sidecars hold it. */
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
