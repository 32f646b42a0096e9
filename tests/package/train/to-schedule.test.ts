/** A schedule is what `evaluate` gives, at any count and in any order. */
import fc from 'fast-check'
import {
  CosineAnnealingScheduler,
  createScheduler,
  ExponentialScheduler,
  evaluate,
  LinearScheduler,
  PolynomialScheduler,
  type State,
  setWarningHandler,
  TrainingRun,
} from 'scale-schedule'
import { toSchedule } from 'scale-schedule/train'
import { afterAll, expect, test } from 'vitest'
import { anyTree } from '../../helpers/any-tree.js'
import { anyRun } from '../../helpers/arbitraries.js'
import { runs } from '../../helpers/repetition.js'
import { codeFrom, valueOrCode } from '../../helpers/thrown.js'

// Random warm-ups are often of no length.
setWarningHandler(() => {})
afterAll(() => {
  setWarningHandler(null)
})

const halve = (state: State, ssr = 1) => (state.timestamp.batch < 40 * ssr ? 1 : 0.5)
const batch = fc.oneof(fc.integer({ min: 0, max: 5000 }), fc.constantFrom(0, 2 ** 32, Number.MAX_SAFE_INTEGER - 1))

test('the bits of evaluate, or its error, for any tree and products of them, in any order, past the end', () => {
  let values = 0
  const law = fc.property(
    fc.array(fc.oneof(anyTree(0), anyTree(1), fc.constant(halve)), { minLength: 1, maxLength: 3 }),
    anyRun,
    fc.constantFrom(1, 3e-4),
    fc.array(batch, { minLength: 1, maxLength: 8 }),
    (schedulers, run, baseLr, batches) => {
      const schedule = valueOrCode(() => toSchedule(schedulers, run, { baseLr }))
      for (const count of batches) {
        const expected = valueOrCode(() => evaluate(schedulers, run, { at: [count], baseLr })[0]!)
        const found = typeof schedule === 'string' ? schedule : valueOrCode(() => schedule(count))
        // Of several that have no value, either may be told.
        if (typeof expected === 'string' && schedulers.length > 1) expect(found).toBeTypeOf('string')
        else expect(found).toBe(expected)
        if (typeof expected === 'number') values++
      }
    },
  )
  fc.assert(law, { numRuns: runs(2000) })
  expect(values).toBeGreaterThan(100)
})

test('a tree with a function in it is read in any order', () => {
  const run = new TrainingRun({ maxDuration: '20000ba', scaleScheduleRatio: 1.5 })
  const tree = createScheduler('SequenceScheduler', {
    schedulers: [halve, createScheduler('ProductScheduler', { schedulers: [new CosineAnnealingScheduler(), halve] })],
    at: ['5000ba'],
  })
  const schedule = toSchedule([tree, new LinearScheduler()], run, { baseLr: 0.3 })
  const all = evaluate([tree, new LinearScheduler()], run, { baseLr: 0.3, count: 40_000 })
  for (const count of [29_999, 0, 1, 12_000, 39_999, 7499, 7500, 8192, 16_384]) expect(schedule(count)).toBe(all[count])
})

test('it takes one argument, and holds for ever where the curve does', () => {
  const schedule = toSchedule(new LinearScheduler({ alphaF: 0.5 }), new TrainingRun({ maxDuration: '4ba' }))
  expect([schedule.length, schedule(2), schedule(4), schedule(1e9)]).toEqual([1, 0.75, 0.5, 0.5])
})

test('what is wrong is told where it is made, and a wrong count where it is called', () => {
  const run = new TrainingRun({ maxDuration: '4ba' })
  const made = (schedulers: unknown, options?: unknown) =>
    codeFrom(() => toSchedule(schedulers as LinearScheduler, run, options as { baseLr: number }))
  expect(made(new ExponentialScheduler({ gamma: 0.9, decayPeriod: '1ep' }))).toBe('no-dataloader-len')
  expect(made({ lr: new LinearScheduler() })).toBe('bad-type')
  expect(made([])).toBe('bad-type')
  expect(made(new LinearScheduler(), { baseLR: 1 })).toBe('unknown-option')
  expect(made(new LinearScheduler(), { baseLr: Number.POSITIVE_INFINITY })).toBe('not-finite')
  expect(codeFrom(() => toSchedule(new LinearScheduler(), {} as TrainingRun))).toBe('bad-type')
  const scaled = new TrainingRun({ maxDuration: '4ba', scaleScheduleRatio: 2 })
  expect(codeFrom(() => toSchedule((state: State) => state.timestamp.batch, scaled))).toBe('ssr-unsupported')
  const schedule = toSchedule(new PolynomialScheduler({ power: -1 }), run)
  expect([-1, 0.5, Number.NaN].map((count) => codeFrom(() => schedule(count)))).toEqual(Array(3).fill('integer-range'))
  // As an array of jax-js that was not read.
  expect(codeFrom(() => schedule({} as number))).toBe('bad-type')
  expect([codeFrom(() => schedule(4)), schedule(3)]).toEqual(['zero-to-negative-power', 4])
})
