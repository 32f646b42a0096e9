/**
 * The packages that write Parquet, by name, the default first; each is loaded when it is asked for.
 */
import type { Encoder } from '../format.js'

const WRITERS = {
  // Compresses with Snappy.
  'hyparquet-writer': async (): Promise<Encoder> => (await import('./hyparquet.js')).hyparquetEncoder(),
  // Faster, and with Zstandard; an optional package.
  'parquet-wasm': async (): Promise<Encoder> => (await import('./wasm.js')).parquetWasmEncoder(),
} as const

/** One of the packages. */
export type ParquetWriter = keyof typeof WRITERS

/** Their names. */
export const PARQUET_WRITERS = Object.keys(WRITERS) as readonly ParquetWriter[]

/**
 * Loads a writer; without a name the default.
 *
 * @throws SweepError 'missing-package' without parquet-wasm and apache-arrow, where these are asked for
 */
export const loadParquetWriter = (name: string = PARQUET_WRITERS[0]!): Promise<Encoder> =>
  WRITERS[name as ParquetWriter]()
