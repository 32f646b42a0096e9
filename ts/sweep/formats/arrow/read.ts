/**
 * Reads Arrow IPC files.
 */
import { loadOptional } from '../packages.js'
import { checkRows, columnOf, describedBy, type OpenTable } from '../reading.js'
import { METADATA_KEY } from '../table.js'
import { arrowColumn } from './column.js'

/** Opens an Arrow IPC file. */
export const openArrow: OpenTable = async (bytes, facts) => {
  const arrow = await loadOptional('apache-arrow', 'Arrow files', () => import('apache-arrow'))
  const table = arrow.tableFromIPC(bytes)
  checkRows(table.numRows, facts)
  return {
    described: describedBy(table.schema.metadata.get(METADATA_KEY)),
    names: table.schema.fields.map(({ name }) => name),
    read: async (name) => arrowColumn(table, columnOf(facts, name)),
  }
}

// A file begins and ends with it.
const MAGIC = Buffer.from('ARROW1')

/** How many rows a file has, by its record batches. */
export async function countRows(file: Uint8Array): Promise<number> {
  const arrow = await loadOptional('apache-arrow', 'Arrow files', () => import('apache-arrow'))
  const ends = [file.subarray(0, MAGIC.length), file.subarray(-MAGIC.length)]
  if (!ends.every((end) => MAGIC.equals(end))) throw new Error('no beginning or no end of an Arrow file')
  return arrow.tableFromIPC(file).numRows
}
