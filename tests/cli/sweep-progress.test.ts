/** Progress of a sweep: what counts into the rate, what into the time that is left, and how numbers look. */
import { planSweep } from 'scale-schedule/sweep'
import { expect, test } from 'vitest'
import { duration, short } from '../../ts/cli/commands/sweep/report/progress.js'
import { Work } from '../../ts/cli/commands/sweep/report/work.js'
import { LONG } from './sweep-command.js'

test('resumed parts count into what is done, but not into the rate', () => {
  const plan = planSweep({ ...LONG, format: 'npy' })
  let now = 0
  const work = new Work(plan as never, () => now)
  const add = (index: number, resumed: boolean) => {
    const part = plan.parts[index]! as never
    work.add({ part, rows: 10, bytes: 100, sha256: '', resumed })
  }
  expect([work.parts, work.share, work.rate, work.secondsLeft]).toEqual([32, 0, null, null])
  // 60 configurations of 60,000 steps: summaries and their copy in Parquet, and 30 parts of curves with two of them each.
  now = 5000
  for (let index = 0; index < 12; index++) add(index, true)
  expect([work.done, work.resumed, work.rate, work.secondsLeft]).toEqual([12, 12, null, null])
  expect(work.share).toBeCloseTo((1 + 5 / 3) / 6, 10)
  for (let index = 12; index < 22; index++) {
    now += 1000
    add(index, false)
  }
  expect([work.values, work.seconds]).toEqual([1_200_000, 10])
  expect(work.rate).toBe(120_000)
  // As much again is left.
  expect(work.secondsLeft).toBeCloseTo(10, 10)
  expect([work.rows, work.bytes]).toEqual([{ configurations: 10, curves: 200 }, 2200])
  for (let index = 22; index < 32; index++) add(index, false)
  expect([work.share, work.secondsLeft]).toEqual([1, expect.closeTo(0, 6)])
})

test('the time that is left follows the last while', () => {
  const plan = planSweep({ ...LONG, format: 'npy' })
  let now = 0
  const work = new Work(plan as never, () => now)
  const add = (index: number) =>
    work.add({ part: plan.parts[index]! as never, rows: 1, bytes: 1, sha256: '', resumed: false })
  for (let index = 0; index < 7; index++) add(index)
  // From here on each takes ten seconds.
  for (let index = 7; index < 17; index++) {
    now += 10_000
    add(index)
  }
  expect(work.secondsLeft).toBeCloseTo(150, 6)
})

test('numbers are short', () => {
  const amounts = [0, 7.4, 999, 1000, 45_250_000, 1.5e9, 2e12, 5e16].map(short)
  expect(amounts).toEqual([
    '0',
    '7',
    '999',
    '1.00 thousand',
    '45.3 million',
    '1.50 billion',
    '2.00 trillion',
    '5.00e+4 trillion',
  ])
  expect([0.04, 9.94, 12.4, 99, 150, 7000].map(duration)).toEqual([
    '0.0 s',
    '9.9 s',
    '12 s',
    '99 s',
    '3 min',
    '1 h 57 min',
  ])
})
