/** What Composer's Trainer trains with, beside its own loop: schedulers are stepped before the timestamp moves on. */
import {
  type ComposerScheduler,
  CosineAnnealingWithWarmupScheduler,
  compileComposerScheduler,
  createScheduler,
  evaluate,
  LinearScheduler,
  MultiStepScheduler,
  type State,
  StepScheduler,
  type TrainerSteps,
  TrainingRun,
} from 'scale-schedule'
import { describe, expect, test } from 'vitest'
import { codeFrom } from '../../helpers/thrown.js'

const run = new TrainingRun({
  maxDuration: '6ep',
  dataloaderLen: 7,
  samplesPerBatch: 8,
  tokensPerSample: 3,
  epochsPerIteration: 2,
  secondsPerBatch: 0.25,
})

/** The learning rates of the loop of composer/trainer/trainer.py (`_train_loop`), batch by batch. */
function trained(schedulers: ComposerScheduler[], steps: TrainerSteps): number[] {
  const optimizer = { paramGroups: [{ lr: 0.3 }] }
  const state: State = {
    timestamp: run.timestampAt(0),
    maxDuration: run.maxDuration,
    dataloaderLen: run.dataloaderLen,
    optimizers: [optimizer],
  }
  const compiled = compileComposerScheduler(schedulers, state, run.scaleScheduleRatio)
  const rates: number[] = []
  while (state.timestamp.lt(run.maxDuration)) {
    for (let batch = 0; batch < 7; batch++) {
      rates.push(optimizer.paramGroups[0]!.lr)
      if (steps === 'batch') compiled.step()
      state.timestamp = state.timestamp.toNextBatch({ samples: 8, tokens: 24, duration: 0.25 })
    }
    if (steps === 'epoch') compiled.step()
    state.timestamp = state.timestamp.toNextEpoch()
    if (state.timestamp.epochInIteration === 2) state.timestamp = state.timestamp.toNextIteration()
  }
  return rates
}

const lists: [string, ComposerScheduler[]][] = [
  ['a ramp and a cosine', [new CosineAnnealingWithWarmupScheduler({ tWarmup: '1ep', alphaF: 0.1 })]],
  ['steps in epochs', [new StepScheduler({ stepSize: '1ep', gamma: 0.7 })]],
  ['milestones in samples and tokens', [new MultiStepScheduler({ milestones: ['57sp', '336tok'] })]],
  ['iterations', [new StepScheduler({ stepSize: '1iter', gamma: 0.7 })]],
  ['the epoch of a step', [createScheduler('eden', { t_batches: '5ba', t_epochs: '2ep' })]],
  [
    'a tree',
    [createScheduler('sequence', { schedulers: [new LinearScheduler(), new LinearScheduler()], at: ['2ep'] })],
  ],
  [
    'a function of every counter',
    [
      ({ timestamp: t }: State, _ssr = 1) =>
        1 + t.epoch + 10 * t.batchInEpoch + 100 * t.sample + 1e4 * t.iteration + t.epochWct,
    ],
  ],
  [
    'a product',
    [
      new LinearScheduler(),
      ({ timestamp }: State, _ssr = 1) => timestamp.epoch + 1,
      new StepScheduler({ stepSize: '9ba' }),
    ],
  ],
]

describe.each<TrainerSteps>(['batch', 'epoch'])('stepped by the %s', (steps) => {
  test.each(lists)('%s trains at what the loop of the Trainer sets', (_, schedulers) => {
    const expected = trained(schedulers, steps)
    expect(Array.from(evaluate(schedulers, run, { asTrained: steps, baseLr: 0.3 }))).toEqual(expected)
    const at = [41, 0, 1, 7, 8, 6, 13, 14, '1ep' as const]
    const moments = [41, 0, 1, 7, 8, 6, 13, 14, 7].map((batch) => expected[batch]!)
    expect(Array.from(evaluate(schedulers, run, { at, asTrained: steps, baseLr: 0.3 }))).toEqual(moments)
    for (const [from, stride] of [
      [0, 5],
      [3, 4],
      [7, 7],
      [0, 1],
    ] as const) {
      const out = new Float32Array(5)
      evaluate(schedulers, run, { from, stride, asTrained: steps, baseLr: 0.3, count: 5, out })
      expect(Array.from(out)).toEqual(Array.from(out, (_, i) => Math.fround(expected[from + i * stride]!)))
    }
  })
})

test('true is after each batch, false the curve itself', () => {
  const linear = new LinearScheduler()
  expect(evaluate(linear, run, { asTrained: true })).toEqual(evaluate(linear, run, { asTrained: 'batch' }))
  expect(evaluate(linear, run, { asTrained: false })).toEqual(evaluate(linear, run))
  expect(evaluate(linear, run, { asTrained: true, count: 0 })).toEqual(new Float64Array(0))
  expect(Array.from(evaluate(linear, run, { asTrained: true, count: 1 }))).toEqual([1])
})

test('what it can not be is refused', () => {
  const linear = new LinearScheduler()
  expect(codeFrom(() => evaluate(linear, run, { asTrained: 'ep' as 'epoch' }))).toBe('bad-type')
  const batches = new TrainingRun({ maxDuration: '10ba' })
  expect(codeFrom(() => evaluate(linear, batches, { asTrained: 'epoch' }))).toBe('counter-missing')
})

test('nothing is written when an epoch has no value', () => {
  const out = new Float64Array(42).fill(9)
  const broken: ComposerScheduler = ({ timestamp }, _ssr = 1) => (timestamp.epoch === 3 ? Number.NaN : 1)
  expect(codeFrom(() => evaluate(broken, run, { asTrained: 'epoch', out }))).toBe('scheduler-result')
  expect(new Set(out)).toEqual(new Set([9]))
})
