/** A wrong specification gets one line: where, the rule, what was found, the cure. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolations look like that
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ConfigError } from '../../../../ts/config/index.js'
import { setWarningHandler } from '../../../../ts/index.js'
import { planSweep, SweepPlan } from '../../../../ts/sweep/plan/plan.js'
import { readSpec } from '../../../../ts/sweep/spec/spec.js'
import { messageFrom } from '../../../helpers/message.js'
import { runs } from '../../../helpers/repetition.js'

const base = {
  max_duration: '100ba',
  dataloader_len: 10,
  scheduler: { name: 'cosine_with_warmup', t_warmup: '10ba' },
  lr: 0.1,
}
const two = {
  ...base,
  scheduler: undefined,
  schedulers: [
    { name: 'step', step_size: '5ba' },
    { name: 'exponential', gamma: 0.9 },
  ],
}
const random = (axes: object, rest: object = {}) => ({ random: { samples: 2, ...rest, axes } })
const message = (keys: object) => messageFrom(() => planSweep({ base, ...keys }, { file: 's.yaml' }))

const RUN =
  'lr, max_duration, ssr, scale_schedule_ratio, dataloader_len, train_dataloader_len, global_train_batch_size, train_batch_size, max_seq_len, epochs_per_iteration, seconds_per_batch, train_subset_num_batches'
const AXIS = 'An axis is a list of values, or has one of the keys linspace, logspace, range'
const AXIS_CURE = 'Write for example [50ba, 100ba] or { linspace: [0.25, 2, 8] }.'
const RANDOM = 'A random axis has one of the keys uniform, log_uniform, choice'
const LR = 'A learning rate is a finite number of at least 0'
const LR_CURE = 'Write for example 1.2e-4, without quotes.'
const T_MAX =
  "t_max must be at least max_duration, or the schedule is undefined at its end; found t_max 50ba and max_duration 100ba. Raise t_max, or leave it at '1dur'."
const SIZE = 'part_size is from 64KiB to 1GiB, a whole number of bytes or a text with kB, MB, GB, KiB, MiB or GiB'
const TIME = 'Must be a time as text: a number and its unit'
const TIME_CURE = "Write for example '100ba', '10ep' or '0.1dur'."

const CASES: [object, string][] = [
  [
    { gird: {} },
    'gird: A sweep has the keys name, base, bases, environment, grid, random, where, keep, invalid, format, layout, part_size; found "gird". Write grid.',
  ],
  [
    { grid: { lr: [] } },
    'grid.lr: An axis has at least one value; found an empty list. Add a value, or remove the axis.',
  ],
  [{ grid: { lr: 5 } }, `grid.lr: ${AXIS}; found 5. ${AXIS_CURE}`],
  [{ grid: { lr: { linspac: [1, 2, 3] } } }, `grid.lr: ${AXIS}; found a mapping with "linspac". ${AXIS_CURE}`],
  [
    { grid: { lr: { linspace: [1, 2] } } },
    'grid.lr.linspace: linspace takes three things, from, to and a count; found an array of length 2. Write for example [0.25, 2, 8].',
  ],
  [
    { grid: { lr: { linspace: [1, 2, 1] } } },
    'grid.lr.linspace[2]: The count of values is an integer from 2 to 1000000; found 1. Write for example 8.',
  ],
  [
    { grid: { lr: { linspace: [1, 'x', 5] } } },
    'grid.lr.linspace[1]: An end is a finite number here; found "x". Write for example 8, without quotes.',
  ],
  [
    { grid: { lr: { linspace: [1, true, 5] } } },
    "grid.lr.linspace[1]: An end is a number, or a time with its unit; found true. Write for example 1e-4 or '10ep'.",
  ],
  [
    { grid: { lr: { linspace: [1, 2, 3], range: [1, 2, 3] } } },
    `grid.lr: ${AXIS}; found a mapping with "linspace", "range". ${AXIS_CURE}`,
  ],
  [
    { grid: { t_warmpu: ['1ba'] } },
    `grid.t_warmpu: An axis is one of ${RUN}, t_warmup, t_max, alpha_f, scale_warmup, check, or the path of an option such as schedulers[0].t_warmup; found "t_warmpu". Write t_warmup.`,
  ],
  [
    { grid: { 'scheduler.name': ['linear'] } },
    `grid["scheduler.name"]: An axis is one of ${RUN}, t_warmup, t_max, alpha_f, scale_warmup, check, or the path of an option such as schedulers[0].t_warmup; found "scheduler.name". Use one of these; schedulers of other classes are bases.`,
  ],
  [{ grid: { lr: [0.1, '0.2'] } }, `grid.lr[1]: ${LR}; found "0.2". ${LR_CURE}`],
  [{ grid: { lr: [0.1, -1] } }, `grid.lr[1]: ${LR}; found -1. ${LR_CURE}`],
  [
    { grid: { lr: [[true]] } },
    "grid.lr[0][0]: A list among the values holds times as texts, or numbers; found true. Write for example ['10ep', '20ep'] or [1, 0.5].",
  ],
  [{ grid: { t_warmup: ['50ba', '100ba', 100] } }, `grid.t_warmup[2]: ${TIME}; found 100. ${TIME_CURE}`],
  [
    { grid: { t_warmup: ['5 parsecs'] } },
    `grid.t_warmup[0]: A time is written as a number and a unit (iter, ep, ba, sp, tok, dur or sec) or as wall-clock time like '1h20m40s'; found "5 parsecs". Write for example '10ep', '0.5dur' or '100ba'.`,
  ],
  [
    { grid: { t_warmup: ['5sec'] } },
    "grid.t_warmup[0]: A scheduler takes no wall-clock time; found 5sec. Use ep, ba, sp, tok, iter, or a fraction of the run in 'dur'.",
  ],
  [
    { grid: { alpha_f: [0.1, Number.NaN] } },
    'grid.alpha_f[1]: A value of an axis is a number, a text, true, false, null or a list of times or numbers; found NaN. Write it as in a configuration.',
  ],
  [
    { grid: { max_duration: ['0ba'] } },
    "grid.max_duration[0]: max_duration is at least 1; found 0ba. Write for example '10ep'.",
  ],
  [
    { grid: { max_duration: ['1dur'] } },
    "grid.max_duration[0]: max_duration is an absolute time; found 1.0dur. Use iter, ep, ba, sp, tok or sec, not 'dur'.",
  ],
  [
    { grid: { max_duration: [0] } },
    "grid.max_duration[0]: A plain max_duration is epochs, an integer of at least 1; found 0. Write for example 10, '10ep' or '63900ba'.",
  ],
  [{ grid: { ssr: [0] } }, 'grid.ssr[0]: Must be a finite number above 0; found 0. Write for example 0.5.'],
  [
    { grid: { seconds_per_batch: [1, 1e-9] } },
    'grid.seconds_per_batch[1]: secondsPerBatch in microseconds must be an integer of at least 1 and within ±(2^53 - 1); found 0. Use a smaller or whole number, or a coarser unit.',
  ],
  [
    { grid: { scale_warmup: [true, 'yes'] } },
    'grid.scale_warmup[1]: Must be true or false; found "yes". Write one of them, without quotes.',
  ],
  [
    { grid: { lr: [0.1], 'optimizer.lr': [0.2] } },
    'grid["optimizer.lr"]: Two axes set different things; found lr and optimizer.lr. Remove one.',
  ],
  [
    { grid: { lr: [0.1] }, ...random({ lr: { uniform: [0, 1] } }) },
    'random.axes.lr: Two axes set different things; found lr twice. Remove one.',
  ],
  [
    { grid: { lr: { logspace: [0, 1, 5] } } },
    'grid.lr.logspace[0]: Both ends of a logarithmic interval are above 0; found 0. Write the values, not exponents.',
  ],
  [
    { grid: { lr: { logspace: [1, -5, 5] } } },
    'grid.lr.logspace[1]: Both ends of a logarithmic interval are above 0; found -5. Write the values, not exponents.',
  ],
  [
    { grid: { lr: { range: [0, 1, -0.1] } } },
    'grid.lr.range: A step leads from the first end to the second; found -0.1. Change its sign or size.',
  ],
  [
    { grid: { lr: { range: [0, 1, 0] } } },
    'grid.lr.range: A step leads from the first end to the second; found 0. Change its sign or size.',
  ],
  [
    { grid: { lr: { range: [0, 1, 1e-9] } } },
    'grid.lr.range: An axis has at most 1000000 values; found 1000000001. Use a larger step.',
  ],
  [
    { grid: { lr: { linspace: [-1e308, 1e308, 3] } } },
    'grid.lr.linspace: The distance of the ends is a finite number; found -1e+308 and 1e+308. Bring them nearer.',
  ],
  [
    { grid: { max_duration: { range: ['10ep', '100ba', '10ep'] } } },
    'grid.max_duration.range: The ends and the step of an interval have one unit; found 10ep and 100ba. Write all in one.',
  ],
  [
    { grid: { lr: [0.1, 0.2, 0.1] } },
    'grid.lr[2]: An axis has each value once; found 0.1 twice. Leave it out, or use fewer values.',
  ],
  [
    { grid: { t_warmup: { linspace: ['1ba', '2ba', 5] } } },
    'grid.t_warmup.linspace: An axis has each value once; found "1ba" twice. Leave it out, or use fewer values.',
  ],
  [
    { grid: { max_seq_len: { linspace: [1, 2.5, 2] } } },
    'grid.max_seq_len.linspace[1]: An end is a whole number here; found 2.5. Write for example 8, without quotes.',
  ],
  [
    { grid: { scale_warmup: { linspace: [0, 1, 2] } } },
    'grid.scale_warmup.linspace: Only numbers and times have intervals; found linspace. Write a list of values.',
  ],
  [
    { grid: { lr: { linspace: [0, 1, 1_000_000] }, ssr: [1, 2] } },
    'A sweep has at most 1000000 combinations before its conditions; found 2000000. Use fewer values or samples, or several sweeps.',
  ],
  [
    { grid: { base: ['x'] } },
    `grid.base: An axis is one of ${RUN}, t_warmup, t_max, alpha_f, scale_warmup, check, or the path of an option such as schedulers[0].t_warmup; found "base". Use one of these; schedulers of other classes are bases.`,
  ],
  [
    { random: { samples: 2 } },
    'random.axes: Axes are a mapping from names to values; found none. Write for example lr: { log_uniform: [1e-5, 1e-2] }.',
  ],
  [
    { random: { axes: { lr: { uniform: [0, 1] } } } },
    'random.samples: samples is an integer from 1 to 1000000; found none. Write for example 100.',
  ],
  [
    random({ lr: { uniform: [0, 1] } }, { samples: 0 }),
    'random.samples: samples is an integer from 1 to 1000000; found 0. Write for example 100.',
  ],
  [
    random({ lr: { uniform: [0, 1] } }, { seed: -1 }),
    'random.seed: A seed is an integer from 0 to 2^53 - 1; found -1. Write for example 7.',
  ],
  [
    random({ lr: { uniform: [0, 1] } }, { sample: 3 }),
    'random.sample: random has the keys samples, seed, axes; found "sample". Write samples.',
  ],
  [random({}), 'random.axes: random has at least one axis; found none. Add one, or remove random.'],
  [
    random({ lr: { uniform: [1, 0] } }),
    'random.axes.lr.uniform: The first end is below the second; found 1 and 0. Swap or change them.',
  ],
  [
    random({ lr: { uniform: [0] } }),
    'random.axes.lr.uniform: uniform takes two ends; found an array of length 1. Write for example [0, 0.2].',
  ],
  [
    random({ lr: { log_uniform: [0, 1] } }),
    'random.axes.lr.log_uniform[0]: Both ends of a logarithmic interval are above 0; found 0. Write the values, not exponents.',
  ],
  [
    random({ lr: { normal: [0, 1] } }),
    `random.axes.lr: ${RANDOM}; found a mapping with "normal". Write for example { uniform: [0, 0.2] }.`,
  ],
  [
    random({ lr: [1] }),
    `random.axes.lr: ${RANDOM}; found an array of length 1. Write for example { uniform: [0, 0.2] }.`,
  ],
  [random({ lr: { choice: ['x'] } }), `random.axes.lr.choice[0]: ${LR}; found "x". ${LR_CURE}`],
  [random({ t_warmup: { uniform: [0, 1] } }), `random.axes.t_warmup.uniform[0]: ${TIME}; found 0. ${TIME_CURE}`],
  [
    { where: ['lr > 0', 't_warmup <'] },
    'where[1]: A value stands here; found its end at character 11. Write a name, a number, or an expression in parentheses.',
  ],
  [
    { where: ['lr > 0 and rl < 1'] },
    `where[0]: The names are ${RUN}, t_warmup, t_max, alpha_f, scale_warmup, check; found "rl" at character 12. Write lr.`,
  ],
  [
    { where: ['lr'] },
    'where[0]: A condition is true or false; found a number, 0.1, at character 1. Compare it with something, for example by <, = or between.',
  ],
  [
    { where: ['max_seq_len > 1'] },
    'where[0]: A condition names what each configuration has; found max_seq_len, which the base does not give. Add it, or make it an axis.',
  ],
  [{ where: [5] }, "where[0]: A condition is a text; found 5. Write for example 't_warmup < 0.1 * max_duration'."],
  [
    { where: ['lr > "a"'] },
    'where[0]: Both sides of > are numbers or times, or both are texts; found a number, 0.1, and a text, "a", at character 4. Write texts in quotes, and numbers without.',
  ],
  [
    { where: ['t_warmup > 5tok'] },
    'where[0]: This needs the count of tokens; found nothing to count it by. Set global_train_batch_size.',
  ],
  [
    { keep: 'some' },
    'keep: keep is summaries, all, or a mapping with every, first, around_boundaries; found "some". Write for example { every: 100 }.',
  ],
  [
    { keep: {} },
    'keep: keep has at least one of every, first, around_boundaries; found none. Add one, or write summaries.',
  ],
  [{ keep: { evry: 1 } }, 'keep.evry: keep has the keys every, first, around_boundaries; found "evry". Write every.'],
  [{ keep: { every: 0 } }, 'keep.every: every is an integer from 1 to 2147483647; found 0. Write for example 100.'],
  [
    { keep: { around_boundaries: 1.5 } },
    'keep.around_boundaries: around_boundaries is an integer from 0 to 2147483647; found 1.5. Write for example 3.',
  ],
  [{ invalid: 'skip' }, 'invalid: invalid is one of error, record; found "skip". Write one of them.'],
  [{ format: 'hdf5' }, 'format: format is one of parquet, arrow, csv, ndjson, npy; found "hdf5". Write one of them.'],
  [
    { writer: 'hyparquet-writer' },
    "writer: Parquet is written by the package itself since version 0.2; found 'writer'. Remove writer.",
  ],
  [{ layout: 'tall' }, 'layout: layout is one of long, wide; found "tall". Write one of them.'],
  [{ part_size: '64 megs' }, `part_size: ${SIZE}; found "64 megs". Write for example 64MB.`],
  [{ part_size: 5 }, `part_size: ${SIZE}; found 5. Write for example 64MB.`],
  [{ name: 5 }, 'name: A name is a text; found 5. Write for example mpt-family.'],
  [{ environment: { LEN: 5 } }, 'environment.LEN: A variable is a text; found 5. Write it in quotes.'],
  [
    { bases: { a: base } },
    'bases: A sweep has either base or bases; found both. Put all into bases, each with a name.',
  ],
  [
    { base: undefined },
    'base: A sweep has a base; found none. Add base, a training configuration with max_duration, scheduler and optimizer.',
  ],
  [
    { base: undefined, bases: {} },
    'bases: bases have at least one training configuration; found none. Add one with a name.',
  ],
  [
    { base: undefined, bases: { a: 5 } },
    'bases.a: A training configuration is a mapping of keys; found 5. Write max_duration, scheduler and optimizer, each with its value.',
  ],
  [
    { base: 5 },
    'base: A training configuration is a mapping of keys; found 5. Write max_duration, scheduler and optimizer, each with its value.',
  ],
  [{ base: { ...base, lr: 'x' } }, `base.lr: ${LR}; found "x". ${LR_CURE}`],
  [
    { base: { ...base, scheduler: { name: 'cosine_with_warmup' } } },
    'base.scheduler.t_warmup: CosineAnnealingWithWarmupScheduler needs t_warmup; found none. Add t_warmup.',
  ],
  [
    { base: { ...base, max_duration: undefined } },
    "base.max_duration: A run has a length; found none. Add max_duration, for example '63900ba' or '10ep'.",
  ],
  [
    { base: undefined, bases: { 'mpt-7b': base, b: { ...base, max_duration: '0ba' } } },
    "bases.b.max_duration: max_duration is at least 1; found 0ba. Write for example '10ep'.",
  ],
  [
    { base: undefined, bases: { a: base, b: two }, grid: { t_warmup: ['1ba'] } },
    `grid.t_warmup: An axis is one of ${RUN}, step_size, decay_period, or the path of an option such as schedulers[0].step_size; found "t_warmup" for the base "b". Use one of these; schedulers of other classes are bases.`,
  ],
  [
    { base: two, grid: { gamma: [0.1] } },
    'grid.gamma: An option without a path is one that a single scheduler has; found schedulers[0].gamma and schedulers[1].gamma. Write schedulers[0].gamma or schedulers[1].gamma.',
  ],
  [
    { base: two, grid: { 'schedulers[2].gamma': [1] } },
    `grid["schedulers[2].gamma"]: An axis is one of ${RUN}, step_size, decay_period, or the path of an option such as schedulers[0].step_size; found "schedulers[2].gamma". Write schedulers[0].gamma.`,
  ],
  [{ grid: { lr: [1], t_max: ['50ba', '100ba'] } }, `base.scheduler: ${T_MAX} Configuration 0: lr 1, t_max 50ba.`],
  [
    { grid: { t_max: ['1dur', '50ba'], t_warmup: ['10ba', '20ba'] } },
    `base.scheduler: ${T_MAX} Configuration 2: t_max 50ba, t_warmup 10ba.`,
  ],
  [
    { grid: { ssr: [1, 0.001] } },
    'base.max_duration: max_duration must be at least 1 once it is scaled; found 100ba × 0.001 = 0ba. Use a higher scale schedule ratio or a longer max_duration. Configuration 1: ssr 0.001.',
  ],
  [
    { grid: { max_duration: ['100tok'] } },
    'base.max_duration: This needs the count of tokens; found nothing to count it by. Set global_train_batch_size. Configuration 0: max_duration 100tok.',
  ],
  [
    { grid: { max_duration: ['9000000000ba'] } },
    'base.max_duration: A run of a sweep has at most 2147483647 batches; found 9000000000. Shorten max_duration. Configuration 0: max_duration 9000000000ba.',
  ],
  [
    { base: { ...base, dataloader_len: '${oc.env:LEN}' }, grid: { t_warmup: ['1ba', '1ep'] } },
    'base.dataloader_len: An environment variable without a default must be set; found no LEN. Set it, or write ${oc.env:LEN,DEFAULT}. Configuration 1: t_warmup 1ep.',
  ],
  [
    {
      base: { ...base, scheduler: { name: 'cosine_annealing_warm_restarts', t_0: '10ba' } },
      grid: { t_mult: [1, 0.5] },
    },
    'base.scheduler: The interval between restarts must stay above 0; found that t_0 10ba times t_mult 0.5, again and again, has decayed to 0 at batch 18. Raise t_mult or t_0. Configuration 1: t_mult 0.5.',
  ],
  [
    { base: { ...base, scheduler: { name: 'multi_step', milestones: [] } }, grid: { milestones: [['5ba'], '9ba'] } },
    `grid.milestones[1]: Must be a list of times; found "9ba". Write for example ['10ep', '20ep'].`,
  ],
  [
    {
      base: { ...base, scheduler: { name: 'multi_step', milestones: [] } },
      grid: { milestones: [['5ba'], ['9ba', '1h']] },
    },
    "grid.milestones[1]: A scheduler takes no wall-clock time; found 3600sec. Use ep, ba, sp, tok, iter, or a fraction of the run in 'dur'.",
  ],
  [
    { keep: 'all', part_size: '64KiB', grid: { max_duration: { range: ['2000000000ba', '2000000099ba', '1ba'] } } },
    'part_size: A sweep has at most 100000 parts; found more. Raise part_size, or keep fewer batches.',
  ],
]

describe('what is told of a wrong specification', () => {
  test.each<[object, string]>(CASES)('%j', (keys, line) => {
    expect(message(keys)).toBe(`s.yaml: ${line}`)
  })

  test('of text that is none', () => {
    const read = (text: string) => messageFrom(() => readSpec(text, { file: 's.yaml' }))
    expect(read('- a')).toBe(
      's.yaml: A sweep is a mapping of keys; found an array of length 1. Write base, and grid or random.',
    )
    expect(read('')).toBe('s.yaml: A sweep is a mapping of keys; found null. Write base, and grid or random.')
    expect(read('base: {}\n---\nbase: {}')).toBe(
      "s.yaml: A sweep is one YAML or JSON document; found 2 documents. Keep one of them, without the line '---' between.",
    )
    expect(read('base: 5')).toBe(
      's.yaml: base: A training configuration is a mapping of keys; found 5. Write max_duration, scheduler and optimizer, each with its value.',
    )
  })

  test('of what is no data', () => {
    const rule = 'A specification holds mappings, lists, texts, numbers, true, false and null'
    expect(message({ name: () => 1 })).toBe(`s.yaml: name: ${rule}; found a function. Write it as one of these.`)
    expect(message({ base: { ...base, x: 1n } })).toBe(`s.yaml: base.x: ${rule}; found 1n. Write it as one of these.`)
    expect(message({ base: { x: new Map() } })).toBe(
      `s.yaml: base.x: ${rule}; found an object. Write it as one of these.`,
    )
    const circle: Record<string, unknown> = { ...base }
    circle.self = circle
    expect(message({ base: circle })).toContain(
      'A specification is at most 64 deep; found an object. Write it out where it refers to itself.',
    )
  })

  test('of a number of a configuration, and of what is no plan', () => {
    const plan = planSweep({ base, grid: { lr: [1, 2] } })
    expect(messageFrom(() => plan.configuration(2))).toBe(
      'The number of a configuration must be an integer of at least 0 and at most 1; found 2. Use a smaller or whole number, or a coarser unit.',
    )
    for (const json of [null, 5, 'x', '{}', {}, { type: 'SweepPlan', version: 0 }]) {
      expect(messageFrom(() => SweepPlan.fromJSON(json))).toMatch(
        /^plan: A plan is what toJSON made, of version 1 or 2; found .+\. Plan the sweep again\.$/,
      )
    }
  })
})

describe('no specification', () => {
  beforeAll(() => void setWarningHandler(() => {}))
  afterAll(() => void setWarningHandler(null))

  const whole = {
    name: 'x',
    base: { ...base, variables: { x: '1ba' }, optimizer: { lr: 1 } },
    environment: { A: 'b' },
    grid: { lr: [0.1, 0.2], t_warmup: { range: ['1ba', '3ba', '1ba'] }, ssr: { linspace: [1, 2, 2] } },
    random: { samples: 2, seed: 3, axes: { alpha_f: { uniform: [0, 1] }, max_seq_len: { choice: [1, 2] } } },
    where: ['lr < 1', 't_warmup < 5ba'],
    keep: { every: 10, first: 3, around_boundaries: 1 },
    invalid: 'record',
    format: 'parquet',
    layout: 'wide',
    part_size: '100kB',
  }
  type Path = (string | number)[]
  const paths = (value: unknown, at: Path = []): Path[] =>
    typeof value === 'object' && value !== null
      ? [at, ...Object.entries(value).flatMap(([key, inner]) => paths(inner, [...at, key]))]
      : [at]
  const put = (value: unknown, [key, ...rest]: Path, other: unknown): unknown => {
    if (key === undefined) return other
    const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<string | number, unknown>
    copy[key] = put(copy[key], rest, other)
    return copy
  }
  const number = fc.oneof(
    fc.double(),
    fc.integer(),
    fc.constantFrom(0, -0, 1e308, 2 ** 53, 1e-320, Number.NaN, Infinity),
  )
  const time = fc
    .tuple(number, fc.constantFrom('iter', 'ep', 'ba', 'sp', 'tok', 'dur', 'sec', ''))
    .map((t) => t.join(''))
  const key = fc.constantFrom(
    'lr',
    'ssr',
    't_warmup',
    'milestones',
    'scheduler.t_max',
    'linspace',
    'logspace',
    'range',
    'uniform',
    'log_uniform',
    'choice',
    'every',
    'a',
    'samples',
    '__proto__',
    'toString',
  )
  const text = fc.oneof(
    fc.string(),
    time,
    key,
    fc.constantFrom('${x}', 'all', 'lr < ssr', 't_warmup < 5ba', 'linear', '64MB'),
  )
  const small = fc.oneof(number, text, fc.boolean(), fc.constant(null))
  const wild = fc.oneof(
    small,
    fc.array(small, { maxLength: 4 }),
    fc.tuple(fc.oneof(number, time), fc.oneof(number, time), fc.oneof(number, time, fc.integer({ min: 2, max: 5 }))),
    fc.dictionary(
      key,
      fc.oneof(small, fc.array(small, { maxLength: 3 }), fc.dictionary(key, fc.array(small, { maxLength: 3 }))),
    ),
    fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withTypedArray: true,
      withSparseArray: true,
      withNullPrototype: true,
      withBoxedValues: true,
    }),
  )

  function attempt(spec: unknown): void {
    let plan: SweepPlan
    try {
      plan = planSweep(spec as object, { file: 'f' })
    } catch (error) {
      expect(error).toBeInstanceOf(ConfigError)
      expect((error as Error).message).toMatch(/^f: .+; found .+\.$/)
      return
    }
    for (let index = 0; index < Math.min(plan.size, 3); index++) {
      try {
        plan.configuration(index)
      } catch (error) {
        expect(error).toBeInstanceOf(ConfigError)
        expect(plan.spec.invalid).toBe('record')
      }
    }
    expect(SweepPlan.fromJSON(JSON.stringify(plan)).digest).toBe(plan.digest)
  }

  test('makes the planner fail in any other way: every key takes every value', () => {
    for (const place of paths(whole)) {
      fc.assert(
        fc.property(wild, (value) => attempt(put(whole, place, value))),
        { numRuns: runs(150) },
      )
    }
  })

  test('does so with other keys, and several values at once', () => {
    const all = paths(whole)
    const change = fc.tuple(fc.nat(all.length - 1), fc.option(key, { nil: undefined }), wild)
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        let spec: unknown = whole
        for (const [index, added, value] of changes) {
          try {
            spec = put(spec, added === undefined ? all[index]! : [...all[index]!, added], value)
          } catch {
            // What an earlier change took away can't be changed.
          }
        }
        attempt(spec)
      }),
      { numRuns: runs(2000) },
    )
  })
})
