/**
 * The laws of schedulers, for every form there is and for trees of them.
 */
import fc from 'fast-check'
import { allocateOutput, createScheduler, setWarningHandler, TrainingRun } from 'scale-schedule'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { anyTree, LEAVES, NODES } from '../helpers/any-tree.js'
import { anyRange, anyRun } from '../helpers/arbitraries.js'
import { bits, curveOf, isItsParts, isItsPoints, roundsToSingles, survivesJson } from '../helpers/laws.js'
import { runs } from '../helpers/repetition.js'
import { valueOrCode } from '../helpers/thrown.js'

beforeAll(() => {
  setWarningHandler(() => {})
})
afterAll(() => {
  setWarningHandler(null)
})

const RUNS = { numRuns: runs(1200) }
const anyForm = fc.oneof({ weight: 3, arbitrary: anyTree(0) }, ...[1, 2, 6].map((depth) => anyTree(depth)))

test('a batch equals the single points, bit for bit', () => {
  let compared = 0
  const seen = new Set<string>()
  const property = fc.property(anyForm, anyRun, anyRange, (scheduler, run, range) => {
    const count = isItsPoints(scheduler, run, range)
    compared += count
    if (count > 0) seen.add(scheduler.name)
  })
  fc.assert(property, RUNS)
  expect(compared).toBeGreaterThan(2 * RUNS.numRuns)
  // With few runs some are not drawn; of those with many rules, few draws are allowed.
  const unseen = [...LEAVES, ...NODES].filter((type) => !seen.has(type))
  if (RUNS.numRuns >= 1200) expect(unseen.length).toBeLessThan(4)
})

test('a range equals its parts, wherever it is split', () => {
  fc.assert(
    fc.property(anyForm, anyRun, anyRange, fc.nat(), (scheduler, run, range, at) => {
      isItsParts(scheduler, run, range, at % (range.count + 1))
    }),
    RUNS,
  )
})

test('a range longer than a chunk equals its parts', () => {
  const range = { from: 0, stride: 1, count: 20_000 }
  fc.assert(
    fc.property(anyForm, anyRun, fc.integer({ min: 1, max: 20_000 }), (scheduler, run, at) => {
      isItsParts(scheduler, run, range, at)
    }),
    { numRuns: runs(60) },
  )
})

test('schedulers, runs and curves survive JSON', () => {
  fc.assert(fc.property(anyForm, anyRun, anyRange, survivesJson), RUNS)
})

test('f32 values are the f64 values rounded', () => {
  fc.assert(fc.property(anyForm, anyRun, anyRange, roundsToSingles), { numRuns: runs(500) })
})

test('resolving is pure', () => {
  fc.assert(
    fc.property(anyForm, anyRun, (scheduler, run) => {
      expect(curveOf(scheduler, run)?.digest()).toBe(curveOf(scheduler, run)?.digest())
    }),
    RUNS,
  )
})

test('a tree may be as deep as it needs more memory for', () => {
  const run = new TrainingRun({ maxDuration: '20000ba' })
  let tree = createScheduler('linear')
  for (let depth = 0; depth < 60; depth++) {
    tree = createScheduler('maximum', { schedulers: [createScheduler('constant', { alpha: 0 }), tree] })
  }
  const expected = bits(createScheduler('linear').resolve(run).fill({ count: 20_000 }))
  expect(bits(tree.resolve(run).fill({ count: 20_000 }))).toEqual(expected)
  // Into memory that must not move.
  const out = allocateOutput(20_000)
  tree.resolve(run).fill({ count: 20_000, out })
  expect(bits(out)).toEqual(expected)
})

test('what the package allocates gets the same bits', () => {
  const outs = [allocateOutput(3000), allocateOutput(3000, 'f32')] as const
  fc.assert(
    fc.property(anyForm, anyRun, fc.nat(3000), (scheduler, run, from) => {
      const curve = curveOf(scheduler, run)
      if (curve === undefined) return
      for (const out of outs) {
        const ordinary = new (out.constructor as Float64ArrayConstructor)(3000)
        const fill = (values: typeof ordinary) =>
          valueOrCode(() => bits(curve.fill({ from, count: 3000, out: values })))
        expect(fill(out as typeof ordinary)).toEqual(fill(ordinary))
      }
    }),
    { numRuns: runs(300) },
  )
})
