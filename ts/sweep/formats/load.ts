/**
 * What writes a format, loaded by its name.
 */
import { checked } from './checked.js'
import type { Encoder } from './format.js'
import { type FormatName, formatOf } from './registry.js'

/**
 * Loads what writes a format.
 *
 * @throws SweepError 'missing-package' when an optional package is not installed
 */
export async function loadEncoder(name: FormatName): Promise<Encoder> {
  return checked(await formatOf(name).write())
}
