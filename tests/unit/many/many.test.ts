/** Many schedules of one class are what each is alone. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  ClampScheduler,
  CosineAnnealingWithWarmupScheduler,
  evaluate,
  InverseSquareRootWithWarmupScheduler,
  LinearScheduler,
  MultiplicativeScheduler,
  MultiStepDecayScheduler,
  MultiStepScheduler,
  PiecewiseConstantScheduler,
  PolynomialScheduler,
  ProductScheduler,
  SchedulerError,
  SequenceScheduler,
  TrainingRun,
} from '../../../ts/index.js'
import { evaluateMany, summarizeMany } from '../../../ts/many/index.js'
import { errorFrom, messageFrom } from '../../helpers/message.js'
import { runs } from '../../helpers/repetition.js'
import { summaryOf } from '../../helpers/summary.js'

const run = new TrainingRun({ maxDuration: '100ba' })
const linear = new LinearScheduler()

const FACTS = {
  batches: 'batches',
  peak: 'peak',
  peakStep: 'peak_step',
  final: 'final',
  minimum: 'minimum',
  area: 'area',
  mean: 'mean',
  halfPeakStep: 'half_peak_step',
  largestJump: 'largest_jump',
  largestJumpStep: 'largest_jump_step',
} as const

const time = fc.oneof(
  fc.integer({ min: 0, max: 120 }).map((value) => `${value}ba` as const),
  fc.double({ min: 0, max: 1, noNaN: true }).map((value) => `${value}dur` as const),
)
const rowsOf = fc.array(
  fc.record({
    tWarmup: time,
    alphaF: fc.double({ min: -1, max: 2, noNaN: true }),
    scaleWarmup: fc.boolean(),
    // Half of it is still a run.
    max: fc.integer({ min: 2, max: 300 }),
    ssr: fc.constantFrom(0.5, 1, 1.7),
    baseLr: fc.double({ min: 0, max: 3, noNaN: true }),
  }),
  { minLength: 1, maxLength: 40 },
)

describe('many schedules', () => {
  test('have the values and the summaries that each has alone, bit for bit, and NaN where it has none', () => {
    const range = fc.record({
      from: fc.integer({ min: 0, max: 400 }),
      stride: fc.integer({ min: 1, max: 9 }),
      count: fc.oneof(fc.integer({ min: 0, max: 30 }), fc.constantFrom(8191, 8192, 9000)),
    })
    const property = fc.property(rowsOf, range, fc.boolean(), (rows, range, isShared) => {
      const runOf = ({ max, ssr }: (typeof rows)[0]) =>
        new TrainingRun({ maxDuration: `${max}ba`, scaleScheduleRatio: ssr })
      const runs = isShared ? runOf(rows[0]!) : rows.map(runOf)
      const columns = {
        tWarmup: rows.map(({ tWarmup }) => tWarmup),
        alphaF: Float64Array.from(rows, ({ alphaF }) => alphaF),
        scaleWarmup: isShared ? true : rows.map(({ scaleWarmup }) => scaleWarmup),
      }
      const baseLr = rows.map(({ baseLr }) => baseLr)
      const values = evaluateMany(CosineAnnealingWithWarmupScheduler, columns, runs, {
        ...range,
        baseLr,
        invalid: 'nan',
      })
      const summaries = summarizeMany(CosineAnnealingWithWarmupScheduler, columns, runs, { baseLr, invalid: 'nan' })
      expect(values.length).toBe(rows.length * range.count)
      for (const [index, { tWarmup, alphaF, scaleWarmup, baseLr }] of rows.entries()) {
        const scheduler = new CosineAnnealingWithWarmupScheduler({
          tWarmup,
          alphaF,
          scaleWarmup: isShared || scaleWarmup,
        })
        const own = Array.isArray(runs) ? runs[index]! : (runs as TrainingRun)
        const row = values.subarray(index * range.count, (index + 1) * range.count)
        const alone = errorFrom(() => evaluate(scheduler, own, { ...range, baseLr }))
        expect(row).toEqual(
          alone === undefined
            ? evaluate(scheduler, own, { ...range, baseLr })
            : new Float64Array(range.count).fill(Number.NaN),
        )
        const whole = errorFrom(() => evaluate(scheduler, own))
        const expected = whole === undefined ? summaryOf(evaluate(scheduler, own, { baseLr })) : null
        for (const [name, key] of Object.entries(FACTS)) {
          expect([name, summaries[name as keyof typeof FACTS][index]]).toEqual([name, expected?.[key] ?? Number.NaN])
        }
      }
    })
    fc.assert(property, { numRuns: runs(100) })
  })

  test('are one row where nothing is a column', () => {
    expect(Array.from(evaluateMany(LinearScheduler, {}, run, { count: 3, stride: 50 }))).toEqual([1, 0.5, 0])
    expect(evaluateMany(LinearScheduler, {}, [], { count: 3 }).length).toBe(0)
    expect(summarizeMany(LinearScheduler, { alphaF: [] }, run).peak.length).toBe(0)
  })

  test('take milestones as one list for all, or as a list of lists', () => {
    const one = evaluateMany(MultiStepScheduler, { milestones: ['10ba', '20ba'], gamma: [0.5, 0.25] }, run, {
      count: 3,
      stride: 10,
    })
    expect(Array.from(one)).toEqual([1, 0.5, 0.25, 1, 0.25, 0.0625])
    const two = evaluateMany(MultiStepScheduler, { milestones: [['10ba'], []], gamma: 0.5 }, run, {
      count: 2,
      stride: 10,
    })
    expect(Array.from(two)).toEqual([1, 0.5, 1, 1])
  })

  test('end by default with the longest run, and go on past the end of the others', () => {
    const several = [run, new TrainingRun({ maxDuration: '3ba' })]
    const values = evaluateMany(LinearScheduler, {}, several)
    expect([values.length, values[100], values[102], values[103]]).toEqual([200, 1, 1 - 2 / 3, 0])
  })

  test('fill an array that is given, also of f32', () => {
    const out = new Float32Array(7).fill(9)
    expect(evaluateMany(LinearScheduler, { alphaI: [1, 0.1] }, run, { out, count: 3 })).toBe(out)
    expect(Array.from(out.subarray(6))).toEqual([9])
    expect(out[3]).toBe(Math.fround(0.1))
  })

  test('that have no curve are an error that names the row, and nothing is written', () => {
    const out = new Float64Array(6).fill(7)
    const columns = { power: [1, -1, 1] }
    const error = errorFrom(() => evaluateMany(PolynomialScheduler, columns, run, { out, count: 2, from: 99 }))
    expect(error).toBeInstanceOf(SchedulerError)
    expect(error).toMatchObject({ code: 'zero-to-negative-power', details: { row: 1, step: 100 } })
    expect((error as Error).message).toMatch(/^Row 1: /)
    expect(Array.from(out)).toEqual([7, 7, 7, 7, 7, 7])
    const values = evaluateMany(PolynomialScheduler, columns, run, { count: 1, from: 100, invalid: 'nan' })
    expect(Array.from(values)).toEqual([0, Number.NaN, 0])
  })

  test.each<[string, () => unknown, string]>([
    ['an option of another class', () => evaluateMany(LinearScheduler, { power: [1] } as never, run), 'Row 0: '],
    [
      'a value that is none',
      () => evaluateMany(LinearScheduler, { alphaF: [1, Number.NaN] }, run),
      'alphaF[1] must be',
    ],
    [
      'columns of two lengths',
      () => evaluateMany(LinearScheduler, { alphaI: [1, 2], alphaF: [1] }, run),
      'alphaF, a column, must be as long as alphaI, 2; found 1.',
    ],
    [
      'runs of another length',
      () => evaluateMany(LinearScheduler, { alphaI: [1, 2] }, [run]),
      'runs, a column, must be as long as alphaI, 2; found 1.',
    ],
    [
      'a list of lists of numbers, a column, of another length',
      () => evaluateMany(MultiplicativeScheduler, { factors: [[1], new Float64Array(2)] }, [run]),
      'runs, a column, must be as long as factors, 2; found 1.',
    ],
    [
      'a list of lists of times, a column, of another length',
      () => evaluateMany(MultiStepDecayScheduler, { milestones: [['1.5ba'], []] }, [run]),
      'runs, a column, must be as long as milestones, 2; found 1.',
    ],
    [
      'a list of lists of schedulers, a column, of another length',
      () => evaluateMany(ProductScheduler, { schedulers: [[linear], [linear]] }, [run]),
      'runs, a column, must be as long as schedulers, 2; found 1.',
    ],
    [
      'schedulers, a column where one is an option, of another length',
      () => evaluateMany(ClampScheduler, { scheduler: [linear, linear] }, [run]),
      'runs, a column, must be as long as scheduler, 2; found 1.',
    ],
    [
      'another length beside lists that are one value each',
      () =>
        evaluateMany(
          PiecewiseConstantScheduler,
          { boundaries: ['5ba', '6ba'], values: new Float64Array(3), alphaW: [0, 1] },
          [run],
        ),
      'runs, a column, must be as long as alphaW, 2; found 1.',
    ],
    [
      'another length beside parts that are one value',
      () => evaluateMany(SequenceScheduler, { schedulers: [linear, linear], at: ['5ba'] }, [run, run], { baseLr: [1] }),
      'baseLr, a column, must be as long as runs, 2; found 1.',
    ],
    [
      'an array that is too short',
      () => evaluateMany(LinearScheduler, { alphaI: [1, 2] }, run, { out: new Float64Array(3), count: 2 }),
      '',
    ],
    ['no run', () => evaluateMany(LinearScheduler, {}, {} as never), 'run must be a TrainingRun'],
    [
      'another word for invalid',
      () => summarizeMany(LinearScheduler, {}, run, { invalid: 'skip' as never }),
      "invalid must be 'error' or 'nan'",
    ],
    [
      'an alpha in the wrong order',
      () =>
        evaluateMany(
          InverseSquareRootWithWarmupScheduler,
          { tWarmup: '1ba', tScale: '2ba', tCooldown: '1ba', alphaFDecay: [0.5, 0], alphaFCooldown: 0.1 },
          run,
        ),
      'Row 1: ',
    ],
  ])('refuse %s', (_, ask, message) => {
    const error = errorFrom(ask)
    expect(error).toBeInstanceOf(SchedulerError)
    expect(messageFrom(ask).slice(0, message.length)).toBe(message)
  })
})
