/**
 * Laws that hold for every scheduler, as properties: a batch is its points, the ratio stretches, nothing is lost in JSON.
 */
import fc from 'fast-check'
import {
  Curve,
  evaluate,
  Scheduler,
  type SchedulerError,
  setWarningHandler,
  Time,
  type Timestamp,
  TrainingRun,
} from 'scale-schedule'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rowsOf, type SchedulerRow, toNumber, toScheduler, toState, toTimestamps } from '../golden/rows.js'
import { anyRange, anyRun, anyScheduler, anyTime, fraction } from '../helpers/arbitraries.js'
import { runs } from '../helpers/repetition.js'
import { valueOrCode } from '../helpers/thrown.js'

beforeAll(() => {
  setWarningHandler(() => {})
})
afterAll(() => {
  setWarningHandler(null)
})

const RUNS = { numRuns: runs(1500) }

/** Bits, so that −0 and NaN count. */
function bits(values: Iterable<number>): string[] {
  return Array.from(new BigUint64Array(Float64Array.from(values).buffer), (word) => word.toString(16))
}

function curveOf(scheduler: ReturnType<typeof toScheduler>, run: TrainingRun): Curve | undefined {
  const curve = valueOrCode(() => scheduler.resolve(run))
  return typeof curve === 'string' ? undefined : curve
}

test('a batch equals the single points, bit for bit', () => {
  let compared = 0
  const property = fc.property(anyScheduler(), anyRun, anyRange, (scheduler, run, { from, stride, count }) => {
    const state = (timestamp: Timestamp) => ({
      timestamp,
      maxDuration: run.maxDuration,
      dataloaderLen: run.dataloaderLen,
    })
    const stamps = Array.from({ length: count }, (_, index) => run.timestampAt(from + index * stride))
    const points = stamps.map((at) => valueOrCode(() => scheduler(state(at), run.scaleScheduleRatio)))
    const firstError = points.findIndex((point) => typeof point === 'string')
    const curve = curveOf(scheduler, run)
    if (curve === undefined) {
      expect(count === 0 || firstError === 0).toBe(true)
      return
    }
    if (firstError >= 0) {
      const error = (() => {
        try {
          return curve.fill({ from, stride, count })
        } catch (thrown) {
          return thrown
        }
      })() as SchedulerError
      expect(error.code).toBe(points[firstError])
      expect((error.details as { step?: number }).step).toBe(from + firstError * stride)
      return
    }
    compared += count
    expect(bits(curve.fill({ from, stride, count }))).toEqual(bits(points as number[]))
    expect(bits(stamps.map((at) => curve.valueAt(at)))).toEqual(bits(points as number[]))
  })
  fc.assert(property, RUNS)
  expect(compared).toBeGreaterThan(6 * runs(1500) - 100)
})

test('a range equals its parts, wherever it is split', () => {
  fc.assert(
    fc.property(anyScheduler(), anyRun, anyRange, fc.nat(), (scheduler, run, { from, stride, count }, at) => {
      const curve = curveOf(scheduler, run)
      const whole = curve && valueOrCode(() => curve.fill({ from, stride, count }))
      if (curve === undefined || typeof whole === 'string') return
      const first = at % (count + 1)
      const parts = [
        ...curve.fill({ from, stride, count: first }),
        ...curve.fill({ from: from + first * stride, stride, count: count - first }),
      ]
      expect(bits(whole!)).toEqual(bits(parts))
    }),
    RUNS,
  )
})

test('a range longer than a chunk equals its parts', () => {
  fc.assert(
    fc.property(anyScheduler(), anyRun, fc.integer({ min: 1, max: 20_000 }), (scheduler, run, at) => {
      const curve = curveOf(scheduler, run)
      const whole = curve && valueOrCode(() => curve.fill({ count: 20_000 }))
      if (curve === undefined || typeof whole === 'string') return
      const parts = [...curve.fill({ count: at }), ...curve.fill({ from: at, count: 20_000 - at })]
      expect(bits(whole!)).toEqual(bits(parts))
    }),
    { numRuns: runs(60) },
  )
})

test('the ratio stretches: α_σ(σt) = α(t), bit for bit, where nothing is truncated', () => {
  let compared = 0
  const property = fc.property(
    anyScheduler(fraction),
    fc.integer({ min: 1, max: 2000 }),
    fc.constantFrom(2, 3, 4, 10),
    fc.nat(4000),
    (scheduler, length, ratio, batch) => {
      // Fractions of a run of n × 2^k batches may truncate: the law holds for those whose lengths scale exactly.
      const run = new TrainingRun({ maxDuration: `${length}ba` })
      const longer = new TrainingRun({ maxDuration: `${length}ba`, scaleScheduleRatio: ratio })
      const exact = Object.values(scheduler)
        .flat()
        .filter((value): value is Time => value instanceof Time)
        .every((time) => Math.trunc(time.value * length) * ratio === Math.trunc(time.value * length * ratio))
      const restarts = 'tMult' in scheduler && !Number.isInteger(scheduler.tMult)
      // A scaled warm-up ends at the unscaled time, but a fraction of the run is not scaled by the ratio again.
      if (!exact || restarts) return
      const [at, after] = [run.timestampAt(batch), longer.timestampAt(batch * ratio)]
      const before = valueOrCode(() => scheduler.resolve(run).valueAt(at))
      const stretched = valueOrCode(() => scheduler.resolve(longer).valueAt(after))
      if (typeof before === 'number') compared += 1
      expect(stretched).toEqual(before)
    },
  )
  fc.assert(property, { numRuns: runs(6000) })
  expect(compared).toBeGreaterThan(runs(6000) / 12 - 20)
})

test('the ratio stretches absolute times too, for schedulers without a warm-up', () => {
  const time = fc.integer({ min: 1, max: 3000 }).map((value) => new Time(value, 'ba'))
  const plain = anyScheduler(time).filter(
    (scheduler) => !('tWarmup' in scheduler) && (!('tMult' in scheduler) || Number.isInteger(scheduler.tMult)),
  )
  fc.assert(
    fc.property(plain, fc.constantFrom(2, 3, 7), fc.nat(4000), (scheduler, ratio, batch) => {
      const at = (ssr: number) =>
        valueOrCode(() => {
          const run = new TrainingRun({ maxDuration: '3000ba', scaleScheduleRatio: ssr })
          return scheduler.resolve(run).valueAt(run.timestampAt(batch * ssr))
        })
      expect(at(ratio)).toEqual(at(1))
    }),
    RUNS,
  )
})

test('resolving is pure, and a product is the product of its factors', () => {
  const range = { from: 0, count: 40, stride: 50 }
  fc.assert(
    fc.property(anyScheduler(), anyScheduler(), anyRun, (one, two, run) => {
      const [a, b] = [curveOf(one, run), curveOf(two, run)]
      if (a === undefined || b === undefined) return
      expect(curveOf(one, run)!.digest()).toBe(a.digest())
      const product = valueOrCode(() => evaluate([one, two], run, range))
      if (typeof product === 'string') return
      const [left, right] = [a.fill(range), b.fill(range)]
      expect(bits(product)).toEqual(bits(left.map((value, index) => value * right[index]!)))
    }),
    RUNS,
  )
})

test('schedulers, runs and curves survive JSON', () => {
  fc.assert(
    fc.property(anyScheduler(), anyRun, anyRange, (scheduler, run, range) => {
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
    }),
    RUNS,
  )
})

test('f32 values are the f64 values rounded', () => {
  fc.assert(
    fc.property(anyScheduler(), anyRun, anyRange, (scheduler, run, range) => {
      const curve = curveOf(scheduler, run)
      const doubles = curve && valueOrCode(() => curve.fill(range))
      if (doubles === undefined || typeof doubles === 'string') return
      const singles = curve!.fill({ ...range, out: new Float32Array(range.count) })
      expect(Array.from(singles)).toEqual(Array.from(doubles, Math.fround))
    }),
    { numRuns: runs(500) },
  )
})

test('a time survives its text', () => {
  fc.assert(
    fc.property(anyTime, (time) => {
      expect(Time.fromTimestring(time.toTimestring()).equals(time)).toBe(true)
    }),
  )
})

test('WebAssembly computes the bits that native code computes', () => {
  const rows = rowsOf<SchedulerRow & { bits: string[] }>('native_bits')
  const failing = rows.filter((row) => {
    const scheduler = valueOrCode(() => toScheduler(row.scheduler))
    const found = toTimestamps(row).map((at) => {
      const value = valueOrCode(() =>
        (scheduler as ReturnType<typeof toScheduler>)(toState(row, at), toNumber(row.ssr)),
      )
      return typeof value === 'string' ? 'error' : bits([value])[0]!.padStart(16, '0')
    })
    return found.join() !== row.bits.join()
  })
  expect(failing.map((row) => row.id)).toEqual([])
  expect(rows.flatMap((row) => row.bits).filter((word) => word !== 'error').length).toBeGreaterThan(2000)
})
