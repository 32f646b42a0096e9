/**
 * File formats: what is known of one before its code is loaded, and what its code does.
 */
import type { OpenPieces, OpenTable } from './reading.js'
import type { TableSchema, TableWriter } from './table.js'

/** Encodes tables. The bytes follow from schema and rows alone, however the rows were cut into blocks. */
export interface Encoder {
  /** The packages, and their versions, that decide the bytes. */
  readonly packages: Readonly<Record<string, string>>
  /**
   * Begins a file.
   *
   * @param options.rows how many rows will be written in all
   * @throws SweepError 'bad-table' for a schema that the format can't hold
   */
  open(schema: TableSchema, options: { readonly rows: number }): Promise<TableWriter>
  /**
   * Begins a file of curves, which are evaluated in the memory in which they are encoded; its bytes are those of `open`.
   * Only where a format can.
   */
  openCurves?(schema: TableSchema): Promise<CurveWriter>
}

/** Takes the kept batches of curves, and gives the file. */
export interface CurveWriter {
  /**
   * Adds the rows of a configuration in the long layout.
   *
   * @param numbers the configuration's own; its learning rate; how many curves multiply, of each how many numbers it has, and
   *   these; how many ranges of batches are kept, of each the first, the stride and the count
   */
  addLong(numbers: Float64Array): void
  /**
   * Adds the rows of a part in the wide layout.
   *
   * @param numbers its first batch and its end; how many columns it has beside the step, of each how many numbers its
   *   configuration has, and these, as `addLong` takes them; none where there is no curve
   * @returns how many rows
   */
  addWide(numbers: Float64Array): number
  /** The whole file, in a buffer of its own. */
  finish(): Promise<Uint8Array>
}

/** Some bytes of a file. */
export interface Range {
  readonly offset: number
  readonly bytes: number
}

/** How a file lies in pieces that can be read by themselves. */
export interface Layout {
  /** The description of all else, at the end. */
  readonly footer: Range
  /** The chunks of columns, in the order in which the footer lists them. */
  readonly chunks: readonly Range[]
}

/** A file format. */
export interface Format {
  /** Of its files, without a dot. */
  readonly extension: string
  readonly mediaType: string
  /** Whether files hold the types, units and descriptions of their columns. */
  readonly describesColumns: boolean
  /** The optional packages that have to be installed for it. */
  readonly packages: readonly string[]
  /** The most configurations that a file of the wide layout has, each of which is a column. */
  readonly mostWideColumns: number
  /**
   * Bytes in a file, roughly: of a kept value in either layout, with its step and configuration, and of a cell of the
   * table of configurations.
   */
  readonly bytes: { readonly long: number; readonly wide: number; readonly cell: number }
  /** How long it takes to write a value, compared with evaluating a batch. */
  readonly cost: number
  /** How other programs open its files. */
  readonly opening: {
    /** Whether DuckDB reads them by their name. */
    readonly duckdb: boolean
    readonly python: {
      readonly library: 'pandas' | 'numpy'
      /** Opens the file FILE. */
      readonly read: string
      /** Makes one table of a list of them. */
      readonly join: string
    }
  }
  /**
   * Loads what writes it.
   *
   * @throws SweepError 'missing-package' when an optional package is not installed
   */
  write(): Promise<Encoder>
  /** How many rows a file has, by what it says itself. What it throws says what is wrong, as the end of 'found ...'. */
  count(file: Uint8Array): Promise<number>
  /** Where the pieces of a file lie; null where it is read whole. */
  readonly layout: ((file: Uint8Array) => Promise<Layout>) | null
  /** Loads what reads it; null where curves are not read back. */
  readonly read: (() => Promise<OpenTable>) | null
  /** Loads what reads some columns of it without the others; where there is such. */
  readonly readPieces?: () => Promise<OpenPieces>
}
