/**
 * CSV, as the registry of formats lists it.
 */
import type { Format } from '../format.js'
import { countLines } from '../lines.js'

/** The format. */
export const csv = {
  extension: 'csv',
  mediaType: 'text/csv',
  describesColumns: false,
  packages: [],
  mostWideColumns: 1000,
  bytes: { long: 32, wide: 22, cell: 16 },
  cost: 100,
  opening: {
    duckdb: true,
    python: { library: 'pandas', read: 'pd.read_csv(FILE)', join: 'pd.concat' },
  },
  write: async () => (await import('./write.js')).csvEncoder,
  count: async (file: Uint8Array) => countLines(file, true) - 1,
  layout: null,
  read: null,
} as const satisfies Format
