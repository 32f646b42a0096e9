/**
 * The schedulers as the page offers them: the crate's table and the catalogue's words in one, with options as texts.
 */
import { CATALOGUE } from '../../catalogue/index.js'
import { type Field, type FieldKind, fieldsOf, SCHEDULER_TYPES } from '../../wasm/table.js'

/** The kinds of options that the page has fields for. */
const KINDS = ['number', 'flag', 'scale', 'time', 'times'] as const
type PageKind = Exclude<(typeof KINDS)[number], 'scale'>

const isPageKind = (kind: FieldKind): boolean => KINDS.some((known) => known === kind)

/** An option of a scheduler. */
export interface OptionInfo {
  /** Composer's name, under which the page keeps what was typed. */
  readonly key: string
  /** Its name in this package. */
  readonly name: string
  readonly kind: PageKind
  /** Composer's default as it would be typed, or null where it has none. */
  readonly byDefault: string | null
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

const TYPES = SCHEDULER_TYPES.filter((type) => fieldsOf(type).every(({ kind }) => isPageKind(kind) || kind === 'check'))

/** All that the page has fields for, in the order of the table. */
export const SCHEDULERS: readonly SchedulerInfo[] = TYPES.map((type) => {
  const { label, summary, options } = CATALOGUE[type]
  const optionOf = ({ key, name, kind, byDefault }: Field): OptionInfo => {
    const { description, example } = options[key]!
    const text = byDefault === undefined ? null : String(byDefault)
    return {
      key,
      name,
      kind: kind === 'scale' ? 'flag' : (kind as PageKind),
      byDefault: text,
      initial: text ?? example ?? '',
      description,
    }
  }
  return {
    type,
    label,
    summary,
    options: fieldsOf(type)
      .filter(({ kind }) => kind !== 'check')
      .map(optionOf),
  }
})

/** One by its class name. */
export const infoOf = (type: string): SchedulerInfo | undefined => SCHEDULERS.find((info) => info.type === type)
