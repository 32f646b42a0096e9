/**
 * What each option of a scheduler and each key of the outline is for, in a few words: a file of its own in the build, as
 * it is read on focus only.
 */
import { CATALOGUE } from '../../catalogue/index.js'
import type { SchedulerType } from '../../wasm/table.js'

/** What an option is for. */
export function descriptionOf(type: string, key: string): string {
  const options: Readonly<Record<string, { readonly description: string }>> = CATALOGUE[type as SchedulerType].options
  return options[key]!.description
}

/** What the keys of the outline do. */
export const OUTLINE_KEYS =
  'Arrows choose another scheduler; with Alt, up and down move it, right puts it into the one before, left takes it out; Delete removes it; Enter goes to its options.'
