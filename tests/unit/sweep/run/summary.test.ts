/** Summaries of single configurations beside what can be seen, and beside what the values themselves say. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { planSweep } from '../../../../ts/sweep/plan/plan.js'
import { configurationRows } from '../../../../ts/sweep/run/configurations.js'
import { configurationColumns } from '../../../../ts/sweep/run/tables.js'
import { runs } from '../../../helpers/repetition.js'
import { learningRates, summaryOf } from '../../../helpers/summary.js'

type Description = { readonly name: string; readonly [option: string]: unknown }

const planOf = (schedulers: Description[], batches: number, lr: number) =>
  planSweep({ base: { max_duration: `${batches}ba`, lr, schedulers }, grid: {} } as never)

/** The row of a sweep of one configuration. */
function rowOf(schedulers: Description[], batches: number, lr = 1) {
  const plan = planOf(schedulers, batches, lr)
  return [...configurationRows(plan, configurationColumns(plan), 0, 1)][0]!
}

const ramp = { name: 'linear_with_warmup', t_warmup: '4ba' }

test('a short run is summarized by its own numbers', () => {
  // 0, 0.5, 1, 1.5, 2, 1.5, 1, 0.5
  expect(rowOf([ramp], 8, 2)).toMatchObject({
    batches: 8,
    area: 8,
    mean: 1,
    final: 0.5,
    peak: 2,
    peak_step: 4,
    minimum: 0,
    half_peak_step: 2,
    largest_jump: 0.5,
    largest_jump_step: 1,
  })
})

test('a constant curve has no jump, and its peak at once', () => {
  const found = rowOf([{ name: 'multi_step', milestones: [] }], 5000, 0.1)
  expect(found).toMatchObject({ peak_step: 0, half_peak_step: 0, largest_jump: 0, largest_jump_step: null })
})

test('summaries are those of the values, of one curve or several, whatever the length', () => {
  const warmup = fc.integer({ min: 1, max: 9000 }).map((t) => `${t}ba` as const)
  const scheduler = fc.oneof(
    fc.constantFrom({ name: 'cosine_annealing', alpha_f: 0.1 }, { name: 'step', step_size: '700ba' }),
    warmup.map((t) => ({ name: 'linear_with_warmup', t_warmup: t, t_max: '20000ba' })),
    warmup.map((t) => ({ name: 'multi_step', milestones: [t], gamma: 0.3 })),
    fc
      .double({ min: 0.9, max: 1, noNaN: true })
      .map((gamma) => ({ name: 'exponential', gamma, decay_period: '100ba' })),
    fc.tuple(warmup, fc.constantFrom(0.2, 0, -0.3)).map(([t_warmup, alpha_f]) => {
      return { name: 'cosine_annealing_with_warmup', t_warmup, t_max: '20000ba', alpha_f }
    }),
  )
  const length = fc.oneof(
    fc.integer({ min: 1, max: 20000 }),
    fc.constantFrom(255, 256, 257, 512, 8191, 8192, 8193, 16384),
  )
  const lr = fc.oneof(fc.double({ min: 1e-6, max: 10, noNaN: true }), fc.constantFrom(1, 1e-310, 1.7e308))
  fc.assert(
    fc.property(
      fc.array(scheduler, { minLength: 1, maxLength: 3 }),
      length,
      lr,
      (schedulers: Description[], batches, lr) => {
        const found = rowOf(schedulers, batches, lr)
        expect(found).toMatchObject(summaryOf(learningRates(planOf(schedulers, batches, lr).configuration(0))))
        expect(found.mean).toBeGreaterThanOrEqual(found.minimum as number)
        expect(found.mean).toBeLessThanOrEqual(found.peak as number)
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
])('%s has itself as its mean', (_, lr, batches, area, mean) => {
  expect(rowOf([{ name: 'constant' }], batches, lr)).toMatchObject({ area, mean, minimum: mean, peak: mean })
})

test('what is infinite or not a number stays so', () => {
  const grows = { name: 'exponential', gamma: 10, decay_period: '1ba' }
  expect(rowOf([grows, grows], 200)).toMatchObject({ area: Infinity, mean: Infinity, peak: Infinity })
  const none = rowOf([grows, grows, { name: 'constant', alpha: 0 }], 200)
  expect(none).toMatchObject({ area: Number.NaN, peak: 0 })
})
