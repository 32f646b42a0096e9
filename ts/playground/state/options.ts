/**
 * The options of every scheduler as the page types them, by the crate's table alone: what the workers read, which show
 * no words.
 */
import { type FieldKind, fieldsOf, isNesting, SCHEDULER_TYPES, type SchedulerType, wordsOf } from '../../wasm/table.js'

/** What is read of an option. */
export interface OptionFacts {
  /** Its name in configurations, which is its label, and under which the page keeps what was typed. */
  readonly key: string
  /** Its name in this package, and in JSON. */
  readonly name: string
  readonly kind: FieldKind
  /** What stands for one that is left out, as it would be typed: '' for none; null where it must be given. */
  readonly byDefault: string | null
  /** Whether nothing stands for it where it is as it always was. */
  readonly isImplied: boolean
}

/** What schedulers stand in one: one, several, or the parts of a sequence. */
export interface NestFacts {
  /** The name of the option, here and in JSON. */
  readonly name: string
  readonly kind: 'scheduler' | 'schedulers' | 'parts'
}

/** The class names of all schedulers, in the order of the table. */
export const PAGE_TYPES: readonly SchedulerType[] = SCHEDULER_TYPES

const isType = (type: string): type is SchedulerType => PAGE_TYPES.includes(type as SchedulerType)

const options = new Map<string, readonly OptionFacts[]>()

/** The options of a scheduler that are typed, by its class name; undefined for one that is not known. */
export function optionsOf(type: string): readonly OptionFacts[] | undefined {
  if (!isType(type)) return undefined
  let found = options.get(type)
  if (found === undefined) {
    found = fieldsOf(type)
      .filter(({ kind }) => !isNesting(kind))
      .map(({ key, name, kind, byDefault }) => ({
        key,
        name,
        kind,
        byDefault: byDefault === undefined ? null : byDefault === null ? '' : String(byDefault),
        isImplied: kind === 'check',
      }))
    options.set(type, found)
  }
  return found
}

/** What stands in a scheduler, by its class name; undefined for one that is made of no others. */
export function nestOf(type: string): NestFacts | undefined {
  if (!isType(type)) return undefined
  for (const { name, kind } of fieldsOf(type)) if (isNesting(kind)) return { name, kind }
  return undefined
}

/** What is typed for an option, or what stands for one that is left out. */
export const textIn = (options: Readonly<Record<string, string>>, { key, byDefault }: OptionFacts): string =>
  options[key] ?? byDefault ?? ''

/** The words of an option that is one of a few; undefined for any other. */
export const choicesOf = ({ kind }: OptionFacts): readonly string[] | undefined => wordsOf(kind)

/** Whether an option may be left out for a value of its own. */
export const isOptional = ({ kind }: OptionFacts): boolean => kind.endsWith('?')

/** The items of a list as it is typed. */
export const itemsOf = (text: string): string[] => text.split(/[,\s]+/).filter((item) => item !== '')
