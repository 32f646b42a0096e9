/** Parts cover everything exactly once, within their limits, and are cut as late as these allow. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { KeptBatches } from '../../../../ts/sweep/plan/keep.js'
import { type Part, PartCutter, STEP_GRAIN, VALUE_BYTES } from '../../../../ts/sweep/plan/parts.js'
import { planSweep, type SweepPlan } from '../../../../ts/sweep/plan/plan.js'
import { checkSpec, type Keep, type SweepSpec } from '../../../../ts/sweep/spec/spec.js'
import { runs } from '../../../helpers/repetition.js'

const scheduler = { name: 'cosine_with_warmup', t_warmup: '10ba' }
const base = { max_duration: '100ba', scheduler }
const parts = (spec: SweepSpec) => planSweep({ base, ...spec }).parts
const curves = (spec: SweepSpec) =>
  parts(spec).flatMap((part) =>
    part.kind === 'curves' ? [[part.from, part.until, part.stepFrom, part.stepUntil]] : [],
  )

describe('parts', () => {
  test('of summaries alone are configurations', () => {
    expect(parts({ grid: { lr: [1, 2, 3] } })).toEqual([
      { kind: 'configurations', name: 'configurations/part-00000.parquet', format: 'parquet', from: 0, until: 3 },
    ])
  })

  test('have the extension of the format, and the configurations are in Parquet as well', () => {
    for (const format of ['parquet', 'arrow', 'csv', 'ndjson', 'npy'] as const) {
      const copy = format === 'parquet' ? [] : [['configurations/part-00000.parquet', 'parquet']]
      expect(parts({ format, keep: 'all' }).map(({ name, format }) => [name, format])).toEqual([
        [`configurations/part-00000.${format}`, format],
        ...copy,
        [`curves/part-00000.${format}`, format],
      ])
    }
  })

  test('are cut where the next configuration would be too much', () => {
    // 64 KiB hold 4,096 values of 16 bytes: 40 configurations of 100 batches.
    expect(curves({ keep: 'all', part_size: 65_536, grid: { lr: { range: [1, 100, 1] } } })).toEqual([
      [0, 40, 0, 100],
      [40, 80, 0, 100],
      [80, 100, 0, 100],
    ])
  })

  test('split long runs at multiples of 2,048 batches', () => {
    const long = { ...base, max_duration: '10000ba' }
    expect(
      curves({ base: long, keep: 'all', part_size: 65_536, grid: { max_duration: ['100ba', '10000ba', '200ba'] } }),
    ).toEqual([
      [0, 1, 0, 100],
      [1, 2, 0, 4096],
      [1, 2, 4096, 8192],
      [1, 2, 8192, 10_000],
      [2, 3, 0, 200],
    ])
    // 4,096 values are kept of 40,960 batches.
    expect(curves({ base: { ...base, max_duration: '50000ba' }, keep: { every: 10 }, part_size: 65_536 })).toEqual([
      [0, 1, 0, 40_960],
      [0, 1, 40_960, 50_000],
    ])
  })

  test('in the wide layout have at most a thousand columns, and in NPY 400', () => {
    const grid = { lr: { range: [1, 1500, 1] } } as const
    expect(curves({ grid, keep: 'all', layout: 'wide' })).toEqual([
      [0, 1000, 0, 100],
      [1000, 1500, 0, 100],
    ])
    expect(curves({ grid, keep: 'all', layout: 'wide', format: 'npy' }).at(-1)).toEqual([1200, 1500, 0, 100])
    // As wide as the longest: 81 columns of 100 rows of 8 bytes are 64,800 bytes.
    expect(curves({ grid, keep: 'all', layout: 'wide', part_size: 65_536 })[0]).toEqual([0, 81, 0, 100])
  })

  test('of summaries are cut by the batches to evaluate, and at 65,536 configurations', () => {
    const many = parts({ random: { samples: 70_000, axes: { lr: { uniform: [0, 1] } } } })
    expect(many.map(({ from, until }) => [from, until])).toEqual([
      [0, 65_536],
      [65_536, 70_000],
    ])
    const long = parts({ base: { ...base, max_duration: '30000000ba' }, grid: { lr: [1, 2, 3, 4, 5, 6, 7] } })
    expect(long.map(({ from, until }) => [from, until])).toEqual([
      [0, 3],
      [3, 6],
      [6, 7],
    ])
    expect(parts({ base: { ...base, max_duration: '2000000000ba' }, grid: { lr: [1, 2] } })).toHaveLength(2)
  })

  test('without a curve in them are not there', () => {
    const spec: SweepSpec = { grid: { t_max: ['1ba', '2ba'] }, invalid: 'record', keep: 'all' }
    expect(parts(spec).map(({ kind }) => kind)).toEqual(['configurations'])
  })

  test('are at most a hundred thousand', () => {
    const cutter = new PartCutter(checkSpec({ base }), 's.yaml')
    const addAll = () => {
      for (let id = 0; id <= 100_001; id++) cutter.add(2e9, null)
    }
    expect(addAll).toThrow(
      's.yaml: part_size: A sweep has at most 100000 parts; found more. Raise part_size, or keep fewer batches.',
    )
  })
})

describe('every sweep', () => {
  const anyKeep = fc.constantFrom<Keep[]>(
    'summaries',
    'all',
    { every: 7 },
    { first: 30, around_boundaries: 5 },
    { every: 1000, first: 3 },
  )
  const anySpec = fc.record({
    keep: anyKeep,
    layout: fc.constantFrom('long' as const, 'wide' as const),
    part_size: fc.integer({ min: 65_536, max: 200_000 }),
    lengths: fc.uniqueArray(fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 60_000 })), {
      minLength: 1,
      maxLength: 12,
    }),
    samples: fc.integer({ min: 1, max: 40 }),
    tooShort: fc.boolean(),
  })
  const made = anySpec.map(({ lengths, samples, tooShort, ...rest }) =>
    planSweep({
      base,
      grid: { max_duration: lengths.map((length) => `${length}ba`), t_max: tooShort ? ['1dur', '200ba'] : ['1dur'] },
      random: { samples, axes: { lr: { uniform: [0, 1] } } },
      invalid: 'record',
      ...rest,
    }),
  )

  const lengthOf = (plan: SweepPlan, id: number): number => {
    try {
      return plan.configuration(id).batches
    } catch {
      return 0
    }
  }

  test('has each configuration in one part of summaries, and each of its batches in one part of curves', () => {
    fc.assert(
      fc.property(made, (plan) => {
        const summaries = plan.parts.filter(({ kind }) => kind === 'configurations')
        let next = 0
        for (const { from, until } of summaries) {
          expect(from).toBe(next)
          expect(until).toBeGreaterThan(from)
          next = until
        }
        expect(next).toBe(plan.size)
        expect(new Set(plan.parts.map(({ name }) => name)).size).toBe(plan.parts.length)

        const reached = new Map<number, number>()
        for (const part of plan.parts) {
          if (part.kind !== 'curves') continue
          expect(part.stepFrom % STEP_GRAIN).toBe(0)
          for (let id = part.from; id < part.until; id++) {
            const [start, end] = [part.stepFrom, Math.min(part.stepUntil, lengthOf(plan, id))]
            // In order, and without a gap.
            if (start < end) {
              expect(reached.get(id) ?? 0).toBe(start)
              reached.set(id, end)
            }
          }
        }
        const expected = plan.spec.keep === 'summaries' ? 0 : 1
        for (let id = 0; id < plan.size; id++) expect(reached.get(id) ?? 0).toBe(lengthOf(plan, id) * expected)
      }),
      { numRuns: runs(150) },
    )
  })

  test('has parts within part_size, and as many kept values in all as it says', () => {
    fc.assert(
      fc.property(made, (plan) => {
        const { layout, keep, part_size: size } = plan.spec
        let values = 0
        for (const part of plan.parts) {
          if (part.kind !== 'curves') continue
          const rows = new Set<number>()
          let kept = 0
          for (let id = part.from; id < part.until; id++) {
            if (lengthOf(plan, id) === 0) continue
            const configuration = plan.configuration(id)
            const batches = KeptBatches.of(configuration, keep)
            kept += batches.count(part.stepFrom, part.stepUntil)
            if (layout === 'wide') for (const step of batches.list(part.stepFrom, part.stepUntil)) rows.add(step)
          }
          values += kept
          const bytes =
            layout === 'long' ? kept * VALUE_BYTES.long : rows.size * (part.until - part.from) * VALUE_BYTES.wide
          expect(bytes).toBeLessThanOrEqual(size)
        }
        const totals = plan.totals()
        expect([values, plan.parts.length, plan.size]).toEqual([totals.values, totals.parts, totals.configurations])
      }),
      { numRuns: runs(100) },
    )
  })

  test('is cut in the same way each time', () => {
    fc.assert(
      fc.property(made, (plan) => {
        expect(planSweep(plan.spec).parts).toEqual(plan.parts as Part[])
      }),
      { numRuns: runs(30) },
    )
  })
})
