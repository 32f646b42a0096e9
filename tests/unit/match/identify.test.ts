/** What a log shows by itself: schedules in round numbers, or why it shows none. */
import { evaluate, TrainingRun } from 'scale-schedule'
import { describe, expect, test } from 'vitest'
import { matchLog } from '../../../ts/match/match.js'
import { type Canonical, toScheduler } from '../../golden2/canonical.js'
import { TOOLS } from '../../helpers/training-logs.js'

/** The log of a schedule as a tool writes it. */
function logOf(schedule: Canonical, base: number, tool: string, steps: readonly number[], total = 1000): string {
  const { write, offset } = TOOLS[tool]!
  const at = steps.map((step) => Math.max(0, step + offset))
  const lrs = evaluate(toScheduler(schedule, 'ba'), new TrainingRun({ maxDuration: '1000ba' }), { at, baseLr: base })
  return write(
    steps.map((step, index) => ({ step, lr: lrs[index]! })),
    total,
  )
}

const every = (stride: number, last = 1000) => Array.from({ length: last / stride }, (_, index) => (index + 1) * stride)
const of = (type: string, params: object): Canonical => ({ type, params: params as Canonical['params'] })

const FORMS: readonly (readonly [string, Canonical, number, string, Record<string, number | string>])[] = [
  ['a constant', of('constant', {}), 0.1, 'constant', { base_lr: 0.1 }],
  [
    'a constant with a ramp',
    of('constant', { t_warmup: 60 }),
    0.1,
    'constant_with_warmup',
    { base_lr: 0.1, t_warmup: 60 },
  ],
  [
    'a line',
    of('linear', { t_warmup: 100, t_max: 1000, alpha_f: 0 }),
    3e-4,
    'linear_decay',
    { base_lr: 3e-4, t_warmup: 100, t_max: 1000 },
  ],
  ['a cosine', of('cosine', { t_max: 1000 }), 1e-3, 'cosine_decay', { base_lr: 1e-3, t_max: 1000 }],
  [
    'a cosine with ramp and floor',
    of('cosine', { t_warmup: 100, t_max: 1000, alpha_f: 0.1 }),
    6e-4,
    'cosine_decay',
    { base_lr: 6e-4, t_warmup: 100, t_max: 1000, alpha_f: 0.1 },
  ],
  [
    "nanoGPT's",
    of('cosine', { t_warmup: 100, t_max: 1000, alpha_f: 0.1, first_step: '(t+1)/(w+1)' }),
    6e-4,
    'cosine_decay',
    { base_lr: 6e-4, t_warmup: 100, t_max: 1000, alpha_f: 0.1, first_step: '(t+1)/(w+1)' },
  ],
  [
    'warmup-stable-decay',
    of('wsd', { t_warmup: 100, t_max: 1000, t_decay: 200, decay: 'cosine', alpha_f: 0.1 }),
    1e-3,
    'wsd',
    { base_lr: 1e-3, t_warmup: 100, t_max: 1000, t_decay: 200, alpha_f: 0.1, decay: 'cosine' },
  ],
  [
    'an inverse square root',
    of('inverse_sqrt', { t_warmup: 100, timescale: 100 }),
    1e-3,
    'inverse_square_root',
    { base_lr: 1e-3, t_warmup: 100, timescale: 100 },
  ],
  [
    'a power',
    of('polynomial', { t_max: 1000, power: 2 }),
    0.1,
    'polynomial_decay',
    { base_lr: 0.1, t_max: 1000, power: 2 },
  ],
  [
    'equal factors',
    of('exponential', { gamma: 0.5, t_decay: 200 }),
    0.01,
    'exponential_decay',
    { base_lr: 0.01, gamma: 0.5, t_decay: 200 },
  ],
  ['steps', of('step', { t_step: 300, gamma: 0.1 }), 0.1, 'step_decay', { base_lr: 0.1, t_step: 300, gamma: 0.1 }],
  ['restarts', of('cosine_restarts', { t_0: 250 }), 0.1, 'cosine_restarts', { base_lr: 0.1, t_0: 250 }],
  [
    "torch's one cycle",
    of('one_cycle', { t_peak: 299, t_end: 999, alpha_i: 0.04, alpha_f: 4e-6 }),
    0.1,
    'one_cycle',
    { base_lr: 0.1, t_peak: 299, t_end: 999, alpha_i: 0.04, alpha_f: 4e-6 },
  ],
  [
    'one of three phases',
    of('one_cycle', { t_peak: 299, t_return: 598, t_end: 999, alpha_i: 0.1, alpha_f: 0.001, anneal: 'linear' }),
    0.01,
    'one_cycle',
    { base_lr: 0.01, t_peak: 299, t_return: 598, t_end: 999, alpha_i: 0.1, alpha_f: 0.001, anneal: 'linear' },
  ],
  [
    'triangles',
    of('cyclic', { t_up: 80, t_down: 120, alpha_min: 0.1, mode: 'triangular2' }),
    0.01,
    'cyclic',
    { base_lr: 0.01, t_up: 80, t_down: 120, alpha_min: 0.1, mode: 'triangular2' },
  ],
  [
    "Hugging Face's restarts",
    of('cosine_hard_restarts', { t_warmup: 100, t_max: 1000, num_cycles: 3 }),
    3e-4,
    'cosine_hard_restarts',
    { base_lr: 3e-4, t_warmup: 100, t_max: 1000, num_cycles: 3 },
  ],
  [
    'waves',
    of('cosine', { t_warmup: 100, t_max: 1000, num_cycles: 1.5, after: 'continue' }),
    3e-4,
    'cosine_decay',
    { base_lr: 3e-4, t_warmup: 100, t_max: 1000, num_cycles: 1.5, after: 'continue' },
  ],
  [
    'equal factors after a ramp',
    of('exponential', { t_warmup: 100, gamma: 0.5, t_decay: 300 }),
    0.01,
    'exponential_decay',
    { base_lr: 0.01, t_warmup: 100, gamma: 0.5, t_decay: 300 },
  ],
  [
    'a ramp along a cosine',
    of('linear', { t_warmup: 200, t_max: 1000, warmup: 'cosine' }),
    3e-4,
    'linear_decay',
    { base_lr: 3e-4, t_warmup: 200, t_max: 1000, warmup: 'cosine' },
  ],
  [
    'a ramp from above zero',
    of('cosine', { t_warmup: 200, t_max: 1000, alpha_w: 0.1, alpha_f: 0.01 }),
    3e-4,
    'cosine_decay',
    { base_lr: 3e-4, t_warmup: 200, t_max: 1000, alpha_w: 0.1, alpha_f: 0.01 },
  ],
]

const cases = FORMS.flatMap((form) =>
  (
    [
      ['ndjson', 1],
      ['trainerState', 10],
      ['oldMegatron', 10],
      ['tensorboard', 50],
    ] as const
  ).map(([tool, stride]) => [form[0], tool, stride, form] as const),
)

test.each(cases)('%s in %s, at stride %i', (_, tool, stride, [, schedule, base, name, parameters]) => {
  const answer = matchLog(logOf(schedule, base, tool, every(stride)))
  expect(answer).toMatchObject({ same: null, cause: null, firstStep: null, identified: true })
  expect(answer.schedules[0], answer.reason ?? '').toMatchObject({ name, parameters })
})

test('two thirds of a line end where the log says that they were to', () => {
  const line = of('linear', { t_warmup: 100, t_max: 1000, alpha_f: 0 })
  const { schedules } = matchLog(logOf(line, 3e-4, 'trainerState', every(10, 700)))
  expect(schedules[0]!.parameters).toEqual({ base_lr: 3e-4, t_warmup: 100, t_max: 1000 })
})

test('the same curve is said under its other name, and torch has its own arguments', () => {
  const cycle = of('one_cycle', { t_peak: 299, t_end: 999, alpha_i: 0.04, alpha_f: 4e-6 })
  const { reason, schedules } = matchLog(logOf(cycle, 0.1, 'ndjson', every(10)))
  expect(reason).toContain('pct_start 0.3, div_factor 25, final_div_factor 10000.')
  expect(reason).toContain('The same curve is cosine_decay.')
  expect(schedules.map(({ name }) => name)).toEqual(['one_cycle', 'cosine_decay'])
})

describe('too little is refused, with the reason', () => {
  const cosine = of('cosine', { t_warmup: 100, t_max: 1000, alpha_f: 0.1 })
  const line = of('linear', { t_warmup: 100, t_max: 1000, alpha_f: 0 })
  test.each<[string, string, RegExp]>([
    ['one point', logOf(cosine, 6e-4, 'ndjson', [500]), /Too few points: 1 /],
    ['three points', logOf(cosine, 6e-4, 'tensorboard', [400, 500, 600]), /Too few points: 3 /],
    ['a part of the warm-up', logOf(cosine, 6e-4, 'wandb', every(10, 90)), /Only a part of the warm-up/],
    ['four decimals of a small rate', logOf(cosine, 6e-4, 'composerConsole', every(10)), /[Dd]igits/],
    [
      'two runs',
      logOf(cosine, 6e-4, 'ndjson', every(10, 500)) + logOf(line, 3e-4, 'ndjson', every(10, 500)),
      /two runs/,
    ],
  ])('%s', (_, log, reason) => {
    expect(matchLog(log)).toMatchObject({ same: null, identified: false, reason: expect.stringMatching(reason) })
  })

  test('less than a cycle of triangles', () => {
    const once = logOf(of('cyclic', { t_up: 400, alpha_min: 0.1 }), 0.01, 'ndjson', every(10, 700))
    expect(matchLog(once)).toMatchObject({ identified: false, reason: expect.stringMatching(/Less than a cycle/) })
  })

  test('a log that begins behind the rise of one cycle', () => {
    const cycle = of('one_cycle', { t_peak: 299, t_end: 999, alpha_i: 0.04, alpha_f: 4e-6 })
    const late = logOf(cycle, 0.1, 'ndjson', every(10).slice(40))
    expect(matchLog(late)).toMatchObject({ identified: false, reason: expect.stringMatching(/one_cycle/) })
  })

  test('rates of one digit are no rounded ones', () => {
    const rows = every(10).map((step) => JSON.stringify({ step, lr: step < 500 ? 0.1 : 0.2 }))
    expect(matchLog(rows.join('\n'))).toMatchObject({ identified: false })
  })

  test('what is no family', () => {
    const rows = every(10).map((step) => JSON.stringify({ step, lr: 1e-3 * (2 + Math.sin(step * step)) }))
    expect(matchLog(rows.join('\n'))).toMatchObject({ identified: false, schedules: [] })
  })
})
