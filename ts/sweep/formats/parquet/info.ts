/**
 * Apache Parquet, as the registry of formats lists it.
 */
import type { Format } from '../format.js'
import { countRows, layoutOf } from './layout.js'
import { loadParquetWriter, PARQUET_WRITERS } from './write.js'

/** The format. */
export const parquet = {
  extension: 'parquet',
  mediaType: 'application/vnd.apache.parquet',
  describesColumns: true,
  packages: [],
  writers: PARQUET_WRITERS,
  mostWideColumns: 1000,
  // Steps and numbers of configurations are nearly free.
  bytes: { long: 9, wide: 8, cell: 8 },
  cost: 20,
  opening: {
    duckdb: true,
    python: { library: 'pandas', read: 'pd.read_parquet(FILE)', join: 'pd.concat' },
  },
  write: loadParquetWriter,
  count: countRows,
  layout: layoutOf,
  read: async () => (await import('./read.js')).openParquet,
} as const satisfies Format
