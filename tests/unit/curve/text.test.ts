/** What schedulers and curves say of themselves, and what is left of one that was posted to a worker. */
import { inspect } from 'node:util'
import {
  CallableScheduler,
  CosineAnnealingWithWarmupScheduler,
  Curve,
  compileComposerScheduler,
  evaluate,
  LinearScheduler,
  MultiStepScheduler,
  PolynomialScheduler,
  Scheduler,
  SchedulerError,
  type State,
  StepScheduler,
  Timestamp,
  TrainingRun,
} from 'scale-schedule'
import { describe, expect, test } from 'vitest'
import { errorFrom } from '../../helpers/thrown.js'

// biome-ignore lint/suspicious/noExplicitAny: what plain JavaScript may pass
type Any = any

const run = new TrainingRun({ maxDuration: '100ba', samplesPerBatch: 8 })

describe('the text of', () => {
  test.each([
    [new LinearScheduler(), "LinearScheduler({ alphaI: 1, alphaF: 0, tMax: '1.0dur' })"],
    [new PolynomialScheduler({ power: -0 }), "PolynomialScheduler({ power: -0, tMax: '1.0dur', alphaF: 0 })"],
    [
      new CosineAnnealingWithWarmupScheduler({ tWarmup: '9sp', scaleWarmup: true }),
      "CosineAnnealingWithWarmupScheduler({ tWarmup: '9sp', tMax: '1.0dur', alphaF: 0, scaleWarmup: true })",
    ],
    [
      new MultiStepScheduler({ milestones: ['1ba', '2ep'] }),
      "MultiStepScheduler({ milestones: ['1ba', '2ep'], gamma: 0.1 })",
    ],
    [new MultiStepScheduler({ milestones: [] }), 'MultiStepScheduler({ milestones: [], gamma: 0.1 })'],
    [
      new MultiStepScheduler({ milestones: Array.from({ length: 99 }, () => '1ba' as const) }),
      `MultiStepScheduler({ milestones: [${"'1ba', ".repeat(8)}… 91 more], gamma: 0.1 })`,
    ],
  ])('a scheduler is its class and options: %s', (scheduler, text) => {
    expect([String(scheduler), inspect(scheduler)]).toEqual([text, text])
  })

  test.each([
    [new LinearScheduler(), 'Curve(100ba: linear 0-100 ba, hold from 100 ba)'],
    [
      new CosineAnnealingWithWarmupScheduler({ tWarmup: '10ba' }),
      'Curve(100ba: warmup 0-10 ba, cosine 10-100 ba, hold from 100 ba)',
    ],
    [new StepScheduler({ stepSize: '9sp' }), 'Curve(100ba: staircase from 0 sp)'],
  ])('the curve of %s is its end and its phases', (scheduler, text) => {
    const curve = scheduler.resolve(run)
    expect([String(curve), inspect(curve), `${Curve.fromJSON(curve.toJSON())}`]).toEqual([text, text, text])
  })

  test("a user's scheduler is the name of its class, until the class says more", () => {
    class Half extends CallableScheduler {
      alpha() {
        return 0.5
      }
    }
    class Own extends Half {
      override toString() {
        return 'half'
      }
    }
    expect([String(new Half()), String(new Own())]).toEqual(['[scheduler Half]', 'half'])
  })
})

describe('what a structured clone leaves of an instance', () => {
  const CURE = /\. Posted to a worker\? Send what toJSON\(\) gives, and read it there with (\w+)\.fromJSON\.$/
  const bare = structuredClone(new LinearScheduler().resolve(run)) as Any
  const state: State = { timestamp: new Timestamp(), maxDuration: '9ba', optimizers: [{ paramGroups: [{ lr: 1 }] }] }

  test.each<[string, string, () => unknown]>([
    ['evaluate', 'Scheduler', () => evaluate(bare, run)],
    ['evaluate with several', 'Scheduler', () => evaluate([new LinearScheduler(), bare], run)],
    ['compileComposerScheduler', 'Scheduler', () => compileComposerScheduler(bare, state)],
    ['Scheduler.fromJSON', 'Scheduler', () => Scheduler.fromJSON(bare)],
    ['Curve.fromJSON', 'Curve', () => Curve.fromJSON(bare)],
  ])('%s tells to send JSON', (_, reader, call) => {
    const error = errorFrom(call)
    expect([error?.code, CURE.exec(error?.message ?? '')?.[1]]).toEqual(['bad-type', reader])
  })

  test.each([[{ type: 'LinearScheduler' }], [[]], [5], [null]])('%j is told nothing of it', (other) => {
    expect(errorFrom(() => evaluate(other as Any, run))?.message).not.toMatch(/worker/)
  })

  test('a plain object is no run: the cure is to make one', () => {
    const error = errorFrom(() => evaluate(new LinearScheduler(), { maxDuration: '9ba' } as Any))
    expect(error?.message).toBe(
      'run must be a TrainingRun; found an object. Make one with new TrainingRun({ maxDuration, … }), or of what toJSON gave with TrainingRun.fromJSON.',
    )
  })

  test('numbers that are no curve are told as such', () => {
    const json = new LinearScheduler().resolve(run).toJSON()
    const error = errorFrom(() => Curve.fromJSON({ ...json, pieces: json.pieces.slice(1) }))
    expect(error?.message).toMatch(
      /^pieces must be the numbers of a curve, in layout \d+; found an array of length \d+\. Give what toJSON of this version wrote, or resolve the scheduler again\.$/,
    )
    expect(SchedulerError.is(error, 'bad-type')).toBe(true)
  })

  test('a range that no memory holds is told to be shortened', () => {
    const curve = new LinearScheduler().resolve(run)
    for (const count of [2 ** 32, 2 ** 40]) {
      expect(errorFrom(() => curve.fill({ count }))?.message).toMatch(/\. Use a stride, or a smaller count\.$/)
    }
  })
})
