/**
 * The schedulers as the page offers them: the crate's table and the catalogue's words in one, with options as texts.
 */
import { CATALOGUE, isInPython } from '../../catalogue/index.js'
import { nestOf, type OptionFacts, optionsOf, PAGE_TYPES } from './options.js'

/** An option of a scheduler. */
export interface OptionInfo extends OptionFacts {
  /** What a new scheduler starts with. */
  readonly initial: string
}

/** What lists put together: what Composer has a class of, other forms, and what is made of other schedulers. */
export type Group = 'Composer’s schedulers' | 'Other forms' | 'Made of others'

/** A scheduler. */
export interface SchedulerInfo {
  readonly type: string
  readonly label: string
  readonly summary: string
  readonly group: Group
  readonly options: readonly OptionInfo[]
}

/** All of them, in the order of the table, which has those of a group together. */
export const SCHEDULERS: readonly SchedulerInfo[] = PAGE_TYPES.map((type) => {
  const { label, summary, options } = CATALOGUE[type]
  return {
    type,
    label,
    summary,
    group: isInPython(type) ? 'Composer’s schedulers' : nestOf(type) === undefined ? 'Other forms' : 'Made of others',
    options: optionsOf(type)!.map((facts) => {
      // The page's build leaves out the words of options that have no example.
      const words: Readonly<Record<string, { readonly example?: string }>> = options
      const { example } = words[facts.key] ?? {}
      // An option that may be left out starts with its example, where the scheduler needs one of several.
      return { ...facts, initial: facts.byDefault || example || '' }
    }),
  }
})

/** One by its class name. */
export const infoOf = (type: string): SchedulerInfo | undefined => SCHEDULERS.find((info) => info.type === type)
