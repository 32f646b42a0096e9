/**
 * Laws of one scheduler in one run, each of which throws where it doesn't hold.
 */
import { Curve, Scheduler, type SchedulerError, TrainingRun } from 'scale-schedule'
import { expect } from 'vitest'
import { valueOrCode } from './thrown.js'

type AnyScheduler = ReturnType<typeof Scheduler.fromJSON>

interface Range {
  readonly from: number
  readonly stride: number
  readonly count: number
}

/** Bits, so that −0 and NaN count. */
export function bits(values: Iterable<number>): string[] {
  return Array.from(new BigUint64Array(Float64Array.from(values).buffer), (word) => word.toString(16))
}

const hasParts = (scheduler: AnyScheduler) => 'scheduler' in scheduler || 'schedulers' in scheduler

/** The curve, or undefined where the scheduler refuses the run. */
export function curveOf(scheduler: AnyScheduler, run: TrainingRun): Curve | undefined {
  const curve = valueOrCode(() => scheduler.resolve(run))
  return typeof curve === 'string' ? undefined : curve
}

/**
 * A batch has the bits of its points, or the error of the first point that has one.
 *
 * @returns how many points were compared
 */
export function isItsPoints(scheduler: AnyScheduler, run: TrainingRun, { from, stride, count }: Range): number {
  const stamps = Array.from({ length: count }, (_, index) => run.timestampAt(from + index * stride))
  const { maxDuration, dataloaderLen, scaleScheduleRatio } = run
  const byState = stamps.map((timestamp) =>
    valueOrCode(() => scheduler({ timestamp, maxDuration, dataloaderLen }, scaleScheduleRatio)),
  )
  const curve = curveOf(scheduler, run)
  if (curve === undefined) {
    expect(count === 0 || typeof byState[0] === 'string').toBe(true)
    return 0
  }
  const points = stamps.map((at) => valueOrCode(() => curve.valueAt(at)))
  // A state doesn't say when a part of a tree began, but in the counter of its boundary: see docs/fidelity.md.
  if (!hasParts(scheduler)) expect(byState).toEqual(points)
  const firstError = points.findIndex((point) => typeof point === 'string')
  if (firstError < 0) {
    expect(bits(curve.fill({ from, stride, count }))).toEqual(bits(points as number[]))
    return count
  }
  const error = (() => {
    try {
      return curve.fill({ from, stride, count })
    } catch (thrown) {
      return thrown
    }
  })() as SchedulerError
  expect(error.code).toBe(points[firstError])
  expect((error.details as { step?: number }).step).toBe(from + firstError * stride)
  return 0
}

/** A range is its parts, split at any of its values. */
export function isItsParts(
  scheduler: AnyScheduler,
  run: TrainingRun,
  { from, stride, count }: Range,
  at: number,
): void {
  const curve = curveOf(scheduler, run)
  const whole = curve && valueOrCode(() => curve.fill({ from, stride, count }))
  if (curve === undefined || typeof whole === 'string') return
  const parts = [
    ...curve.fill({ from, stride, count: at }),
    ...curve.fill({ from: from + at * stride, stride, count: count - at }),
  ]
  expect(bits(whole!)).toEqual(bits(parts))
}

/** JSON keeps the scheduler, the run and the curve. */
export function survivesJson(scheduler: AnyScheduler, run: TrainingRun, range: Range): void {
  const again = Scheduler.fromJSON(JSON.stringify(scheduler))
  expect(again).toBeInstanceOf(scheduler.constructor)
  expect(again.toJSON()).toEqual(scheduler.toJSON())
  const sameRun = TrainingRun.fromJSON(JSON.stringify(run))
  const curve = curveOf(scheduler, run)
  if (curve === undefined) return
  expect(again.resolve(sameRun).digest()).toBe(curve.digest())
  const sameCurve = Curve.fromJSON(JSON.stringify(curve))
  expect(sameCurve.digest()).toBe(curve.digest())
  expect(valueOrCode(() => bits(sameCurve.fill(range)))).toEqual(valueOrCode(() => bits(curve.fill(range))))
}

/** Values in f32 are those in f64, rounded. */
export function roundsToSingles(scheduler: AnyScheduler, run: TrainingRun, range: Range): void {
  const curve = curveOf(scheduler, run)
  const doubles = curve && valueOrCode(() => curve.fill(range))
  if (doubles === undefined || typeof doubles === 'string') return
  const singles = curve!.fill({ ...range, out: new Float32Array(range.count) })
  expect(Array.from(singles)).toEqual(Array.from(doubles, Math.fround))
}
