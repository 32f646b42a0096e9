/** Envelopes beside the values themselves. */
import fc from 'fast-check'
import {
  CosineAnnealingScheduler,
  CosineAnnealingWarmRestartsScheduler,
  envelope,
  evaluate,
  LinearWithWarmupScheduler,
  MultiStepScheduler,
  TrainingRun,
} from 'scale-schedule'
import { expect, test } from 'vitest'
import { messageFrom } from '../../helpers/message.js'
import { runs } from '../../helpers/repetition.js'

const run = new TrainingRun({ maxDuration: '30000ba' })

/** The same, from all values. */
function expected(values: Float64Array, columns: number) {
  const of = (pick: (...values: number[]) => number) =>
    Array.from({ length: columns }, (_, column) => {
      const start = Math.floor((column * values.length) / columns)
      const end = Math.max(start + 1, Math.floor(((column + 1) * values.length) / columns))
      return values.subarray(start, end).reduce((a, b) => pick(a, b))
    })
  return { low: of(Math.min), high: of(Math.max) }
}

const schedulers = [
  new CosineAnnealingScheduler({ alphaF: 0.1 }),
  new LinearWithWarmupScheduler({ tWarmup: '700ba' }),
  new MultiStepScheduler({ milestones: ['5000ba', '9001ba'], gamma: 0.5 }),
  new CosineAnnealingWarmRestartsScheduler({ t0: '333ba' }),
  (state: { timestamp: { batch: number } }, _ssr = 1) => (state.timestamp.batch === 12345 ? 50 : 0.5),
]

test('the columns have the lowest and the highest of their batches', () => {
  fc.assert(
    fc.property(
      fc.subarray(schedulers, { minLength: 1, maxLength: 3 }),
      fc.integer({ min: 1, max: 3000 }),
      fc.integer({ min: 0, max: 5000 }),
      fc.integer({ min: 1, max: 25000 }),
      fc.double({ min: -2, max: 2, noNaN: true }),
      (list, columns, from, count, baseLr) => {
        const found = envelope(list, run, { columns, from, count, baseLr })
        const { low, high } = expected(evaluate(list, run, { from, count, baseLr }), columns)
        expect([...found.low].map(positive)).toEqual(low.map(positive))
        expect([...found.high].map(positive)).toEqual(high.map(positive))
      },
    ),
    { numRuns: runs(60) },
  )
})

// The lowest of 0 and −0 may be either.
const positive = (value: number) => value + 0

test('a spike of one batch among millions shows', () => {
  const long = new TrainingRun({ maxDuration: '3000000ba' })
  const spike = new MultiStepScheduler({ milestones: ['1234567ba', '1234568ba'], gamma: 3 })
  const { low, high } = envelope([spike, new MultiStepScheduler({ milestones: ['1234568ba'], gamma: 1 / 9 })], long, {
    columns: 100,
  })
  expect(high[41]).toBe(3)
  expect(low[41]).toBe(1)
  expect(high[42]).toBe(1)
})

test('no batches leave NaN, and wrong options are named', () => {
  expect([...envelope(schedulers[0]!, run, { columns: 2, count: 0 }).low]).toEqual([Number.NaN, Number.NaN])
  expect(messageFrom(() => envelope(schedulers[0]!, run, {} as never))).toMatch(/envelope needs the option columns/i)
  expect(messageFrom(() => envelope(schedulers[0]!, run, { columns: 0 }))).toMatch(/columns must be an integer/)
  expect(messageFrom(() => envelope(schedulers[0]!, run, { columns: 2, stride: 3 } as never))).toMatch(/stride/)
})
