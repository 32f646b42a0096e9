/**
 * Parquet: deltas for integers, split byte streams or a dictionary for floats, all in Snappy, by crate/tables.
 */
import type { Encoder } from '../format.js'
import { ParquetFile } from './file.js'

/** Writes it. No package decides the bytes: the module is this package's own. */
export const parquetEncoder: Encoder = {
  packages: {},
  async open(schema) {
    const file = new ParquetFile(schema)
    return {
      write: async (columns, rows) => file.write(columns, rows),
      finish: async () => file.finish(),
    }
  },
  async openCurves(schema) {
    const file = new ParquetFile(schema)
    return {
      addLong: (numbers) => file.addLong(numbers),
      addWide: (numbers) => file.addWide(numbers),
      finish: async () => file.finish(),
    }
  },
}
