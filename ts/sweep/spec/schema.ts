/**
 * The shape of a sweep's specification, with the rule, the cure and the description of every key. Checks no value that
 * depends on another.
 */
import { z } from 'zod'
import { shortNames } from '../../schedulers/names.js'
import { FORMAT_NAMES, formatOf } from '../formats/registry.js'
import { ABOUT, AXIS, axes, RANDOM_AXIS } from './axes.js'
import { among, MOST, mapping, text, whole, withMessage } from './rules.js'

const anything = (description: string, ...examples: unknown[]) => z.unknown().optional().meta({ description, examples })
const OBJECT = 'Write max_duration, scheduler and optimizer, each with its value.'
const BASE = z
  .looseObject(
    {
      max_duration: anything(ABOUT.max_duration!, '63900ba', '10ep'),
      scheduler: anything(
        `The scheduler: its name (${shortNames().join(', ')}, or a class of Composer's) and its options. Or a mapping of quantities: lr, and others such as momentum, each with a scheduler or a list of them.`,
        { name: 'cosine_with_warmup', t_warmup: '100ba', alpha_f: 0.1 },
        { lr: { name: 'linear' }, momentum: { name: 'constant', alpha: 0.95 } },
      ),
      schedulers: anything('Several schedulers, which multiply.', [
        { name: 'linear' },
        { name: 'step', step_size: '10ep' },
      ]),
      optimizer: anything('The optimizer, of which only lr is read.', { lr: 1.2e-4 }),
      lr: anything(ABOUT.lr!, 1.2e-4),
      scale_schedule_ratio: anything(ABOUT.ssr!, 0.5),
      dataloader_len: anything(ABOUT.dataloader_len!, 626),
      train_subset_num_batches: anything('The most batches in an epoch.', 100),
      global_train_batch_size: anything(ABOUT.global_train_batch_size!, 1024),
      max_seq_len: anything(ABOUT.max_seq_len!, 2048),
      epochs_per_iteration: anything(ABOUT.epochs_per_iteration!, 1),
      seconds_per_batch: anything(ABOUT.seconds_per_batch!, 0.25),
    },
    withMessage('A training configuration is a mapping of keys', OBJECT),
  )
  .meta({
    id: 'configuration',
    title: 'Training configuration',
    description:
      'A training configuration of Composer or llm-foundry, with interpolations; other keys are not looked at.',
  })

const KEEP_RULE = 'keep is summaries, all, or a mapping with every, first, around_boundaries'
const KEEP_CURE = 'Write for example { every: 100 }.'
const KEEP = z.union(
  [
    z.enum(['summaries', 'all'], withMessage(KEEP_RULE, KEEP_CURE)),
    mapping(
      'keep',
      {
        every: whole('every', 1, 2 ** 31 - 1, 'Write for example 100.')
          .optional()
          .meta({ description: 'Every so many batches, from batch 0.', examples: [100] }),
        first: whole('first', 1, 2 ** 31 - 1, 'Write for example 1000.')
          .optional()
          .meta({ description: 'The first batches of the run.', examples: [1000] }),
        around_boundaries: whole('around_boundaries', 0, 2 ** 31 - 1, 'Write for example 3.')
          .optional()
          .meta({
            description: 'So many batches before and after each point where the formula of a curve changes.',
            examples: [3],
          }),
      },
      KEEP_CURE,
    ).meta({
      description: 'These batches of each curve, and its last.',
      examples: [{ every: 100, first: 1000, around_boundaries: 3 }],
    }),
  ],
  withMessage(KEEP_RULE, KEEP_CURE),
)

const CONDITION = text('A condition is a text', "Write for example 't_warmup < 0.1 * max_duration'.")

/** The specification. */
export const SPEC = mapping(
  'A sweep',
  {
    name: text('A name is a text', 'Write for example mpt-family.')
      .optional()
      .meta({ title: 'Name', description: 'What titles call the sweep.', examples: ['mpt-family'] }),
    base: BASE.optional().meta({
      title: 'Base',
      description: 'The training configuration that all others are made from.',
      examples: [{ max_duration: '63900ba', scheduler: { name: 'linear' }, optimizer: { lr: 1.2e-4 } }],
    }),
    bases: z
      .record(
        z.string(),
        BASE,
        withMessage('bases are a mapping from names to training configurations', 'Write each below its name.'),
      )
      .optional()
      .meta({
        title: 'Bases',
        description: 'Several configurations by name, in place of base; `base` is then the first axis.',
        examples: [{ 'mpt-125m': { max_duration: '4800ba', scheduler: { name: 'linear' }, optimizer: { lr: 6e-4 } } }],
      }),
    environment: z
      .record(
        z.string(),
        text('A variable is a text', 'Write it in quotes.'),
        withMessage('environment is a mapping from names to texts', 'Write each variable below its name.'),
      )
      .optional()
      .meta({
        title: 'Environment',
        description: 'What interpolations of the base by oc.env read.',
        examples: [{ WORLD_SIZE: '8' }],
      }),
    grid: axes(AXIS, 'Write for example lr: [1e-4, 1e-3].')
      .optional()
      .meta({
        title: 'Grid',
        description:
          'Axes by name; each combination of their values is a configuration, and the last axis runs fastest.',
        examples: [{ t_warmup: ['50ba', '100ba'], lr: { logspace: [1e-5, 1e-2, 7] } }],
      }),
    random: mapping(
      'random',
      {
        samples: whole('samples', 1, MOST, 'Write for example 100.').meta({
          description: 'How many draws; each grid combination gets all of them.',
          examples: [100],
        }),
        seed: whole('A seed', 0, Number.MAX_SAFE_INTEGER, 'Write for example 7.')
          .optional()
          .meta({ description: 'What the draws follow from. Default 0.', examples: [7] }),
        axes: axes(RANDOM_AXIS, 'Write for example lr: { log_uniform: [1e-5, 1e-2] }.').meta({
          description: 'Random axes by name.',
          examples: [{ lr: { log_uniform: [1e-5, 1e-2] } }],
        }),
      },
      'Write samples and axes.',
    )
      .optional()
      .meta({
        title: 'Random axes',
        description: 'Axes whose values are drawn.',
        examples: [{ samples: 100, seed: 7, axes: { alpha_f: { uniform: [0, 0.2] } } }],
      }),
    where: z
      .union(
        [CONDITION, z.array(CONDITION)],
        withMessage('where is a list of conditions', "Write for example ['lr < 1e-3']."),
      )
      .optional()
      .meta({
        title: 'Conditions',
        description: 'Only combinations for which all of these hold stay.',
        examples: [['t_warmup < 0.1 * max_duration', 'not (lr > 1e-3 and ssr < 0.5)']],
      }),
    keep: KEEP.optional().meta({
      title: 'Kept batches',
      description: 'Which batches of each curve are written beside the summaries. Default summaries: none.',
      examples: ['summaries', 'all', { every: 100 }],
    }),
    invalid: among('invalid', ['error', 'record'])
      .optional()
      .meta({
        title: 'Invalid configurations',
        description: 'Whether a configuration without a curve stops the sweep (default), or is a row with its error.',
        examples: ['record'],
      }),
    format: among('format', FORMAT_NAMES)
      .optional()
      .meta({ title: 'Format', description: aboutFormats(), examples: ['arrow'] }),
    layout: among('layout', ['long', 'wide'])
      .optional()
      .meta({
        title: 'Layout',
        description: 'A row for each value (long, default), or a column for each configuration (wide).',
        examples: ['wide'],
      }),
    part_size: z
      .union(
        [z.number(), z.string()],
        withMessage('part_size is a number of bytes, or a text such as 64MB', 'Write for example 64MB.'),
      )
      .optional()
      .meta({
        title: 'Part size',
        description: 'The most bytes of values in a file, before compression. Default 64MB.',
        examples: ['64MB', 16_000_000],
      }),
  },
  'Write base, and grid or random.',
  { writer: "Parquet is written by the package itself since version 0.2; found 'writer'. Remove writer." },
).meta({ title: 'Sweep', description: 'Learning-rate schedules over many configurations.' })

function aboutFormats(): string {
  const needs = FORMAT_NAMES.flatMap((name) => {
    const { packages } = formatOf(name)
    return packages.length === 0 ? [] : [`${name} needs the package ${packages.join(' and ')}.`]
  })
  const describing = FORMAT_NAMES.filter((name) => formatOf(name).describesColumns).join(' and ')
  return `The format of the files. Default ${FORMAT_NAMES[0]}. Files of ${describing} hold the types and units of their columns. ${needs.join(' ')}`
}

/** The JSON Schema of a specification, for editors. */
export function specJsonSchema(): Record<string, unknown> {
  // Draft 7 is what editors of YAML know best.
  return { ...z.toJSONSchema(SPEC, { target: 'draft-7', io: 'input' }) }
}
