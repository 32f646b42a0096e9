/**
 * Laws that hold for every scheduler, as properties: a batch is its points, the ratio stretches, nothing is lost in JSON.
 */
import fc from 'fast-check'
import { evaluate, setWarningHandler, Time, TrainingRun } from 'scale-schedule'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rowsOf, type SchedulerRow, toNumber, toScheduler, toState, toTimestamps } from '../golden/rows.js'
import { anyRange, anyRun, anyScheduler, anyTime, fraction } from '../helpers/arbitraries.js'
import { bits, curveOf, isItsParts, isItsPoints, roundsToSingles, survivesJson } from '../helpers/laws.js'
import { runs } from '../helpers/repetition.js'
import { valueOrCode } from '../helpers/thrown.js'

beforeAll(() => {
  setWarningHandler(() => {})
})
afterAll(() => {
  setWarningHandler(null)
})

const RUNS = { numRuns: runs(1500) }

test('a batch equals the single points, bit for bit', () => {
  let compared = 0
  const property = fc.property(anyScheduler(), anyRun, anyRange, (scheduler, run, range) => {
    compared += isItsPoints(scheduler, run, range)
  })
  fc.assert(property, RUNS)
  expect(compared).toBeGreaterThan(6 * runs(1500) - 100)
})

test('a range equals its parts, wherever it is split', () => {
  fc.assert(
    fc.property(anyScheduler(), anyRun, anyRange, fc.nat(), (scheduler, run, range, at) => {
      isItsParts(scheduler, run, range, at % (range.count + 1))
    }),
    RUNS,
  )
})

test('a range longer than a chunk equals its parts', () => {
  const range = { from: 0, stride: 1, count: 20_000 }
  fc.assert(
    fc.property(anyScheduler(), anyRun, fc.integer({ min: 1, max: 20_000 }), (scheduler, run, at) => {
      isItsParts(scheduler, run, range, at)
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
  fc.assert(fc.property(anyScheduler(), anyRun, anyRange, survivesJson), RUNS)
})

test('f32 values are the f64 values rounded', () => {
  fc.assert(fc.property(anyScheduler(), anyRun, anyRange, roundsToSingles), { numRuns: runs(500) })
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
