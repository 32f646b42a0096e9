/**
 * What opens the files of a format, by its name; and what becomes of files that are damaged.
 */
import { oneLine } from '../../config/errors.js'
import { SweepError } from '../errors.js'
import type { FormatName } from '../formats/format.js'
import { openArrow } from './arrow.js'
import { openCsv } from './csv.js'
import { openNdjson } from './ndjson.js'
import { openNpy } from './npy.js'
import { openParquet } from './parquet.js'
import type { OpenTable, TableFacts, TableFile } from './table.js'

const OPEN: { readonly [F in FormatName]: OpenTable } = {
  parquet: openParquet,
  arrow: openArrow,
  csv: openCsv,
  ndjson: openNdjson,
  npy: openNpy,
}

/** Whether there is a format of that name. */
export const isFormat = (name: unknown): name is FormatName => typeof name === 'string' && Object.hasOwn(OPEN, name)

/**
 * Opens a part.
 *
 * @param name what errors call it
 * @throws SweepError 'store-corrupt' for bytes that make no sense, 'missing-package' where an optional one is needed
 */
export async function openPart(
  format: FormatName,
  bytes: Uint8Array,
  name: string,
  facts: TableFacts,
): Promise<TableFile> {
  const told = async <T>(read: () => Promise<T>): Promise<T> => {
    try {
      return await read()
    } catch (error) {
      throw error instanceof SweepError ? error : damaged(name, format, error)
    }
  }
  const file = await told(() => OPEN[format](bytes, facts))
  return {
    names: file.names,
    async read(column) {
      if (file.names.includes(column)) return told(() => file.read(column))
      throw damaged(name, format, new Error(`no column ${column}`))
    },
  }
}

function damaged(name: string, format: FormatName, cause: unknown): SweepError {
  const found = oneLine(cause instanceof Error ? cause.message : String(cause)).slice(0, 200)
  const message = `The part ${name} is a table as the sweep wrote it, in ${format}; found ${found}. Delete ${name} and ${name}.json and run the sweep again.`
  return new SweepError('store-corrupt', message, { cause })
}
