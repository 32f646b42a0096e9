/** Rows have the types of their columns: what compiles here is what the values are. */
import { expect, expectTypeOf, test } from 'vitest'
import {
  type Cell,
  type ConfigurationRow,
  MemoryStore,
  readSweep,
  type SweepSpec,
  searchSweep,
  sweep,
  sweepInMemory,
} from '../../../../ts/sweep/index.js'

const base = { max_duration: '100ba', scheduler: { name: 'linear' }, optimizer: { lr: 1 } }

test('summaries are numbers and texts, axes are numbers or texts', () => {
  const [row] = sweepInMemory({
    base,
    grid: { lr: [1, 2] },
    random: { samples: 1, axes: { ssr: { uniform: [1, 2] } } },
  }).configurations
  expectTypeOf(row!.configuration).toEqualTypeOf<number>()
  expectTypeOf(row!.area).toEqualTypeOf<number>()
  expectTypeOf(row!.boundaries).toEqualTypeOf<string>()
  expectTypeOf(row!.half_peak_step).toEqualTypeOf<number | null>()
  expectTypeOf(row!.lr).toEqualTypeOf<number | string>()
  expectTypeOf(row!.ssr).toEqualTypeOf<number | string>()
  // @ts-expect-error no such axis
  expect(row!.alpha_f).toBe(undefined)
  expect([typeof row!.area, typeof row!.boundaries, typeof row!.lr]).toEqual(['number', 'string', 'number'])
})

test('several bases are an axis', () => {
  const [row] = sweepInMemory({ bases: { a: base, b: base } }).configurations
  expectTypeOf(row!.base).toEqualTypeOf<number | string>()
  expect(row!.base).toBe('a')
})

test('a summary may be missing where invalid configurations are recorded', () => {
  const { configurations } = sweepInMemory({
    base: { ...base, scheduler: { name: 'linear_with_warmup', t_warmup: '10ba' } },
    grid: { t_max: ['1dur', '50ba'] },
    invalid: 'record',
  })
  expectTypeOf(configurations[0]!.area).toEqualTypeOf<number | null>()
  expectTypeOf(configurations[0]!.error).toEqualTypeOf<string | null | undefined>()
  expect(configurations.map(({ area }) => typeof area)).toEqual(['number', 'object'])
})

test('of a specification of any kind, columns may be of any name', async () => {
  const spec: SweepSpec = { base, grid: { lr: [1] } }
  const [row] = sweepInMemory(spec).configurations
  expectTypeOf(row!.area).toEqualTypeOf<number | null>()
  expectTypeOf(row!.lr).toEqualTypeOf<Cell | undefined>()
  const store = new MemoryStore()
  for await (const _ of sweep(spec, { store, workers: 0 }));
  const { rows } = await searchSweep(await readSweep(store))
  expectTypeOf(rows[0]!).toEqualTypeOf<ConfigurationRow>()
  expect(rows).toEqual([row])
})

test('a search gives rows of the type that it takes', async () => {
  const { configurations } = sweepInMemory({ base, grid: { lr: [1, 2] } })
  const { rows } = await searchSweep(configurations, { sort: '-area' })
  expectTypeOf(rows).toEqualTypeOf(configurations)
  expect(rows[0]!.lr).toBe(2)
})
