/**
 * A Parquet file in the making: values go into the module's memory, and its bytes come out.
 */
import { ownVersion } from '../../../node/version.js'
import { fromTrap } from '../../../wasm/instance.js'
import { type ColumnData, type ColumnSpec, describe, METADATA_KEY, type TableSchema } from '../table.js'
import { acquire, release, type Tables } from './module.js'
import { schemaBytes } from './schema.js'

// Rows that cross at a time: they need half a megabyte of the module's memory.
const BLOCK_ROWS = 65_536
// The most bytes of a UTF-16 code unit in UTF-8.
const UNIT_BYTES = 3

const encoder = new TextEncoder()

/** A file in the making. It has an instance of the module for itself until it is finished, or something fails. */
export class ParquetFile {
  readonly #columns: readonly ColumnSpec[]
  #tables: Tables | null

  constructor(schema: TableSchema) {
    this.#columns = schema.columns
    this.#tables = acquire()
    const bytes = schemaBytes({
      createdBy: `scale-schedule version ${ownVersion()}`,
      metadata: { [METADATA_KEY]: describe(schema) },
      columns: schema.columns,
    })
    this.#call((tables) => {
      view(tables, bytes.length).set(bytes)
      tables.open(bytes.length)
    })
  }

  /** Adds rows: a column of values for each of the schema's. */
  write(columns: readonly ColumnData[], rows: number): void {
    for (let from = 0; from < rows; from += BLOCK_ROWS) {
      const until = Math.min(rows, from + BLOCK_ROWS)
      this.#call((tables) => {
        for (const [index, spec] of this.#columns.entries()) push(tables, index, spec, columns[index]!, from, until)
        tables.add_rows(until - from)
      })
    }
  }

  /** Adds the rows of a configuration in the long layout, in the numbers that the crate reads. */
  addLong(numbers: Float64Array): void {
    this.#call((tables) => {
      floats(tables, numbers.length).set(numbers)
      tables.add_long(numbers.length)
    })
  }

  /** Adds the rows of a part in the wide layout, in the numbers that the crate reads; how many there are. */
  addWide(numbers: Float64Array): number {
    return this.#call((tables) => {
      floats(tables, numbers.length).set(numbers)
      return tables.add_wide(numbers.length) >>> 0
    })
  }

  /** The bytes that are done so far, which are let go: those of whole row groups. */
  take(): Uint8Array {
    return this.#call(fetch)
  }

  /** The bytes that `take` has not given, to the end of the file. */
  finish(): Uint8Array {
    const bytes = this.#call((tables) => {
      tables.finish()
      return fetch(tables)
    })
    release(this.#tables!)
    this.#tables = null
    return bytes
  }

  /** Calls the module; an instance in which something fails is given up. */
  #call<T>(run: (tables: Tables) => T): T {
    const tables = this.#tables
    if (tables === null) throw new Error('A Parquet file takes rows until it is finished, or something fails.')
    this.#tables = null
    try {
      const result = run(tables)
      this.#tables = tables
      return result
    } catch (error) {
      throw fromTrap(error)
    }
  }
}

/** The first bytes of the module's buffer, wherever it now is. */
function view(tables: Tables, bytes: number): Uint8Array {
  // First, as it may make memory grow, which detaches the old one.
  const address = tables.reserve(bytes) >>> 0
  return new Uint8Array(tables.memory.buffer, address, bytes)
}

function floats(tables: Tables, count: number): Float64Array {
  const address = tables.reserve(count * Float64Array.BYTES_PER_ELEMENT) >>> 0
  return new Float64Array(tables.memory.buffer, address, count)
}

/** Adds the values of some rows to a column. */
function push(tables: Tables, index: number, spec: ColumnSpec, data: ColumnData, from: number, until: number): void {
  let values = data.slice(from, until) as ArrayLike<number | string | null>
  if (spec.nullable) {
    const valid = view(tables, until - from)
    for (let row = 0; row < valid.length; row++) valid[row] = Number(values[row] !== null)
    tables.push_valid(index, until - from)
    if (Array.isArray(values)) values = values.filter((value) => value !== null)
  }
  if (spec.type === 'text') pushTexts(tables, index, values as ArrayLike<string>)
  else {
    floats(tables, values.length).set(values as ArrayLike<number>)
    tables.push_numbers(index, values.length)
  }
}

function pushTexts(tables: Tables, index: number, texts: ArrayLike<string>): void {
  let units = 0
  for (let i = 0; i < texts.length; i++) units += texts[i]!.length
  const bytes = view(tables, texts.length * Uint32Array.BYTES_PER_ELEMENT + units * UNIT_BYTES)
  const lengths = new Uint32Array(bytes.buffer, bytes.byteOffset, texts.length)
  let at = lengths.byteLength
  for (let i = 0; i < texts.length; i++) {
    lengths[i] = encoder.encodeInto(texts[i]!, bytes.subarray(at)).written
    at += lengths[i]!
  }
  tables.push_texts(index, texts.length, at)
}

/** The pieces that are done, in an array with a buffer of its own. */
function fetch(tables: Tables): Uint8Array {
  const count = tables.pieces()
  const lengths = Array.from({ length: count }, (_, index) => tables.piece_length(index))
  const bytes = new Uint8Array(lengths.reduce((sum, length) => sum + length, 0))
  let at = 0
  for (const [index, length] of lengths.entries()) {
    bytes.set(new Uint8Array(tables.memory.buffer, tables.piece_address(index) >>> 0, length), at)
    at += length
  }
  tables.clear()
  return bytes
}
