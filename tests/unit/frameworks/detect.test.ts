/**
 * Whose a text is: each kind of file that libraries have, what is ambiguous, and what is hostile.
 */
import { describe, expect, test } from 'vitest'
import { SchedulerError } from '../../../ts/errors/error.js'
import { evaluate } from '../../../ts/evaluate/evaluate.js'
import { detect } from '../../../ts/frameworks/detect/detect.js'
import { importSchedule } from '../../../ts/frameworks/import/import.js'

async function read(text: string, options: { baseLr?: number; total?: number; epochBatches?: number } = {}) {
  const { library, source } = await detect(text)
  expect(library).not.toBeNull()
  const { scheduler, run, baseLr } = importSchedule({ library: library!, source, ...options })
  return { library, at: (...steps: number[]) => Array.from(evaluate(scheduler, run, { at: steps, baseLr })) }
}

const refused = async (text: unknown): Promise<SchedulerError> => {
  const error = await detect(text as string).then(
    () => null,
    (thrown: unknown) => thrown,
  )
  expect(SchedulerError.is(error)).toBe(true)
  return error as SchedulerError
}

const TITAN = `
[optimizer]
lr = 8e-4
[lr_scheduler]
warmup_steps = 4 # of 10
decay_ratio = 0.5
[training]
steps = 10
`
const NANO = `# config/train.py
out_dir = 'out' # where
learning_rate = 1e-3
warmup_iters = 4
lr_decay_iters = 1_00
min_lr = 1e-4
max_iters = 100
compile = False
`
const HYDRA = `
optimization: {lr: [0.1], max_update: 100}
lr_scheduler: {_name: polynomial_decay, warmup_updates: 10, total_num_update: 100}
`
const FOUNDRY = `
variables: {steps: 100ba, lr: 0.01}
max_duration: \${variables.steps}
scheduler: {name: cosine_with_warmup, t_warmup: 10ba}
optimizer:
  lr: \${variables.lr}
`

describe('the kind of file', () => {
  test.each<[string, string, string, number[], number[]]>([
    [
      'trainer arguments',
      '{"lr_scheduler_type": "linear", "learning_rate": 0.1, "warmup_steps": 10, "max_steps": 110}',
      'transformers',
      [5, 60],
      [0.05, 0.05],
    ],
    ['trainer arguments as YAML', 'output_dir: x\nlearning_rate: 1e-1\nmax_steps: 100', 'transformers', [50], [0.05]],
    [
      'a command of transformers',
      'python run_clm.py --learning_rate 0.1 --lr_scheduler_type=constant --max_steps 9',
      'transformers',
      [5],
      [0.1],
    ],
    [
      'ds_config.json',
      '{"optimizer": {"params": {"lr": 0.1}}, "scheduler": {"type": "WarmupLR", "params": {"warmup_num_steps": 4, "warmup_type": "linear"}}}',
      'deepspeed',
      [0, 3, 9],
      [0, 0.05, 0.1],
    ],
    [
      'a keras schedule',
      '{"module": "keras.optimizers.schedules", "class_name": "ExponentialDecay", "config": {"initial_learning_rate": 0.1, "decay_steps": 1, "decay_rate": 0.5, "name": "x"}}',
      'keras',
      [1],
      [0.05],
    ],
    [
      'a keras optimizer',
      '{"class_name": "Adam", "config": {"learning_rate": {"class_name": "CosineDecay", "config": {"initial_learning_rate": 0.1, "decay_steps": 4}}}}',
      'keras',
      [2],
      [0.05],
    ],
    [
      'a Megatron command',
      'pretrain_gpt.py --lr 0.1 --train-iters 100 \\\n --lr-warmup-fraction .1 --global-batch-size 8',
      'megatron-core',
      [5],
      [0.05],
    ],
    [
      'a fairseq command',
      'fairseq-train data --lr-scheduler inverse_sqrt --lr 0.1 --warmup-updates 4 --max-update 50',
      'fairseq',
      [2, 16],
      [0.05, 0.05],
    ],
    ['a fairseq configuration', HYDRA, 'fairseq', [5, 100], [0.05, 0]],
    [
      'a timm command',
      'train.py data --sched cosine --epochs 10 --lr 0.1 --warmup-epochs 0 --min-lr 0',
      'timm',
      [5],
      [0.05],
    ],
    [
      'a timm configuration',
      'sched: step\nepochs: 10\nlr: 0.1\ndecay_epochs: 5\ndecay_rate: 0.5\nwarmup_epochs: 0',
      'timm',
      [5],
      [0.05],
    ],
    ["torchtitan's TOML", TITAN, 'torchtitan', [0, 6, 10], [2e-4, 8e-4 * 0.8, 0]],
    ["nanoGPT's variables", NANO, 'nanoGPT', [0, 100], [2e-4, 1e-4]],
    [
      'a nanochat command',
      'python -m scripts.base_train --warmup-steps=10 --warmdown-ratio=0.5 --num-iterations=100',
      'nanochat',
      [4, 20],
      [0.05, 0.1],
    ],
    [
      "OpenNMT-py's YAML",
      'decay_method: rsqrt\nlearning_rate: 0.4\nwarmup_steps: 16',
      'OpenNMT-py',
      [3, 63],
      [0.1, 0.05],
    ],
    ["llm-foundry's YAML", FOUNDRY, 'llm-foundry', [5, 55], [0.005, 0.005]],
    [
      'an lm-engine configuration',
      'lr_scheduler_args: {lr_decay_style: linear, num_warmup_steps: 0, lr_decay_factor: 0}\ntraining_parameters: {num_training_steps: 10}',
      'lm-engine',
      [5],
      [0.05],
    ],
    ['an icefall command', 'zipformer/train.py --base-lr 0.1 --lr-batches 10 --lr-epochs 2', 'icefall', [], []],
    [
      'a class with its arguments',
      '{"class": "torch.optim.lr_scheduler.ExponentialLR", "kwargs": {"gamma": 0.5}}',
      'torch',
      [1],
      [0.05],
    ],
    [
      'a function with its arguments',
      '{"fn": "optax.constant_schedule", "kwargs": {"value": 0.1}}',
      'optax',
      [1],
      [0.1],
    ],
    [
      'what importSchedule takes',
      '{"library": "fvcore", "source": {"class": "LinearParamScheduler", "kwargs": {"start_value": 0.1, "end_value": 0}}}',
      'fvcore',
      [5],
      [0.05],
    ],
  ])('%s', async (_, text, expected, steps, values) => {
    // What the text itself says counts before these.
    const own = /"lr"|lr: |--lr |learning_rate|"value"|start_value/.test(text) && !/lr_scheduler_args/.test(text)
    const options = {
      ...(own ? {} : { baseLr: 0.1 }),
      total: expected === 'fvcore' ? 10 : undefined,
      epochBatches: expected === 'icefall' ? 5 : undefined,
    }
    const { library, at } = await read(text, options)
    expect(library).toBe(expected)
    for (const [index, value] of at(...steps).entries()) expect(value).toBeCloseTo(values[index]!, 14)
  })

  test("a checkpoint: the scheduler's state, with the optimizer's where its rates are", async () => {
    const phases = [
      {
        end_step: 2,
        start_lr: 'initial_lr',
        end_lr: 'max_lr',
        start_momentum: 'max_momentum',
        end_momentum: 'base_momentum',
      },
      {
        end_step: 9,
        start_lr: 'max_lr',
        end_lr: 'min_lr',
        start_momentum: 'base_momentum',
        end_momentum: 'max_momentum',
      },
    ]
    const scheduler = {
      total_steps: 10,
      _schedule_phases: phases,
      _anneal_func_type: 'cos',
      cycle_momentum: true,
      base_lrs: [0.004],
      last_epoch: 3,
    }
    const group = { max_lr: 0.1, initial_lr: 0.004, min_lr: 4e-7, base_momentum: 0.85, max_momentum: 0.95 }
    const text = JSON.stringify({ epoch: 3, scheduler, optimizer: { state: {}, param_groups: [group] } })
    const { library, source } = await detect(text)
    const saved = importSchedule({ library: library!, source })
    const fresh = importSchedule({
      library: 'torch',
      source: { class: 'OneCycleLR', kwargs: { max_lr: 0.1, total_steps: 10 } },
    })
    for (const key of ['scheduler', 'momentum'] as const) {
      const [a, b] = [saved, fresh].map((one) => (key === 'scheduler' ? one.scheduler : one.others.momentum!))
      const at = [0, 1, 2, 5, 9]
      const values = evaluate(b!, fresh.run, { at })
      const again = evaluate(a!, saved.run, { at })
      for (const index of at.keys()) expect(again[index]).toBeCloseTo(values[index]!, 14)
    }
  })

  test('a sequence and a cycle of saved states are what they were made of', async () => {
    const common = { base_lrs: [0.1], last_epoch: 0 }
    const sequence = {
      ...common,
      _milestones: [4],
      _schedulers: [
        { ...common, start_factor: 0.5, end_factor: 1, total_iters: 4 },
        { ...common, step_size: 2, gamma: 0.5 },
      ],
    }
    expect((await read(JSON.stringify(sequence))).at(0, 2, 4, 6)).toEqual([0.05, 0.07500000000000001, 0.1, 0.05])
    const cyclic = {
      ...common,
      total_size: 10,
      step_ratio: 0.3,
      mode: 'triangular',
      gamma: 1,
      max_lrs: [1],
      cycle_momentum: false,
    }
    expect((await read(JSON.stringify(cyclic))).at(0, 3, 10)).toEqual([0.1, 1, 0.1])
  })
})

describe('what is not clear', () => {
  test('is told with its candidates', async () => {
    const found = await detect('learning_rate: 0.1\nwarmup_steps: 10')
    expect(found).toMatchObject({ library: null, source: null })
    expect(found.candidates.map(({ library }) => library)).toEqual(['transformers', 'OpenNMT-py'])
  })

  test.each([
    ['', /found nothing/],
    [' \n', /found nothing/],
    ['hello', /found a single value/],
    ['{', /JSON that ends early/],
    ['[]', /found a list/],
    ['x = [', /TOML that is wrong/],
    ['a: [', /YAML that is wrong/],
    ['{"a": 1}', /none of the keys/],
    ['--verbose', /none of the keys/],
    ['{"library": "none", "source": {}}', /library must be one of/],
  ])('%j is refused in a line', async (text, message) => {
    const error = await refused(text)
    expect(error.message).toMatch(message)
    expect(error.message).not.toMatch(/\n/)
  })

  test('no text is an error too', async () => {
    expect((await refused(undefined)).code).toBe('bad-type')
    expect((await refused(5)).code).toBe('bad-type')
  })
})

describe('hostile texts', () => {
  const megabytes = (one: string) => one.repeat(Math.ceil((8 * 2 ** 20 - 1) / one.length))
  test.each([
    ['brackets', megabytes('[')],
    ['objects in objects', megabytes('{"a":')],
    ['flags', megabytes('--lr 1 ')],
    ['quotes', megabytes('"')],
    ['tables', megabytes('[a]\n')],
    ['more than 8 Mi characters', `{"a": "${megabytes('xxxxxxxx')}xxxxxxxx"}`],
    ['lines of YAML', megabytes('a: 1\n')],
    [
      'a bomb of aliases',
      `a: &a [x, x, x, x, x, x, x, x, x]\n${[...'bcdefghij'].map((key, at) => `${key}: &${key} [${Array(9).fill(`*${'abcdefghij'[at]}`)}]`).join('\n')}`,
    ],
  ])('8 MiB of %s are one error', async (_, text) => {
    const error = await refused(text)
    expect(error.code).toBe('source-text')
    expect(error.message.length).toBeLessThan(1000)
  })

  test('too much YAML is told by how much there may be', async () => {
    expect((await refused(`x${'\n'.repeat(400_000)}`)).message).toMatch(
      /found more than that: YAML has at most 300000 tokens/,
    )
  })

  test('what looks like code is text', async () => {
    const text = 'lr_scheduler_type: !!js/function "() => { throw 1 }"\nlearning_rate: 0.1\nmax_steps: 10'
    const found = await detect(text).catch((error: unknown) => error)
    expect(SchedulerError.is(found) || typeof (found as { library: unknown }).library === 'string').toBe(true)
    const polluted = JSON.parse(
      '{"lr_scheduler_type": "linear", "max_steps": 5, "__proto__": {"polluted": 1}}',
    ) as object
    expect(importSchedule({ library: 'hf', source: polluted }).unmatched.map(({ path }) => path)).toEqual([])
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
  })
})
