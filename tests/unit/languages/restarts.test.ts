/** Intervals between restarts: the list until the end of a run, and what Python assigns from it. */
import { expect, test } from 'vitest'
import { intervalsUntil } from '../../../ts/catalogue/restarts.js'
import { assignInterval } from '../../../ts/languages/python/restarts.js'

test.each<[end: number, first: number, growth: number, starts: number[] | null]>([
  [100, 30, 1, [0]],
  [100, 30, 2, [0, 30, 90]],
  [90, 30, 2, [0, 30]],
  [7, 4, 0.5, [0, 4, 6]],
  [1, 0, 1, null],
  [11, 4, 0.9, null],
  [1e6, 2, 1.5, null],
])('until %d, from %d growing by %d, they start at %j', (end, first, growth, starts) => {
  expect(intervalsUntil(end, first, growth, 20)?.map(({ start }) => start) ?? null).toEqual(starts)
})

test('one that repeats needs no list', () => {
  const intervals = { first: 30, growth: 1, batches: 100 }
  expect(assignInterval({ ...intervals, isWhole: true, at: 'step' }, new Set(['start', 'length']), 'math')).toEqual([
    'length = 30',
    'start = step // length * length',
  ])
  expect(assignInterval({ ...intervals, isWhole: true, at: 'step' }, new Set(['number']), 'jax')).toContain(
    'number = step // length',
  )
})

test('several are looked up, and the last one may repeat', () => {
  const intervals = { first: 30, growth: 2, batches: 100 }
  expect(
    assignInterval({ ...intervals, isWhole: true, at: 'step' }, new Set(['number', 'start', 'length']), 'math'),
  ).toEqual([
    'which = bisect_right([0, 30, 90], step) - 1',
    'length = [30, 60, 120][which]',
    'start = [0, 30, 90][which]',
    'number = [0, 1, 2][which] + (step - start) // length',
    'start = start + (step - start) // length * length',
  ])
  expect(assignInterval({ ...intervals, isWhole: true, at: 'step' }, new Set(['start']), 'jax')[0]).toBe(
    "which = jnp.searchsorted(jnp.array([0, 30, 90]), step, side='right') - 1",
  )
})
