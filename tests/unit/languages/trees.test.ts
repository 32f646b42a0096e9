/** Forms without a class in other libraries, and trees: their text in each language, and the reasons for none. */
import { describe, expect, test } from 'vitest'
import { convertTime, TrainingRun } from '../../../ts/index.js'
import { type NodeFactor, programOf } from '../../../ts/languages/program.js'
import type { BuiltinScheduler } from '../../../ts/schedulers/builtin.js'
import { described } from '../../helpers/described.js'
import { type LanguageName, writeIn } from '../../helpers/languages.js'

const RUN = new TrainingRun({ maxDuration: '100ba', samplesPerBatch: 8, dataloaderLen: 10 })
const program = (scheduler: BuiltinScheduler | string, run = RUN) =>
  programOf({ name: 'tree', factors: [scheduler], run, baseLr: 0.5 }, convertTime)

/** The text, or the reason why there is none. */
const written = (language: LanguageName, scheduler: BuiltinScheduler, run = RUN): string =>
  writeIn(language, program(scheduler, run))

const line = described('LinearDecayScheduler', { alpha_i: 0.8, alpha_f: 0.2 })
const trapezoid = described('WarmupStableDecayScheduler', {
  t_warmup: '10ba',
  t_decay: '0.2dur',
  decay: '1-sqrt',
  warmup: 'cosine',
})
const sequence = described('SequenceScheduler', {
  schedulers: [line, { scheduler: described('StepScheduler', { step_size: '20ba' }), clock: 'outer' }],
  at: ['60ba'],
})
const values = described('PiecewiseConstantScheduler', { boundaries: ['20ba', '0.5dur'], values: [1, 0.5, 1e-7] })

describe('a form that no library has', () => {
  const body = `def alpha(step):
    """A ramp, a stable phase, and a decay at the end."""
    if step < 10:
        p = step / 10
        return (1 - math.cos(math.pi * p)) / 2 * (1 - 0) + 0
    if 100 <= step:
        return 0
    if step < 100 - 20:
        return 1
    tau = (step - 100 + 20) / 20
    s = 1
    left = 1 - math.sqrt(tau)
    return left * (s - 0) + 0
`
  test.each<[LanguageName, string]>([
    [
      'typescript',
      "    new WarmupStableDecayScheduler({ tDecay: '0.2dur', decay: '1-sqrt', tWarmup: '10ba', warmup: 'cosine' }),\n",
    ],
    [
      'composer',
      `import math

from composer import Trainer


${body}

def scheduler(state, ssr=1.0):
    """Of this run, for which the ratio has scaled its times already."""
    return alpha(state.timestamp.batch.value)


trainer = Trainer(
`,
    ],
    ['math', body.trimEnd()],
    [
      'jax',
      `    return jnp.select([(step < 10), (100 <= step), (step < 100 - 20)], [piece_1, piece_2, piece_3], piece_4)`,
    ],
    [
      'yaml',
      `scheduler:
  name: wsd
  t_decay: 0.2dur
  decay: 1-sqrt
  t_warmup: 10ba
  warmup: cosine
`,
    ],
    ['json', '"scheduler": {\n    "name": "wsd",\n    "t_decay": "0.2dur",\n'],
  ])('in %s', (language, part) => {
    expect(written(language, trapezoid)).toContain(part)
  })
})

describe('a tree', () => {
  test.each<[LanguageName, string]>([
    [
      'typescript',
      "    new SequenceScheduler({ schedulers: [new LinearDecayScheduler({ alphaI: 0.8, alphaF: 0.2 }), { scheduler: new StepScheduler({ stepSize: '20ba' }), clock: 'outer' }], at: ['60ba'] }),\n",
    ],
    [
      'math',
      `def alpha_1(step):
    """A ramp, then a straight line from alpha_i to alpha_f."""
    if 60 <= step:
        return 0.2
    tau = step / 60
    return 0.8 + (0.2 - 0.8) * tau


def alpha_2(step):
    """Multiplies by gamma at fixed intervals."""
    n = math.trunc(step / 20)
    return 0.1 ** n


def alpha(step):
    """One part after another, each on a clock and a run of its own."""
    if step < 60:
        return alpha_1(step)
    return alpha_2(step)`,
    ],
    ['jax', '    return jnp.select([step < 60], [alpha_1(step)], alpha_2(step))'],
    [
      'yaml',
      `scheduler:
  name: sequential
  schedulers:
    - name: LinearDecayScheduler
      alpha_i: 0.8
      alpha_f: 0.2
    - scheduler:
        name: StepScheduler
        step_size: 20ba
      clock: outer
  at: [60ba]
`,
    ],
    ['json', '"clock": "outer"\n'],
  ])('in %s', (language, part) => {
    expect(written(language, sequence)).toContain(part)
  })

  test('may have a function in TypeScript only', () => {
    const custom = (state: { batch: number }) => state.batch
    const product = described('ProductScheduler', { schedulers: [custom, line] })
    expect(written('typescript', product)).toContain(
      'schedulers: [(state, ssr = 1) => custom1(state, ssr), new LinearDecayScheduler(',
    )
    expect(written('typescript', product)).toContain('const custom1: (state: State, ssr: number) => number = (state)')
    for (const language of ['composer', 'math', 'jax', 'yaml', 'json'] as const) {
      expect(written(language, product)).toMatch(/^A function in JavaScript has no counterpart in \w+; found one\./)
    }
  })
})

test('lists of values are written, a number with an exponent as PyYAML reads it', () => {
  expect(written('typescript', values)).toContain("boundaries: ['20ba', '0.5dur'], values: [1, 0.5, 1e-7]")
  expect(written('yaml', values)).toContain('  boundaries: [20ba, 0.5dur]\n  values: [1, 0.5, 1.0e-7]\n')
  expect(written('math', values)).toContain('    n = bisect_right([20, 50], step)\n    return [1, 0.5, 1e-7][n]')
})

describe('a part is converted for its own run', () => {
  /** The batches of the first time of each part. */
  const lengths = (node: BuiltinScheduler, run = RUN) => {
    const [factor] = program(node, run).factors
    return (factor as NodeFactor).parts.map(({ factor: part }) =>
      part.kind === 'function' ? null : part.options.find(({ key }) => key === 't_max')!.batches[0],
    )
  }
  const part = described('LinearDecayScheduler', { t_max: '0.5dur' })
  const node = (type: Parameters<typeof described>[0], options: object) =>
    described(type, { scheduler: part, ...options })
  const half = new TrainingRun({ maxDuration: '200ba', dataloaderLen: 10, scaleScheduleRatio: 0.5 })

  test.each<[string, BuiltinScheduler, (number | null)[], TrainingRun?]>([
    ['a product', described('ProductScheduler', { schedulers: [part, part] }), [50, 50]],
    [
      'a sequence',
      described('SequenceScheduler', { schedulers: [part, part, part], at: ['20ba', '0.6dur'] }),
      [10, 20, 20],
    ],
    ['a sequence by samples', described('SequenceScheduler', { schedulers: [part, part], at: ['168sp'] }), [10.5, 39]],
    [
      'a sequence at a ratio',
      described('SequenceScheduler', { schedulers: [part, part], at: ['80ba'] }),
      [20, 30],
      half,
    ],
    [
      'a sequence with an outer clock',
      described('SequenceScheduler', { schedulers: [part, { scheduler: part, clock: 'outer' }], at: ['20ba'] }),
      [10, 50],
    ],
    ['a shift', node('ShiftScheduler', { by: '20ba' }), [40]],
    ['a shift back', node('ShiftScheduler', { by: '-2ep' }), [60]],
    ['a ramp', node('WithWarmupScheduler', { t_warmup: '10ba' }), [45]],
    ['a ramp over it', node('WithWarmupScheduler', { t_warmup: '10ba', start: 'over' }), [50]],
    ['a longer run', node('StretchScheduler', { factor: 1.5 }), [75]],
    ['a repeat', node('RepeatScheduler', { every: '20ba' }), [10]],
    ['a repeat of a fraction', node('RepeatScheduler', { every: '2.5ep' }), [12]],
  ])('of %s', (_, scheduler, batches, run) => {
    expect(lengths(scheduler, run)).toEqual(batches)
  })
})

test('the clock of a part begins where its node says, and its times are known where that is between two batches', () => {
  const step = described('StepScheduler', { step_size: '20ba' })
  const startsOf = (type: Parameters<typeof described>[0], options: Readonly<Record<string, unknown>>) => {
    const { parts } = program(described(type, options)).factors[0] as NodeFactor
    return parts.map(({ start, factor }) => [
      start?.batches ?? null,
      start?.counter ?? null,
      factor.kind === 'function' ? [] : factor.options.flatMap(({ batches }) => batches),
    ])
  }
  const schedulers = [step, step, { scheduler: step, clock: 'outer' }]
  expect(startsOf('SequenceScheduler', { schedulers, at: ['84sp', '0.6dur'] })).toEqual([
    [0, 'sp', [20]],
    [10.5, 'sp', [20]],
    [null, null, [20]],
  ])
  const one = { scheduler: step }
  expect(startsOf('ShiftScheduler', { ...one, by: '-5.5ba' })).toEqual([[-5.5, 'ba', [20]]])
  expect(startsOf('WithWarmupScheduler', { ...one, t_warmup: '12.5ba' })).toEqual([[12.5, 'ba', [20]]])
  expect(startsOf('WithWarmupScheduler', { ...one, t_warmup: '12ba', start: 'over' })).toEqual([[null, null, [20]]])
  expect(startsOf('RepeatScheduler', { ...one, every: '2ep' })).toEqual([[0, 'ba', [20]]])
  expect(startsOf('ClampScheduler', one)).toEqual([[null, null, [20]]])
})

test('a function in a tree is written as the text that it gives of itself', () => {
  const custom = Object.assign(() => 0.5, { toString: () => '(() => () => 0.25)()' })
  const product = described('ProductScheduler', { schedulers: [custom, line] })
  const made = programOf({ name: 'tree', factors: [product, custom], run: RUN, baseLr: 1 }, convertTime)
  expect(writeIn('typescript', made).match(/= \(\(\) => \(\) => 0\.25\)\(\)/g)).toHaveLength(2)
})

test.each<[string, BuiltinScheduler, string]>([
  [
    'between two batches',
    described('SequenceScheduler', { schedulers: [line, line], at: ['12sp'] }),
    'PyTorch counts in steps; found a part that begins at 12sp, which is no whole number of batches. Give it in ba.',
  ],
  [
    'of a shift between two batches',
    described('ShiftScheduler', { scheduler: line, by: '0.25ep' }),
    'PyTorch counts in steps; found by 0.25ep, which is no whole number of batches. Give it in ba.',
  ],
  [
    'that repeats without a length',
    described('RepeatScheduler', { scheduler: line, every: '0ba' }),
    'What repeats has a length above 0; found every 0 batches. Make it longer.',
  ],
  [
    'in epochs without a length',
    described('EdenScheduler', { t_batches: '10ba', t_epochs: '100ba' }),
    'PyTorch counts epochs by the batches in one; found none. Give dataloader_len, or leave out t_epochs.',
  ],
])('what is %s has no counterpart', (_, scheduler, reason) => {
  const run = new TrainingRun({
    maxDuration: '100ba',
    samplesPerBatch: 8,
    dataloaderLen: reason.includes('epochs') ? null : 10,
  })
  expect(written('math', scheduler, run)).toBe(reason)
})
