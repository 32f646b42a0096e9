/**
 * What libraries do at the edges, as their own code does it: values that were computed by it, beside golden2's rows.
 */
import { describe, expect, test } from 'vitest'
import { evaluate } from '../../../ts/evaluate/evaluate.js'
import { importSchedule } from '../../../ts/frameworks/import/import.js'
import { log } from '../../../ts/frameworks/import/logarithm.js'
import { roundHalfEven } from '../../../ts/frameworks/import/python.js'

const STEPS = [0, 1, 2, 3, 4, 5]

const wsd = (decay: object) => ({
  class: 'OptimizerParamScheduler',
  kwargs: {
    init_lr: 0,
    max_lr: 1,
    min_lr: 0,
    lr_warmup_steps: 2,
    lr_decay_steps: 4,
    lr_decay_style: 'WSD',
    start_wd: 0,
    end_wd: 0,
    wd_incr_steps: 4,
    wd_incr_style: 'constant',
    ...decay,
  },
})

const power = (law: object) => ({
  class: 'PowerScheduler',
  kwargs: {
    num_warmup_steps: 2,
    num_constant_steps: 0,
    num_decay_steps: null,
    num_training_steps: 9,
    lr_decay_factor: 0,
    ...law,
  },
})

test.each<[string, string, object, number[], number?]>([
  [
    'a decay of no steps drops at its end',
    'hf',
    {
      fn: 'get_scheduler',
      kwargs: {
        name: 'warmup_stable_decay',
        num_warmup_steps: 2,
        num_training_steps: 4,
        scheduler_specific_kwargs: { num_decay_steps: 0, min_lr_ratio: 0.1 },
      },
    },
    [0.1, 0.55, 1, 1, 0.1, 0.1],
  ],
  [
    'and right after a ramp that aims at 1',
    'hf',
    {
      fn: 'get_scheduler',
      kwargs: {
        name: 'warmup_stable_decay',
        num_warmup_steps: 2,
        num_training_steps: 2,
        scheduler_specific_kwargs: { num_decay_steps: 0 },
      },
    },
    [0, 0.5, 0, 0, 0, 0],
  ],
  [
    'a milestone of 0 goes on from what the first scheduler left',
    'torch',
    {
      class: 'SequentialLR',
      schedulers: [
        { class: 'ConstantLR', kwargs: { factor: 0.1, total_iters: 9 } },
        { class: 'ExponentialLR', kwargs: { gamma: 0.5 } },
      ],
      kwargs: { milestones: [0] },
    },
    [0.1, 0.1, 0.05, 0.025, 0.0125, 0.00625],
    0,
  ],
  ['a step size of 0 fails at the first step', 'torch', { class: 'StepLR', kwargs: { step_size: 0 } }, [1], 1],
  [
    'a decay of no steps in Megatron comes one step late',
    'megatron',
    wsd({ wsd_decay_steps: 0 }),
    [0, 0.5, 1, 1, 1, 0],
  ],
  [
    'a decay that begins within the warm-up',
    'megatron',
    wsd({ wsd_decay_steps: 4, lr_wsd_decay_style: 'linear' }),
    [0, 0.5, 1, 0.25, 0, 0],
  ],
  [
    'the bound of a decay holds before it, too',
    'optax',
    {
      fn: 'exponential_decay',
      kwargs: { init_value: 0.25, transition_steps: 1, decay_rate: 0.5, transition_begin: 3, end_value: 0.5 },
    },
    [0.5, 0.5, 0.5, 0.5, 0.5, 0.5],
  ],
  [
    'boundaries out of order',
    'optax',
    {
      fn: 'join_schedules',
      schedules: [1, 0.5, 0.25].map((value) => ({ fn: 'constant_schedule', kwargs: { value } })),
      kwargs: { boundaries: [4, 2] },
    },
    [1, 1, 0.25, 0.25, 0.25, 0.25],
    2,
  ],
  [
    'a boundary below 0',
    'optax',
    {
      fn: 'join_schedules',
      schedules: [
        { fn: 'constant_schedule', kwargs: { value: 9 } },
        { fn: 'linear_schedule', kwargs: { init_value: 0, end_value: 1, transition_steps: 4 } },
      ],
      kwargs: { boundaries: [-1] },
    },
    [0.25, 0.5, 0.75, 1, 1, 1],
  ],
  [
    'a target of 0',
    'keras',
    { class: 'CosineDecay', kwargs: { initial_learning_rate: 1, decay_steps: 2, warmup_target: 0, warmup_steps: 2 } },
    [1, 0.5, 0, 0, 0, 0],
  ],
  [
    'no decay steps',
    'lm-engine',
    {
      class: 'LinearScheduler',
      kwargs: {
        num_warmup_steps: 2,
        num_constant_steps: 1,
        num_decay_steps: 0,
        num_training_steps: 9,
        lr_decay_factor: 0.1,
      },
    },
    [0, 0.5, 1, 1, 0.1, 0.1],
  ],
  [
    'steps that are counted from 1',
    'OpenNMT-py',
    { config: { decay_method: 'none', learning_rate: 1, start_decay_steps: 3, decay_steps: 2 } },
    [1, 1, 0.5, 0.5, 0.25, 0.25],
  ],
  [
    'a fall behind the end of training',
    'OpenNMT-py',
    { config: { decay_method: 'none', learning_rate: 1, start_decay_steps: 5, decay_steps: 1, train_steps: 3 } },
    [1, 1, 1, 1, 0.5, 0.25],
  ],
  [
    'steps below 0 that count the other way',
    'OpenNMT-py',
    { config: { decay_method: 'none', learning_rate: 1, start_decay_steps: 5, decay_steps: -1 } },
    [],
    0,
  ],
  ['a power law of 0', 'lm-engine', power({ a: 0, b: -0.5, c: 1 }), [0, 0, 0]],
  ['a rate of 0 to the power of 0', 'lm-engine', power({ a: 0.5, b: 0, c: 0 }), [0, 0.25, 0.5, 0.5]],
  ['a rate below 0 to an even power', 'lm-engine', power({ a: 0.125, b: 2, c: -1 }), [0, 0.25, 0.5, 1]],
  ['a power law below 0', 'lm-engine', power({ a: -1, b: 0, c: 1 }), [], 0],
  [
    'a decay that begins within the warm-up',
    'lm-engine',
    {
      class: 'LinearScheduler',
      kwargs: {
        num_warmup_steps: 2,
        num_constant_steps: -1,
        num_decay_steps: 4,
        num_training_steps: 9,
        lr_decay_factor: 0,
      },
    },
    [0, 0.5],
    2,
  ],
  [
    'a scale of 0 fails after the ramp',
    'llm-foundry',
    {
      class: 'llmfoundry.optim.InverseSquareRootWithWarmupScheduler',
      kwargs: { t_warmup: '2ba', t_scale: '0ba', t_cooldown: '1ba' },
      max_duration: '9ba',
    },
    [0, 0.5],
    2,
  ],
  [
    'batches below 0, of which there are squares only',
    'icefall',
    { class: 'Eden2', kwargs: { lr_batches: -1, warmup_batches: 0 } },
    [1, Math.SQRT1_2],
  ],
  [
    'a highest rate of 0 above the lowest',
    'pytorch-optimizer',
    { class: 'REXScheduler', kwargs: { total_steps: 4, max_lr: 0, min_lr: 0.5 } },
    [0.5],
    1,
  ],
  [
    'a ramp that is longer than the time before the fall',
    'nanochat',
    { fn: 'base_train.get_muon_momentum', kwargs: { warmdown_ratio: 1, num_iterations: 500 } },
    [0.85, 0.8503, 0.8506, 0.8509, 0.8512, 0.8515],
  ],
  [
    'one cycle without a way down',
    'deepspeed',
    {
      config: {
        scheduler: {
          type: 'OneCycle',
          params: { cycle_min_lr: 0.1, cycle_max_lr: 1, cycle_first_step_size: 2, cycle_second_step_size: 0 },
        },
      },
      optimizer_lr: 1,
    },
    [0.1, 0.55, 1, 0.1, 0.1, 0.1],
  ],
  [
    'a run of one update',
    'deepspeed',
    {
      config: {
        scheduler: {
          type: 'WarmupDecayLR',
          params: { warmup_max_lr: 1, warmup_num_steps: 2, warmup_type: 'linear', total_num_steps: 1 },
        },
      },
    },
    [0, 0, 0.5, 0, 0, 0],
  ],
])('%s (%s)', (_, library, source, expected, step) => {
  const { scheduler, run, baseLr, unmatched } = importSchedule({
    library,
    source,
    ...(/torch|hf|lm-engine/.test(library) ? { baseLr: 1 } : {}),
    ...(/^(?:deepspeed|OpenNMT-py|nanochat|megatron)$/.test(library) ? {} : { total: 9 }),
  })
  const values = evaluate(scheduler, run, { at: STEPS.slice(0, expected.length), baseLr })
  for (const [index, value] of expected.entries()) expect(values[index], `step ${index}`).toBeCloseTo(value, 14)
  if (step !== undefined) expect(unmatched.map((one) => one.step)).toContain(step)
})

test.each([
  ['a length that may be null is left out', { num_decay_steps: undefined }, /num_decay_steps/],
  ['0 to a power below 0', { a: 1, b: -1, c: 0 }, /power/],
  ['a root of a number below 0', { a: 1, b: 0.5, c: -1 }, /kwargs\.b/],
])('%s: lm-engine refuses it', (_, law, message) => {
  const { kwargs } = power({ a: 1, b: 0, c: 1, ...law })
  const given = Object.fromEntries(Object.entries(kwargs).filter(([, value]) => value !== undefined))
  const source = { class: 'PowerScheduler', kwargs: given }
  expect(() => importSchedule({ library: 'lm-engine', source, baseLr: 1 })).toThrow(message)
})

test('a fraction that Python divides by is told where its quotient is rounded', () => {
  const kwargs = { decay_t: 16.8, decay_rate: 0.1, t_in_epochs: false }
  const { unmatched } = importSchedule({ library: 'timm', source: { class: 'StepLRScheduler', kwargs }, baseLr: 1 })
  expect(unmatched).toMatchObject([{ path: 'kwargs.decay_t', step: 84 }])
})

describe('a learning rate', () => {
  const source = { class: 'CosineAnnealingLR', kwargs: { T_max: 10, eta_min: 0.1 } }
  test('that the source needs is asked for', () => {
    expect(() => importSchedule({ library: 'torch', source })).toThrow(/needs the option baseLr/)
  })
  test('that does not matter is 1, which is told', () => {
    const { baseLr, assumed } = importSchedule({
      library: 'torch',
      source: { class: 'ExponentialLR', kwargs: { gamma: 0.5 } },
    })
    expect(baseLr).toBe(1)
    expect(assumed).toContainEqual({ path: 'baseLr', value: 1, by: 'scale-schedule' })
  })
  test('that the source says wins over the option, which is told', () => {
    const args = { learning_rate: 0.1, max_steps: 10 }
    const { baseLr, unmatched } = importSchedule({ library: 'hf', source: args, baseLr: 0.2 })
    expect(baseLr).toBe(0.1)
    expect(unmatched.map(({ path }) => path)).toEqual(['baseLr'])
  })
})

test('logarithms are rounded once, and halves to even', () => {
  expect([log(3), log(1), log(243), log(10)]).toEqual([1.0986122886681098, 0, 5.493061443340548, Math.LN10])
  expect([log(Number.MAX_VALUE), log(5e-324)]).toEqual([709.782712893384, -744.4400719213812])
  expect([0.5, 1.5, 2.5, 2.4, 2.6].map(roundHalfEven)).toEqual([0, 2, 2, 2, 3])
})

test('of the steps of a warm-up nothing is assumed where transformers has its ratio', () => {
  const source = { lr_scheduler_type: 'linear', learning_rate: 1e-3, max_steps: 1000 }
  const assumedOf = (more: object) =>
    importSchedule({ library: 'transformers', source: { ...source, ...more } }).assumed.map(({ path }) => path)
  expect(assumedOf({})).toContain('warmup_steps')
  expect(assumedOf({ warmup_ratio: 0.1 })).not.toContain('warmup_steps')
  expect(assumedOf({ warmup_ratio: 0.1, warmup_steps: 0 })).not.toContain('warmup_steps')
  const { scheduler, run } = importSchedule({
    library: 'transformers',
    source: { ...source, warmup_ratio: 0.1 },
  })
  expect(evaluate(scheduler, run, { at: [50, 100] })).toEqual(Float64Array.of(0.5, 1))
})
