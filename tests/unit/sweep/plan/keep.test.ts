/** Which batches are kept, against a list of all of them. */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { setWarningHandler, Time } from '../../../../ts/index.js'
import { KeptBatches } from '../../../../ts/sweep/plan/keep.js'
import { planSweep } from '../../../../ts/sweep/plan/plan.js'
import type { Configuration } from '../../../../ts/sweep/space/configuration.js'
import type { Keep } from '../../../../ts/sweep/spec/spec.js'
import { batchesUntil } from '../../../../ts/wasm/kernel.js'
import { runs } from '../../../helpers/repetition.js'

function configuration(keys: object = {}): Configuration {
  const scheduler = { name: 'cosine_with_warmup', t_warmup: '10ba' }
  return planSweep({ base: { max_duration: '100ba', scheduler, ...keys } }).configuration(0)
}
const all = (keep: Keep, keys?: object) => Array.from(KeptBatches.of(configuration(keys), keep).list(0, Infinity))

describe('the batches that are kept', () => {
  beforeAll(() => void setWarningHandler(() => {}))
  afterAll(() => void setWarningHandler(null))

  test.each<[Keep, number[]]>([
    ['summaries', []],
    ['all', Array.from({ length: 100 }, (_, batch) => batch)],
    [{ every: 40 }, [0, 40, 80, 99]],
    [{ every: 99 }, [0, 99]],
    [{ every: 1000 }, [0, 99]],
    [{ first: 3 }, [0, 1, 2, 99]],
    [{ around_boundaries: 0 }, [10, 99]],
    [{ around_boundaries: 1 }, [9, 10, 11, 99]],
    [{ around_boundaries: 2 }, [8, 9, 10, 11, 12, 98, 99]],
    [{ every: 50, first: 2, around_boundaries: 1 }, [0, 1, 9, 10, 11, 50, 99]],
    [
      { every: 5, first: 12 },
      [
        0,
        1,
        2,
        3,
        4,
        5,
        6,
        7,
        8,
        9,
        10,
        11,
        ...[15, 20, 25, 30, 35, 40, 45, 50, 55],
        ...[60, 65, 70, 75, 80, 85, 90, 95, 99],
      ],
    ],
  ])('%j', (keep, batches) => {
    expect(all(keep)).toEqual(batches)
  })

  test('boundaries on other counters are turned into batches', () => {
    const tokens = {
      max_duration: '10000tok',
      global_train_batch_size: 4,
      max_seq_len: 16,
      scheduler: { name: 'cosine_with_warmup', t_warmup: '1000tok' },
    }
    // 1,000 tokens are reached at batch ⌈1000 / 64⌉, the end at ⌈10000 / 64⌉.
    expect(all({ around_boundaries: 0 }, tokens)).toEqual([16, 156])
    expect(all({ around_boundaries: 1 }, tokens)).toEqual([15, 16, 17, 156])
  })

  test('the boundaries of all schedulers count', () => {
    const schedulers = [
      { name: 'linear_with_warmup', t_warmup: '10ba' },
      { name: 'constant', t_max: '60ba' },
    ]
    expect(all({ around_boundaries: 0 }, { scheduler: undefined, schedulers })).toEqual([10, 60, 99])
  })

  const anyKeep: fc.Arbitrary<Keep> = fc.oneof(
    fc.constantFrom<Keep>('all', 'summaries'),
    fc
      .record(
        {
          every: fc.integer({ min: 1, max: 150 }),
          first: fc.integer({ min: 1, max: 150 }),
          around_boundaries: fc.integer({ min: 0, max: 60 }),
        },
        { requiredKeys: [] },
      )
      .filter((keep) => Object.keys(keep).length > 0),
  )
  const anyRun = fc
    .record({
      ba: fc.integer({ min: 1, max: 130 }),
      warmup: fc.integer({ min: 0, max: 150 }),
      size: fc.integer({ min: 1, max: 7 }),
      unit: fc.constantFrom('ba', 'sp'),
    })
    .map(({ ba, warmup, size, unit }) =>
      configuration({
        max_duration: unit === 'ba' ? `${ba}ba` : `${ba * size}sp`,
        global_train_batch_size: size,
        scheduler: { name: 'cosine_with_warmup', t_warmup: `${warmup}${unit}` },
      }),
    )

  test('are those that one of the rules keeps, and their count is known without listing them', () => {
    const isKept = ({ batches, curves, run }: Configuration, keep: Keep, batch: number): boolean => {
      if (typeof keep === 'string') return keep === 'all'
      const { every, first, around_boundaries: near } = keep
      const boundaries = curves.flatMap((curve) => curve.phases().filter(({ until }) => until < Infinity))
      const places = boundaries.map(({ until, counter }) => batchesUntil(new Time(until, counter), run.pace))
      return (
        batch === batches - 1 ||
        (every !== undefined && batch % every === 0) ||
        (first !== undefined && batch < first) ||
        (near !== undefined && places.some((place) => Math.abs(place - batch) <= near))
      )
    }
    fc.assert(
      fc.property(anyRun, anyKeep, fc.nat(140), fc.nat(140), (made, keep, a, b) => {
        const [from, until] = [Math.min(a, b), Math.max(a, b)]
        const expected = Array.from({ length: made.batches }, (_, batch) => batch).filter(
          (batch) => batch >= from && batch < until && isKept(made, keep, batch),
        )
        const kept = KeptBatches.of(made, keep)
        expect(Array.from(kept.list(from, until))).toEqual(expected)
        expect(kept.count(from, until)).toBe(expected.length)
        expect(kept.count()).toBe(kept.count(0, made.batches))
      }),
      { numRuns: runs(1000) },
    )
  })
})
