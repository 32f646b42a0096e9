/** What a specification may look like, and what it becomes. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolations look like that
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { Time } from '../../../../ts/index.js'
import { planSweep } from '../../../../ts/sweep/plan/plan.js'
import { specJsonSchema } from '../../../../ts/sweep/spec/schema.js'
import { checkSpec, readSpec } from '../../../../ts/sweep/spec/spec.js'
import { ROOT } from '../../../helpers/examples.js'

const TEXT = `
name: mpt-family
base:
  max_duration: 63900ba
  scheduler: { name: cosine_with_warmup, t_warmup: 100ba, alpha_f: 0.1 }
  optimizer: { lr: 1.2e-4 }
grid:
  t_warmup: [50ba, 100ba, 500ba]
  ssr: { linspace: [0.25, 2, 8] }
  lr: { logspace: [1.0e-5, 1.0e-2, 7] }
random:
  samples: 100
  axes:
    alpha_f: { uniform: [0, 0.2] }
where:
  - t_warmup < 0.1 * max_duration
keep: { every: 100, first: 1000, around_boundaries: 3 }
part_size: 64MB
`

const base = { max_duration: '100ba', scheduler: { name: 'cosine_with_warmup', t_warmup: '10ba' }, lr: 0.1 }

describe('a specification', () => {
  test('is read from YAML, and complete', () => {
    expect(readSpec(TEXT)).toEqual({
      name: 'mpt-family',
      base: {
        max_duration: '63900ba',
        scheduler: { name: 'cosine_with_warmup', t_warmup: '100ba', alpha_f: 0.1 },
        optimizer: { lr: 1.2e-4 },
      },
      grid: {
        t_warmup: ['50ba', '100ba', '500ba'],
        ssr: { linspace: [0.25, 2, 8] },
        lr: { logspace: [1e-5, 1e-2, 7] },
      },
      random: { samples: 100, axes: { alpha_f: { uniform: [0, 0.2] } } },
      where: ['t_warmup < 0.1 * max_duration'],
      keep: { every: 100, first: 1000, around_boundaries: 3 },
      invalid: 'error',
      format: 'parquet',
      layout: 'long',
      part_size: 64_000_000,
    })
  })

  test('is the same in JSON, in code, and when it is complete already', () => {
    const spec = readSpec(TEXT)
    expect(readSpec(JSON.stringify(spec))).toEqual(spec)
    expect(checkSpec(spec)).toEqual(spec)
    expect(planSweep(spec).digest).toBe(planSweep(readSpec(JSON.stringify(spec))).digest)
  })

  test('needs no more than a base', () => {
    expect(checkSpec({ base })).toEqual({
      base,
      grid: {},
      where: [],
      keep: 'summaries',
      invalid: 'error',
      format: 'parquet',
      layout: 'long',
      part_size: 64_000_000,
    })
    const plan = planSweep({ base })
    expect([plan.size, plan.name, plan.axes, plan.configuration(0).values]).toEqual([1, null, [], {}])
  })

  test('keys without a value are not given, and one condition needs no list', () => {
    const spec = readSpec(`base: ${JSON.stringify(base)}\ngrid:\nname:\nwhere: lr < 1\nformat: csv`)
    expect([spec.grid, spec.name, spec.where]).toEqual([{}, undefined, ['lr < 1']])
  })

  test('keeps the order of its axes, whatever the names', () => {
    const grid = { t_max: ['1dur'], lr: [1], alpha_f: [0], ssr: [1] }
    expect(planSweep({ base, grid }).axes.map(({ name }) => name)).toEqual(['t_max', 'lr', 'alpha_f', 'ssr'])
  })

  test('is copied, and takes a Time for a time', () => {
    const grid = { t_warmup: [new Time(5, 'ba')] }
    const plan = planSweep({ base, grid })
    grid.t_warmup.push(new Time(6, 'ba'))
    expect([plan.size, plan.spec.grid]).toEqual([1, { t_warmup: ['5ba'] }])
  })

  test.each<[unknown, number]>([
    ['64MB', 64_000_000],
    ['1.5 MB', 1_500_000],
    ['64KiB', 65_536],
    ['100kB', 100_000],
    ['1GiB', 2 ** 30],
    ['0.5GB', 500_000_000],
    ['70000B', 70_000],
    [65_536, 65_536],
  ])('part_size %j is %d bytes', (size, bytes) => {
    expect(checkSpec({ base, part_size: size }).part_size).toBe(bytes)
  })
})

describe('interpolations of a base', () => {
  test('are resolved within it', () => {
    const text = `
base:
  variables: { warmup: 7, len: 100 }
  max_duration: '\${variables.len}ba'
  scheduler: { name: cosine_with_warmup, t_warmup: '\${variables.warmup}ba' }
grid: { lr: [1, 2] }`
    const { schedulers, batches } = planSweep(readSpec(text)).configuration(1)
    expect([schedulers[0]!.toJSON().tWarmup, batches]).toEqual(['7ba', 100])
  })

  test('take what they need of the environment into the specification, and only that', () => {
    const text = `
base:
  max_duration: '\${oc.env:LEN}ba'
  scheduler: { name: linear }
  save_folder: '\${oc.env:SECRET}'
  lr: 1
grid: { lr: ['1', 2] }`.replace("'1'", '1')
    const spec = readSpec(text, { env: { LEN: '50', SECRET: 'x', OTHER: 'y' } })
    expect(spec.environment).toEqual({ LEN: '50' })
    expect(planSweep(spec).configuration(0).batches).toBe(50)
    expect(() => planSweep(readSpec(text))).toThrow(
      'sweep: base.max_duration: An environment variable without a default must be set; found no LEN. Set it, or write ${oc.env:LEN,DEFAULT}.',
    )
  })

  test('must not refer to what an axis sets, unless an axis sets that as well', () => {
    const scheduler = { name: 'linear', t_max: '${max_duration}' }
    const given = { base: { ...base, scheduler }, grid: { max_duration: ['100ba', '200ba'] } }
    expect(() => planSweep(given)).toThrow(
      'sweep: grid.max_duration: No other value of a base refers to what an axis sets; found ${max_duration} in base.scheduler.t_max. Write base.scheduler.t_max out, or as a part of the run such as 1dur.',
    )
    expect(planSweep({ ...given, grid: { ...given.grid, t_max: ['1dur'] } }).size).toBe(2)
    const chained = {
      ...base,
      variables: { end: '${max_duration}' },
      scheduler: { name: 'linear', t_max: '${variables.end}' },
    }
    expect(() => planSweep({ ...given, base: chained })).toThrow('found ${max_duration} in base.variables.end')
  })

  test('a run file of mcli has them below parameters', () => {
    const plan = planSweep({
      base: { name: 'run', parameters: { ...base, max_duration: '${len}', len: '9ba' } },
      grid: { lr: [1] },
    })
    expect(plan.configuration(0).batches).toBe(9)
    expect(() => planSweep({ base: { parameters: { ...base, max_duration: 'x' } } })).toThrow(
      'sweep: base.parameters.max_duration: ',
    )
  })
})

test('the JSON Schema in schema/ is that of the sources; node scripts/schema.mjs writes it', () => {
  const written = JSON.parse(readFileSync(path.join(ROOT, 'schema/sweep.schema.json'), 'utf8'))
  expect(written).toEqual(JSON.parse(JSON.stringify(specJsonSchema())))
})

test('the JSON Schema describes every key', () => {
  const bare: string[] = []
  const visit = (schema: unknown, place: string) => {
    if (typeof schema !== 'object' || schema === null) return
    const { properties } = schema as { properties?: Record<string, Record<string, unknown>> }
    for (const [key, inner] of Object.entries(properties ?? {})) {
      const isForm = /^(?:linspace|logspace|range|uniform|log_uniform|choice)$/.test(key)
      if (inner.description === undefined && !isForm) bare.push(`${place}.${key}`)
    }
    for (const [key, inner] of Object.entries(schema)) visit(inner, `${place}.${key}`)
  }
  visit(specJsonSchema(), '')
  expect(bare).toEqual([])
})
