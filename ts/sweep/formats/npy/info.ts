/**
 * NumPy's .npy, as the registry of formats lists it.
 */
import type { Format } from '../format.js'

/** The format. */
export const npy = {
  extension: 'npy',
  mediaType: 'application/octet-stream',
  describesColumns: false,
  packages: [],
  // NumPy loads headers of at most 10,000 bytes, and one takes up to 23 for a column.
  mostWideColumns: 400,
  bytes: { long: 16, wide: 8, cell: 8 },
  cost: 5,
  opening: {
    duckdb: false,
    python: { library: 'numpy', read: 'np.load(FILE)', join: 'np.concatenate' },
  },
  write: async () => (await import('./write.js')).npyEncoder,
  count: async (file: Uint8Array) => (await import('./write.js')).rowsOfHeader(file),
  layout: null,
  read: null,
} as const satisfies Format
