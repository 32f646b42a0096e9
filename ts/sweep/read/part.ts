/**
 * A part of a sweep as an open table; what is wrong with a damaged one is told with the name of the part.
 */
import { oneLine } from '../../config/errors.js'
import { systemCode } from '../../node/system.js'
import { SweepError } from '../errors.js'
import type { TableFile } from '../formats/reading.js'
import type { FormatName } from '../formats/registry.js'

/**
 * Opens a part.
 *
 * @param name what errors call it
 * @throws SweepError 'store-corrupt' for bytes that make no sense, 'missing-package' where an optional one is needed
 */
export async function openPart(format: FormatName, open: () => Promise<TableFile>, name: string): Promise<TableFile> {
  const attempt = async <T>(read: () => Promise<T>): Promise<T> => {
    try {
      return await read()
    } catch (error) {
      // The system's own, such as too many open files, say nothing about the part.
      const isOwn = error instanceof SweepError || /^E[A-Z]+$/.test(systemCode(error) ?? '')
      throw isOwn ? error : damaged(name, format, error)
    }
  }
  const file = await attempt(open)
  return {
    described: file.described,
    names: file.names,
    async read(column) {
      if (file.names.includes(column)) return attempt(() => file.read(column))
      throw damaged(name, format, new Error(`no column ${column}`))
    },
  }
}

function damaged(name: string, format: FormatName, cause: unknown): SweepError {
  const found = oneLine(cause instanceof Error ? cause.message : String(cause)).slice(0, 200)
  const message = `The part ${name} is a table as the sweep wrote it, in ${format}; found ${found}. Delete ${name} and ${name}.json and run the sweep again.`
  return new SweepError('store-corrupt', message, { cause })
}
