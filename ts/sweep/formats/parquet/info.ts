/**
 * Apache Parquet, as the registry of formats lists it.
 */
import type { Format } from '../format.js'
import { countRows, layoutOf } from './layout.js'

/** The format. */
export const parquet = {
  extension: 'parquet',
  mediaType: 'application/vnd.apache.parquet',
  describesColumns: true,
  packages: [],
  mostWideColumns: 1000,
  // Steps and numbers of configurations are nearly free.
  bytes: { long: 9, wide: 8, cell: 8 },
  cost: 3,
  opening: {
    duckdb: true,
    python: { library: 'pandas', read: 'pd.read_parquet(FILE)', join: 'pd.concat' },
  },
  write: async () => (await import('./write.js')).parquetEncoder,
  count: countRows,
  layout: layoutOf,
  read: async () => (await import('./read.js')).openParquet,
  readPieces: async () => (await import('./read.js')).openParquetPieces,
} as const satisfies Format
