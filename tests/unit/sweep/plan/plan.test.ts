/** What a plan says: its configurations, which combinations stay, and the laws of its digest and its JSON. */
import { afterEach, describe, expect, test } from 'vitest'
import { ConfigError } from '../../../../ts/config/index.js'
import { evaluate, setWarningHandler } from '../../../../ts/index.js'
import { planSweep, SweepPlan } from '../../../../ts/sweep/plan/plan.js'
import type { SweepSpec } from '../../../../ts/sweep/spec/spec.js'

const base = {
  max_duration: '100ba',
  dataloader_len: 10,
  scheduler: { name: 'cosine_with_warmup', t_warmup: '10ba', alpha_f: 0.1 },
  optimizer: { lr: 0.1 },
}
const plan = (spec: SweepSpec) => planSweep({ base, ...spec })
const rows = (spec: SweepSpec) => {
  const made = plan(spec)
  return Array.from({ length: made.size }, (_, index) => made.valuesOf(index))
}

describe('a configuration', () => {
  test('is run, schedulers and learning rate of its values', () => {
    const { id, values, run, schedulers, curves, baseLr, batches } = plan({
      grid: { lr: [1, 2], ssr: [0.5, 1], t_warmup: ['5ba', '0.1dur'] },
    }).configuration(5)
    expect({ id, values, baseLr, batches }).toEqual({
      id: 5,
      values: { lr: 2, ssr: 0.5, t_warmup: '0.1dur' },
      baseLr: 2,
      batches: 50,
    })
    expect(run.toJSON()).toMatchObject({ maxDuration: '100ba', scaleScheduleRatio: 0.5, dataloaderLen: 10 })
    expect(schedulers.map((scheduler) => scheduler.toJSON())).toEqual([
      {
        type: 'CosineAnnealingWithWarmupScheduler',
        tWarmup: '0.1dur',
        tMax: '1.0dur',
        alphaF: 0.1,
        scaleWarmup: false,
      },
    ])
    expect(curves.map((curve) => curve.digest())).toEqual(schedulers.map((s) => s.resolve(run).digest()))
    expect(evaluate(schedulers, run, { baseLr })[0]).toBe(0)
  })

  test('is the same in whatever order configurations are asked for', () => {
    const made = plan({ random: { samples: 3000, axes: { ssr: { uniform: [0.5, 2] }, alpha_f: { uniform: [0, 1] } } } })
    const digestOf = (index: number) =>
      made
        .configuration(index)
        .curves.map((curve) => curve.digest())
        .join()
    const forwards = Array.from({ length: 3000 }, (_, index) => digestOf(index))
    for (let index = 2999; index >= 0; index -= 7) expect(digestOf(index)).toBe(forwards[index])
  })
})

describe('conditions', () => {
  test.each<[string, number[]]>([
    ['lr > 1', [2, 3]],
    ['lr > 1 or t_warmup = 5ba', [0, 2, 3]],
    ['t_warmup < 0.1 * max_duration', [0, 2]],
    ['t_warmup <= 0.1dur', [0, 1, 2, 3]],
    ['t_warmup < 1ep', [0, 2]],
    ['scheduler.t_warmup = 10', [1, 3]],
    ['schedulers[0].alpha_f < 0.5', [0, 1, 2, 3]],
    ['t_max = max_duration and ssr = 1 and dataloader_len = 10', [0, 1, 2, 3]],
    ['not scale_warmup', [0, 1, 2, 3]],
    ['optimizer.lr in (2, 3)', [2, 3]],
    ['lr > 5', []],
  ])('%s', (condition, kept) => {
    const grid = { lr: [1, 2], t_warmup: ['5ba', '10ba'] }
    const all = rows({ grid })
    expect(rows({ grid, where: [condition] })).toEqual(kept.map((index) => all[index]))
  })

  test('all hold, and configurations are numbered without those that went', () => {
    const made = plan({ grid: { lr: [1, 2, 3, 4] }, where: ['lr > 1', 'lr < 4'] })
    expect([made.size, made.valuesOf(0), made.configuration(1).id, made.configuration(1).baseLr]).toEqual([
      2,
      { lr: 2 },
      1,
      3,
    ])
  })

  test('compare times in batches of the scaled run: all but the end of a warm-up are scaled', () => {
    const grid = { ssr: [0.5, 1], t_warmup: ['5ba', '10ba'] }
    const where = (text: string) => rows({ grid, where: [text] }).map(({ ssr, t_warmup }) => `${ssr} ${t_warmup}`)
    expect(where('t_warmup < 0.1 * max_duration')).toEqual(['1 5ba'])
    expect(where('t_warmup = 0.1dur')).toEqual(['0.5 5ba', '1 10ba'])
    expect(where('max_duration = 50ba')).toEqual(['0.5 5ba', '0.5 10ba'])
    const step = { base: { ...base, scheduler: { name: 'step', step_size: '20ba' } }, grid: { ssr: [0.5, 1] } }
    expect(rows({ ...step, where: ['step_size = 10ba'] })).toEqual([{ ssr: 0.5 }])
  })

  test('turn every unit into batches', () => {
    const units = {
      ...base,
      global_train_batch_size: 4,
      max_seq_len: 8,
      seconds_per_batch: 0.5,
      epochs_per_iteration: 2,
    }
    const holds = (text: string) => planSweep({ base: units, where: [text] }).size
    for (const time of ['40sp', '37sp', '320tok', '10ba', '1ep', '0.1dur', '5sec']) {
      expect([time, holds(`${time} = 10`)]).toEqual([time, 1])
    }
    expect(holds('1iter = 20')).toBe(1)
  })

  test('see the batches of an epoch as the run has them', () => {
    const limit = { ...base, train_subset_num_batches: 4 }
    expect(planSweep({ base: limit, where: ['dataloader_len = 4', 'train_subset_num_batches = 4'] }).size).toBe(1)
  })

  test('know the base by its name', () => {
    const bases = { a: base, b: { ...base, optimizer: { lr: 5 } } }
    const made = planSweep({ bases, grid: { ssr: [1, 2] }, where: ["base = 'b'", 'lr = 5'] })
    expect([made.size, made.valuesOf(0)]).toEqual([2, { base: 'b', ssr: 1 }])
  })

  test('take combinations away before these are found invalid', () => {
    const grid = { t_max: ['50ba', '100ba'] }
    expect(() => plan({ grid })).toThrow(ConfigError)
    expect(plan({ grid, where: ['t_max >= max_duration'] }).size).toBe(1)
  })
})

describe('invalid configurations', () => {
  const spec: SweepSpec = { grid: { t_max: ['100ba', '50ba'], ssr: [1, 0.001] } }

  test('stop the sweep, with their number and values', () => {
    expect(() => plan(spec)).toThrow(
      'sweep: base.max_duration: max_duration must be at least 1 once it is scaled; found 100ba × 0.001 = 0ba. Use a higher scale schedule ratio or a longer max_duration. Configuration 1: t_max 100ba, ssr 0.001.',
    )
  })

  test('are recorded where that is asked for: they count, and throw when they are made', () => {
    const made = plan({ ...spec, invalid: 'record', keep: 'all' })
    expect(made.totals()).toMatchObject({ configurations: 4, invalid: 3, values: 100, steps: 100 })
    expect(made.configuration(0).batches).toBe(100)
    for (const index of [1, 2, 3]) expect(() => made.configuration(index)).toThrow(ConfigError)
    expect(made.valuesOf(2)).toEqual({ t_max: '50ba', ssr: 1 })
    expect(() => made.configuration(2)).toThrow(
      "sweep: base.scheduler: t_max must be at least max_duration, or the schedule is undefined at its end; found t_max 50ba and max_duration 100ba. Raise t_max, or leave it at '1dur'. Configuration 2: t_max 50ba, ssr 1.",
    )
    expect(SweepPlan.fromJSON(made.toJSON()).totals()).toEqual(made.totals())
  })

  test('stay also where a condition would need what they lack', () => {
    const where = ['t_warmup < max_duration', 'ssr < 2']
    expect(plan({ ...spec, where, invalid: 'record' }).totals()).toMatchObject({ configurations: 4, invalid: 3 })
    expect(() => plan({ ...spec, where })).toThrow('Configuration 1: t_max 100ba, ssr 0.001.')
  })
})

describe('a warning', () => {
  const heard: string[] = []
  afterEach(() => void setWarningHandler(null))

  test('of many curves is told once', () => {
    setWarningHandler((message) => heard.push(message))
    const made = plan({ grid: { lr: [1, 2, 3], t_warmup: ['0ba', '1ba'] } })
    expect(heard).toHaveLength(1)
    made.configuration(0)
    expect(heard).toHaveLength(1)
  })
})

const SPEC: SweepSpec = {
  name: 'a',
  bases: { a: base, b: { ...base, scheduler: { name: 'linear_with_warmup', t_warmup: '3ba' } } },
  grid: { lr: [0.1, 0.2, 0.3], t_warmup: { range: ['1ba', '4ba', '1ba'] } },
  random: { samples: 5, seed: 1, axes: { alpha_f: { uniform: [0, 0.5] } } },
  where: ['lr < 0.25', 't_warmup < 4ba'],
  keep: { every: 10 },
  part_size: '64KiB',
}

describe('the JSON of a plan', () => {
  test('of version 1, whose parts are all in the format of the sweep, is read', () => {
    const made = planSweep({ ...SPEC, format: 'csv' })
    const json = made.toJSON()
    const parts = json.parts.filter(({ format }) => format === 'csv')
    expect(parts.length).toBeLessThan(json.parts.length)
    const again = SweepPlan.fromJSON({ ...json, version: 1, parts: parts.map(({ format, ...part }) => part) })
    expect([again.digest, again.parts]).toEqual([json.digest, parts])
  })

  test('becomes the same plan again, from the object, its text and a structured clone', () => {
    const made = planSweep(SPEC, { file: 's.yaml', versions: { writer: '1.0.0' } })
    for (const json of [made.toJSON(), JSON.stringify(made), structuredClone(made.toJSON())]) {
      const again = SweepPlan.fromJSON(json)
      expect(again.toJSON()).toEqual(made.toJSON())
      const { digest, name, spec, axes, size, parts } = again
      expect({ digest, name, spec, axes, size, parts }).toEqual({
        digest: made.digest,
        name: made.name,
        spec: made.spec,
        axes: made.axes,
        size: made.size,
        parts: made.parts,
      })
      for (let index = 0; index < made.size; index++) {
        const [a, b] = [made.configuration(index), again.configuration(index)]
        expect(b.values).toEqual(a.values)
        expect(b.curves.map((curve) => curve.digest())).toEqual(a.curves.map((curve) => curve.digest()))
      }
    }
  })

  test('tells errors in the same words', () => {
    const made = planSweep({ base, grid: { t_max: ['50ba'] }, invalid: 'record' }, { file: 's.yaml' })
    const numbersOf = (of: SweepPlan) => {
      try {
        of.configuration(0)
      } catch (error) {
        return (error as Error).message
      }
      return ''
    }
    expect(numbersOf(SweepPlan.fromJSON(JSON.stringify(made)))).toBe(numbersOf(made))
  })
})

describe('the digest', () => {
  const digest = (spec: SweepSpec, versions?: Record<string, string>) => planSweep(spec, { versions }).digest
  const { grid, random } = SPEC as Required<SweepSpec>
  const original = digest(SPEC)

  test('is a SHA-256 that stays as it is', () => {
    expect(original).toMatch(/^[0-9a-f]{64}$/)
    expect(digest(SPEC)).toBe(original)
  })

  test.each<[string, SweepSpec]>([
    ['a learning rate', { ...SPEC, grid: { ...grid, lr: [0.1, 0.2, 0.31] } }],
    ['the order of values', { ...SPEC, grid: { ...grid, lr: [0.2, 0.1, 0.3] } }],
    ['the order of axes', { ...SPEC, grid: { t_warmup: grid.t_warmup!, lr: grid.lr! } }],
    ['an axis', { ...SPEC, grid: { ...grid, ssr: [1] } }],
    ['the name of an axis', { ...SPEC, grid: { 'optimizer.lr': grid.lr!, t_warmup: grid.t_warmup! } }],
    ['the seed', { ...SPEC, random: { ...random, seed: 2 } }],
    ['the samples', { ...SPEC, random: { ...random, samples: 6 } }],
    ['a base', { ...SPEC, bases: { ...SPEC.bases, a: { ...base, max_duration: '101ba' } } }],
    ['the name of a base', { ...SPEC, bases: { c: base, b: SPEC.bases!.b! } }],
    ['a condition', { ...SPEC, where: ['lr < 0.25'] }],
    ['what is kept', { ...SPEC, keep: { every: 11 } }],
    ['what becomes of invalid ones', { ...SPEC, invalid: 'record' }],
    ['the format', { ...SPEC, format: 'csv' }],
    ['the layout', { ...SPEC, layout: 'wide' }],
    ['the size of parts', { ...SPEC, part_size: '65KiB' }],
  ])('changes with %s', (_, spec) => {
    expect(digest(spec)).not.toBe(original)
  })

  test('changes with the versions of what writes the files', () => {
    const given: Record<string, string>[] = [{}, { a: '1' }, { a: '2' }, { b: '1' }]
    const versions = given.map((each) => digest(SPEC, each))
    expect(versions[0]).toBe(original)
    expect(new Set(versions).size).toBe(4)
  })

  const reversed = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(reversed)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([key, inner]) => [key, reversed(inner)]),
    )
  }
  test.each<[string, object]>([
    [
      'the order of keys',
      {
        ...(reversed({ ...SPEC, grid: {}, bases: {} }) as object),
        grid,
        bases: { a: reversed(SPEC.bases!.a), b: reversed(SPEC.bases!.b) },
      },
    ],
    ['the title', { ...SPEC, name: 'other' }],
    [
      'the form of an axis',
      { ...SPEC, grid: { lr: { linspace: [0.1, 0.3, 3] }, t_warmup: ['1ba', '2ba', '3ba', '4ba'] } },
    ],
    ['other keys of a base', { ...SPEC, bases: { ...SPEC.bases, a: { ...base, seed: 17, model: {} } } }],
    ['what a base says of an axis', { ...SPEC, bases: { ...SPEC.bases, a: { ...base, optimizer: { lr: 7 } } } }],
    [
      'another writing of the same',
      { ...SPEC, part_size: 65_536, where: [...SPEC.where!], random: { ...random, seed: 1 } },
    ],
  ])('does not change with %s', (_, spec) => {
    expect(digest(spec)).toBe(original)
  })
})

test('ten thousand combinations are planned', () => {
  const spec: SweepSpec = {
    base,
    grid: { ssr: { linspace: [0.5, 2, 10] }, lr: { logspace: [1e-5, 1e-2, 10] } },
    random: { samples: 100, axes: { alpha_f: { uniform: [0, 1] }, t_warmup: { uniform: ['1ba', '9ba'] } } },
    where: ['t_warmup < 0.5 * max_duration'],
    keep: { every: 10, around_boundaries: 3 },
  }
  expect(planSweep(spec).size).toBe(10_000)
})
