/** The forms and nodes beyond Composer's: defaults, options, JSON, and which values have no meaning. Resolves none. */
import * as core from 'scale-schedule'
import {
  type BuiltinScheduler,
  ConstantScheduler,
  createScheduler,
  type ExactTime,
  LinearScheduler,
  OneCycleScheduler,
  Scheduler,
  SequenceScheduler,
  withWarmup,
} from 'scale-schedule'
import { describe, expect, test } from 'vitest'
import { fieldsOf, type SchedulerType } from '../../../ts/wasm/table.js'
import { codeFrom, errorFrom } from '../../helpers/thrown.js'

// biome-ignore lint/suspicious/noExplicitAny: what plain JavaScript may pass
type Any = any

const one = new LinearScheduler()
const two = new ConstantScheduler({ alpha: 0.5 })

/** Each class with what it needs. */
const NEEDED: Partial<Record<SchedulerType, Any>> = {
  LinearDecayScheduler: {},
  CosineDecayScheduler: {},
  CosineHardRestartsScheduler: {},
  CosineRestartsScheduler: { t0: '10ba' },
  PolynomialRestartsScheduler: { t0: '10ba' },
  TanhRestartsScheduler: { t0: '10ba' },
  PolynomialDecayScheduler: {},
  ExponentialDecayScheduler: { gamma: 0.5, tDecay: '10ba' },
  InverseTimeDecayScheduler: { tDecay: '10ba', rate: 1 },
  LrRangeTestScheduler: { tStep: '10ba' },
  StepDecayScheduler: { tStep: '10ba' },
  MultiStepDecayScheduler: { milestones: ['10ba', '0.5dur'] },
  MultiplicativeScheduler: { factors: [0.5, 2] },
  PiecewiseConstantScheduler: { boundaries: ['10ba'], values: [1, 0.5] },
  PiecewiseInterpolateScheduler: { knots: ['0ba', '10ba'], values: [1, 0.5] },
  OneCycleScheduler: {},
  CyclicScheduler: { tUp: '10ba' },
  WarmupStableDecayScheduler: {},
  InverseSquareRootScheduler: {},
  NoamScheduler: { dModel: 512, tWarmup: '10ba' },
  PowerLawScheduler: { amplitude: 4, exponent: -0.5 },
  RexScheduler: {},
  EdenScheduler: { tBatches: '10ba' },
  ProductScheduler: { schedulers: [one, two] },
  MinimumScheduler: { schedulers: [one] },
  MaximumScheduler: { schedulers: [one, two] },
  ClampScheduler: { scheduler: one },
  AffineScheduler: { scheduler: one },
  SequenceScheduler: { schedulers: [one, { scheduler: two, clock: 'outer' }], at: ['50ba'] },
  ShiftScheduler: { scheduler: one, by: '-1.5ba' },
  StretchScheduler: { scheduler: one, factor: 2 },
  RepeatScheduler: { scheduler: one, every: '10ba' },
  CooldownScheduler: { scheduler: one, tCooldown: '0.1dur' },
  WithWarmupScheduler: { scheduler: one, tWarmup: '38.6ba' },
}
const ALL = Object.entries(NEEDED) as [SchedulerType, Any][]
const classOf = (type: string) => (core as Any)[type] as new (options?: Any) => BuiltinScheduler
const make = (type: SchedulerType, options: object = {}) => new (classOf(type))({ ...NEEDED[type], ...options })

describe.each(ALL)('%s', (type, needed) => {
  const fields = fieldsOf(type)

  test('is a frozen function of its name, with each option of the table', () => {
    const scheduler = make(type) as Any
    expect([typeof scheduler, scheduler.name, Object.isFrozen(scheduler)]).toEqual(['function', type, true])
    expect(scheduler).toBeInstanceOf(classOf(type))
    expect(Object.keys(scheduler).sort()).toEqual(fields.map(({ name }) => name).sort())
    for (const { name, byDefault } of fields) {
      if (name in needed) continue
      const found = scheduler[name]
      const shown = typeof byDefault === 'string' && typeof found === 'object' ? String(found) : found
      expect(shown === '1.0dur' ? '1dur' : shown, name).toBe(byDefault)
    }
  })

  test('needs what has no default, and refuses what it does not know', () => {
    const missing = fields.filter(({ byDefault }) => byDefault === undefined).map(({ name }) => name)
    for (const name of missing)
      expect(
        codeFrom(() => make(type, { [name]: undefined })),
        name,
      ).toBe('missing-option')
    for (const name of ['t_max', 'type', 'version']) {
      expect(
        codeFrom(() => make(type, { [name]: 1 })),
        name,
      ).toBe('unknown-option')
    }
    for (const { name, kind } of fields) {
      const code = codeFrom(() => make(type, { [name]: null }))
      if (kind.endsWith('?')) expect(['nothing thrown', 'option-range'], name).toContain(code)
      else expect(code, name).toBe('bad-type')
    }
  })

  test('JSON with a version holds it', () => {
    const scheduler = make(type)
    const json = scheduler.toJSON()
    expect(Object.keys(json).slice(0, 2)).toEqual(['type', 'version'])
    expect(json.version).toBe(1)
    expect(structuredClone(json)).toEqual(json)
    for (const again of [Scheduler.fromJSON(json), Scheduler.fromJSON(JSON.stringify(scheduler))]) {
      expect(again).toBeInstanceOf(classOf(type))
      expect([again.toJSON(), String(again)]).toEqual([json, String(scheduler)])
    }
    const { version: _, ...without } = json
    expect(Scheduler.fromJSON(without).toJSON()).toEqual(json)
  })

  test('may be made by its name, with options as configurations have them', () => {
    const options = Object.fromEntries(fields.flatMap(({ name, key }) => (name in needed ? [[key, needed[name]]] : [])))
    const snake = type.replace(/(?!^)[A-Z]/g, '_$&').toLowerCase()
    for (const name of [type, snake, snake.replace('_scheduler', '')]) {
      expect(createScheduler(name, options).toJSON()).toEqual(make(type).toJSON())
      expect(createScheduler(name, needed).toJSON()).toEqual(make(type).toJSON())
    }
  })
})

// Class, options beside what it needs, the option that is told, and the rule.
test.each<[SchedulerType, object, string, string]>([
  ['CosineDecayScheduler', { numCycles: -0.5 }, 'numCycles', 'at least 0'],
  ['CosineHardRestartsScheduler', { numCycles: -1 }, 'numCycles', 'at least 0'],
  ['CosineRestartsScheduler', { tMult: 0 }, 'tMult', 'above 0'],
  ['PolynomialRestartsScheduler', { k: 0 }, 'k', 'above 0'],
  ['TanhRestartsScheduler', { tMult: -1 }, 'tMult', 'above 0'],
  ['TanhRestartsScheduler', { cycleLimit: -1 }, 'cycleLimit', 'at least 0'],
  ['PiecewiseConstantScheduler', { values: [1] }, 'values', 'one more than the 1 boundaries'],
  ['PiecewiseConstantScheduler', { boundaries: ['5ba', '1ep'] }, 'values', 'one more than the 2 boundaries'],
  ['PiecewiseInterpolateScheduler', { values: [1] }, 'values', 'as many as the 2 knots'],
  ['PiecewiseInterpolateScheduler', { knots: [], values: [] }, 'knots', 'at least one'],
  ['OneCycleScheduler', { stairsUp: 0 }, 'stairsUp', 'an integer of at least 1'],
  ['OneCycleScheduler', { stairsDown: 1.5 }, 'stairsDown', 'an integer of at least 1'],
  ['WarmupStableDecayScheduler', { decayPower: -1 }, 'decayPower', 'at least 0'],
  ['WarmupStableDecayScheduler', { decayRatio: 0 }, 'decayRatio', 'above 0'],
  ['WarmupStableDecayScheduler', { decayRatio: 1 }, 'decayRatio', 'another number than 1'],
  [
    'WarmupStableDecayScheduler',
    { decay: 'geometric', alphaF: -0.1 },
    'alphaF',
    "at least 0 with the decay 'geometric'",
  ],
  ['WarmupStableDecayScheduler', { stable: 'cubic' }, 'stable', "one of 'constant', 'rsqrt', 'power'"],
  ['NoamScheduler', { dModel: 0 }, 'dModel', 'above 0'],
  ['PowerLawScheduler', { rate: 0 }, 'rate', 'above 0'],
  ['ProductScheduler', { schedulers: [] }, 'schedulers', 'at least one scheduler'],
  ['ClampScheduler', { low: 0.5, high: 0.4 }, 'low', 'at most high, 0.4'],
  ['SequenceScheduler', { at: [] }, 'at', 'one time fewer than there are schedulers, 2'],
  ['SequenceScheduler', { schedulers: [one] }, 'at', 'one time fewer than there are schedulers, 1'],
  ['StretchScheduler', { factor: 0 }, 'factor', 'above 0'],
  ['StretchScheduler', { factor: -1 }, 'factor', 'above 0'],
  ['RepeatScheduler', { every: '-0.5ba' }, 'every', 'no negative time'],
  ['RepeatScheduler', { times: 0 }, 'times', 'an integer of at least 1'],
  ['RepeatScheduler', { times: 2.5 }, 'times', 'an integer of at least 1'],
  ['CooldownScheduler', { tCooldown: null }, 'tStart', 'given, or else tCooldown'],
  ['CooldownScheduler', { tStart: '5ba' }, 'tCooldown', 'left out where tStart is given'],
  ['CooldownScheduler', { shape: 'geometric' }, 'shape', "one of 'linear', 'cosine', '1-sqrt', 'power', 'exp'"],
  ['CooldownScheduler', { decayRatio: 1 }, 'decayRatio', 'another number than 1'],
])('%s with %j has no meaning', (type, options, option, rule) => {
  const error = errorFrom(() => make(type, options))
  expect([error?.code, error?.details.option]).toEqual(['option-range', option])
  expect(error?.message).toContain(`${option} must be ${rule}`)
  expect(error?.message).toMatch(/; found .+\. [A-Z].+\.$/)
})

test.each<[SchedulerType, object]>([
  ['ClampScheduler', { low: 0.5, high: 0.5 }],
  ['ClampScheduler', { low: 0.5 }],
  ['RepeatScheduler', { every: '0ba' }],
  ['RepeatScheduler', { times: 1 }],
  ['CosineRestartsScheduler', { cycleLimit: 0 }],
  ['CosineDecayScheduler', { numCycles: 0, tBegin: '5ba' }],
  ['PiecewiseConstantScheduler', { boundaries: [], values: [1] }],
  ['MultiplicativeScheduler', { factors: [] }],
  ['CooldownScheduler', { tCooldown: null, tStart: '5ba' }],
  ['SequenceScheduler', { schedulers: [one], at: [] }],
])('%s with %j is at the edge, and has one', (type, options) => {
  expect(codeFrom(() => make(type, options))).toBe('nothing thrown')
})

test.each<[string[], string]>([
  [['10ba', '9.5ba'], 'boundary-order'],
  [['10ba', '1ep', '9ba'], 'boundary-order'],
  [['0.5dur', '0.4dur'], 'boundary-order'],
  [['-5ba', '-6ba'], 'boundary-order'],
  [['10ba', '10ba'], 'nothing thrown'],
  [['-6ba', '-5ba'], 'nothing thrown'],
  // On two units it is known in a run.
  [['10ep', '1ba'], 'nothing thrown'],
  [['9.5ba', '10ba'], 'nothing thrown'],
])('the order of %j: %s', (times, code) => {
  const values = times.map((_, index) => index)
  const schedulers = [...times, ''].map(() => one)
  // A sequence may be a part that is never on: its order is looked at in a run.
  expect(codeFrom(() => make('SequenceScheduler', { schedulers, at: times }))).toBe('nothing thrown')
  expect(codeFrom(() => make('PiecewiseInterpolateScheduler', { knots: times, values }))).toBe(code)
  expect(codeFrom(() => make('PiecewiseConstantScheduler', { boundaries: times, values: [...values, 1] }))).toBe(code)
  expect(codeFrom(() => make('MultiStepDecayScheduler', { milestones: times }))).toBe('nothing thrown')
})

describe('momentum', () => {
  test("of one cycle is its inverse with PyTorch's levels, at the same times", () => {
    const { momentum } = new OneCycleScheduler({ tPeak: '38.6ba', tReturn: '0.5dur', anneal: 'linear', stairsUp: 4 })
    expect(momentum).toBeInstanceOf(OneCycleScheduler)
    expect(momentum.toJSON()).toMatchObject({
      ...{ tPeak: '38.6ba', tReturn: '0.5dur', tEnd: '1.0dur', anneal: 'linear', stairsUp: 4, stairsDown: null },
      ...{ alphaI: 0.95, alphaM: 0.85, alphaF: 0.95, tDecay: null, rate: 0 },
    })
  })

  test('of triangles is theirs, turned over', () => {
    const cyclic = new core.CyclicScheduler({
      tUp: '10ba',
      tDown: '5ba',
      alphaMin: 0.1,
      alphaMax: 3,
      mode: 'exp_range',
      gamma: 0.9,
    })
    const { momentum } = cyclic
    expect([momentum.scale, momentum.offset]).toEqual([0.8 - 0.9, 0.9])
    const triangles = { tUp: '10ba', tDown: '5ba', mode: 'exp_range', gamma: 0.9 }
    expect((momentum.scheduler as Any).toJSON()).toMatchObject({
      ...triangles,
      alphaMin: 0,
      alphaMax: 1,
      tWarmup: null,
    })
  })
})

describe('a scheduler by name', () => {
  test.each([
    ['sequential', 'SequenceScheduler', { schedulers: [one], at: [] }],
    ['wsd', 'WarmupStableDecayScheduler', {}],
    ['trapezoid', 'WarmupStableDecayScheduler', {}],
    ['inverse_sqrt', 'InverseSquareRootScheduler', {}],
    ['inv_sqrt', 'InverseSquareRootScheduler', {}],
    ['rsqrt', 'InverseSquareRootScheduler', {}],
    ['power', 'PowerLawScheduler', { amplitude: 1, exponent: -1 }],
    ['staged', 'PiecewiseConstantScheduler', { boundaries: [], values: [1] }],
    ['tanh', 'TanhRestartsScheduler', { t_0: '5ba' }],
    ['inverse_time', 'InverseTimeDecayScheduler', { rate: 1, tDecay: '5ba' }],
    ['cosine_with_warmup', 'CosineAnnealingWithWarmupScheduler', { t_warmup: '5ba', alphaF: 0.1 }],
  ])('%s is a %s', (name, type, options) => {
    expect(createScheduler(name, options).name).toBe(type)
  })

  test.each<[string, unknown, unknown]>([
    ['option-range', 'lineal', {}],
    ['option-range', 'toString', {}],
    ['option-range', 'RampedScheduler', {}],
    ['option-range', 'linear', { t_max: '5ba', tMax: '5ba' }],
    ['bad-type', 5, {}],
    ['bad-type', 'linear', null],
    ['bad-type', 'linear', []],
    ['unknown-option', 'linear', { tmax: '5ba' }],
    ['missing-option', 'step', {}],
  ])('%s for %j with %j', (code, name, options) => {
    expect(codeFrom(() => createScheduler(name as Any, options as Any))).toBe(code)
  })

  test('has null where null is given', () => {
    expect((createScheduler('linear_decay', { t_warmup: null }) as Any).tWarmup).toBeNull()
    expect(codeFrom(() => createScheduler('linear', { t_max: null }))).toBe('bad-type')
  })
})

test('withWarmup puts a ramp around a scheduler', () => {
  const warmed = withWarmup(one, { tWarmup: '0.5ep', start: 'over', warmup: 'cosine' })
  expect(warmed.toJSON()).toMatchObject({
    type: 'WithWarmupScheduler',
    tWarmup: '0.5ep',
    start: 'over',
    warmup: 'cosine',
  })
  expect(warmed.scheduler).toBe(one)
})

test('parts of a sequence have a clock, and lists are copies', () => {
  const schedulers: Any[] = [one, { scheduler: two, clock: 'outer' }, { scheduler: one }]
  const sequence = new SequenceScheduler({ schedulers, at: ['1ba', '2.5ba'] })
  schedulers.pop()
  const [inner, outer] = ['inner', 'outer']
  expect(sequence.schedulers.map(({ clock }) => clock)).toEqual([inner, outer, inner])
  expect(sequence.schedulers.map(({ scheduler }) => scheduler)).toEqual([one, two, one])
  expect(Object.isFrozen(sequence.schedulers) && sequence.schedulers.every(Object.isFrozen)).toBe(true)
  expect(sequence.at.map((time: ExactTime) => time.isFraction)).toEqual([false, true])
})
