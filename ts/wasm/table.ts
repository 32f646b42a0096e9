/**
 * The crate's table of schedulers: names, options, kinds, defaults. Knows no class and no word of documentation.
 */
import { CHOICES, SCHEDULES } from './generated/layout.js'

/** The class name of a built-in scheduler. */
export type SchedulerType = (typeof SCHEDULES)[number][0]

/** The rows of a scheduler's options. */
export type OptionsOf<T extends SchedulerType> = Extract<
  (typeof SCHEDULES)[number],
  readonly [T, ...unknown[]]
>[1][number]

/** What an option is. */
export type FieldKind = OptionsOf<SchedulerType>[1]

/** The kinds of options that are one of a few words. */
export type ChoiceKind = keyof typeof CHOICES

/** A word of such a kind. */
export type Choice<K extends ChoiceKind> = (typeof CHOICES)[K][number]

/** The words of a kind in the wire's order; undefined for a kind that is no choice. */
export const wordsOf = (kind: FieldKind): readonly string[] | undefined =>
  Object.hasOwn(CHOICES, kind) ? CHOICES[kind as ChoiceKind] : undefined

/** The kinds of options in which schedulers stand. */
export const isNesting = (kind: FieldKind): kind is 'scheduler' | 'schedulers' | 'parts' =>
  kind === 'scheduler' || kind === 'schedulers' || kind === 'parts'

const SCALED: ReadonlySet<FieldKind> = new Set(['time', 'times', 'exact', 'exact?', 'exacts'])

/** An option of a scheduler. */
export interface Field {
  /** Its name here, such as 'tWarmup'. */
  readonly name: string
  /** Its name in Composer and in configurations, such as 't_warmup'. */
  readonly key: string
  readonly kind: FieldKind
  /** What stands for one that is left out: null where that is a value of its own, undefined where it must be given. */
  readonly byDefault: number | string | boolean | null | undefined
  /** Whether the scale schedule ratio scales it; of times. */
  readonly isScaled: boolean
}

/** `tWarmup` for `t_warmup`. */
export type CamelCase<S extends string> = S extends `${infer Head}_${infer Letter}${infer Rest}`
  ? `${Head}${Uppercase<Letter>}${CamelCase<Rest>}`
  : S

/** Composer's `t_warmup` is `tWarmup` here, `t_0` is `t0`: mechanically. */
export const camelCase = (name: string): string => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())

/** Every class, in the table's order. */
export const SCHEDULER_TYPES: readonly SchedulerType[] = SCHEDULES.map(([type]) => type)

const fields = new Map<SchedulerType, readonly Field[]>()

/** The place of a scheduler in the table: its number on the wire. */
export const numberOf = (type: SchedulerType): number => SCHEDULER_TYPES.indexOf(type)

/** The options of a scheduler, in the wire's order. */
export function fieldsOf(type: SchedulerType): readonly Field[] {
  let found = fields.get(type)
  if (found === undefined) {
    const options: readonly (readonly [string, FieldKind, (number | string | boolean | null)?, string?])[] =
      SCHEDULES[numberOf(type)]![1]
    found = options.map(([key, kind, byDefault, unscaled]) => ({
      name: camelCase(key),
      key,
      kind,
      byDefault,
      isScaled: unscaled === undefined && SCALED.has(kind),
    }))
    fields.set(type, found)
  }
  return found
}

/** An option of a scheduler by its name here. */
export const fieldOf = (type: SchedulerType, name: string): Field | undefined =>
  fieldsOf(type).find((field) => field.name === name)

/** Other names that configurations have for a scheduler, of llm-foundry's and of the field's. */
export const aliasesOf = (type: SchedulerType): readonly string[] => SCHEDULES[numberOf(type)]![2]
