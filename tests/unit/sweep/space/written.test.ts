/** Configurations as texts: that of the base with just the keys of the axes changed, which read back as the same curves. */
import { describe, expect, test } from 'vitest'
import { allQuantities, readConfig, type TrainingConfig } from '../../../../ts/config/read.js'
import { parseText } from '../../../../ts/config/text.js'
import { evaluate } from '../../../../ts/index.js'
import { planSweep } from '../../../../ts/sweep/plan/plan.js'
import { ConfigurationWriter } from '../../../../ts/sweep/space/written.js'
import type { SweepSpec } from '../../../../ts/sweep/spec/spec.js'

/** All configurations of a sweep over a base that is given as text, from its text or from the plan. */
function textsOf(text: string, spec: Partial<SweepSpec>, from: string | null = text): string[] {
  const plan = planSweep({ base: parseText(text, 'base') as object, ...spec } as SweepSpec)
  const texts = new Map(from === null ? [] : [[null, { text: from, file: 'base.yaml' }] as const])
  const writer = new ConfigurationWriter(plan, texts)
  return Array.from({ length: plan.size }, (_, id) => {
    const configuration = plan.configuration(id)
    const written = writer.write(configuration)
    const read = readConfig(written, { env: spec.environment })
    const own = allQuantities(configuration as unknown as TrainingConfig)
    expect(read.run.batches).toBe(configuration.batches)
    for (const { name, schedulers, base } of allQuantities(read)) {
      const all = { from: 0, count: configuration.batches }
      const planned = own.find((one) => one.name === name)!
      const expected = evaluate(planned.schedulers, configuration.run, { ...all, baseLr: planned.base })
      const found = evaluate(schedulers, read.run, { ...all, baseLr: base })
      expect(Buffer.compare(Buffer.from(found.buffer), Buffer.from(expected.buffer))).toBe(0)
    }
    return written
  })
}

const FULL = `# A model
model: {d_model: 512,   n_heads: 8}   # odd   spaces
variables:
  w: 10
run_name: "x"  # its name

scheduler:
    name: cosine_with_warmup
    t_warmup: \${variables.w}ba   # of all
    alpha_f: 0.10

optimizer:
- name: adamw
  lr: 1.0e-3 # rate
  betas: [0.9,
     0.95]
max_duration: '100ba'
callbacks:
  every: \${variables.w}
  text: |
    as it is

`

const lines = (text: string) => text.split('\n')

describe('the text of a base', () => {
  test('has only the keys of the axes changed', () => {
    const [, changed] = textsOf(FULL, { grid: { lr: [1e-3, 1e-7], t_warmup: ['20ba'], max_duration: ['200ba'] } })
    const others = lines(FULL).map((line) =>
      line.replace('1.0e-3', '1.0e-7').replace(`\${variables.w}ba`, '20ba').replace("'100ba'", "'200ba'"),
    )
    expect(lines(changed!)).toEqual(others)
  })

  test('stays as it is where the values are those of the base', () => {
    expect(textsOf(FULL, { grid: { lr: [1e-3], t_warmup: ['10ba'], ssr: [1], alpha_f: [0.1] } })).toEqual([FULL])
  })

  test('gets keys that it lacks, at the end of their mapping', () => {
    const [changed] = textsOf(FULL, { grid: { ssr: [0.5], t_max: ['200ba'] } })
    expect(changed).toBe(
      FULL.replace('alpha_f: 0.10\n', 'alpha_f: 0.10\n    t_max: 200ba\n').replace(
        'as it is\n',
        'as it is\nscale_schedule_ratio: 0.5\n',
      ),
    )
  })

  test('keeps CRLF, flow mappings and JSON', () => {
    const crlf = 'max_duration: 100ba\r\nscheduler:\r\n  name: linear\r\noptimizer: {lr: 0.5}\r\n'
    expect(textsOf(crlf, { grid: { alpha_f: [0.5], lr: [0.25] } })).toEqual([
      crlf.replace('name: linear\r\n', 'name: linear\r\n  alpha_f: 0.5\r\n').replace('lr: 0.5', 'lr: 0.25'),
    ])
    const json = '{\n  "max_duration": "100ba",\n  "scheduler": {"name": "linear"},\n  "lr": 0.5\n}\n'
    const [written] = textsOf(json, { grid: { alpha_f: [0.5], ssr: [2], lr: [0.25] } })
    expect(written).toBe(
      '{\n  "max_duration": "100ba",\n  "scheduler": {"name": "linear", "alpha_f": 0.5},\n  "lr": 0.25,\n  "scale_schedule_ratio": 2\n}\n',
    )
  })

  test('changes no value that others share', () => {
    const shared = `max_duration: 100ba
opt: &opt
  lr: 0.5 # here
optimizer: *opt
other: *opt
scheduler: {name: cosine_with_warmup, t_warmup: &w 5ba}
first: *w
second: *w
`
    const [written] = textsOf(shared, { grid: { lr: [0.25], t_warmup: ['9ba'] } })
    expect(written).toBe(
      shared
        .replace('optimizer: *opt', 'optimizer: {lr: 0.25}')
        .replace('&w 5ba', '&w 9ba')
        .replace('first: *w', 'first: &w 5ba'),
    )
    expect(parseText(written!, 'written')).toMatchObject({
      opt: { lr: 0.5 },
      other: { lr: 0.5 },
      first: '5ba',
      second: '5ba',
    })
    const merged = `max_duration: 100ba\nd: &d {name: linear, alpha_f: 0.5}\nscheduler: {<<: *d}\noptimizer: \${o}\no: {lr: 1, k: "\${.lr}"}\n`
    const [apart] = textsOf(merged, { grid: { alpha_f: [0.25], lr: [0.5] } })
    expect(apart).toBe(
      merged.replace('{<<: *d}', '{<<: *d, alpha_f: 0.25}').replace(`optimizer: \${o}`, 'optimizer: {lr: 0.5, k: 1}'),
    )
  })

  test('is any of the forms of a scheduler and of an optimizer', () => {
    for (const [scheduler, optimizer] of [
      ['scheduler: linear', 'lr: 0.5'],
      ['scheduler: {linear: {alpha_i: 1}}', 'optimizer: {adamw: {lr: 0.5}}'],
      ['schedulers: {linear: , constant: {alpha: 0.5}}', `optimizer: {lr: "\${lr}"}\nlr: 0.5`],
      ['schedulers:\n- name: linear\n- constant', 'optimizers:\n  - {name: adamw}'],
      [
        'scheduler:\n  momentum: {name: constant}\n  lr:\n  - linear\n  - {name: step, step_size: 5ba}',
        'optimizer:\n  name: a',
      ],
      ['parameters: {}\nscheduler: {type: LinearScheduler, alphaI: 1}', 'optimizer:'],
    ]) {
      const text = `max_duration: 100ba\n${scheduler}\n${optimizer}\n`
      const spec = { grid: { lr: [0.5, 0.25], alpha_f: [0.5, 0.125], alpha_i: [0.75] } }
      expect(new Set([...textsOf(text, spec), ...textsOf(text, spec, null)]).size).toBeGreaterThan(4)
    }
    const mcli = 'name: x\nparameters:\n  max_duration: 100ba\n  scheduler: {name: linear}\n  optimizer:\n    lr: 1'
    expect(textsOf(mcli, { grid: { lr: [0.5], ssr: [2] } })[0]).toBe(
      `${mcli.replace('lr: 1', 'lr: 0.5')}\n  scale_schedule_ratio: 2`,
    )
  })

  test('has trees, lists and null', () => {
    const tree = `max_duration: 100ba
scheduler:
  name: sequence
  at:
  - 10ba # one
  - 20ba
  schedulers:
    - {name: linear, alpha_i: 0, alpha_f: 1, t_max: 10ba}
    - name: constant
    - name: multi_step
      milestones:
        - 30ba
      gamma: 0.5
`
    const names = ['scheduler.at', 'scheduler.schedulers[2].milestones', 'scheduler.schedulers[0].alpha_i'] as const
    const grid = { [names[0]]: [['10ba', '25ba']], [names[1]]: [['40ba', '60ba'], ['50ba']], [names[2]]: [0.5] }
    const [first] = textsOf(tree, { grid: grid as never })
    expect(first).toBe(
      tree
        .replace('- 20ba', '- 25ba')
        .replace('        - 30ba', '        - 40ba\n        - 60ba')
        .replace('alpha_i: 0,', 'alpha_i: 0.5,'),
    )
    textsOf(tree, { grid: grid as never }, null)
  })

  test('of a file with more keys, and of one that says something else', () => {
    const base = 'max_duration: 100ba\nscheduler: {name: linear}\nmodel: {size: 1}\n'
    const spec = { grid: { alpha_f: [0.5] } }
    const more = `${base.replace('{size', '{ size')}other: 1\nscale_schedule_ratio: 1.0\n`
    expect(() => textsOf(base, spec, `${base}other: 1\n`)).not.toThrow()
    expect(() => textsOf(base, spec, more)).not.toThrow()
    for (const [other, message] of [
      [base.replace('100ba', '90ba'), 'base.yaml: max_duration is "100ba" in the sweep; found "90ba". Give'],
      [
        base.replace('linear}', 'linear, t_max: 9ba}'),
        'base.yaml: scheduler.lr[0].t_max is missing in the sweep; found "9ba". Give',
      ],
      [base.replace('size: 1', 'size: 2'), 'base.yaml: model.size is 1 in the sweep; found 2. Give'],
    ] as const) {
      expect(() => textsOf(base, spec, other)).toThrow(message)
    }
  })
})

test('random axes read back bit for bit, for texts and for plans', () => {
  const axes = {
    lr: { log_uniform: [1e-9, 1] },
    t_warmup: { uniform: ['0ba', '20ba'] },
    max_duration: { uniform: ['60ba', '300ba'] },
    ssr: { uniform: [0.5, 2] },
    alpha_f: { choice: [0, 1e-7, 0.1] },
  } as const
  const { size } = new Set([
    ...textsOf(FULL, { random: { samples: 40, seed: 11, axes } }),
    ...textsOf(FULL, { random: { samples: 40, seed: 11, axes } }, null),
  ])
  expect(size).toBe(80)
})

test('several bases and quantities', () => {
  const bases = {
    a: 'max_duration: 100ba\nscheduler:\n  lr: {name: linear}\n  momentum: {name: one_cycle, t_peak: 50ba, alpha_i: 0.95}\nlr: 1\n',
    b: 'max_duration: 50ba # short\nscheduler:\n  lr: {name: cosine}\n  momentum: {name: one_cycle, t_peak: 20ba}\noptimizer: {lr: 2}\n',
  }
  const plan = planSweep({
    bases: {
      a: parseText(bases.a, 'a') as Readonly<Record<string, unknown>>,
      b: parseText(bases.b, 'b') as Readonly<Record<string, unknown>>,
    },
    grid: { lr: [0.5], 'scheduler.momentum.alpha_m': [0.75, 0.8] } as never,
  })
  const writer = new ConfigurationWriter(plan, new Map([['b', { text: bases.b, file: 'b.yaml' }]]))
  const texts = Array.from({ length: plan.size }, (_, id) => writer.write(plan.configuration(id)))
  expect(texts[2]).toBe(bases.b.replace('t_peak: 20ba', 't_peak: 20ba, alpha_m: 0.75').replace('lr: 2', 'lr: 0.5'))
  expect(texts.map((_, id) => writer.baseOf(id))).toEqual(['a', 'a', 'b', 'b'])
})
