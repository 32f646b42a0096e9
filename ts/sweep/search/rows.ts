/**
 * Rows as text for other programs, every number in full.
 */
import { csvFormat } from '../formats/csv.js'
import type { ColumnSpec } from '../formats/format.js'
import { ndjsonFormat } from '../formats/ndjson.js'
import { type ConfigurationRow, columnsOf } from '../run/tables.js'

/** Some columns of rows as CSV, as lines of JSON, or as one array of JSON. */
export async function encodeRows(
  rows: readonly ConfigurationRow[],
  columns: readonly ColumnSpec[],
  format: 'csv' | 'json' | 'ndjson',
): Promise<string> {
  const writer = await (format === 'csv' ? csvFormat : ndjsonFormat).open({ columns }, { rows: rows.length })
  await writer.write(columnsOf(rows, columns), rows.length)
  const text = Buffer.from(await writer.finish()).toString()
  return format === 'json' ? `[${text.trimEnd().replaceAll('\n', ',\n')}]\n` : text
}
