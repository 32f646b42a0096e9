/**
 * What is done with an option by its kind, and what an option is in JSON. Knows no kind.
 */
import type { JsonNumber } from '../../state/json.js'
import type { SchedulerType } from '../../wasm/table.js'

/** A built-in scheduler in JSON: its class, and its options as the constructor takes them. */
export interface SchedulerJSON {
  /** The class name, for example 'LinearScheduler'. */
  type: SchedulerType
  /** Times are strings, numbers are numbers ('-0' is a string), schedulers are objects like this one. */
  [option: string]: OptionJSON
}

/** A part of a sequence in JSON that keeps the clock of the sequence. */
export interface PartJSON {
  /** What it is. */
  scheduler: SchedulerJSON
  /** Its clock. */
  clock: 'outer'
}

/** An option in JSON. */
export type OptionJSON =
  | JsonNumber
  | boolean
  | string
  | null
  | string[]
  | JsonNumber[]
  | SchedulerJSON
  | (SchedulerJSON | PartJSON)[]

/** What is done with values of a kind. */
export interface Kind<T> {
  /** The value, immutable; an error for any other. JSON's texts for numbers count as numbers. */
  check(name: string, found: unknown): T
  toJSON(value: T): OptionJSON
  /** As code has it. */
  toText(value: T): string
  encode(value: T): readonly number[]
  /** Whether a value goes without saying: JSON and text leave it out, as they did before there was the option. */
  isImplied?(value: T): boolean
}

// More values of a list than these are counted only.
const MOST_SHOWN = 8

/** A list as code has it. */
export function listText<T>(values: readonly T[], textOf: (value: T) => string): string {
  const left = values.length - MOST_SHOWN
  return `[${values.slice(0, MOST_SHOWN).map(textOf).join(', ')}${left > 0 ? `, … ${left} more` : ''}]`
}

/** The kind of values that may also be null. */
export const nullable = <T>({ check, toJSON, toText, encode }: Kind<T>): Kind<T | null> => ({
  check: (name, found) => (found === null ? null : check(name, found)),
  toJSON: (value) => (value === null ? null : toJSON(value)),
  toText: (value) => (value === null ? 'null' : toText(value)),
  encode: (value) => (value === null ? [0] : [1, ...encode(value)]),
})
