/**
 * What the values of a configuration must look like, each with the rule and the cure that its error tells.
 * Knows values, not keys.
 */
import { z } from 'zod'
import { describeValue } from '../errors/error.js'
import { isList, isMapping } from './collections.js'
import type { Node, Source } from './source.js'

/** The text of an error: rule, found, cure. */
export const reason = (rule: string, found: unknown, cure: string): string =>
  `${rule}; found ${describeValue(found)}. ${cure}`

/** The error of a schema: its rule, what was found, and its cure. */
const withMessage = (rule: string, cure: string) => ({
  error: ({ input }: { readonly input?: unknown }) => reason(rule, input, cure),
})

/** A learning rate. */
export const LEARNING_RATE = (() => {
  const error = withMessage(
    'A learning rate is a finite number of at least 0',
    'Write for example 1.2e-4, without quotes.',
  )
  return z.number(error).min(0, error)
})()

/** A finite number. */
export const NUMBER = z.number(withMessage('Must be a finite number', 'Write for example 0.1, without quotes.'))

/** A number above 0, such as a ratio. */
export const POSITIVE = (() => {
  const error = withMessage('Must be a finite number above 0', 'Write for example 0.5.')
  return z.number(error).gt(0, error)
})()

/** A count of batches, samples or the like. */
export const COUNT = (() => {
  const error = withMessage('Must be an integer from 1 to 2^53 - 1', 'Write for example 1024.')
  return z.int(error).min(1, error)
})()

/** A length of training that is no text: epochs. */
export const EPOCHS = (() => {
  const error = withMessage(
    'A plain max_duration is epochs, an integer of at least 1',
    "Write for example 10, '10ep' or '63900ba'.",
  )
  return z.int(error).min(1, error)
})()

/** A flag. */
export const FLAG = z.boolean(withMessage('Must be true or false', 'Write one of them, without quotes.'))

/** A time, still as text. */
export const TIME = z.string(
  withMessage('Must be a time as text: a number and its unit', "Write for example '100ba', '10ep' or '0.1dur'."),
)

/** A list. */
export const LIST = z.custom<readonly unknown[]>(
  isList,
  withMessage('Must be a list of times', "Write for example ['10ep', '20ep']."),
)

/** A list of numbers. */
export const NUMBER_LIST = z.custom<readonly unknown[]>(
  isList,
  withMessage('Must be a list of numbers', 'Write for example [1, 0.5, 0.1].'),
)

/** A list of schedulers. */
export const SCHEDULER_LIST = z.custom<readonly unknown[]>(
  isList,
  withMessage('Must be a list of schedulers', 'Write for example [{ name: linear }, { name: constant }].'),
)

/** A mapping of keys. */
export const MAPPING = z.custom<Readonly<Record<string, unknown>>>(
  isMapping,
  withMessage('Must be a mapping of keys', 'Write keys and values below it.'),
)

/**
 * The value of a node when it has the shape.
 *
 * @throws ConfigError at the node's place
 */
export function expectShape<T>(source: Source, node: Node, shape: z.ZodType<T>): T {
  const result = shape.safeParse(node.value)
  if (result.success) return result.data
  throw source.fail(node.path, result.error.issues[0]!.message)
}
