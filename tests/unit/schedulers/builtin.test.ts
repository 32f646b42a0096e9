/** The 13 built-ins as values: callable, frozen, checked, remembered, and in JSON; and what users extend. */
import {
  type BuiltinScheduler,
  CallableScheduler,
  ConstantScheduler,
  ConstantWithWarmupScheduler,
  CosineAnnealingScheduler,
  CosineAnnealingWarmRestartsScheduler,
  CosineAnnealingWithWarmupScheduler,
  ExponentialScheduler,
  LinearScheduler,
  LinearWithWarmupScheduler,
  MultiStepScheduler,
  MultiStepWithWarmupScheduler,
  PolynomialScheduler,
  PolynomialWithWarmupScheduler,
  Scheduler,
  type State,
  StepScheduler,
  setWarningHandler,
  Time,
  Timestamp,
  TrainingRun,
} from 'scale-schedule'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { codeFrom } from '../../helpers/thrown.js'

// biome-ignore lint/suspicious/noExplicitAny: what plain JavaScript may pass
type Any = any

const TIMES = ['10ba', '0.5dur']
const WARMUP = { tWarmup: '10ba' }
const FLAG = { scaleWarmup: false }
const CHECK = { check: 'composer' }
// Class, what it needs, and the defaults of Composer's constructor.
const CLASSES: [new (options?: Any) => BuiltinScheduler, Record<string, Any>, Record<string, Any>][] = [
  [StepScheduler, { stepSize: '10ba' }, { gamma: 0.1 }],
  [MultiStepScheduler, { milestones: TIMES }, { gamma: 0.1 }],
  [ConstantScheduler, {}, { alpha: 1, tMax: '1dur' }],
  [LinearScheduler, {}, { alphaI: 1, alphaF: 0, tMax: '1dur' }],
  [ExponentialScheduler, { gamma: 0.9 }, { decayPeriod: '1ep' }],
  [CosineAnnealingScheduler, {}, { tMax: '1dur', alphaF: 0 }],
  [CosineAnnealingWarmRestartsScheduler, { t0: '10ba' }, { tMult: 1, alphaF: 0 }],
  [PolynomialScheduler, { power: 2 }, { tMax: '1dur', alphaF: 0 }],
  [MultiStepWithWarmupScheduler, { ...WARMUP, milestones: TIMES }, { gamma: 0.1, ...FLAG }],
  [ConstantWithWarmupScheduler, WARMUP, { alpha: 1, tMax: '1dur', ...FLAG, ...CHECK }],
  [LinearWithWarmupScheduler, WARMUP, { alphaI: 1, alphaF: 0, tMax: '1dur', ...FLAG, ...CHECK }],
  [CosineAnnealingWithWarmupScheduler, WARMUP, { tMax: '1dur', alphaF: 0, ...FLAG, ...CHECK }],
  [PolynomialWithWarmupScheduler, WARMUP, { power: 2, tMax: '1dur', alphaF: 0, ...FLAG, ...CHECK }],
]
const stateAt = (batch: number, facts: object = {}): State =>
  ({ timestamp: new Timestamp({ batch }), maxDuration: '100ba', dataloaderLen: 10, ...facts }) as State

let heard: string[]
beforeEach(() => {
  heard = []
  setWarningHandler((message) => heard.push(message))
})
afterEach(() => setWarningHandler(null))

describe.each(CLASSES.map((row) => [row[0].name, ...row] as const))('%s', (type, Class, needed, defaults) => {
  const kinds = Object.entries({ ...needed, ...defaults }).map(([name, value]) => {
    if (name === 'check') return [name, 'check'] as const
    return [name, Array.isArray(value) ? 'times' : typeof value === 'string' ? 'time' : typeof value] as const
  })

  test('an instance is a function, frozen, named after its class, and behaves like any other function', () => {
    const scheduler = new Class(needed)
    const state = stateAt(3)
    const alpha = scheduler(state)
    expect(typeof scheduler).toBe('function')
    expect(scheduler).toBeInstanceOf(Class)
    expect([scheduler.name, scheduler.length]).toEqual([type, 2])
    expect(Object.isFrozen(scheduler)).toBe(true)
    expect(typeof alpha).toBe('number')
    expect(scheduler(state, 1)).toBe(alpha)
    expect(scheduler(state, undefined)).toBe(alpha)
    expect(scheduler.call(null, state)).toBe(alpha)
    expect(scheduler.apply(null, [state, 1])).toBe(alpha)
    expect(scheduler.bind(null, state)(2)).toBe(scheduler(state, 2))
  })

  test('what is not given has the default of Composer', () => {
    const scheduler = new Class(needed) as Any
    for (const [name, value] of Object.entries(defaults)) {
      const found = scheduler[name]
      expect(found instanceof Time ? found.toTimestring() : found, name).toBe(value === '1dur' ? '1.0dur' : value)
      const given = new Class({ ...needed, [name]: undefined }) as Any
      expect(given[name], `${name}: undefined`).toEqual(found)
    }
    expect(Object.keys(scheduler).sort()).toEqual(kinds.map(([name]) => name).sort())
  })

  test('a missing, unknown or wrong option is refused', () => {
    for (const name of Object.keys(needed)) {
      const { [name]: _, ...rest } = needed
      expect(
        codeFrom(() => new Class(rest)),
        name,
      ).toBe('missing-option')
      expect(
        codeFrom(() => new Class({ ...needed, [name]: undefined })),
        name,
      ).toBe('missing-option')
    }
    for (const name of ['t_max', 'constructor', 'type', 'tmax', '']) {
      expect(
        codeFrom(() => new Class({ ...needed, [name]: 1 })),
        name,
      ).toBe('unknown-option')
    }
    for (const options of [null, 'text', 5, [], () => 1]) expect(codeFrom(() => new Class(options))).toBe('bad-type')
    const wrong: Record<string, Record<string, unknown[]>> = {
      number: { 'not-finite': [Number.NaN, Number.POSITIVE_INFINITY], 'bad-type': ['1', 1n, null, true, {}] },
      boolean: { 'bad-type': [1, 'true', null] },
      check: { 'bad-type': [1, true, null], 'option-range': ['on'] },
      time: {
        'time-string': ['soon'],
        'integer-units': ['1.5ba'],
        'bad-type': [10, null, {}, ['10ba'], new Timestamp()],
      },
      times: { 'time-string': [['soon']], 'bad-type': ['10ba', null, new Set(), ['10ba', 10], [null], Array(1)] },
    }
    for (const [name, kind] of kinds) {
      for (const [code, values] of Object.entries(wrong[kind]!)) {
        for (const x of values)
          expect(
            codeFrom(() => new Class({ ...needed, [name]: x })),
            `${name}: ${x}`,
          ).toBe(code)
      }
    }
  })

  test('JSON holds it: from the object, from its text, with -0 and numbers beyond usual, and is made of plain data', () => {
    const odd: Record<string, Any> = {
      number: -0,
      boolean: true,
      check: 'warn',
      time: '-0.0dur',
      times: ['7tok', '1e-05dur', '-3ba'],
    }
    for (const options of [needed, Object.fromEntries(kinds.map(([name, kind]) => [name, odd[kind]]))]) {
      const scheduler = new Class(options)
      const json = scheduler.toJSON()
      expect(json.type).toBe(type)
      expect(structuredClone(json)).toEqual(json)
      for (const again of [Scheduler.fromJSON(json), Scheduler.fromJSON(JSON.stringify(scheduler))]) {
        expect(again).toBeInstanceOf(Class)
        expect(again.toJSON()).toEqual(json)
        for (const [name] of kinds) {
          const [a, b] = [scheduler, again].map((s) => (s as Any)[name])
          expect(String(b), name).toBe(String(a))
          if (typeof a === 'number') expect(Object.is(a, b), name).toBe(true)
        }
      }
    }
  })

  test('arrays are taken as they are, also frozen ones, and are copied', () => {
    for (const [name, kind] of kinds.filter(([, kind]) => kind === 'times')) {
      const given = [...TIMES]
      const scheduler = new Class({ ...needed, [name]: Object.freeze([...TIMES]) }) as Any
      const copied = new Class({ ...needed, [name]: given }) as Any
      given.push('99ba')
      expect(copied[name].map(String), kind).toEqual(scheduler[name].map(String))
      expect(Object.isFrozen(copied[name])).toBe(true)
    }
  })
})

test.each([
  ...[undefined, null, 5, '', '{', '[]', 'null', '"LinearScheduler"', {}, { type: 'Linear' }, { type: 5 }],
  ...[{ type: 'constructor' }, { type: '__proto__' }, { type: 'LinearScheduler', alphaI: null }],
  ...['{"type":"LinearScheduler","alphaI":"1"}', { type: 'MultiStepScheduler', milestones: '1ba' }],
])('%j is no scheduler in JSON', (json) => {
  expect(codeFrom(() => Scheduler.fromJSON(json))).toBe('bad-type')
})

test('JSON with options of no class is refused by name', () => {
  expect(codeFrom(() => Scheduler.fromJSON('{"type":"LinearScheduler","__proto__":{}}'))).toBe('unknown-option')
  expect(codeFrom(() => Scheduler.fromJSON({ type: 'StepScheduler' }))).toBe('missing-option')
})

test('many milestones are as good as few', () => {
  const milestones = Array.from({ length: 200_000 }, (_, batch) => `${batch}ba`)
  expect(codeFrom(() => new MultiStepScheduler({ milestones: milestones as Any, gamma: 1 })(stateAt(3)))).toBe(
    'nothing thrown',
  )
})

describe('a call', () => {
  const linear = new LinearScheduler()
  const facts = (code: string, key: string, values: unknown[]) => values.map((x) => [key, x, code] as const)
  test.each([
    ...facts('bad-type', 'timestamp', [undefined, null, 5, '5ba', { batch: 1 }, Time.fromBatch(5)]),
    ...facts('no-max-duration', 'maxDuration', [null, undefined]),
    ...facts('max-duration-unit', 'maxDuration', ['1dur', Time.fromDuration(1)]),
    ...facts('bad-type', 'maxDuration', [10, {}, new Timestamp()]),
    ...facts('time-string', 'maxDuration', ['soon', 'ba', 'xep']),
    ...facts('integer-range', 'dataloaderLen', [-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]),
    ...facts('bad-type', 'dataloaderLen', ['5', 5n, {}]),
  ])('with a %s of %s is %s, and the next call is right', (key, value, code) => {
    const state = stateAt(25, { [key]: value })
    expect(codeFrom(() => linear(state))).toBe(code)
    expect(linear(stateAt(25))).toBe(0.75)
    expect(codeFrom(() => linear(state))).toBe(code)
  })

  test('without a state is refused', () => {
    for (const state of [undefined, null, 5, 'text']) expect(codeFrom(() => linear(state as Any))).toBe('bad-type')
  })

  test('a ratio that is no number is refused', () => {
    for (const ssr of ['1', null, {}, 1n]) expect(codeFrom(() => linear(stateAt(1), ssr as Any))).toBe('bad-type')
  })

  test('each fact that changes is noticed, and changing back too', () => {
    const step = new StepScheduler({ stepSize: '1ep', gamma: 0.5 })
    const half = new LinearScheduler({ tMax: '0.5dur' })
    for (let round = 0; round < 2; round++) {
      expect([10, 20].map((dataloaderLen) => step(stateAt(20, { dataloaderLen })))).toEqual([0.25, 0.5])
      expect([1, 2].map((ssr) => step(stateAt(20), ssr))).toEqual([0.25, 0.5])
      expect(['100ba', '50ba', '10ep'].map((maxDuration) => half(stateAt(10, { maxDuration })))).toEqual([
        0.8, 0.6, 0.8,
      ])
    }
    const state = stateAt(10) as Any
    expect(half(state)).toBe(0.8)
    state.maxDuration = Time.fromBatch(50)
    expect(half(state)).toBe(0.6)
    state.timestamp = new Timestamp({ batch: 20 })
    expect(half(state)).toBe(1 - 20 / 25)
  })
})

describe('the warning for a warm-up of 0', () => {
  const scheduler = () => new LinearWithWarmupScheduler({ tWarmup: '0.001dur' })
  test('comes once for each resolved curve, also when the max_duration is made anew', () => {
    const [first, run] = [scheduler(), new TrainingRun({ maxDuration: '100ba' })]
    for (let batch = 0; batch < 5; batch++) first(stateAt(batch, { maxDuration: Time.fromBatch(100) }))
    expect(heard.length).toBe(1)
    first(stateAt(5), 2)
    expect(heard.length).toBe(2)
    const curve = first.resolve(run)
    curve.fill()
    curve.valueAt(new Timestamp())
    expect(heard.length).toBe(3)
    expect(heard[0]).toContain('LinearWithWarmupScheduler')
  })

  test('is there for all five, and not for a ramp of 1', () => {
    for (const [Class, needed] of CLASSES.filter(([, needed]) => 'tWarmup' in needed)) {
      heard.length = 0
      new Class({ ...needed, tWarmup: '0ba' })(stateAt(0))
      new Class({ ...needed, tWarmup: '1ba' })(stateAt(0))
      expect(heard.length, Class.name).toBe(1)
    }
  })

  test('goes to the process where no handler is set, and a handler that throws leaves the scheduler usable', () => {
    const emit = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
    const before = setWarningHandler(null)
    const one = scheduler()
    one(stateAt(0))
    expect(emit).toHaveBeenCalledTimes(1)
    emit.mockRestore()
    setWarningHandler(() => {
      throw new RangeError('mine')
    })
    expect(() => scheduler().resolve(new TrainingRun({ maxDuration: '100ba' }))).toThrow(RangeError)
    setWarningHandler(before)
    expect(one(stateAt(50))).toBe(0.5)
  })
})

describe('a class that extends CallableScheduler', () => {
  class Fields extends CallableScheduler {
    override name: Any = 'mine'
    override length = 7
    #secret = 0.25
    alpha(_: State, ssr: number) {
      return this.#secret * ssr
    }
  }
  class Sub extends Fields {
    extra = 2
    override alpha(state: State, ssr: number) {
      return super.alpha(state, ssr) * this.extra
    }
  }
  test('has callable instances with fields of any name, private ones, and subclasses', () => {
    const [fields, sub] = [new Fields(), new Sub()]
    expect([fields.name, fields.length, fields(stateAt(0)), fields(stateAt(0), 2)]).toEqual(['mine', 7, 0.25, 0.5])
    expect([sub(stateAt(0)), sub.call(null, stateAt(0), 2), sub.bind(null)(stateAt(0))]).toEqual([0.5, 1, 0.5])
    expect(sub instanceof Sub && sub instanceof Fields && sub instanceof CallableScheduler).toBe(true)
    expect(fields instanceof Sub).toBe(false)
    sub.extra = 4
    expect(sub(stateAt(0))).toBe(1)
  })

  test('may have getters and methods called name and length', () => {
    class Getters extends CallableScheduler {
      override get name() {
        return 'a getter'
      }
      alpha() {
        return 1
      }
    }
    expect(new Getters().name).toBe('a getter')
  })
})
