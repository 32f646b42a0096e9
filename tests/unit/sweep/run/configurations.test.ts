/** Rows of blocks beside what each configuration, made alone, amounts to. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ConfigError } from '../../../../ts/config/errors.js'
import { phaseEnds } from '../../../../ts/sweep/plan/phases.js'
import { planSweep, type SweepPlan } from '../../../../ts/sweep/plan/plan.js'
import { configurationRows } from '../../../../ts/sweep/run/configurations.js'
import type { TableRow } from '../../../../ts/sweep/run/rows.js'
import { configurationColumns } from '../../../../ts/sweep/run/tables.js'
import type { SweepSpec } from '../../../../ts/sweep/spec/spec.js'
import { runs } from '../../../helpers/repetition.js'
import { learningRates, summaryOf } from '../../../helpers/summary.js'

/** A row without the sign of zeros: of two zeros either is the lowest. */
const unsigned = (row: TableRow) =>
  Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, cell === 0 ? 0 : cell]))

/** The row of a configuration that is made alone. */
function alone(plan: SweepPlan, id: number): TableRow {
  const empty = Object.fromEntries(configurationColumns(plan).map(({ name }) => [name, null]))
  const begun = { ...empty, ...plan.valuesOf(id), configuration: id }
  try {
    const configuration = plan.configuration(id)
    const { batches } = configuration
    const ends = phaseEnds(configuration)
    const warmup = Math.max(0, ...ends.map(({ name, until }) => (name === 'warmup' ? until : 0)))
    const within = ends.map(({ until }) => until).filter((until) => until > 0 && until < batches)
    return {
      ...begun,
      ...summaryOf(learningRates(configuration)),
      warmup_fraction: Math.min(warmup, batches) / batches,
      boundaries: JSON.stringify([...new Set(within)].sort((a, b) => a - b)),
    }
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return { ...begun, error: Array.from(error.message).slice(0, 500).join('') }
  }
}

const rowsOf = (plan: SweepPlan, from = 0, until = plan.size) => [
  ...configurationRows(plan, configurationColumns(plan), from, until),
]

const time = fc.oneof(
  fc.integer({ min: 0, max: 9000 }).map((value) => `${value}ba`),
  fc.integer({ min: 0, max: 30 }).map((value) => `${value}ep`),
  fc.integer({ min: 0, max: 100_000 }).map((value) => `${value}sp`),
  fc.integer({ min: 0, max: 100_000_000 }).map((value) => `${value}tok`),
  fc.double({ min: 0, max: 1.2, noNaN: true }).map((value) => `${value}dur`),
)
const number = fc.oneof(fc.double({ min: -1, max: 2, noNaN: true }), fc.constantFrom(0, 0.1, 0.5, 1))
const SCHEDULERS: { readonly [name: string]: { readonly [option: string]: fc.Arbitrary<unknown> } } = {
  step: { step_size: time, gamma: number },
  multi_step: { milestones: fc.uniqueArray(time, { maxLength: 4 }), gamma: number },
  constant: { alpha: number, t_max: time },
  linear: { alpha_i: number, alpha_f: number, t_max: time },
  exponential: { gamma: number, decay_period: time },
  cosine_annealing: { t_max: time, alpha_f: number },
  cosine_annealing_warm_restarts: { t_0: time, t_mult: fc.constantFrom(1, 1.5, 2), alpha_f: number },
  polynomial: { power: fc.constantFrom(1, 2, 3, 0.5, 1.7), t_max: time, alpha_f: number },
  multi_step_with_warmup: {
    t_warmup: time,
    milestones: fc.uniqueArray(time, { maxLength: 3 }),
    scale_warmup: fc.boolean(),
  },
  linear_with_warmup: { t_warmup: time, alpha_f: number, scale_warmup: fc.boolean() },
  cosine_annealing_with_warmup: { t_warmup: time, alpha_f: number, t_max: time },
  polynomial_with_warmup: { t_warmup: time, power: fc.constantFrom(1, 2, 1.7), alpha_f: number },
  inverse_square_root_with_warmup: { t_warmup: time, t_scale: time, t_cooldown: time },
}
const scheduler = fc
  .constantFrom(...Object.keys(SCHEDULERS))
  .chain((name) => fc.record({ name: fc.constant(name), ...SCHEDULERS[name] }))

const base = fc.record(
  {
    max_duration: fc.oneof(
      fc.integer({ min: 1, max: 30_000 }).map((value) => `${value}ba`),
      fc.integer({ min: 1, max: 40 }).map((value) => `${value}ep`),
      fc.integer({ min: 1, max: 10_000_000 }).map((value) => `${value}tok`),
    ),
    schedulers: fc.array(scheduler, { minLength: 1, maxLength: 3 }),
    lr: fc.double({ min: 0, max: 10, noNaN: true }),
    dataloader_len: fc.integer({ min: 1, max: 900 }),
    train_subset_num_batches: fc.integer({ min: 1, max: 900 }),
    global_train_batch_size: fc.integer({ min: 1, max: 512 }),
    max_seq_len: fc.integer({ min: 1, max: 2048 }),
    seconds_per_batch: fc.double({ min: 0.001, max: 2, noNaN: true }),
  },
  { requiredKeys: ['max_duration', 'schedulers', 'lr'] },
)
const axis = (values: fc.Arbitrary<unknown>) =>
  fc.uniqueArray(values, { minLength: 1, maxLength: 4, comparator: 'SameValueZero' })
const grid = fc.record(
  {
    lr: axis(fc.double({ min: 0, max: 10, noNaN: true, noDefaultInfinity: true }).map((value) => value + 0)),
    ssr: axis(fc.constantFrom(0.1, 0.5, 1, 1.5, 2)),
    dataloader_len: axis(fc.integer({ min: 1, max: 900 })),
    train_subset_num_batches: axis(fc.integer({ min: 1, max: 900 })),
    max_duration: axis(fc.constantFrom('1ba', '100ba', '12345ba', '3ep', '100000tok')),
    'schedulers[0].alpha_f': axis(number.map((value) => value + 0)),
    'schedulers[0].t_warmup': axis(time),
    'schedulers[0].milestones': fc.uniqueArray(fc.uniqueArray(time, { minLength: 1, maxLength: 3 }), {
      minLength: 1,
      maxLength: 3,
      selector: (list) => JSON.stringify(list),
    }),
  },
  { requiredKeys: [] },
)

/** The specification without the axes that no scheduler of it has. */
function planned(spec: SweepSpec): SweepPlan | null {
  const axes = { ...spec.grid } as Record<string, never>
  for (;;) {
    try {
      return planSweep({ ...spec, grid: axes })
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error
      const [, name] = /^grid(?:\.|\[")([^"]+?)(?:"\]|\[\d+\])?$/.exec(error.keyPath) ?? []
      if (name === undefined || !(name in axes)) return null
      delete axes[name]
    }
  }
}

describe('rows of blocks', () => {
  test('are what each configuration amounts to alone, whatever it is', () => {
    let rows = 0
    let valid = 0
    const property = fc.property(base, grid, (base, grid) => {
      const plan = planned({ base, grid, invalid: 'record' } as SweepSpec)
      if (plan === null) return
      const found = rowsOf(plan)
      expect(found.map(unsigned)).toEqual(Array.from({ length: plan.size }, (_, id) => unsigned(alone(plan, id))))
      rows += found.length
      valid += found.filter(({ error }) => error === null).length
      expect(plan.totals().invalid).toBe(found.filter(({ error }) => error !== null).length)
    })
    fc.assert(property, { numRuns: Math.max(30, runs(100)) })
    expect([rows > 100, valid > rows / 10]).toEqual([true, true])
  })

  test('of several bases change from one to the next', () => {
    const bases = {
      one: { max_duration: '100ba', scheduler: { name: 'linear' }, lr: 1 },
      two: { max_duration: '90ba', schedulers: [{ name: 'linear' }, { name: 'constant', alpha: 0.5 }], lr: 2 },
      three: { max_duration: '1ba', scheduler: { name: 'cosine_annealing' }, lr: 3 },
    }
    const plan = planSweep({ bases, grid: { ssr: { linspace: [1, 2, 700] } } })
    const rows = rowsOf(plan)
    for (const id of [0, 511, 512, 699, 700, 701, 1399, 1400, 2099]) expect(rows[id]).toEqual(alone(plan, id))
  })

  test.each([
    [0, 1],
    [5, 9],
    [510, 514],
    [0, 1200],
  ])('from %i to %i are those of the whole', (from, until) => {
    const plan = planSweep({
      base: { max_duration: '3000ba', scheduler: { name: 'cosine_with_warmup', t_warmup: '10ba' }, lr: 1 },
      grid: { t_warmup: { range: ['1ba', '600ba', '1ba'] }, lr: [1, 2] },
      where: 't_warmup < 590',
    } as SweepSpec)
    const end = Math.min(until, plan.size)
    expect(rowsOf(plan, from, end)).toEqual(rowsOf(plan).slice(from, end))
  })

  test('of a long run find their steps in blocks that are evaluated again', () => {
    const plan = planSweep({
      base: {
        max_duration: '100000ba',
        schedulers: [
          { name: 'cosine_with_warmup', t_warmup: '50000ba', alpha_f: 0.1 },
          { name: 'multi_step', milestones: ['70001ba'], gamma: 0.3 },
        ],
        lr: 0.1,
      },
    })
    const [row] = rowsOf(plan)
    expect(row).toEqual(alone(plan, 0))
    expect(row).toMatchObject({ peak_step: 50_000, half_peak_step: 25_000, largest_jump_step: 70_001 })
  })
})
