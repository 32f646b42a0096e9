/** Every scheduler, node and option in a sweep: as a base, as an axis, within any tree, in the schema. */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  ConstantScheduler,
  createScheduler,
  evaluate,
  setWarningHandler,
  summarize,
  TrainingRun,
} from '../../../../ts/index.js'
import type { BuiltinScheduler } from '../../../../ts/schedulers/builtin.js'
import { partsOf } from '../../../../ts/schedulers/tree.js'
import {
  MemoryStore,
  readSweep,
  type SweepSpec,
  searchSweep,
  sweep,
  sweepInMemory,
} from '../../../../ts/sweep/index.js'
import { readSpace } from '../../../../ts/sweep/space/axes.js'
import { ConfigurationMaker } from '../../../../ts/sweep/space/configuration.js'
import { specJsonSchema } from '../../../../ts/sweep/spec/schema.js'
import { checkSpec } from '../../../../ts/sweep/spec/spec.js'
import { fieldsOf, isNesting, SCHEDULER_TYPES, type SchedulerType } from '../../../../ts/wasm/table.js'
import { anyTree } from '../../../helpers/any-tree.js'
import { runs } from '../../../helpers/repetition.js'
import { valueOrCode } from '../../../helpers/thrown.js'

beforeAll(() => void setWarningHandler(() => {}))
afterAll(() => void setWarningHandler(null))

const run = { max_duration: '100ba', dataloader_len: 10, lr: 1 }

type Json = { readonly type: SchedulerType } & Readonly<Record<string, unknown>>
type Node = BuiltinScheduler

/** A tree without the options that are values, and those by their paths. */
function takenApart(scheduler: Node, path: string, axes: Record<string, unknown>): Record<string, unknown> {
  const json = scheduler.toJSON() as unknown as Json
  const parts = partsOf(scheduler)
  const bare: Record<string, unknown> = { type: json.type }
  for (const { name, key, kind } of fieldsOf(json.type)) {
    if (!isNesting(kind)) {
      // JSON leaves out what is implied.
      if (json[name] !== undefined) axes[`${path}.${key}`] = [json[name]]
    } else {
      const own = parts.filter((part) => part.path === name || part.path.startsWith(`${name}[`))
      const inner = own.map((part) => takenApart(part.scheduler as Node, `${path}.${part.path}`, axes))
      const listed = json[name] as readonly { readonly clock?: string }[]
      const clocked = inner.map((scheduler, index) => {
        return kind === 'parts' ? { scheduler, clock: listed[index]!.clock ?? 'inner' } : scheduler
      })
      bare[key] = kind === 'scheduler' ? inner[0] : clocked
    }
  }
  return bare
}

/** What JSON has for numbers that it lacks is no value of an axis. */
const isPlain = (json: unknown): boolean => !/"-0"|"NaN"|Infinity/.test(JSON.stringify(json))

test('every scheduler and node is a base, with the bits of evaluate and of summarize', () => {
  const seen = new Set<string>()
  fc.assert(
    fc.property(
      fc.array(fc.oneof(anyTree(0), anyTree(1), anyTree(2)), { minLength: 12, maxLength: 12 }),
      (schedulers) => {
        fc.pre(schedulers.every((scheduler) => isPlain(scheduler.toJSON())))
        const bases = Object.fromEntries(
          schedulers.map((scheduler, index) => [`b${index}`, { ...run, scheduler: scheduler.toJSON() }]),
        )
        const { plan, configurations, curves } = sweepInMemory({
          bases,
          invalid: 'record',
          keep: { every: 9 },
        } as SweepSpec)
        for (const [index, scheduler] of schedulers.entries()) {
          const training = new TrainingRun({ maxDuration: '100ba', dataloaderLen: 10 })
          const told = valueOrCode(() => summarize(scheduler, training))
          const row = configurations[index]!
          const curve = curves.find(({ configuration }) => configuration === index)
          if (typeof told === 'string') {
            expect([row.error === null, curve]).toEqual([false, undefined])
            continue
          }
          expect(row).toMatchObject({
            error: null,
            peak: told.peak,
            final: told.final,
            area: told.area,
            mean: told.mean,
          })
          expect(curve!.lr).toEqual(evaluate(scheduler, training, { at: Array.from(curve!.steps) }))
          expect(plan.configuration(index).schedulers[0]!.toJSON()).toEqual(scheduler.toJSON())
          seen.add(scheduler.name)
        }
      },
    ),
    { numRuns: runs(120) },
  )
  // Far fewer than most seeds come to.
  expect(seen.size).toBeGreaterThan(15)
})

/** Takes a tree's options for axes, and expects them to make the same tree. */
function expectSame(scheduler: Node): void {
  const axes: Record<string, unknown> = {}
  const base = { ...run, scheduler: takenApart(scheduler, 'scheduler', axes) }
  const space = readSpace(checkSpec({ base, grid: axes } as SweepSpec), 'sweep')
  const maker = new ConfigurationMaker(space)
  maker.select(0)
  expect(maker.scheduler(0).toJSON()).toEqual(scheduler.toJSON())
}

describe('every option of every scheduler', () => {
  test('is set by an axis', () => {
    const options = SCHEDULER_TYPES.flatMap((type) =>
      fieldsOf(type).flatMap(({ name, kind }) => (isNesting(kind) ? [] : [`${type}.${name}`])),
    )
    const missing = new Set(options)
    // Always the same, so that it never misses one.
    const trees = fc.sample(fc.oneof(anyTree(0), anyTree(1)), { numRuns: 6000, seed: 7 })
    // Chance hardly finds one that its class takes.
    const shape = { tEnd: '90ba', alphaF: 0.1, shape: 'power', decayPower: 2, decayRatio: 0.5, from: 'frozen' }
    const cooldowns = [{ tStart: '50ba' }, { tCooldown: '5.5ba' }].map((one) =>
      createScheduler('cooldown', { scheduler: new ConstantScheduler(), ...one, ...shape }),
    )
    for (const scheduler of [...trees, ...cooldowns]) {
      const json = scheduler.toJSON() as unknown as Json
      const own = Object.keys(json).filter((name) => missing.delete(`${json.type}.${name}`))
      if (own.length > 0 && isPlain(json)) expectSame(scheduler)
      else for (const name of own) missing.add(`${json.type}.${name}`)
    }
    expect([...missing]).toEqual([])
  })

  test.each([0, 1, 2])('is set by an axis, in trees of %i levels', (depth) => {
    fc.assert(
      fc.property(anyTree(depth), (scheduler) => {
        fc.pre(isPlain(scheduler.toJSON()))
        expectSame(scheduler)
      }),
      { numRuns: runs(400) },
    )
  })

  test('is known to the schema, by its key', () => {
    const schema = JSON.stringify(specJsonSchema())
    const keys = SCHEDULER_TYPES.flatMap((type) => fieldsOf(type).filter(({ kind }) => !isNesting(kind)))
    for (const { key } of keys) expect(schema).toContain(`"${key}":{`)
  })
})

describe('an axis of words, of lists or of what may be absent', () => {
  const wsd = { name: 'wsd', t_warmup: '10ba', t_decay: '20ba' }

  test('of the decay of WSD gives the three decays', () => {
    const { configurations, curves } = sweepInMemory({
      base: { ...run, scheduler: wsd },
      grid: { decay: ['linear', '1-sqrt', 'cosine'] },
      keep: 'all',
    })
    expect(configurations.map(({ decay }) => decay)).toEqual(['linear', '1-sqrt', 'cosine'])
    expect(curves.map(({ lr }) => lr[90]!)).toEqual([
      expect.closeTo(0.5, 12),
      expect.closeTo(1 - Math.sqrt(0.5), 12),
      expect.closeTo(0.5, 12),
    ])
    expect(curves[2]!.lr[85]).toBeCloseTo((1 + Math.cos(Math.PI / 4)) / 2, 12)
  })

  test('of a scheduler within a tree does so as well', () => {
    const scheduler = { name: 'clamp', low: 0.25, scheduler: { name: 'product', schedulers: ['constant', wsd] } }
    const { curves } = sweepInMemory({
      base: { ...run, scheduler },
      grid: { 'scheduler.scheduler.schedulers[1].decay': ['linear', '1-sqrt'], low: [0, 0.4] },
      keep: 'all',
    })
    expect(curves.map(({ lr }) => lr[95])).toEqual([
      expect.closeTo(0.25, 12),
      0.4,
      expect.closeTo(1 - Math.sqrt(0.75), 12),
      0.4,
    ])
  })

  test('of lists of numbers has them as JSON', () => {
    const scheduler = { name: 'piecewise_constant', boundaries: ['50ba'], values: [1, 1] }
    const { configurations } = sweepInMemory({
      base: { ...run, scheduler },
      grid: {
        values: [
          [1, 0.5],
          [2, 0],
        ],
      },
    })
    expect(configurations.map(({ values, peak, final }) => [values, peak, final])).toEqual([
      ['[1,0.5]', 1, 0.5],
      ['[2,0]', 2, 0],
    ])
  })

  test.each(['parquet', 'arrow', 'csv', 'ndjson', 'npy'] as const)(
    'of null is a column with nulls, in %s',
    async (format) => {
      const scheduler = { name: 'clamp', high: 0.5, scheduler: { name: 'linear_decay', t_warmup: '5ba' } }
      const spec = {
        base: { ...run, scheduler },
        grid: { high: [null, 0.5], 'scheduler.scheduler.t_warmup': [null, '20ba'] },
        where: ['high <= 0.5 or scheduler.scheduler.t_warmup = 20'],
        format,
      } as const satisfies SweepSpec
      const store = new MemoryStore()
      for await (const _ of sweep(spec, { store, workers: 0 }));
      const { rows } = await searchSweep(await readSweep(store))
      expect(rows.map((row) => [row.high, row['scheduler.scheduler.t_warmup'], row.peak])).toEqual([
        [null, '20ba', 1],
        [0.5, null, 0.5],
        [0.5, '20ba', 0.5],
      ])
      const [row] = sweepInMemory(spec).configurations
      expect(rows[0]).toEqual(row)
    },
  )
})

test('.npy has room for the boundaries of a tree', async () => {
  const schedulers = Array.from({ length: 6 }, () => ({ name: 'cosine_with_warmup', t_warmup: '2ba' }))
  const at = ['10ba', '20ba', '30ba', '40ba', '50ba']
  const spec: SweepSpec = { base: { ...run, scheduler: { name: 'sequence', schedulers, at } }, format: 'npy' }
  const store = new MemoryStore()
  for await (const _ of sweep(spec, { store, workers: 0 }));
  const [row] = (await searchSweep(await readSweep(store))).rows
  expect(JSON.parse(String(row!.boundaries))).toEqual([2, 10, 12, 20, 22, 30, 32, 40, 42, 50, 52])
})

describe('a curve that never asks for a counter which the run does not count', () => {
  const inner = { name: 'maximum', schedulers: [{ name: 'noam', d_model: 1, t_warmup: '1iter' }, 'constant'] }
  const covered = { name: 'with_warmup', scheduler: inner, t_warmup: '1dur', start: 'over' }

  test.each(['error', 'record'] as const)('has a row, where invalid is %s', (invalid) => {
    const spec = { base: { ...run, scheduler: covered }, grid: { lr: [1, 2] }, invalid, keep: { every: 50 } } as const
    const { configurations, curves, plan } = sweepInMemory(spec)
    const told = summarize(createScheduler('linear_decay', { alphaI: 0, alphaF: 1 }), plan.configuration(0).run)
    expect(configurations[0]).toMatchObject({ batches: 100, peak: 0.99, peak_step: 99, final: 0.99, area: told.area })
    expect(configurations[1]).toMatchObject({ peak: 1.98, half_peak_step: 50 })
    expect([plan.totals().invalid, plan.totals().values, curves.length]).toEqual([0, 6, 2])
  })

  test('is none where it asks', () => {
    const { configurations, plan } = sweepInMemory({
      base: { ...run, scheduler: inner },
      invalid: 'record',
    } as SweepSpec)
    expect([plan.totals().invalid, configurations[0]!.peak]).toEqual([1, null])
    expect(configurations[0]!.error).toContain('epochs_per_iteration')
  })
})
