/**
 * Schedulers of torch in odd combinations and at odd arguments: values that its own code (2.7.0) computed, step by step.
 */
import { describe, expect, test } from 'vitest'
import { SchedulerError } from '../../../ts/errors/error.js'
import { evaluate } from '../../../ts/evaluate/evaluate.js'
import { importSchedule } from '../../../ts/frameworks/import/import.js'

type Source = Readonly<Record<string, unknown>>

const leaf = (name: string, kwargs: object = {}): Source => ({ class: name, kwargs })
const sequential = (milestones: number[], ...schedulers: Source[]): Source => ({
  class: 'SequentialLR',
  schedulers,
  kwargs: { milestones },
})
const chained = (...schedulers: Source[]): Source => ({ class: 'ChainedScheduler', schedulers, kwargs: {} })

const half = leaf('ExponentialLR', { gamma: 0.5 })
const constant = (factor: number, total: number) => leaf('ConstantLR', { factor, total_iters: total })
const stepped = (every: number, gamma: number) => leaf('StepLR', { step_size: every, gamma })
const cyclic = (kwargs: object) => leaf('CyclicLR', { base_lr: 0.1, max_lr: 1, step_size_up: 2, ...kwargs })

const read = (source: Source, baseLr = 1) => importSchedule({ library: 'torch', source, baseLr })

const valuesOf = (source: Source, count: number, baseLr = 1): number[] => {
  const { scheduler, run, baseLr: lr } = read(source, baseLr)
  return Array.from(evaluate(scheduler, run, { at: Array.from({ length: count }, (_, step) => step), baseLr: lr }))
}

function expectClose(found: readonly number[], expected: readonly number[]): void {
  expect(found).toHaveLength(expected.length)
  for (const [step, value] of expected.entries()) expect(found[step], `step ${step}`).toBeCloseTo(value, 14)
}

const stepsOf = (source: Source) => read(source).unmatched.map(({ step }) => step)

test.each<[string, Source, number[]]>([
  ['a milestone below 0 is as one of 0', sequential([-2], constant(0.5, 9), half), [0.5, 0.5, 0.25, 0.125, 0.0625]],
  [
    'of two milestones of 0 only the last scheduler is ever on',
    sequential([0, 0], constant(0.5, 9), half, stepped(2, 0.1)),
    [0.5, 0.5, 0.5, 0.05, 0.05],
  ],
  [
    'milestones that fall are searched as if they rose',
    sequential([4, 2], half, constant(0.1, 9), stepped(2, 0.1)),
    [1, 0.5, 1, 1, 0.1, 0.1, 0.01],
  ],
  [
    'a milestone that is a fraction starts nothing anew',
    sequential([1.5], half, stepped(2, 0.1)),
    [1, 0.5, 0.5, 0.5, 0.05, 0.05],
  ],
  [
    'a sequence that is the first of another is a step ahead',
    sequential([4], sequential([3], half, constant(0.1, 9)), stepped(1, 0.5)),
    [1, 0.5, 0.1, 0.1, 1, 0.5, 0.25],
  ],
  [
    'a step ahead, its milestone of 1 is met before update 0',
    sequential([], sequential([1], half, constant(0.1, 2))),
    [0.1, 0.1, 1, 1, 1],
  ],
  ['a step size below 0 has the remainders of the one above', stepped(-2, 0.5), [1, 1, 0.5, 0.5, 0.25]],
  [
    'a cycle of three phases may end where its second does',
    leaf('OneCycleLR', { max_lr: 1, total_steps: 2, pct_start: 0.75, three_phase: true }),
    [0.04, 0.04],
  ],
  [
    'epochs are not looked at beside total_steps',
    leaf('OneCycleLR', { max_lr: 1, total_steps: 4, epochs: 0, pct_start: 0.5 }),
    [0.04, 1, 0.500002, 4e-6],
  ],
])('%s', (_, source, expected) => expectClose(valuesOf(source, expected.length), expected))

test.each<[string, Source, number]>([
  ['a part that a milestone starts with a step that it does not take', sequential([3], half, chained(half)), 3],
  ['a sequence there', sequential([3], half, sequential([], half)), 3],
  ['a length of 0 of a part that begins later', sequential([2], half, stepped(0, 0.1)), 2],
  ['what a part does at a step of its own', sequential([2], half, constant(0, 3)), 5],
  ['a fraction that no step is', constant(0.5, 2.5), 3],
  ['a milestone below 0, which no step is', leaf('MultiStepLR', { milestones: [-1, 2] }), 0],
  ['a step size that divides few steps', stepped(2.5, 0.1), 3],
  ['a power below 0', leaf('PolynomialLR', { total_iters: 4, power: -1 }), 1],
  ['a half cycle of no length', cyclic({ step_size_down: 0 }), 0],
  ['a half cycle below 0', cyclic({ step_size_up: -1, step_size_down: 5 }), 0],
  ['a factor below 0 in exp_range', cyclic({ mode: 'exp_range', gamma: -1 }), 0],
  [
    'rates that another OneCycleLR overwrites',
    sequential(
      [3],
      leaf('OneCycleLR', { max_lr: 0.5, total_steps: 9 }),
      leaf('OneCycleLR', { max_lr: 1, total_steps: 9 }),
    ),
    0,
  ],
  [
    'momentum that a CyclicLR overwrites',
    sequential([4], leaf('OneCycleLR', { max_lr: 1, total_steps: 9 }), cyclic({ max_momentum: 0.8 })),
    0,
  ],
  ['a sequence that sets the learning rate back', chained(constant(0.5, 2), sequential([], half)), 0],
])('%s is told with its step', (_, source, step) => expect(stepsOf(source)).toContain(step))

test('what is not on at its step is not told', () => {
  const source = sequential([2], constant(0, 5), half)
  expectClose(valuesOf(source, 5), [0, 0, 1, 0.5, 0.25])
  expect(read(source).unmatched).toEqual([])
})

test('a learning rate of 0 has no multiple that is above it', () => {
  const { unmatched } = read(leaf('CosineAnnealingLR', { T_max: 4, eta_min: 0.5 }), 0)
  expect(unmatched).toMatchObject([{ path: 'kwargs.eta_min', step: 1 }])
})

test('what is divided by is refused wherever it stands', () => {
  const source = sequential([2], half, cyclic({ step_size_up: 0, step_size_down: 3 }))
  expect(() => read(source)).toThrow(SchedulerError)
  expect(() => read(source)).toThrow(/step_size_up/)
})

test('a OneCycleLR within another overwrites the rate that the first begins on', () => {
  const within = chained(leaf('OneCycleLR', { max_lr: 0.5, total_steps: 10 }))
  expectClose(valuesOf(sequential([3], constant(0.5, 2), within), 3), [0.01, 0.01, 0.02])
})

test('a OneCycleLR within the first of a sequence goes by its own rate', () => {
  const first = chained(leaf('OneCycleLR', { max_lr: 1, total_steps: 4, pct_start: 0.5 }))
  const source = sequential([3], first, half)
  expectClose(valuesOf(source, 5), [0.04, 1, 0.500002, 0.04, 0.02])
  expect(read(source).unmatched).toEqual([])
})

describe('momentum', () => {
  const momentumOf = (source: Source, count: number) => {
    const { others, run } = read(source)
    return Array.from(evaluate(others.momentum!, run, { at: Array.from({ length: count }, (_, step) => step) }))
  }
  test('is left as it is by schedulers that have none', () => {
    const source = sequential([2, 5], leaf('ConstantLR'), cyclic({}), stepped(9, 0.1))
    expectClose(momentumOf(source, 7), [0.9, 0.9, 0.9, 0.85, 0.8, 0.8, 0.8])
  })
  test('is that of the last that has one, whatever sets the learning rate', () => {
    const source = chained(cyclic({}), leaf('CosineAnnealingWarmRestarts', { T_0: 4 }))
    expectClose(momentumOf(source, 6), [0.9, 0.85, 0.8, 0.85, 0.9, 0.85])
  })
})

describe('a state', () => {
  const state = (found: object) => ({ last_epoch: 3, base_lrs: [1], _step_count: 4, _last_lr: [0.5], ...found })
  test('has counts of milestones of any sign', () => {
    const { unmatched } = read(state({ milestones: { '-4': 2, 2: 1 }, gamma: 0.5 }))
    expect(unmatched).toMatchObject([{ path: 'milestones', step: 0 }])
  })
  test('of a sequence begins on the rate that a OneCycleLR has set', () => {
    const phases = [{ end_step: 4 }, { end_step: 9 }]
    const cycle = { total_steps: 10, _schedule_phases: phases, _anneal_func_type: 'cos', cycle_momentum: false }
    const schedulers = [state({ factor: 0.5, total_iters: 9 }), state({ base_lrs: [0.02], last_epoch: -1, ...cycle })]
    const group = { lr: 0.01, initial_lr: 0.02, max_lr: 0.5, min_lr: 2e-6 }
    const source = {
      state_dict: { _milestones: [3], last_epoch: 0, _last_lr: [0.01], _schedulers: schedulers },
      optimizer: { param_groups: [group] },
    }
    expectClose(valuesOf(source, 4), [0.01, 0.01, 0.01, 0.02])
  })
})
