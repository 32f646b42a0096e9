/**
 * Arrow's IPC file format, as the registry of formats lists it.
 */
import type { Format } from '../format.js'

/** The format. */
export const arrow = {
  extension: 'arrow',
  mediaType: 'application/vnd.apache.arrow.file',
  describesColumns: true,
  packages: ['apache-arrow'],
  mostWideColumns: 1000,
  bytes: { long: 16, wide: 8, cell: 8 },
  cost: 5,
  opening: {
    duckdb: false,
    python: { library: 'pandas', read: 'pd.read_feather(FILE)', join: 'pd.concat' },
  },
  write: async () => (await import('./write.js')).arrowEncoder(),
  count: async (file: Uint8Array) => (await import('./read.js')).countRows(file),
  layout: null,
  read: async () => (await import('./read.js')).openArrow,
} as const satisfies Format
