/** Summaries beside what the values themselves say. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type BuiltinScheduler,
  CosineAnnealingScheduler,
  CosineAnnealingWithWarmupScheduler,
  ExponentialScheduler,
  evaluate,
  LinearWithWarmupScheduler,
  MultiStepScheduler,
  StepScheduler,
  TrainingRun,
} from '../../../../ts/index.js'
import { type CurveSummary, summarize } from '../../../../ts/sweep/run/summary.js'
import { runs } from '../../../helpers/repetition.js'

const summaryOf = (schedulers: BuiltinScheduler[], run: TrainingRun, baseLr = 1) =>
  summarize(
    schedulers.map((scheduler) => scheduler.resolve(run)),
    run.batches,
    baseLr,
  )

/** The sum of floats, rounded once: their bits as integers. */
function exactSum(values: ArrayLike<number>): number {
  let sum = 0n
  for (let i = 0; i < values.length; i++) sum += toFixed(values[i]!)
  return fromFixed(sum)
}
const SHIFT = 200
function toFixed(value: number): bigint {
  const [fraction, exponent] = split(value)
  return exponent + SHIFT >= 0 ? BigInt(fraction) << BigInt(exponent + SHIFT) : 0n
}
function split(value: number): [number, number] {
  if (value === 0) return [0, 0]
  const exponent = Math.floor(Math.log2(Math.abs(value))) - 60
  return [value * 2 ** -exponent, exponent]
}
function fromFixed(value: bigint): number {
  const drop = BigInt(Math.max(0, value.toString(2).length - 64))
  return Number(value >> drop) * 2 ** (Number(drop) - SHIFT)
}

/** The same, from the array of the values. */
function expected(values: Float64Array): CurveSummary {
  const peak = values.reduce((a, b) => Math.max(a, b), -Infinity)
  let [jump, jumpStep] = [0, Number.NaN]
  for (let i = 1; i < values.length; i++) {
    const distance = Math.abs(values[i]! - values[i - 1]!)
    if (distance > jump) [jump, jumpStep] = [distance, i]
  }
  const area = exactSum(values)
  const half = values.findIndex((value) => value >= peak / 2)
  return {
    count: values.length,
    area,
    mean: area / values.length,
    final: values.at(-1)!,
    peak,
    peakStep: values.indexOf(peak),
    minimum: values.reduce((a, b) => Math.min(a, b), Infinity),
    halfPeakStep: half < 0 ? Number.NaN : half,
    largestJump: jump,
    largestJumpStep: jumpStep,
  }
}

const ramp = new LinearWithWarmupScheduler({ tWarmup: '4ba' })

test('a short run is summarized by its own numbers', () => {
  const run = new TrainingRun({ maxDuration: '8ba' })
  expect(Array.from(evaluate(ramp, run, { baseLr: 2 }))).toEqual([0, 0.5, 1, 1.5, 2, 1.5, 1, 0.5])
  expect(summaryOf([ramp], run, 2)).toEqual({
    count: 8,
    area: 8,
    mean: 1,
    final: 0.5,
    peak: 2,
    peakStep: 4,
    minimum: 0,
    halfPeakStep: 2,
    largestJump: 0.5,
    largestJumpStep: 1,
  })
})

test('a constant curve has no jump, and its peak at once', () => {
  const run = new TrainingRun({ maxDuration: '5000ba' })
  const constant = new MultiStepScheduler({ milestones: [] })
  expect(summaryOf([constant], run, 0.1)).toMatchObject({ peakStep: 0, halfPeakStep: 0, largestJump: 0 })
  expect(summaryOf([constant], run, 0.1).largestJumpStep).toBeNaN()
})

test('summaries are those of the values, of one curve or several, whatever the length', () => {
  const scheduler = fc.oneof(
    fc.constantFrom(new CosineAnnealingScheduler({ alphaF: 0.1 }), new StepScheduler({ stepSize: '700ba' })),
    fc.integer({ min: 1, max: 9000 }).map((t) => new LinearWithWarmupScheduler({ tWarmup: `${t}ba`, tMax: '20000ba' })),
    fc.integer({ min: 1, max: 9000 }).map((t) => new MultiStepScheduler({ milestones: [`${t}ba`], gamma: 0.3 })),
    fc
      .double({ min: 0.9, max: 1, noNaN: true })
      .map((g) => new ExponentialScheduler({ gamma: g, decayPeriod: '100ba' })),
    fc
      .integer({ min: 1, max: 9000 })
      .map((t) => new CosineAnnealingWithWarmupScheduler({ tWarmup: `${t}ba`, tMax: '20000ba', alphaF: 0.2 })),
  )
  const length = fc.oneof(fc.integer({ min: 1, max: 20000 }), fc.constantFrom(2047, 2048, 2049, 8192, 8193, 16384))
  fc.assert(
    fc.property(
      fc.array(scheduler, { minLength: 1, maxLength: 3 }),
      length,
      fc.double({ min: 1e-6, max: 10, noNaN: true }),
      (schedulers, batches, baseLr) => {
        const run = new TrainingRun({ maxDuration: `${batches}ba` })
        const { area, mean, ...rest } = summaryOf(schedulers, run, baseLr)
        const { area: exact, mean: _, ...others } = expected(evaluate(schedulers, run, { baseLr }))
        expect(rest).toEqual(others)
        // Blocks of 2,048 are summed in floats; only the sum of the blocks is exact.
        expect(Math.abs(area - exact)).toBeLessThanOrEqual(600 * 2 ** -53 * exact)
        expect(mean).toBe(area / batches)
      },
    ),
    { numRuns: runs(150) },
  )
})

test('a run of no batches has no values', () => {
  const curve = ramp.resolve(new TrainingRun({ maxDuration: '8ba' }))
  expect(summarize([curve], 0, 1)).toMatchObject({ count: 0, area: 0, mean: Number.NaN, peak: Number.NaN })
})
