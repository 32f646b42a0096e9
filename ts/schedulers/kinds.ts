/**
 * The kinds of options: how a value of each is checked, written to JSON and to the wire. Knows no scheduler.
 */
import { SchedulerError } from '../errors/error.js'
import { checkCount, checkFinite } from '../state/checks.js'
import { fromJsonNumber, type JsonNumber, toJsonNumber } from '../state/json.js'
import { checkTime } from '../state/state.js'
import type { Time } from '../state/time/time.js'
import { encodeTime } from '../wasm/encode.js'
import type { FieldKind } from '../wasm/table.js'

/** What an option is once it is checked, by its kind. */
export interface KindValues {
  number: number
  flag: boolean
  time: Time
  times: readonly Time[]
}

/** An option in JSON. */
export type OptionJSON = JsonNumber | boolean | string | string[]

interface Kind<T> {
  /** The value, immutable; an error for any other. JSON's texts for numbers count as numbers. */
  check(name: string, found: unknown): T
  toJSON(value: T): OptionJSON
  encode(value: T): readonly number[]
}

/** The most times of a list, such as milestones. */
export const MOST_TIMES = 1_000_000

const KINDS: { readonly [K in FieldKind]: Kind<KindValues[K]> } = {
  number: {
    check: (name, found) => checkFinite(name, found === '-0' ? fromJsonNumber(name, found) : found),
    toJSON: toJsonNumber,
    encode: (value) => [value],
  },
  flag: {
    check(name, found) {
      if (typeof found === 'boolean') return found
      throw new SchedulerError('bad-type', { what: name, expected: 'true or false', found })
    },
    toJSON: (value) => value,
    encode: (value) => [Number(value)],
  },
  time: {
    check: checkTime,
    toJSON: (value) => value.toTimestring(),
    encode: encodeTime,
  },
  times: {
    check(name, found) {
      if (!Array.isArray(found)) {
        throw new SchedulerError('bad-type', { what: name, expected: 'an array of times', found })
      }
      checkCount(`The count of ${name}`, found.length, 0, MOST_TIMES)
      // A copy without holes, which map would skip.
      return Object.freeze(Array.from(found, (time, index) => checkTime(`${name}[${index}]`, time)))
    },
    toJSON: (value) => value.map((time) => time.toTimestring()),
    encode: (value) => [value.length, ...value.flatMap(encodeTime)],
  },
}

/** What is done with values of a kind. */
export const kindOf = (kind: FieldKind): Kind<unknown> => KINDS[kind] as Kind<unknown>
