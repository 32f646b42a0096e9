/**
 * What writes a format, loaded by its name.
 */
import { checked } from './checked.js'
import type { Encoder } from './format.js'
import { type FormatName, formatOf, type WriterName } from './registry.js'

/**
 * Loads what writes a format.
 *
 * @param options.writer one of the format's writers; default its first
 * @throws SweepError 'missing-package' when an optional package is not installed
 */
export async function loadEncoder(name: FormatName, options: { readonly writer?: WriterName } = {}): Promise<Encoder> {
  return checked(await formatOf(name).write(options.writer))
}
