/**
 * The writers of all languages, loaded before somebody asks for one.
 */
import { LANGUAGE_NAMES, LANGUAGES } from '../../languages/index.js'

/** Loads them. */
export async function loadLanguages(): Promise<void> {
  await Promise.all(LANGUAGE_NAMES.map((name) => LANGUAGES[name].load()))
}
