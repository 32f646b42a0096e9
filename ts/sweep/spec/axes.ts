/**
 * The shapes that the axes of a specification have. Which names and values an axis may have is axes.ts's matter.
 */
import { z } from 'zod'
import { SCHEDULER_TYPES } from '../../wasm/table.js'
import { axisFieldsOf } from './fields.js'
import { found, type Issue, MOST, mapping, whole, withMessage } from './rules.js'

const AMOUNT = z
  .union(
    [z.number(), z.string()],
    withMessage('An end is a number, or a time with its unit', "Write for example 1e-4 or '10ep'."),
  )
  .meta({ id: 'amount', description: "A number, or a time such as '10ep' or '0.1dur'." })

const SCALAR = z.union(
  [
    z.number(),
    z.string(),
    z.boolean(),
    z.null(),
    z.array(
      z.union(
        [z.string(), z.number()],
        withMessage(
          'A list among the values holds times as texts, or numbers',
          "Write for example ['10ep', '20ep'] or [1, 0.5].",
        ),
      ),
    ),
  ],
  withMessage(
    'A value of an axis is a number, a text, true, false, null or a list of times or numbers',
    'Write it as in a configuration.',
  ),
)

const LIST = z
  .array(SCALAR, withMessage('The values of an axis are a list', 'Write for example [50ba, 100ba].'))
  .min(1, { error: 'An axis has at least one value; found an empty list. Add a value, or remove the axis.' })
  .meta({ description: 'The values, in this order.' })

const COUNT_OF_VALUES = whole('The count of values', 2, MOST, 'Write for example 8.')
const three = (name: string, meaning: string, example: string) =>
  withMessage(`${name} takes three things, ${meaning}`, `Write for example ${example}.`)

/** Two ends and a count under a key. */
const counted = <Name extends 'linspace' | 'logspace'>(name: Name, example: string) =>
  mapping(
    'An axis',
    { [name]: z.tuple([AMOUNT, AMOUNT, COUNT_OF_VALUES], three(name, 'from, to and a count', example)) },
    'Write a list.',
  )

const pair = (name: string, example: string) =>
  z.tuple([AMOUNT, AMOUNT], withMessage(`${name} takes two ends`, `Write for example ${example}.`))

/** An axis of the grid. */
export const AXIS = z
  .union(
    [
      LIST,
      counted('linspace', '[0.25, 2, 8]').meta({
        description: 'Evenly spaced values: from, to (inclusive), count.',
        examples: [{ linspace: [0.25, 2, 8] }],
      }),
      counted('logspace', '[1e-5, 1e-2, 7]').meta({
        description: 'Values with equal ratios: from, to (inclusive; values, not exponents), count.',
        examples: [{ logspace: [1e-5, 1e-2, 7] }],
      }),
      mapping(
        'An axis',
        { range: z.tuple([AMOUNT, AMOUNT, AMOUNT], three('range', 'from, to and a step', '[10ep, 100ep, 10ep]')) },
        'Write a list.',
      ).meta({
        description: 'Values at equal steps: from, to (inclusive where it is reached exactly), step.',
        examples: [{ range: ['10ep', '100ep', '10ep'] }],
      }),
    ],
    withMessage(
      'An axis is a list of values, or has one of the keys linspace, logspace, range',
      'Write for example [50ba, 100ba] or { linspace: [0.25, 2, 8] }.',
    ),
  )
  .meta({ id: 'axis', title: 'Axis', description: 'The values that a key of the configuration takes.' })

/** A random axis. */
export const RANDOM_AXIS = z
  .union(
    [
      mapping('A random axis', { uniform: pair('uniform', '[0, 0.2]') }, 'Write a mapping.').meta({
        description: 'Evenly distributed from the first end up to the second.',
        examples: [{ uniform: [0, 0.2] }],
      }),
      mapping('A random axis', { log_uniform: pair('log_uniform', '[1e-5, 1e-2]') }, 'Write a mapping.').meta({
        description: 'With an evenly distributed logarithm.',
        examples: [{ log_uniform: [1e-5, 1e-2] }],
      }),
      mapping('A random axis', { choice: LIST }, 'Write a mapping.').meta({
        description: 'One of these values, each as likely.',
        examples: [{ choice: ['50ba', '100ba'] }],
      }),
    ],
    withMessage(
      'A random axis has one of the keys uniform, log_uniform, choice',
      'Write for example { uniform: [0, 0.2] }.',
    ),
  )
  .meta({ id: 'random_axis', title: 'Random axis', description: 'What the values of a key are drawn from.' })

/** What the keys of a run are. */
export const ABOUT: { readonly [name: string]: string } = {
  lr: 'The initial learning rate.',
  ssr: "Composer's scale schedule ratio.",
  max_duration: 'How long to train, before it is scaled; a plain number is epochs.',
  dataloader_len: 'Batches in an epoch.',
  global_train_batch_size: 'Samples in a batch over all devices.',
  max_seq_len: 'Tokens in a sample.',
  epochs_per_iteration: 'Epochs in an iteration.',
  seconds_per_batch: 'Wall clock of a batch.',
}
const OPTIONS = [...new Set(SCHEDULER_TYPES.flatMap((type) => axisFieldsOf(type).map(({ key }) => key)))]

/** Axes by name. Editors complete the names; they are checked together with the configuration. */
export function axes<A extends z.ZodType>(axis: A, cure: string) {
  const entries = [...Object.keys(ABOUT), ...OPTIONS].map((name) => {
    const description = ABOUT[name] ?? `The option ${name} of the scheduler that has it.`
    return [name, axis.optional().meta({ title: name, description })] as const
  })
  const error = ({ input }: Issue) => `Axes are a mapping from names to values; found ${found(input)}. ${cure}`
  return z.object(Object.fromEntries(entries), { error }).catchall(axis)
}
