/**
 * A format by its name, with the packages that write it.
 */
import { arrowFormat } from './arrow.js'
import { checked } from './checked.js'
import { csvFormat } from './csv.js'
import type { Format, FormatName } from './format.js'
import { ndjsonFormat } from './ndjson.js'
import { npyFormat } from './npy.js'
import { parquetFormat } from './parquet.js'
import { parquetWasmFormat } from './parquet-wasm.js'

/** The packages that write Parquet files. */
export const PARQUET_WRITERS = ['hyparquet-writer', 'parquet-wasm'] as const

/** One of the packages that write Parquet files. */
export type ParquetWriterName = (typeof PARQUET_WRITERS)[number]

/**
 * A format.
 *
 * @param options.writer what writes Parquet: 'hyparquet-writer' (Snappy) unless it is 'parquet-wasm' (Zstandard)
 * @throws SweepError 'missing-package' when an optional package is not installed
 */
export async function loadFormat(
  name: FormatName,
  options: { readonly writer?: ParquetWriterName } = {},
): Promise<Format> {
  return checked(await load(name, options.writer ?? 'hyparquet-writer'))
}

async function load(name: FormatName, writer: ParquetWriterName): Promise<Format> {
  switch (name) {
    case 'parquet':
      return writer === 'parquet-wasm' ? parquetWasmFormat() : parquetFormat()
    case 'arrow':
      return arrowFormat()
    case 'csv':
      return csvFormat
    case 'ndjson':
      return ndjsonFormat
    case 'npy':
      return npyFormat
  }
}
