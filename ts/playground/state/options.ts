/**
 * The options of the schedulers that the page has fields for, by the crate's table alone: what the workers read, which
 * show no words.
 */
import { type FieldKind, fieldsOf, SCHEDULER_TYPES, type SchedulerType } from '../../wasm/table.js'

/** The kinds of options that the page has fields for. */
const KINDS = ['number', 'flag', 'scale', 'time', 'times'] as const
type PageKind = Exclude<(typeof KINDS)[number], 'scale'>

const isPageKind = (kind: FieldKind): boolean => KINDS.some((known) => known === kind)

/** What is read of an option. */
export interface OptionFacts {
  /** Composer's name, under which the page keeps what was typed. */
  readonly key: string
  /** Its name in this package. */
  readonly name: string
  readonly kind: PageKind
  /** Composer's default as it would be typed, or null where it has none. */
  readonly byDefault: string | null
}

/** The class names of all that the page has fields for, in the order of the table. */
export const PAGE_TYPES: readonly SchedulerType[] = SCHEDULER_TYPES.filter((type) =>
  fieldsOf(type).every(({ kind }) => isPageKind(kind) || kind === 'check'),
)

const OPTIONS: ReadonlyMap<string, readonly OptionFacts[]> = new Map(
  PAGE_TYPES.map((type) => [
    type,
    fieldsOf(type)
      .filter(({ kind }) => kind !== 'check')
      .map(({ key, name, kind, byDefault }) => ({
        key,
        name,
        kind: kind === 'scale' ? 'flag' : (kind as PageKind),
        byDefault: byDefault === undefined ? null : String(byDefault),
      })),
  ]),
)

/** The options of a scheduler, by its class name; undefined for one that the page has no fields for. */
export const optionsOf = (type: string): readonly OptionFacts[] | undefined => OPTIONS.get(type)
