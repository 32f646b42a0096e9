/** Parts of curves: the module that encodes them evaluates as the core does, whatever is kept. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { setWarningHandler } from '../../../../ts/errors/warning.js'
import { planSweep } from '../../../../ts/sweep/plan/plan.js'
import { computeParts, type Encoders, loadEncoders } from '../../../../ts/sweep/run/part.js'
import type { SweepSpec } from '../../../../ts/sweep/spec/spec.js'
import { runs } from '../../../helpers/repetition.js'

setWarningHandler(() => {})

const time = fc.oneof(
  fc.integer({ min: 1, max: 4000 }).map((batches) => `${batches}ba`),
  fc.integer({ min: 1, max: 40 }).map((epochs) => `${epochs}ep`),
  fc.integer({ min: 1, max: 99 }).map((share) => `0.${String(share).padStart(2, '0')}dur`),
)
const factor = fc.constantFrom(0, 0.1, 0.5, 1, 2)
const scheduler = fc.oneof(
  fc.record({ name: fc.constant('cosine_with_warmup'), t_warmup: time, alpha_f: factor }),
  fc.record({ name: fc.constant('linear'), alpha_i: factor, alpha_f: factor, t_max: time }),
  fc.record({ name: fc.constant('multi_step'), milestones: fc.array(time, { maxLength: 3 }), gamma: factor }),
  fc.record({ name: fc.constant('polynomial'), power: fc.constantFrom(0.5, 1, 2), alpha_f: factor }),
  fc.record({ name: fc.constant('exponential'), gamma: fc.constantFrom(0.9, 1.01) }),
  fc.record({ name: fc.constant('cosine_annealing_warm_restarts'), t_0: time, t_mult: fc.constantFrom(1, 2) }),
)
const keep = fc.oneof(
  fc.constant('all' as const),
  fc.record({ every: fc.integer({ min: 1, max: 900 }) }),
  fc.record({ first: fc.integer({ min: 1, max: 9000 }), around_boundaries: fc.integer({ min: 0, max: 30 }) }),
  fc.record({
    every: fc.integer({ min: 2, max: 90 }),
    first: fc.integer({ min: 1, max: 500 }),
    around_boundaries: fc.integer({ min: 0, max: 100 }),
  }),
)

const spec = fc
  .record({
    duration: fc.integer({ min: 1, max: 400 }),
    schedulers: fc.array(scheduler, { minLength: 1, maxLength: 3 }),
    lr: fc.constantFrom(1, 0.3, 1e-4),
    keep,
    layout: fc.constantFrom('long' as const, 'wide' as const),
  })
  .map(
    ({ duration, schedulers, lr, keep, layout }): SweepSpec => ({
      base: {
        max_duration: `${duration}ep`,
        dataloader_len: 50,
        global_train_batch_size: 8,
        schedulers,
        optimizer: { lr },
      },
      grid: { ssr: [1, 0.5, 1.7], lr: [lr, 3 * lr] },
      invalid: 'record',
      keep,
      layout,
      part_size: '64KiB',
    }),
  )

/** The same, with curves that the core evaluates. */
const byTheCore = (encoders: Encoders): Encoders =>
  new Map([...encoders].map(([name, { packages, open }]) => [name, { packages, open }]))

test('files have the same bytes as when the core evaluates what is encoded', async () => {
  const encoders = await loadEncoders({ format: 'parquet' })
  let compared = 0
  await fc.assert(
    fc.asyncProperty(spec, async (spec) => {
      const plan = planSweep(spec)
      for (const [index, part] of plan.parts.entries()) {
        if (part.kind !== 'curves') continue
        const [own] = await computeParts(plan, [index], encoders)
        const [other] = await computeParts(plan, [index], byTheCore(encoders))
        expect(own!.facts).toEqual(other!.facts)
        expect(Buffer.compare(own!.bytes, other!.bytes)).toBe(0)
        compared += own!.facts.rows
      }
    }),
    { numRuns: runs(300) },
  )
  expect(compared).toBeGreaterThan(10_000)
})
