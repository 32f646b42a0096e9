/**
 * The kinds of options that are numbers, flags and words, or lists of numbers.
 */
import { SchedulerError } from '../../errors/error.js'
import { suggest } from '../../errors/spelling.js'
import { checkCount, checkFinite } from '../../state/checks.js'
import { fromJsonNumber, toJsonNumber } from '../../state/json.js'
import { type Choice, type ChoiceKind, wordsOf } from '../../wasm/table.js'
import { type Kind, listText } from './kind.js'

/** The most numbers of a list. */
export const MOST_NUMBERS = 1_000_000

/** A finite number. */
export const NUMBER: Kind<number> = {
  check: (name, found) => checkFinite(name, found === '-0' ? fromJsonNumber(name, found) : found),
  toJSON: toJsonNumber,
  toText: (value) => (Object.is(value, -0) ? '-0' : String(value)),
  encode: (value) => [value],
}

/** True or false. */
export const FLAG: Kind<boolean> = {
  check(name, found) {
    if (typeof found === 'boolean') return found
    throw new SchedulerError('bad-type', { what: name, expected: 'true or false', found })
  },
  toJSON: (value) => value,
  toText: String,
  encode: (value) => [Number(value)],
}

/** What the scale schedule ratio scales of a ramp: nothing, its slope but not its end (as Composer has it), or both. */
export type ScaleWarmup = boolean | 'fixed'

/** What comes of a tMax that ends before max_duration: an error as in Composer, a warning, or nothing. */
export type TMaxCheck = Choice<'check'>

/** What the ratio scales of one of Composer's ramps. */
export const SCALE: Kind<ScaleWarmup> = {
  check(name, found) {
    if (typeof found === 'boolean' || found === 'fixed') return found
    throw new SchedulerError('bad-type', { what: name, expected: "true, false or 'fixed'", found })
  },
  toJSON: (value) => value,
  toText: (value) => (value === 'fixed' ? "'fixed'" : String(value)),
  encode: (value) => [value === 'fixed' ? 2 : Number(value)],
}

/** Finite numbers, of an array or a typed one. */
export const NUMBERS: Kind<readonly number[]> = {
  check(name, found) {
    if (!Array.isArray(found) && (!ArrayBuffer.isView(found) || found instanceof DataView)) {
      throw new SchedulerError('bad-type', { what: name, expected: 'an array of numbers', found })
    }
    const values = found as unknown as ArrayLike<unknown>
    checkCount(`The count of ${name}`, values.length, 0, MOST_NUMBERS)
    // A copy without holes, which map would skip.
    return Object.freeze(Array.from(values, (value, index) => NUMBER.check(`${name}[${index}]`, value)))
  },
  toJSON: (values) => values.map(toJsonNumber),
  toText: (values) => listText(values, NUMBER.toText),
  encode: (values) => [values.length, ...values],
}

const listed = (words: readonly string[]): string => words.map((word) => `'${word}'`).join(', ')

/** One of a few words. */
export function choice<K extends ChoiceKind>(kind: K): Kind<Choice<K>> {
  const words = wordsOf(kind)!
  return {
    check(name, found) {
      if (typeof found !== 'string') {
        throw new SchedulerError('bad-type', { what: name, expected: `one of ${listed(words)}`, found })
      }
      if (words.includes(found)) return found as Choice<K>
      const meant = suggest(found, words)
      const cure = meant === undefined ? 'Use one of these.' : `Write '${meant}'.`
      throw new SchedulerError('option-range', { option: name, rule: `one of ${listed(words)}`, found, cure })
    },
    toJSON: (word) => word,
    toText: (word) => `'${word}'`,
    encode: (word) => [words.indexOf(word)],
  }
}
