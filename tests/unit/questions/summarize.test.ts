/** summarize: the numbers of summarizeMany and of integers of any size, for built-ins, curves, products and functions. */
import fc from 'fast-check'
import {
  type BuiltinScheduler,
  type ComposerScheduler,
  ConstantScheduler,
  CosineAnnealingScheduler,
  CosineAnnealingWithWarmupScheduler,
  Curve,
  createScheduler,
  evaluate,
  LinearScheduler,
  LinearWithWarmupScheduler,
  MultiStepScheduler,
  type Summary,
  setWarningHandler,
  summarize,
  TrainingRun,
} from 'scale-schedule'
import { summarizeMany } from 'scale-schedule/many'
import { describe, expect, test } from 'vitest'
import { ExactSum } from '../../../ts/questions/sum.js'
import { anyRun, anyScheduler } from '../../helpers/arbitraries.js'
import { runs } from '../../helpers/repetition.js'
import { summaryOf } from '../../helpers/summary.js'
import { codeFrom, valueOrCode } from '../../helpers/thrown.js'

const run = new TrainingRun({ maxDuration: '20000ba', scaleScheduleRatio: 1 })
const cosine = new CosineAnnealingWithWarmupScheduler({ tWarmup: '500ba', alphaF: 0.1 })
const wave: ComposerScheduler = ({ timestamp }, ssr = 1) => 1 + Math.sin(timestamp.batch) * ssr

/** What the values of all batches amount to. */
function expected(schedulers: ComposerScheduler | ComposerScheduler[], of: TrainingRun, baseLr = 1) {
  const { peak_step, half_peak_step, largest_jump, largest_jump_step, ...same } = summaryOf(
    evaluate(schedulers, of, { baseLr }),
  )
  return {
    ...same,
    peakBatch: peak_step,
    halfPeakBatch: half_peak_step,
    largestJump: largest_jump,
    largestJumpBatch: largest_jump_step,
  }
}

const withoutPhases = ({ warmupEnd, phases, ...summary }: Summary) => summary

describe('the numbers', () => {
  test.each<[string, ComposerScheduler[]]>([
    ['one scheduler', [cosine]],
    ['a product', [cosine, new MultiStepScheduler({ milestones: ['9000ba'], gamma: 0.5 })]],
    ['a function', [wave]],
    ['a product with a function', [wave, cosine]],
    ['what holds', [new ConstantScheduler({ alpha: 0.1 })]],
    ['zeros', [new ConstantScheduler({ alpha: 0 })]],
    ['negative zeros', [new ConstantScheduler({ alpha: -0 })]],
    ['a tree', [createScheduler('sequence', { schedulers: [cosine, new LinearScheduler()], at: ['0.7dur'] })]],
  ])('of %s are those of its values', (_, schedulers) => {
    for (const baseLr of [1, 1.2e-4]) {
      expect(withoutPhases(summarize(schedulers, run, { baseLr }))).toEqual(expected(schedulers, run, baseLr))
    }
  })

  test('of any built-in are those of summarizeMany', () => {
    const before = setWarningHandler(() => {})
    fc.assert(
      fc.property(anyScheduler(), anyRun, (scheduler, anyRun) => {
        const { name, type, ...options } = scheduler.toJSON() as unknown as Record<string, unknown>
        const Class = scheduler.constructor as new (options: object) => BuiltinScheduler
        const many = valueOrCode(() => summarizeMany(Class, options as Record<string, never>, anyRun))
        const one = valueOrCode(() => summarize(scheduler, anyRun))
        if (typeof many === 'string' || typeof one === 'string') {
          expect(one).toBe(many)
          return
        }
        expect(one.batches).toBe(many.batches[0])
        for (const key of ['peak', 'final', 'minimum', 'area', 'mean', 'largestJump', 'warmupEnd'] as const) {
          expect(one[key], key).toBe(many[key][0])
        }
        expect(one.peakBatch).toBe(many.peakStep[0])
        expect(one.halfPeakBatch ?? Number.NaN).toBe(many.halfPeakStep[0])
        expect(one.largestJumpBatch ?? Number.NaN).toBe(many.largestJumpStep[0])
      }),
      { numRuns: runs(300) },
    )
    setWarningHandler(before)
  })

  test('of a curve are those of the scheduler, also once it was sent', () => {
    const curve = Curve.fromJSON(JSON.stringify(cosine.resolve(run)))
    expect(summarize(curve, { baseLr: 0.3 })).toEqual(summarize(cosine, run, { baseLr: 0.3 }))
  })
})

describe('the phases', () => {
  const text = (summary: Summary) =>
    summary.phases.map(({ name, from, until, path }) => `${path ?? ''} ${name} ${from}-${until}`.trim())

  test('end with the run', () => {
    const run = new TrainingRun({ maxDuration: '10ep', dataloaderLen: 10, samplesPerBatch: 8 })
    const ramp = new LinearWithWarmupScheduler({ tWarmup: '20sp', tMax: '800sp' })
    expect(text(summarize(ramp, run))).toEqual(['warmup 0-3', 'linear 3-100'])
    expect(summarize(ramp, run).warmupEnd).toBe(3)
  })

  test('of several are those of the product', () => {
    const linear = new LinearWithWarmupScheduler({ tWarmup: '100ba' })
    expect(text(summarize([cosine, linear], run))).toEqual([
      'warmup × warmup 0-100',
      'warmup × linear 100-500',
      'cosine × linear 500-20000',
    ])
    expect(summarize([cosine, linear], run).warmupEnd).toBe(500)
    expect(text(summarize([wave, linear], run))).toEqual(['function × warmup 0-100', 'function × linear 100-20000'])
  })

  test('of a tree tell where they come from', () => {
    const tree = createScheduler('sequence', { schedulers: [cosine, new CosineAnnealingScheduler()], at: ['0.5dur'] })
    expect(text(summarize(tree, run))).toEqual([
      'schedulers[0] warmup 0-500',
      'schedulers[0] cosine 500-10000',
      'schedulers[1] cosine 10000-20000',
    ])
  })
})

test('a warm-up of 0 is warned of once', () => {
  const warnings: string[] = []
  const before = setWarningHandler((warning) => warnings.push(String(warning)))
  summarize(new LinearWithWarmupScheduler({ tWarmup: '0ba' }), run)
  setWarningHandler(before)
  expect(warnings).toHaveLength(1)
})

test('what it can not be is refused', () => {
  expect(codeFrom(() => summarize(cosine, {} as TrainingRun))).toBe('bad-type')
  expect(codeFrom(() => summarize([], run))).toBe('bad-type')
  expect(codeFrom(() => summarize(cosine, run, { lr: 1 } as object))).toBe('unknown-option')
  expect(codeFrom(() => summarize(cosine.resolve(run), { baseLr: Number.NaN }))).toBe('not-finite')
})

describe('an exact sum', () => {
  const reference = (values: number[]) => {
    const { area, mean } = summaryOf(Float64Array.from(values))
    return { area, mean }
  }
  const found = (values: number[]) => {
    const sum = new ExactSum()
    for (const value of values) sum.add(value)
    return { area: sum.sum(), mean: sum.mean(values.length) }
  }

  test.each([
    [[1, 1e-17, 1e-17, 1e-17]],
    [[1e16, 1, -1e16, 1e-40]],
    [Array.from({ length: 1070 }, () => 0.1)],
    [[1, 2 ** -53]],
    [[1, 2 ** -53, 2 ** -106]],
    [[1, 2 ** -53, -(2 ** -106)]],
    [[1e308, 1e308, -1e308]],
    [[1e308, 1e308, 1e308]],
    [[1e308, 1e308, 1e-300]],
    [[1e308, -1e308, 1e-300]],
    [[2 ** 900, -(2 ** 900 - 2 ** 847), 5e-324]],
    [Array.from({ length: 300 }, (_, i) => 1e308 * Math.cos(i))],
    [[0.5, Infinity, 0.5]],
    [[-Infinity, Infinity]],
  ])('of %j is rounded once', (values) => {
    expect(found(values)).toEqual(reference(values))
  })

  test('of what is beyond floats keeps no more than a few parts', () => {
    const huge = summarize(cosine, new TrainingRun({ maxDuration: '1000000ba' }), { baseLr: Number.MAX_VALUE })
    expect(huge).toMatchObject({ peak: Number.MAX_VALUE, area: Infinity })
    expect(huge.mean).toBeGreaterThan(8e307)
  })

  test('of any floats is that of integers of any size', () => {
    const value = fc.oneof(
      fc.double({ min: -1, max: 1, noNaN: true }),
      fc.double({ min: -1e100, max: 1e100, noNaN: true }),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
    )
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 40 }), (values) => {
        expect(found(values)).toEqual(reference(values))
      }),
      { numRuns: runs(1000) },
    )
  })
})

test('of a record is that of each quantity, times its base', () => {
  const record = { lr: [cosine, wave], momentum: new LinearScheduler(), weightDecay: wave }
  const summaries = summarize(record, run, { baseLr: 0.3, base: { momentum: 0.9 } })
  expect(summaries).toEqual({
    lr: summarize([cosine, wave], run, { baseLr: 0.3 }),
    momentum: summarize(new LinearScheduler(), run, { baseLr: 0.9 }),
    weightDecay: summarize(wave, run),
  })
  expect(codeFrom(() => summarize(record, run, { base: { beta: 1 } } as never))).toBe('unknown-option')
  expect(codeFrom(() => summarize({ lr: wave }, run, { from: 1 } as never))).toBe('unknown-option')
})
