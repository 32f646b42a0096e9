/** Schedules in each language: the whole text of the main example, the options that are written, the reasons for none. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readConfig } from '../../../ts/config/read.js'
import { convertTime, evaluate, Scheduler, TrainingRun } from '../../../ts/index.js'
import { LANGUAGE_NAMES, LANGUAGES, type LanguageName, writeIn } from '../../../ts/languages/index.js'
import { type Program, programOf } from '../../../ts/languages/program.js'
import { runs } from '../../helpers/repetition.js'

const MPT = new TrainingRun({ maxDuration: '63900ba', samplesPerBatch: 1024, tokensPerSample: 2048 })
const cosine = { type: 'CosineAnnealingWithWarmupScheduler', tWarmup: '100ba', alphaF: 0.1 }

const program = (factors: readonly (object | string)[], run = MPT, baseLr = 1.2e-4): Program =>
  programOf(
    {
      name: 'mpt-7b',
      factors: factors.map((factor) => (typeof factor === 'string' ? factor : Scheduler.fromJSON(factor))),
      run,
      baseLr,
    },
    convertTime,
  )

/** The text, or the reason why there is none. */
async function written(language: LanguageName, ...args: Parameters<typeof program>): Promise<string> {
  const found = await writeIn(language, program(...args))
  return 'text' in found ? found.text : found.reason
}

/** The lines that start a scheduler or are within one. */
const lineOf = (text: string, word: string) => text.split('\n').find((line) => line.includes(word))

test('the list of languages has a label and an ending for each', () => {
  expect(LANGUAGE_NAMES).toEqual(['typescript', 'composer', 'pytorch', 'optax', 'yaml', 'json'])
  expect(LANGUAGE_NAMES.map((name) => `${LANGUAGES[name].label}.${LANGUAGES[name].extension}`)).toEqual([
    'TypeScript.ts',
    'Composer.py',
    'PyTorch.py',
    'optax.py',
    'llm-foundry YAML.yaml',
    'JSON.json',
  ])
})

describe('the main example', () => {
  test.each<[LanguageName, string]>([
    [
      'typescript',
      `import { CosineAnnealingWithWarmupScheduler, evaluate, TrainingRun } from 'scale-schedule'

const run = new TrainingRun({
  maxDuration: '63900ba',
  samplesPerBatch: 1024,
  tokensPerSample: 2048,
})

// mpt-7b: the learning rate of every batch.
export const learningRates = evaluate(
  [
    new CosineAnnealingWithWarmupScheduler({ tWarmup: '100ba', alphaF: 0.1 }),
  ],
  run,
  { baseLr: 0.00012 },
)
`,
    ],
    [
      'composer',
      `from composer import Trainer
from composer.optim import CosineAnnealingWithWarmupScheduler

scheduler = CosineAnnealingWithWarmupScheduler(t_warmup='100ba', alpha_f=0.1)

trainer = Trainer(
    model=model,
    train_dataloader=train_dataloader,
    optimizers=optimizer,  # with lr=0.00012
    max_duration='63900ba',
    schedulers=scheduler,
)
`,
    ],
    [
      'pytorch',
      `import math

from torch.optim.lr_scheduler import LambdaLR


def alpha(step):
    """A ramp, then half a cosine down to alpha_f."""
    if step < 100:
        tau = step / 100
        return min(1, tau)
    tau = (step - 100) / (63900 - 100)
    return 0.1 + (1 - 0.1) * (1 + math.cos(math.pi * min(1, max(0, tau)))) / 2


# optimizer has lr=0.00012; call scheduler.step() after every batch.
scheduler = LambdaLR(optimizer, alpha)
`,
    ],
    [
      'optax',
      `import optax

alpha = optax.join_schedules([optax.linear_schedule(0.0, 1, 100), optax.cosine_decay_schedule(1.0, 63800, alpha=0.1)], [100])


def learning_rate(step):
    return 0.00012 * alpha(step)
`,
    ],
    [
      'yaml',
      `run_name: "mpt-7b"
max_duration: 63900ba
global_train_batch_size: 1024
max_seq_len: 2048

optimizer:
  name: decoupled_adamw
  lr: 0.00012

scheduler:
  name: cosine_with_warmup
  t_warmup: 100ba
  alpha_f: 0.1
`,
    ],
    [
      'json',
      `${JSON.stringify(
        {
          run_name: 'mpt-7b',
          max_duration: '63900ba',
          global_train_batch_size: 1024,
          max_seq_len: 2048,
          optimizer: { name: 'decoupled_adamw', lr: 0.00012 },
          scheduler: { name: 'cosine_with_warmup', t_warmup: '100ba', alpha_f: 0.1 },
        },
        null,
        2,
      )}
`,
    ],
  ])('in %s', async (language, text) => {
    expect(await written(language, [cosine])).toBe(text)
  })
})

const step = { type: 'StepScheduler', stepSize: '10ba', gamma: 0.5 }
const milestones = { type: 'MultiStepScheduler', milestones: ['1ep', '0.5dur'], gamma: 1e-7 }
const run = new TrainingRun({ maxDuration: '20ep', dataloaderLen: 50, scaleScheduleRatio: 0.5, secondsPerBatch: 0.25 })

describe('several factors at a ratio', () => {
  test.each<[LanguageName, string]>([
    [
      'typescript',
      `  [
    new StepScheduler({ stepSize: '10ba', gamma: 0.5 }),
    new MultiStepScheduler({ milestones: ['1ep', '0.5dur'], gamma: 1e-7 }),
  ],`,
    ],
    [
      'composer',
      `factors = [
    StepScheduler(step_size='10ba', gamma=0.5),
    MultiStepScheduler(milestones=['1ep', '0.5dur'], gamma=1e-7),
]`,
    ],
    [
      'pytorch',
      `scheduler = ChainedScheduler([
    StepLR(optimizer, step_size=5, gamma=0.5),
    MultiStepLR(optimizer, milestones=[25, 250], gamma=1e-7),
])`,
    ],
    ['optax', 'return 3 * alpha_1(step) * alpha_2(step)'],
    [
      'yaml',
      `schedulers:
  - name: StepScheduler
    step_size: 10ba
    gamma: 0.5
  - name: MultiStepScheduler
    milestones: [1ep, 0.5dur]
    gamma: 1.0e-7
`,
    ],
    ['json', '"schedulers": ['],
  ])('in %s', async (language, part) => {
    expect(await written(language, [step, milestones], run, 3)).toContain(part)
  })

  test('name the ratio and what the run gives, where the language has words for it', async () => {
    const of = (language: LanguageName) => written(language, [step], run)
    expect(await of('typescript')).toContain('  scaleScheduleRatio: 0.5,\n  secondsPerBatch: 0.25,\n')
    expect(await of('composer')).toContain('    scale_schedule_ratio=0.5,\n')
    expect(await of('yaml')).toContain('scale_schedule_ratio: 0.5\ndataloader_len: 50\nseconds_per_batch: 0.25\n')
  })
})

test('what is the default is left out, whatever its unit is written like; a flag is that of the language', async () => {
  const factor = {
    type: 'LinearWithWarmupScheduler',
    tWarmup: '5ba',
    alphaI: 1,
    alphaF: 0,
    tMax: '1.0dur',
    scaleWarmup: true,
  }
  expect(lineOf(await written('composer', [factor]), 'scheduler = ')).toBe(
    "scheduler = LinearWithWarmupScheduler(t_warmup='5ba', scale_warmup=True)",
  )
  expect(lineOf(await written('typescript', [factor]), 'new Linear')).toContain(
    "({ tWarmup: '5ba', scaleWarmup: true })",
  )
  expect(await written('yaml', [factor])).toMatch(/t_warmup: 5ba\n {2}scale_warmup: true\n$/)
})

const pieces = { type: 'MultiStepScheduler', milestones: [] }
test('a list without times is written: it has no default', async () => {
  expect(lineOf(await written('composer', [pieces]), 'scheduler = ')).toBe(
    'scheduler = MultiStepScheduler(milestones=[])',
  )
})

describe("PyTorch's own classes", () => {
  const thousand = new TrainingRun({ maxDuration: '1000ba' })
  test.each<[object, string]>([
    [{ type: 'StepScheduler', stepSize: '0.25dur' }, 'StepLR(optimizer, step_size=250, gamma=0.1)'],
    [
      { type: 'MultiStepScheduler', milestones: ['700ba', '0.1dur'], gamma: 0.3 },
      'MultiStepLR(optimizer, milestones=[100, 700], gamma=0.3)',
    ],
    [{ type: 'ConstantScheduler', alpha: 0.3, tMax: '100ba' }, 'ConstantLR(optimizer, factor=0.3, total_iters=100)'],
    [{ type: 'ConstantScheduler', alpha: 2 }, 'LambdaLR(optimizer, alpha)'],
    [{ type: 'LinearScheduler', alphaI: 0.5 }, 'LinearLR(optimizer, start_factor=0.5, end_factor=0, total_iters=1000)'],
    [{ type: 'LinearScheduler', alphaI: 0 }, 'LambdaLR(optimizer, alpha)'],
    [
      { type: 'ExponentialScheduler', gamma: 0.9, decayPeriod: '20ba' },
      'ExponentialLR(optimizer, gamma=0.9 ** (1 / 20))',
    ],
    [{ type: 'ExponentialScheduler', gamma: 0, decayPeriod: '20ba' }, 'LambdaLR(optimizer, alpha)'],
    [
      { type: 'CosineAnnealingScheduler', alphaF: 0.1 },
      'CosineAnnealingLR(optimizer, T_max=1000, eta_min=0.1 * 0.00012)',
    ],
    [
      { type: 'CosineAnnealingWarmRestartsScheduler', t0: '100ba', tMult: 2 },
      'CosineAnnealingWarmRestarts(optimizer, T_0=100, T_mult=2, eta_min=0 * 0.00012)',
    ],
    [{ type: 'CosineAnnealingWarmRestartsScheduler', t0: '100ba', tMult: 1.5 }, 'LambdaLR(optimizer, alpha)'],
    [{ type: 'PolynomialScheduler', power: 3 }, 'PolynomialLR(optimizer, total_iters=1000, power=3)'],
    [{ type: 'PolynomialScheduler', power: 3, alphaF: 0.1 }, 'LambdaLR(optimizer, alpha)'],
    [{ type: 'MultiStepWithWarmupScheduler', tWarmup: '9ba', milestones: [] }, 'LambdaLR(optimizer, alpha)'],
  ])('of %j: %s', async (factor, scheduler) => {
    expect(lineOf(await written('pytorch', [factor], thousand), 'scheduler = ')).toBe(`scheduler = ${scheduler}`)
  })

  test('are not chained where one of them sets the rate instead of multiplying it', async () => {
    const text = await written('pytorch', [{ type: 'CosineAnnealingScheduler' }, step], thousand)
    expect(text).toContain('scheduler = LambdaLR(optimizer, lambda step: alpha_1(step) * alpha_2(step))')
  })
})

test('a schedule that optax has no equal of is a function of JAX beside those that it has', async () => {
  const factors = [step, { ...step, gamma: -0.5 }]
  expect(await written('optax', factors, new TrainingRun({ maxDuration: '100ba' }), 1)).toBe(`import jax.numpy as jnp
import optax

alpha_1 = optax.exponential_decay(1.0, 10, 0.5, staircase=True)


def alpha_2(step):
    """Multiplies by gamma at fixed intervals."""
    n = jnp.trunc(step / 10)
    return (-0.5) ** n


def learning_rate(step):
    return 1 * alpha_1(step) * alpha_2(step)
`)
})

test.each<[LanguageName, object | string, string]>([
  [
    'composer',
    '() => 1',
    'A function in JavaScript has no counterpart in Python; found one. Write it there by hand, or remove it.',
  ],
  [
    'yaml',
    '() => 1',
    'A function in JavaScript has no counterpart in YAML; found one. Write it there by hand, or remove it.',
  ],
  [
    'pytorch',
    { ...step, stepSize: '1000sp' },
    'PyTorch counts in steps; found step_size 1000sp, which is no whole number of batches. Give it in ba.',
  ],
  [
    'optax',
    { ...milestones, milestones: ['1ba', '1000sp'] },
    'optax counts in steps; found milestones 1000sp, which is no whole number of batches. Give it in ba.',
  ],
])('in %s, %j has no counterpart: %s', async (language, factor, reason) => {
  expect(await written(language, [factor])).toBe(reason)
})

describe('warm restarts', () => {
  const restarts = { type: 'CosineAnnealingWarmRestartsScheduler', t0: '100ba', tMult: 2, alphaF: 0.25 }
  const within = (batches: number) => new TrainingRun({ maxDuration: `${batches}ba` })
  const half = (length: number) => `optax.cosine_decay_schedule(1.0, ${length}, alpha=0.25)`

  test.each<[batches: number, changes: object, alpha: string]>([
    [100, {}, half(100)],
    [301, {}, `optax.join_schedules([${half(100)}, ${half(200)}, ${half(400)}], [100, 300])`],
    [200, { tMult: 1 }, `optax.join_schedules([${half(100)}, ${half(100)}], [100])`],
    [250, { tMult: 1 }, `optax.join_schedules([${half(100)}] * 3, [100 * i for i in range(1, 3)])`],
    [9, { t0: '2ba', tMult: 1.5 }, `optax.join_schedules([${[2, 3, 4].map(half).join(', ')}], [2, 5])`],
  ])('over %d batches with %j are joined in optax', async (batches, changes, alpha) => {
    expect(lineOf(await written('optax', [{ ...restarts, ...changes }], within(batches)), 'alpha = ')).toBe(
      `alpha = ${alpha}`,
    )
  })

  test('that are many and alike are calculated', async () => {
    const factor = { ...restarts, t0: '3ba', tMult: 1 }
    expect(await written('optax', [factor], within(9000))).toContain('    start = step // length * length\n')
  })

  test('of which one is not whole, or too many differ, have their reason', async () => {
    expect(await written('pytorch', [{ ...restarts, t0: '1000ba', tMult: 1.002 }], within(2_000_000))).toBe(
      'Restarts in Python are a list of intervals, at most 500 that differ, each longer than 0; found a first one of 1000 batches that grows by 1.002. Change one of them, or use Composer’s own scheduler.',
    )
    expect(await written('optax', [{ ...restarts, t0: '0ba' }])).toMatch(
      /found a first one of 0 batches that grows by 2\./,
    )
  })
})

test('YAML and JSON are read as the same schedule, whatever the options', async () => {
  const number = fc.constantFrom(0, 1, 0.5, 1e-7, -2, 123456789.25)
  const time = fc.constantFrom('7ba', '0.25dur', '3ep', '1000sp')
  const factors = fc.array(
    fc.oneof(
      fc.record({ type: fc.constant('StepScheduler'), stepSize: time, gamma: number }),
      fc.record({ type: fc.constant('MultiStepScheduler'), milestones: fc.array(time), gamma: number }),
      fc.record({ type: fc.constant('LinearScheduler'), alphaI: number, alphaF: number }),
      fc.record({
        type: fc.constant('ConstantWithWarmupScheduler'),
        tWarmup: fc.constant('5ba'),
        scaleWarmup: fc.boolean(),
      }),
    ),
    { minLength: 1, maxLength: 3 },
  )
  const anyRun = new TrainingRun({ maxDuration: '90ba', dataloaderLen: 9, samplesPerBatch: 4, scaleScheduleRatio: 1.5 })
  await fc.assert(
    fc.asyncProperty(factors, async (list) => {
      const schedulers = list.map((json) => Scheduler.fromJSON(json))
      const lrs = evaluate(schedulers, anyRun, { baseLr: 0.25 })
      for (const language of ['yaml', 'json'] as const) {
        const config = readConfig(await written(language, list, anyRun, 0.25))
        expect(config.schedulers.map((scheduler) => scheduler.toJSON())).toEqual(
          schedulers.map((each) => each.toJSON()),
        )
        expect(evaluate(config.schedulers, config.run, { baseLr: config.baseLr })).toEqual(lrs)
      }
    }),
    { numRuns: runs(60) },
  )
})
