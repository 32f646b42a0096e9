/**
 * The schedulers as the page offers them: the crate's table and the catalogue's words in one, with options as texts.
 */
import { CATALOGUE } from '../../catalogue/index.js'
import { type OptionFacts, optionsOf, PAGE_TYPES } from './options.js'

/** An option of a scheduler. */
export interface OptionInfo extends OptionFacts {
  /** What a new scheduler starts with. */
  readonly initial: string
  readonly description: string
}

/** A scheduler. */
export interface SchedulerInfo {
  readonly type: string
  readonly label: string
  readonly summary: string
  readonly options: readonly OptionInfo[]
}

/** All that the page has fields for, in the order of the table. */
export const SCHEDULERS: readonly SchedulerInfo[] = PAGE_TYPES.map((type) => {
  const { label, summary, options } = CATALOGUE[type]
  return {
    type,
    label,
    summary,
    options: optionsOf(type)!.map((facts) => {
      const { description, example } = options[facts.key]!
      return { ...facts, initial: facts.byDefault ?? example ?? '', description }
    }),
  }
})

/** One by its class name. */
export const infoOf = (type: string): SchedulerInfo | undefined => SCHEDULERS.find((info) => info.type === type)
