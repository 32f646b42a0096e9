/**
 * A specification as plain JSON data: copied, so that nothing changes it later, and a tree without functions.
 */

import { isMapping } from '../../config/collections.js'
import { ConfigError } from '../../config/errors.js'
import { reason } from '../../config/shape.js'
import { isTime } from '../../state/time/time.js'

/** The most mappings and lists within one another. */
export const DEEPEST = 64
/** The most values: more than a text may have. What is shared counts wherever it stands. */
export const MOST_VALUES = 2 ** 22
/** The most characters of all keys and texts. */
export const MOST_CHARACTERS = 2 ** 25

/**
 * A copy of a value that holds mappings, lists, texts, numbers, true, false and null, of which keys without a value are
 * left out; a Time becomes its text.
 *
 * @throws ConfigError for anything else in it, for what contains itself, and for more than a specification may hold
 */
export function plainCopy(value: unknown, file: string): unknown {
  // One path for all: a copy for each value of a million would take most of the time.
  const path: (string | number)[] = []
  const fail = (rule: string, found: unknown, cure: string) =>
    new ConfigError(file, [...path], reason(rule, found, cure))
  const count = { values: 0, characters: 0 }
  const add = (kind: keyof typeof count, more: number, most: number) => {
    count[kind] += more
    if (count[kind] <= most) return
    const cure = 'Use linspace, logspace or range for long axes, or make several sweeps'
    throw new ConfigError(file, [], `A specification has at most ${most} ${kind}; found more. ${cure}.`)
  }
  const addText = (text: string) => add('characters', text.length, MOST_CHARACTERS)
  const below = (key: string | number, inner: unknown): unknown => {
    path.push(key)
    const copied = copy(inner)
    path.pop()
    return copied
  }
  const copy = (value: unknown): unknown => {
    if (typeof value === 'string') addText(value)
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value === null) {
      return value
    }
    if (isTime(value)) return String(value)
    if (path.length > DEEPEST) {
      throw fail(`A specification is at most ${DEEPEST} deep`, value, 'Write it out where it refers to itself.')
    }
    if (Array.isArray(value)) {
      add('values', value.length, MOST_VALUES)
      // By index: holes are null, and no iterator of the list's own is called.
      return Array.from({ length: value.length }, (_, index) => below(index, value[index] ?? null))
    }
    if (isMapping(value) && Object.prototype.toString.call(value) === '[object Object]') {
      const entries = Object.entries(value).filter(([, inner]) => inner !== undefined)
      add('values', entries.length, MOST_VALUES)
      for (const [key] of entries) addText(key)
      // Own keys only, also for one named __proto__.
      return Object.fromEntries(entries.map(([key, inner]) => [key, below(key, inner)]))
    }
    const rule = 'A specification holds mappings, lists, texts, numbers, true, false and null'
    throw fail(rule, value, 'Write it as one of these.')
  }
  return copy(value)
}
