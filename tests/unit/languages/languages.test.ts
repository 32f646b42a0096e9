/** Schedules in each language: the whole text of the main example, the options that are written, the reasons for none. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readConfig } from '../../../ts/config/read.js'
import { convertTime, evaluate, Scheduler, TrainingRun } from '../../../ts/index.js'
import { type Program, programOf } from '../../../ts/languages/program.js'
import { type LanguageName, writeIn } from '../../helpers/languages.js'
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
const written = (language: LanguageName, ...args: Parameters<typeof program>) => writeIn(language, program(...args))

/** The lines that start a scheduler or are within one. */
const lineOf = (text: string, word: string) => text.split('\n').find((line) => line.includes(word))

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
      'math',
      `def alpha(step):
    """A ramp, then half a cosine down to alpha_f."""
    if step < 100:
        tau = step / 100
        return min(1, tau)
    tau = (step - 100) / (63900 - 100)
    return 0.1 + (1 - 0.1) * (1 + math.cos(math.pi * min(1, max(0, tau)))) / 2`,
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
  ])('in %s', (language, text) => {
    expect(written(language, [cosine])).toBe(text)
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
  ])('in %s', (language, part) => {
    expect(written(language, [step, milestones], run, 3)).toContain(part)
  })

  test('name the ratio and what the run gives, where the language has words for it', () => {
    const of = (language: LanguageName) => written(language, [step], run)
    expect(of('typescript')).toContain('  scaleScheduleRatio: 0.5,\n  secondsPerBatch: 0.25,\n')
    expect(of('composer')).toContain('    scale_schedule_ratio=0.5,\n')
    expect(of('yaml')).toContain('scale_schedule_ratio: 0.5\ndataloader_len: 50\nseconds_per_batch: 0.25\n')
  })
})

test('what is the default is left out, whatever its unit is written like; a flag is that of the language', () => {
  const factor = {
    type: 'LinearWithWarmupScheduler',
    tWarmup: '5ba',
    alphaI: 1,
    alphaF: 0,
    tMax: '1.0dur',
    scaleWarmup: true,
  }
  expect(lineOf(written('composer', [factor]), 'scheduler = ')).toBe(
    "scheduler = LinearWithWarmupScheduler(t_warmup='5ba', scale_warmup=True)",
  )
  expect(lineOf(written('typescript', [factor]), 'new Linear')).toContain("({ tWarmup: '5ba', scaleWarmup: true })")
  expect(written('yaml', [factor])).toMatch(/t_warmup: 5ba\n {2}scale_warmup: true\n$/)
})

const pieces = { type: 'MultiStepScheduler', milestones: [] }
test('a list without times is written: it has no default', () => {
  expect(lineOf(written('composer', [pieces]), 'scheduler = ')).toBe('scheduler = MultiStepScheduler(milestones=[])')
})

test('a power of a negative number is written for JAX', () => {
  expect(written('jax', [{ ...step, gamma: -0.5 }], new TrainingRun({ maxDuration: '100ba' }), 1)).toBe(
    `def alpha(step):
    """Multiplies by gamma at fixed intervals."""
    n = jnp.trunc(step / 10)
    return (-0.5) ** n`,
  )
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
    'math',
    { ...step, stepSize: '1000sp' },
    'PyTorch counts in steps; found step_size 1000sp, which is no whole number of batches. Give it in ba.',
  ],
  [
    'jax',
    { ...milestones, milestones: ['1ba', '1000sp'] },
    'optax counts in steps; found milestones 1000sp, which is no whole number of batches. Give it in ba.',
  ],
])('in %s, %j has no counterpart: %s', (language, factor, reason) => {
  expect(written(language, [factor])).toBe(reason)
})

describe('warm restarts', () => {
  const restarts = { type: 'CosineAnnealingWarmRestartsScheduler', t0: '100ba', tMult: 2, alphaF: 0.25 }
  const within = (batches: number) => new TrainingRun({ maxDuration: `${batches}ba` })
  test('that are many and alike are calculated', () => {
    const factor = { ...restarts, t0: '3ba', tMult: 1 }
    expect(written('jax', [factor], within(9000))).toContain('    start = step // length * length\n')
  })

  test('of which one is not whole, or too many differ, have their reason', () => {
    expect(written('math', [{ ...restarts, t0: '1000ba', tMult: 1.002 }], within(2_000_000))).toBe(
      'Restarts in Python are a list of intervals, at most 500 that differ, each longer than 0; found a first one of 1000 batches that grows by 1.002. Change one of them, or use Composer’s own scheduler.',
    )
    expect(written('jax', [{ ...restarts, t0: '0ba' }])).toMatch(/found a first one of 0 batches that grows by 2\./)
  })
})

test('YAML and JSON are read as the same schedule, whatever the options', () => {
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
  fc.assert(
    fc.property(factors, (list) => {
      const schedulers = list.map((json) => Scheduler.fromJSON(json))
      const lrs = evaluate(schedulers, anyRun, { baseLr: 0.25 })
      for (const language of ['yaml', 'json'] as const) {
        const config = readConfig(written(language, list, anyRun, 0.25))
        expect(config.schedulers.map((scheduler) => scheduler.toJSON())).toEqual(
          schedulers.map((each) => each.toJSON()),
        )
        expect(evaluate(config.schedulers, config.run, { baseLr: config.baseLr })).toEqual(lrs)
      }
    }),
    { numRuns: runs(60) },
  )
})
