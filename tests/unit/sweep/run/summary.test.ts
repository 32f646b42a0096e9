/** Summaries beside what the values themselves say. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type BuiltinScheduler,
  ConstantScheduler,
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

/** In units of the least float. */
function toUnits(value: number): bigint {
  const bits = new BigUint64Array(Float64Array.of(Math.abs(value)).buffer)[0]!
  const [exponent, fraction] = [bits >> 52n, bits & (2n ** 52n - 1n)]
  const size = exponent === 0n ? fraction : (fraction | (2n ** 52n)) << (exponent - 1n)
  return value < 0 ? -size : size
}

/** The float that is nearest to a quotient of integers, of two the even one; in units of the least float. */
function nearest(numerator: bigint, denominator: bigint): number {
  const size = numerator < 0n ? -numerator : numerator
  let exponent = 0n
  while (size >= denominator << (53n + exponent)) exponent++
  const divisor = denominator << exponent
  const [quotient, rest] = [size / divisor, size % divisor]
  const isUp = 2n * rest > divisor || (2n * rest === divisor && quotient % 2n === 1n)
  // The bits of a float are its fraction and above it the exponent, also where rounding reaches the next binade.
  const bits = quotient + (isUp ? 1n : 0n) + (exponent << 52n)
  const infinite = 0x7ffn << 52n
  const value = new Float64Array(BigUint64Array.of(bits < infinite ? bits : infinite).buffer)[0]!
  return numerator < 0n ? -value : value
}

/** The same, from the array of the values. */
function expected(values: Float64Array): CurveSummary {
  const peak = values.reduce((a, b) => Math.max(a, b), -Infinity)
  let [jump, jumpStep] = [0, Number.NaN]
  for (let i = 1; i < values.length; i++) {
    const distance = Math.abs(values[i]! - values[i - 1]!)
    if (distance > jump) [jump, jumpStep] = [distance, i]
  }
  let sum = 0n
  for (const value of values) sum += toUnits(value)
  const half = values.findIndex((value) => value >= peak / 2)
  return {
    count: values.length,
    area: nearest(sum, 1n),
    mean: nearest(sum, BigInt(values.length)),
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
      .tuple(fc.integer({ min: 1, max: 9000 }), fc.constantFrom(0.2, 0, -0.3))
      .map(([t, alphaF]) => new CosineAnnealingWithWarmupScheduler({ tWarmup: `${t}ba`, tMax: '20000ba', alphaF })),
  )
  const length = fc.oneof(
    fc.integer({ min: 1, max: 20000 }),
    fc.constantFrom(255, 256, 257, 512, 8191, 8192, 8193, 16384),
  )
  fc.assert(
    fc.property(
      fc.array(scheduler, { minLength: 1, maxLength: 3 }),
      length,
      fc.oneof(fc.double({ min: 1e-6, max: 10, noNaN: true }), fc.constantFrom(1, -1, 1e-310, 1.7e308)),
      (schedulers, batches, baseLr) => {
        const run = new TrainingRun({ maxDuration: `${batches}ba` })
        const found = summaryOf(schedulers, run, baseLr)
        expect(found).toEqual(expected(evaluate(schedulers, run, { baseLr })))
        expect(found.mean).toBeGreaterThanOrEqual(found.minimum)
        expect(found.mean).toBeLessThanOrEqual(found.peak)
      },
    ),
    { numRuns: runs(150) },
  )
})

test.each([
  ['a constant 0.1', 0.1, 1070, 107, 0.1],
  ['a constant third', 1 / 3, 300_000, 100_000, 1 / 3],
  ['the largest float', 1.7976931348623157e308, 5000, Infinity, 1.7976931348623157e308],
  ['the least float', 5e-324, 5000, 5000 * 5e-324, 5e-324],
])('%s has itself as its mean', (_, baseLr, batches, area, mean) => {
  const run = new TrainingRun({ maxDuration: `${batches}ba` })
  expect(summaryOf([new ConstantScheduler()], run, baseLr)).toMatchObject({ area, mean, minimum: mean, peak: mean })
})

test('what is infinite or not a number stays so', () => {
  const grows = new ExponentialScheduler({ gamma: 10, decayPeriod: '1ba' })
  const late = new TrainingRun({ maxDuration: '200ba' })
  expect(summaryOf([grows, grows], late)).toMatchObject({ area: Infinity, mean: Infinity, peak: Infinity })
  expect(summaryOf([grows, grows, new ConstantScheduler({ alpha: 0 })], late)).toMatchObject({
    area: Number.NaN,
    peak: 0,
  })
})

test('a run of no batches has no values', () => {
  const curve = ramp.resolve(new TrainingRun({ maxDuration: '8ba' }))
  expect(summarize([curve], 0, 1)).toMatchObject({ count: 0, area: 0, mean: Number.NaN, peak: Number.NaN })
})
