/**
 * NDJSON, as the registry of formats lists it.
 */
import type { Format } from '../format.js'
import { countLines } from '../lines.js'

/** The format. */
export const ndjson = {
  extension: 'ndjson',
  mediaType: 'application/x-ndjson',
  describesColumns: false,
  packages: [],
  mostWideColumns: 1000,
  bytes: { long: 64, wide: 26, cell: 32 },
  cost: 100,
  opening: {
    duckdb: true,
    python: { library: 'pandas', read: 'pd.read_json(FILE, lines=True)', join: 'pd.concat' },
  },
  write: async () => (await import('./write.js')).ndjsonEncoder,
  count: async (file: Uint8Array) => countLines(file, false),
  layout: null,
  read: null,
} as const satisfies Format
