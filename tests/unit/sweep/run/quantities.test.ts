/** Sweeps of records: what else than the learning rate is scheduled, in every table, format and question. */
import { describe, expect, expectTypeOf, test } from 'vitest'
import { evaluate } from '../../../../ts/evaluate/evaluate.js'
import { summarize } from '../../../../ts/questions/summarize.js'
import {
  MemoryStore,
  planSweep,
  readSweep,
  type SweepPlan,
  type SweepSpec,
  searchSweep,
  sweep,
  sweepInMemory,
  verifySweep,
} from '../../../../ts/sweep/index.js'
import { messageFrom } from '../../../helpers/message.js'
import { ALL_FORMS, READABLE_FORMS } from '../read/reading.js'

const cosine = { name: 'cosine_with_warmup', t_warmup: '10ba' }
const cycle = { name: 'one_cycle', t_peak: '40ba', alpha_i: 0.95, alpha_m: 0.85, alpha_f: 0.95 }
const run = { max_duration: '100ba', dataloader_len: 10, optimizer: { lr: 0.5 } }
const record = {
  momentum: cycle,
  lr: cosine,
  weight_decay: [
    { name: 'linear', alpha_i: 0.1, alpha_f: 0 },
    { name: 'step', step_size: '25ba', gamma: 0.5 },
  ],
}
const base = { ...run, scheduler: record }
const plain = { ...run, scheduler: cosine }
const grid = { 'scheduler.momentum.alpha_m': [0.8, 0.85], 'scheduler.weight_decay[1].gamma': [0.5, 1], lr: [0.5, 0.25] }

async function written(spec: SweepSpec): Promise<MemoryStore> {
  const store = new MemoryStore()
  for await (const _ of sweep(spec, { store, workers: 0 }));
  return store
}

/** What the library says of a configuration's quantities, at some batches. */
function expected(plan: SweepPlan, id: number, steps: ArrayLike<number>): Record<string, Float64Array> {
  const { run, quantities } = plan.configuration(id)
  const at = Array.from(steps)
  return Object.fromEntries(quantities.map(({ name, schedulers }) => [name, evaluate(schedulers, run, { at })]))
}

describe('a sweep of a record', () => {
  test('has an axis for an option of any quantity, by its path or alone', () => {
    const { quantities, ...configuration } = planSweep({
      base,
      grid: { ...grid, t_peak: ['20ba'], 'scheduler.lr.t_warmup': ['5ba'] },
    }).configuration(7)
    expect(configuration.schedulers.map(({ name }) => name)).toEqual(['CosineAnnealingWithWarmupScheduler'])
    expect(String(configuration.schedulers[0]!.toJSON().tWarmup)).toBe('5ba')
    expect(configuration.baseLr).toBe(0.25)
    const [momentum, decay] = quantities
    expect([momentum!.name, momentum!.schedulers[0]!.toJSON().alphaM]).toEqual(['momentum', 0.85])
    expect(String(momentum!.schedulers[0]!.toJSON().tPeak)).toBe('20ba')
    expect([decay!.name, decay!.schedulers[1]!.toJSON().gamma]).toEqual(['weight_decay', 1])
  })

  test('keeps the bits of evaluate and of summarize for each quantity', () => {
    const { plan, configurations, curves } = sweepInMemory({ base, grid, keep: { every: 7, around_boundaries: 1 } })
    expect(plan.size).toBe(8)
    for (const { configuration: id, steps, lr, quantities } of curves) {
      const { run, schedulers, baseLr, quantities: own } = plan.configuration(id)
      expect(lr).toEqual(evaluate(schedulers, run, { at: Array.from(steps), baseLr }))
      expect(quantities).toEqual(expected(plan, id, steps))
      // Those of all quantities: the warm-up, the peak of the cycle.
      for (const at of [9, 10, 11, 39, 40, 41]) expect(Array.from(steps)).toContain(at)
      const row: Readonly<Record<string, unknown>> = configurations[id]!
      for (const { name, schedulers } of own) {
        const told = summarize(schedulers, run)
        expect(row).toMatchObject({
          [`${name}_peak`]: told.peak,
          [`${name}_peak_step`]: told.peakBatch,
          [`${name}_final`]: told.final,
          [`${name}_minimum`]: told.minimum,
          [`${name}_area`]: told.area,
          [`${name}_mean`]: told.mean,
          [`${name}_half_peak_step`]: told.halfPeakBatch,
          [`${name}_largest_jump`]: told.largestJump,
          [`${name}_largest_jump_step`]: told.largestJumpBatch,
        })
      }
      expect(row).not.toHaveProperty('momentum_batches')
    }
    const [row] = configurations
    expectTypeOf(row!.momentum_peak).toEqualTypeOf<number>()
    expectTypeOf(row!.weight_decay_boundaries).toEqualTypeOf<string>()
    expect(row!.momentum_boundaries).toBe('[40]')
  })

  test('counts a value for each quantity', () => {
    const totals = planSweep({ base, keep: 'all' }).totals()
    expect([totals.values, totals.steps]).toEqual([300, 300])
    const mixed = planSweep({ bases: { base, plain }, keep: 'all' }).totals()
    expect([mixed.values, mixed.steps]).toEqual([400, 400])
  })

  test.each(READABLE_FORMS)('is read back as it was: %j', async (form) => {
    const spec: SweepSpec = { base, grid, keep: { every: 7, first: 3 }, ...form }
    const { configurations, curves } = sweepInMemory(spec)
    const reader = await readSweep(await written(spec))
    const rows = []
    for await (const row of reader.rows()) rows.push(row)
    expect(rows).toEqual(configurations)
    for (const curve of curves) expect(await reader.curve(curve.configuration)).toEqual(curve)
  })

  test.each(ALL_FORMS)('is the same to the byte whatever was there before, and is verified: %j', async (form) => {
    const spec: SweepSpec = { base, grid, keep: { every: 7 }, ...form }
    const store = await written(spec)
    const before = new Map<string, Uint8Array | null>()
    for (const name of await store.list()) before.set(name, await store.get(name))
    const deep = await verifySweep(store, { deep: true, workers: 0 })
    expect([deep.faults, deep.recomputed]).toEqual([[], deep.parts])
    for (const name of await store.list('c')) if (!name.endsWith('.json')) await store.remove(name)
    await store.remove('manifest.json')
    for await (const _ of sweep(spec, { store, workers: 0 }));
    for (const [name, bytes] of before) expect(await store.get(name), name).toEqual(bytes)
  })

  test.each(ALL_FORMS)('fills several parts: %j', async (form) => {
    const spec: SweepSpec = {
      base: { ...base, max_duration: '4000ba' },
      grid,
      keep: 'all',
      part_size: '64KiB',
      ...form,
    }
    const store = await written(spec)
    const parts = planSweep(spec).parts.filter(({ kind }) => kind === 'curves')
    expect(parts.length).toBeGreaterThan(10)
    if (form.format !== 'parquet') return
    const reader = await readSweep(store)
    const { curves } = sweepInMemory(spec)
    expect(await reader.curve(5)).toEqual(curves[5])
  })

  test('in CSV has a column for each quantity', async () => {
    const long = await written({ base, keep: { every: 50 }, format: 'csv' })
    const text = Buffer.from((await long.get('curves/part-00000.csv'))!).toString()
    expect(text.split('\n').slice(0, 2)).toEqual(['configuration,step,lr,momentum,weight_decay', '0,0,0.0,0.95,0.1'])
    const wide = await written({ base, keep: { every: 50 }, format: 'csv', layout: 'wide' })
    const columns = Buffer.from((await wide.get('curves/part-00000.csv'))!).toString()
    expect(columns.split('\n')[0]).toBe('step,lr_0,momentum_0,weight_decay_0')
  })

  test('has names for quantities that look like columns of the wide layout', async () => {
    const scheduler = { lr: cosine, beta_2: cycle, beta: 'linear' }
    for (const form of READABLE_FORMS) {
      const spec: SweepSpec = { base: { ...run, scheduler }, grid: { lr: [1, 2, 3] }, keep: { every: 9 }, ...form }
      const reader = await readSweep(await written(spec))
      expect(await reader.curve(2)).toEqual(sweepInMemory(spec).curves[2])
    }
  })

  test('npy has room for the names of many quantities', async () => {
    const others = Object.fromEntries(
      Array.from({ length: 16 }, (_, index) => [`q${'x'.repeat(14)}${index}`, 'linear']),
    )
    const spec: SweepSpec = {
      base: { ...run, scheduler: { lr: cosine, ...others } },
      grid: { lr: { linspace: [1, 2, 40] } },
      keep: { every: 50 },
      format: 'npy',
      layout: 'wide',
    }
    const store = await written(spec)
    expect(planSweep(spec).parts.filter(({ kind }) => kind === 'curves').length).toBeGreaterThan(1)
    expect((await verifySweep(store, { deep: true, workers: 0 })).faults).toEqual([])
  })

  test('is searched by the summaries of any quantity', async () => {
    const reader = await readSweep(await written({ base, grid }))
    const { rows } = await searchSweep(reader, {
      where: 'momentum_minimum < 0.82 and weight_decay_final > 0',
      sort: '-lr',
      top: 1,
    })
    expect(rows[0]).toMatchObject({ 'scheduler.momentum.alpha_m': 0.8, lr: 0.5 })
  })

  test('has conditions on options of any quantity', () => {
    const where = ['scheduler.momentum.t_peak = 40', 'scheduler.momentum.alpha_m < 0.82 or gamma < 1']
    expect(planSweep({ base, grid, where }).size).toBe(6)
  })

  test('comes back from JSON', () => {
    const plan = planSweep({ base, grid, keep: 'all' })
    expect(planSweep({ base, grid, keep: 'all' }).digest).toBe(plan.digest)
    expect(planSweep({ base: plain, grid: { lr: [0.5, 0.25] }, keep: 'all' }).digest).not.toBe(plan.digest)
    const back = (plan.constructor as typeof SweepPlan).fromJSON(JSON.stringify(plan))
    expect(JSON.stringify(back)).toBe(JSON.stringify(plan))
    expect(back.quantities).toEqual(['momentum', 'weight_decay'])
  })
})

describe('bases that schedule different things', () => {
  const spec: SweepSpec = {
    bases: { plain, record: base, other: { ...run, scheduler: { lr: 'linear', beta: 'linear' } } },
    grid: { lr: [1, 2] },
    keep: { every: 30 },
  }

  test('have null where one has no such quantity', () => {
    const { configurations, curves, plan } = sweepInMemory(spec)
    expect(plan.quantities).toEqual(['momentum', 'weight_decay', 'beta'])
    expect(configurations.map((row) => [row.momentum_peak, row.beta_peak])).toEqual([
      [null, null],
      [null, null],
      [0.95, null],
      [0.95, null],
      [null, 1],
      [null, 1],
    ])
    expect(curves.map(({ quantities }) => quantities && Object.keys(quantities))).toEqual([
      undefined,
      undefined,
      ['momentum', 'weight_decay'],
      ['momentum', 'weight_decay'],
      ['beta'],
      ['beta'],
    ])
  })

  test.each(ALL_FORMS)('are written and verified: %j', async (form) => {
    const store = await written({ ...spec, ...form })
    expect((await verifySweep(store, { deep: true, workers: 0 })).faults).toEqual([])
    if (form.format !== 'parquet' && form.format !== 'arrow') return
    const reader = await readSweep(store)
    for (const curve of sweepInMemory(spec).curves) expect(await reader.curve(curve.configuration)).toEqual(curve)
    expect((await searchSweep(reader, { where: 'momentum_peak > 0' })).matches).toBe(2)
  })
})

describe('a quantity without a curve', () => {
  const wrong = { ...base, scheduler: { ...record, momentum: { name: 'cosine_with_warmup', t_warmup: '1ba' } } }
  const spec: SweepSpec = { base: wrong, grid: { 'scheduler.momentum.t_max': ['1dur', '50ba'] }, keep: 'all' }

  test('stops the sweep, and is told at its place', () => {
    expect(messageFrom(() => planSweep(spec))).toMatch(/^sweep: base\.scheduler\.momentum: t_max must be at least/)
  })

  test('is a row with its error where these are recorded', async () => {
    const { configurations, curves } = sweepInMemory({ ...spec, invalid: 'record' })
    expect(configurations[0]).toMatchObject({ peak: 0.5, momentum_peak: 1, error: null })
    expect(configurations[1]).toMatchObject({ peak: null, momentum_peak: null })
    expect(configurations[1]!.error).toContain('base.scheduler.momentum')
    expect(curves).toHaveLength(1)
    for (const form of ALL_FORMS) {
      const store = await written({ ...spec, ...form, invalid: 'record' })
      expect((await verifySweep(store, { deep: true, workers: 0 })).faults).toEqual([])
    }
  })
})

test.each<[string, object, object, RegExp]>([
  ['a name of two schedulers', record, { alpha_f: [0] }, /scheduler\.lr\.alpha_f.*scheduler\.momentum\.alpha_f/],
  ['a path without a quantity', record, { 'scheduler.alpha_f': [0] }, /such as scheduler\.lr\.t_warmup/],
  ['a path that is nearly right', record, { 'scheduler.momentum.alfa_m': [0] }, /Write scheduler\.momentum\.alpha_m/],
  ['a list without an index', record, { 'scheduler.weight_decay.gamma': [0] }, /weight_decay\[1\]\.gamma/],
  ['an index that is another quantity', record, { 'scheduler.momentum[1].alpha_f': [0] }, /An axis is one of/],
  ['a quantity called as a column', { lr: 'linear', Step: 'linear' }, { lr: [1] }, /found Step twice, once for Step/],
  ['columns that come together', { lr: 'linear', half: 'linear' }, { lr: [1] }, /found half_peak_step twice/],
  ['a column called as an axis', { lr: { name: 'one_cycle' }, t: 'linear' }, { t_peak: ['5ba'] }, /found t_peak twice/],
])('%s is refused', (_, scheduler, grid, message) => {
  expect(messageFrom(() => planSweep({ base: { ...run, scheduler }, grid } as SweepSpec))).toMatch(message)
})
