/**
 * What the schemas of a specification are made of: each error says the rule, what was found and the cure.
 */
import { z } from 'zod'
import { isMapping } from '../../config/collections.js'
import { describeValue } from '../../errors/error.js'
import { spellingCure } from '../../errors/spelling.js'

/** The most combinations of a sweep, and values of an axis: what is planned in seconds, and fits into memory. */
export const MOST = 1_000_000
/** The most bases. */
export const MOST_BASES = 10_000
/** The most variables of an environment. */
export const MOST_VARIABLES = 10_000
/** The most conditions. */
export const MOST_CONDITIONS = 1000
/** The most milestones times combinations: each is converted for each run. */
export const MOST_MILESTONES = 20_000_000
/** The most words of conditions times combinations: about 20 ns each. */
export const MOST_WORDS = 100_000_000

/** A value as these errors show it. */
export const found = (input: unknown): string => {
  if (input === undefined) return 'none'
  if (!isMapping(input)) return describeValue(input)
  const keys = Object.keys(input)
  return keys.length === 0
    ? 'an empty mapping'
    : `a mapping with ${keys
        .slice(0, 8)
        .map((key) => describeValue(key))
        .join(', ')}`
}

/** What zod gives to the error of a schema. */
export type Issue = { readonly code?: string; readonly input?: unknown; readonly keys?: readonly string[] }
/** The error of a schema: its rule, what was found, and its cure. */
export const withMessage = (rule: string, cure: string) => ({
  error: ({ input }: Issue) => `${rule}; found ${found(input)}. ${cure}`,
})

/**
 * A mapping with these keys and no others.
 *
 * @param gone what is said of keys that there once were
 */
export function mapping<S extends z.ZodRawShape>(
  what: string,
  shape: S,
  cure: string,
  gone: Readonly<Record<string, string>> = {},
) {
  const names = Object.keys(shape)
  return z.strictObject(shape, {
    error: ({ code, keys, input }: Issue) => {
      if (code !== 'unrecognized_keys') return `${what} is a mapping of keys; found ${found(input)}. ${cure}`
      const key = keys?.[0] ?? ''
      if (Object.hasOwn(gone, key)) return gone[key]!
      const has = names.length === 1 ? 'only the key' : 'the keys'
      return `${what} has ${has} ${names.join(', ')}; found ${describeValue(key)}. ${spellingCure(key, names)}`
    },
  })
}

/** A text. */
export const text = (rule: string, cure: string) => z.string(withMessage(rule, cure))
/** One of some words. */
export const among = <const N extends readonly [string, ...string[]]>(what: string, names: N) =>
  z.enum(names, withMessage(`${what} is one of ${names.join(', ')}`, 'Write one of them.'))

/** An integer in a range. */
export function whole(what: string, least: number, most: number, cure: string) {
  const error = withMessage(
    `${what} is an integer from ${least} to ${most === Number.MAX_SAFE_INTEGER ? '2^53 - 1' : most}`,
    cure,
  )
  return z.int(error).min(least, error).max(most, error)
}
