/**
 * What each option of a scheduler is for, in a few words: a file of its own in the build, as it is read on focus only.
 */
import { CATALOGUE } from '../../catalogue/index.js'
import type { SchedulerType } from '../../wasm/table.js'

/** What an option is for. */
export function descriptionOf(type: string, key: string): string {
  const options: Readonly<Record<string, { readonly description: string }>> = CATALOGUE[type as SchedulerType].options
  return options[key]!.description
}
