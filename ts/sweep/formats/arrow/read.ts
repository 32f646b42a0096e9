/**
 * Reads Arrow IPC files.
 */
import { loadOptional } from '../packages.js'
import { checkRows, columnOf, type OpenTable } from '../reading.js'
import { arrowColumn } from './column.js'

/** Opens an Arrow IPC file. */
export const openArrow: OpenTable = async (bytes, facts) => {
  const arrow = await loadOptional('apache-arrow', 'Arrow files', () => import('apache-arrow'))
  const table = arrow.tableFromIPC(bytes)
  checkRows(table.numRows, facts)
  return {
    names: table.schema.fields.map(({ name }) => name),
    read: async (name) => arrowColumn(table, columnOf(facts, name)),
  }
}

/** How many rows a file has, by its record batches. */
export async function countRows(file: Uint8Array): Promise<number> {
  const arrow = await loadOptional('apache-arrow', 'Arrow files', () => import('apache-arrow'))
  return arrow.tableFromIPC(file).numRows
}
