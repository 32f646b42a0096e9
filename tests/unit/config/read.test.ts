/** What is read from the shapes that llm-foundry, Composer and this package write. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolations look like that
import { readFileSync } from 'node:fs'
import {
  ConstantWithWarmupScheduler,
  CosineAnnealingScheduler,
  CosineAnnealingWithWarmupScheduler,
  evaluate,
  LinearScheduler,
  MultiStepScheduler,
  Scheduler,
} from 'scale-schedule'
import { describe, expect, test } from 'vitest'
import { ConfigError, readConfig } from '../../../ts/config/index.js'
import { SCHEDULER_CLASSES } from '../../../ts/schedulers/all.js'

const FOUNDRY = `
variables:
  data_local: ./my-copy
  remote:  # nothing
  global_seed: 17
  max_seq_len: 2048
  batch: 256
  run_name:

max_seq_len: \${variables.max_seq_len}
run_name: \${variables.run_name}
model: {name: mpt_causal_lm, d_model: 768, max_seq_len: '\${max_seq_len}'}
tokenizer: {name: '\${variables.nowhere}'}
train_loader: {dataset: {remote: '\${variables.remote}', local: '\${oc.env:NOT_SET}'}}
scheduler:
  name: cosine_with_warmup
  t_warmup: 100ba
  alpha_f: 0.1
optimizer:
  name: decoupled_adamw
  lr: 6.0e-4
  betas: [0.9, 0.95]
  eps: 1.0e-08
max_duration: 4800ba  # ~ 2.5B tokens
global_train_batch_size: \${variables.batch}
seed: \${global_seed}
precision: amp_bf16
callbacks: {lr_monitor: {}, speed_monitor: {window_size: 10}}
`

/** The classes of Composer and llm-foundry, with the options that each needs. */
const SCHEDULER_FIELDS = {
  StepScheduler: ['step_size'],
  MultiStepScheduler: ['milestones'],
  ConstantScheduler: [],
  LinearScheduler: [],
  ExponentialScheduler: ['gamma'],
  CosineAnnealingScheduler: [],
  CosineAnnealingWarmRestartsScheduler: ['t_0'],
  PolynomialScheduler: ['power'],
  MultiStepWithWarmupScheduler: ['t_warmup', 'milestones'],
  ConstantWithWarmupScheduler: ['t_warmup'],
  LinearWithWarmupScheduler: ['t_warmup'],
  CosineAnnealingWithWarmupScheduler: ['t_warmup'],
  PolynomialWithWarmupScheduler: ['t_warmup'],
  InverseSquareRootWithWarmupScheduler: ['t_warmup', 't_scale', 't_cooldown'],
} satisfies { [T in keyof typeof SCHEDULER_CLASSES]?: string[] }

/** A configuration of one line for each key. */
const config = (keys: object) => JSON.stringify({ max_duration: '100ba', scheduler: { name: 'linear' }, ...keys })

describe('a configuration of llm-foundry', () => {
  test('is read as it is', () => {
    const { run, schedulers, baseLr, hasLr, name } = readConfig(FOUNDRY)
    expect(run.toJSON()).toEqual({
      maxDuration: '4800ba',
      dataloaderLen: null,
      scaleScheduleRatio: 1,
      samplesPerBatch: 256,
      tokensPerSample: 2048,
      epochsPerIteration: null,
      secondsPerBatch: null,
    })
    const scheduler = new CosineAnnealingWithWarmupScheduler({ tWarmup: '100ba', alphaF: 0.1 })
    expect(schedulers.map((found) => found.toJSON())).toEqual([scheduler.toJSON()])
    expect({ baseLr, hasLr, name }).toEqual({ baseLr: 6e-4, hasLr: true, name: null })
    expect(evaluate(schedulers, run, { baseLr })).toEqual(evaluate(scheduler, run, { baseLr: 6e-4 }))
  })

  test('is read below `parameters` of a run file, and interpolations start there', () => {
    const indented = FOUNDRY.replaceAll('\n', '\n  ')
    const { run, name } = readConfig(`name: my-run\ncommand: |\n  train\nparameters:${indented}`)
    expect([run.pace.tokensPerSample, name]).toEqual([2048, null])
  })

  test('takes its facts from anchors, merge keys and interpolated mappings', () => {
    const text = `
common: &common {name: cosine_with_warmup, t_warmup: 10ba}
variables: {optimizer: {lr: 1e-3}, name: 'my-\${variables.size}', size: 7b}
scheduler: {<<: *common, alpha_f: .5}
optimizer: \${variables.optimizer}
run_name: \${variables.name}
max_duration: \${oc.env:LENGTH,50ba}
`
    const read = readConfig(text, { env: { LENGTH: '60ba' } })
    expect(read.run.batches).toBe(60)
    expect(readConfig(text).run.batches).toBe(50)
    expect(read.schedulers[0]!.toJSON()).toMatchObject({ tWarmup: '10ba', alphaF: 0.5 })
    expect([read.baseLr, read.name]).toEqual([1e-3, 'my-7b'])
  })

  test('may leave a fact without a value that the curve does not need', () => {
    const keys = { max_seq_len: '${nowhere}', global_train_batch_size: '${oc.env:NONE}', run_name: '${nowhere}' }
    expect(readConfig(config(keys)).run.pace).toMatchObject({ samplesPerBatch: null, tokensPerSample: null })
  })
})

describe('the length of a run', () => {
  test.each<[unknown, string]>([
    ['63900ba', '63900ba'],
    ['1ep', '1ep'],
    [10, '10ep'],
    ['5e3ba', '5000ba'],
    ['134_000_000tok', '134000000tok'],
    ['1h30m', '5400sec'],
  ])('%j is %s', (max_duration, text) => {
    expect(readConfig(config({ max_duration, dataloader_len: 7 })).run.maxDuration.toTimestring()).toBe(text)
  })

  test('the length of an epoch comes from the option, else from the file, and a subset limits it', () => {
    const lengths = (keys: object, dataloaderLen?: number) =>
      readConfig(config(keys), { dataloaderLen }).run.dataloaderLen
    expect(lengths({ dataloader_len: 626 })).toBe(626)
    expect(lengths({ train_dataloader_len: 626 })).toBe(626)
    expect(lengths({ dataloader_len: 626 }, 5)).toBe(5)
    expect(lengths({ dataloader_len: '${nowhere}' }, 5)).toBe(5)
    expect(lengths({ dataloader_len: 626, train_subset_num_batches: 100 })).toBe(100)
    expect(lengths({ dataloader_len: 626, train_subset_num_batches: -1 })).toBe(626)
    expect(lengths({ train_subset_num_batches: 100 })).toBe(null)
    expect(lengths({ dataloader_len: null })).toBe(null)
  })

  test('the scale schedule ratio comes from the option, else from the file', () => {
    const lengths = (keys: object, scaleScheduleRatio?: number) =>
      readConfig(config(keys), { scaleScheduleRatio }).run.maxDuration.toTimestring()
    expect(lengths({ scale_schedule_ratio: 0.5 })).toBe('50ba')
    expect(lengths({ scale_schedule_ratio: 0.5 }, 2)).toBe('200ba')
    expect(lengths({})).toBe('100ba')
  })
})

describe('a scheduler', () => {
  test.each([
    ['constant_with_warmup', 'ConstantWithWarmupScheduler'],
    ['cosine_with_warmup', 'CosineAnnealingWithWarmupScheduler'],
    ['linear_decay_with_warmup', 'LinearWithWarmupScheduler'],
    ['inv_sqrt_with_warmup', 'InverseSquareRootWithWarmupScheduler'],
    ['cosine_annealing_with_warmup_scheduler', 'CosineAnnealingWithWarmupScheduler'],
    ['cosine_annealing_warm_restarts', 'CosineAnnealingWarmRestartsScheduler'],
    ['multi_step', 'MultiStepScheduler'],
    ['multi_step_with_warmup_scheduler', 'MultiStepWithWarmupScheduler'],
    ['step', 'StepScheduler'],
    ['exponential', 'ExponentialScheduler'],
    ...Object.keys(SCHEDULER_FIELDS).flatMap((type) => {
      const snake = type.replace(/(?!^)[A-Z]/g, '_$&').toLowerCase()
      return [type, snake, snake.replace('_scheduler', '')].map((name) => [name, type])
    }),
  ] as [string, keyof typeof SCHEDULER_FIELDS][])('%s is %s', (name, type) => {
    const required = {
      milestones: ['50ba'],
      gamma: 0.5,
      step_size: '10ba',
      t_0: '10ba',
      power: 2,
      t_warmup: '10ba',
      t_scale: '5ba',
      t_cooldown: '0ba',
    }
    const taken = { ...Object.fromEntries(SCHEDULER_FIELDS[type].map((field) => [field, required[field as 'gamma']])) }
    const [found] = readConfig(config({ scheduler: { name, ...taken }, dataloader_len: 10 })).schedulers
    expect(found!.toJSON()).toMatchObject({ type })
    expect(found).toBeInstanceOf(SCHEDULER_CLASSES[type])
  })

  test('takes every option by its name in Composer', () => {
    const scheduler = {
      name: 'linear_with_warmup',
      t_warmup: '10ba',
      alpha_i: 2,
      alpha_f: 0.5,
      t_max: '1dur',
      scale_warmup: true,
    }
    expect(readConfig(config({ scheduler })).schedulers[0]!.toJSON()).toEqual({
      type: 'LinearWithWarmupScheduler',
      tWarmup: '10ba',
      alphaI: 2,
      alphaF: 0.5,
      tMax: '1.0dur',
      scaleWarmup: true,
    })
    const restarts = { name: 'cosine_annealing_warm_restarts', t_0: '10ba', t_mult: 2 }
    expect(readConfig(config({ scheduler: restarts })).schedulers[0]!.toJSON()).toMatchObject({ t0: '10ba', tMult: 2 })
    const flag = readConfig(
      'max_duration: 9ba\nscheduler: {name: linear_with_warmup, t_warmup: 1ba, scale_warmup: yes}',
    )
    expect(flag.schedulers[0]!.toJSON()).toMatchObject({ scaleWarmup: true })
  })

  const cosine = new CosineAnnealingScheduler({ alphaF: 0.5 }).toJSON()
  const steps = new MultiStepScheduler({ milestones: ['10ba', '0.5dur'], gamma: 0.5 }).toJSON()
  test.each<[string, object]>([
    ['name and options', { scheduler: { name: 'cosine_annealing', alpha_f: 0.5 } }],
    ['type and options', { scheduler: { type: 'CosineAnnealingScheduler', alpha_f: 0.5 } }],
    ['our own JSON', { scheduler: cosine }],
    ['a class as the key', { scheduler: { CosineAnnealingScheduler: { alpha_f: 0.5 } } }],
    ['a name as the key', { scheduler: { cosine_annealing: { alpha_f: 0.5 } } }],
    ['a list of one', { schedulers: [{ name: 'cosine_annealing', alpha_f: 0.5 }], scheduler: null }],
    ['one below schedulers', { schedulers: { name: 'cosine_annealing', alpha_f: 0.5 }, scheduler: null }],
    [
      'an interpolation',
      { scheduler: '${s}', s: { name: '${n}', alpha_f: '${a.f}' }, n: 'cosine_annealing', a: { f: 0.5 } },
    ],
  ])('is read from %s', (_, keys) => {
    expect(readConfig(config(keys)).schedulers.map((found) => found.toJSON())).toEqual([cosine])
  })

  test.each<[string, object]>([
    ['scheduler as a list', { scheduler: [{ name: 'cosine_annealing', alpha_f: 0.5 }, steps] }],
    ['schedulers', { schedulers: [{ cosine_annealing: { alpha_f: 0.5 } }, steps], scheduler: null }],
    [
      'a mapping',
      {
        schedulers: {
          cosine_annealing: { alpha_f: 0.5 },
          MultiStepScheduler: { milestones: ['10ba', '${half}'], gamma: 0.5 },
        },
        half: '0.5dur',
        scheduler: null,
      },
    ],
  ])('may be one of several: %s', (_, keys) => {
    const { schedulers, run } = readConfig(config(keys))
    expect(schedulers.map((found) => found.toJSON())).toEqual([cosine, steps])
    const product = [cosine, steps].map((json) => Scheduler.fromJSON(json))
    expect(evaluate(schedulers, run)).toEqual(evaluate(product, run))
  })

  test('may be only a name', () => {
    const list = [new LinearScheduler().toJSON(), new CosineAnnealingScheduler().toJSON()]
    const { schedulers } = readConfig(config({ scheduler: ['linear', { cosine_annealing: null }] }))
    expect(schedulers.map((found) => found.toJSON())).toEqual(list)
    const constant = readConfig(config({ scheduler: { constant_with_warmup: { t_warmup: '5ba' } } })).schedulers[0]
    expect(constant).toBeInstanceOf(ConstantWithWarmupScheduler)
  })
})

describe('the learning rate', () => {
  test.each<[object, number | null]>([
    [{ optimizer: { name: 'adam', lr: 0.5 } }, 0.5],
    [{ optimizer: { decoupled_sgdw: { lr: 0.5 } } }, 0.5],
    [{ optimizers: [{ lr: 0.5 }] }, 0.5],
    [{ optimizers: { lr: 0.5 } }, 0.5],
    [{ lr: 0.5 }, 0.5],
    [{ optimizer: { lr: 0.5 }, lr: 0.5 }, 0.5],
    [{ optimizer: { name: 'adam' }, lr: 0.25 }, 0.25],
    [{ optimizer: { lr: 0 } }, 0],
    [{ optimizer: { lr: null } }, null],
    [{ optimizer: 'adam' }, null],
    [{}, null],
  ])('of %j is %j', (keys, lr) => {
    const { baseLr, hasLr } = readConfig(config(keys))
    expect({ baseLr, hasLr }).toEqual({ baseLr: lr ?? 1, hasLr: lr !== null })
  })
})

describe('the examples', () => {
  const example = (name: string) =>
    readConfig(readFileSync(new URL(`../../../examples/${name}`, import.meta.url), 'utf8'))

  test('mpt-7b.yaml has the facts of MPT-7B', () => {
    const { run, schedulers, baseLr, name } = example('mpt-7b.yaml')
    expect([run.batches, run.pace.samplesPerBatch, run.pace.tokensPerSample, baseLr, name]).toEqual([
      63900,
      1024,
      2048,
      1.2e-4,
      'mpt-7b',
    ])
    expect(schedulers[0]!.toJSON()).toEqual(
      new CosineAnnealingWithWarmupScheduler({ tWarmup: '100ba', alphaF: 0.1 }).toJSON(),
    )
  })

  test('resnet50-two-schedulers.yaml has two that multiply', () => {
    const { run, schedulers, baseLr } = example('resnet50-two-schedulers.yaml')
    expect([run.batches, schedulers.length]).toEqual([90 * 626, 2])
    const [before, after] = evaluate(schedulers, run, { from: 80 * 626 - 1, count: 2, baseLr })
    expect(after! / before!).toBeCloseTo(0.5, 3)
  })
})

test('a wrong configuration is a ConfigError with its parts', () => {
  try {
    readConfig(config({ schedulers: [{ name: 'linear', alpha_f: 'x' }], scheduler: null }), { file: 'run.yaml' })
    expect.unreachable()
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError)
    expect(error).toMatchObject({ file: 'run.yaml', keyPath: 'schedulers[0].alpha_f', name: 'ConfigError' })
  }
})
