/**
 * Rows as text for other programs, every number in full.
 */
import { loadEncoder } from '../formats/load.js'
import type { FormatName } from '../formats/registry.js'
import type { ColumnSpec } from '../formats/table.js'
import type { TableRow } from '../run/rows.js'
import { columnsOf } from '../run/tables.js'

/** A form of rows: the format of the rows, and what stands before, between and after them. */
interface Form {
  readonly format: FormatName
  readonly finish: (text: string) => string
}

const FORMS = {
  csv: { format: 'csv', finish: (text) => text },
  json: { format: 'ndjson', finish: (text) => `[${text.trimEnd().replaceAll('\n', ',\n')}]\n` },
  ndjson: { format: 'ndjson', finish: (text) => text },
} as const satisfies Record<string, Form>

/** How rows are written: as CSV, as one array of JSON, or as lines of JSON. */
export type RowForm = keyof typeof FORMS

/** Some columns of rows as text. */
export async function encodeRows(
  rows: readonly TableRow[],
  columns: readonly ColumnSpec[],
  form: RowForm,
): Promise<string> {
  const { format, finish } = FORMS[form]
  const writer = await (await loadEncoder(format)).open({ columns }, { rows: rows.length })
  await writer.write(columnsOf(rows, columns), rows.length)
  return finish(Buffer.from(await writer.finish()).toString())
}
