/** evaluate: products of built-ins and functions over ranges, in the order and rounding that is promised. */
import {
  CallableScheduler,
  type ComposerScheduler,
  ConstantScheduler,
  CosineAnnealingScheduler,
  CosineAnnealingWithWarmupScheduler,
  compileComposerScheduler,
  ExponentialScheduler,
  evaluate,
  LinearScheduler,
  MultiStepScheduler,
  PolynomialScheduler,
  type State,
  StepScheduler,
  Time,
  Timestamp,
  TrainingRun,
} from 'scale-schedule'
import { describe, expect, test } from 'vitest'
import { instantiate } from '../../../ts/wasm/source/embedded.js'
import { sized } from '../../helpers/repetition.js'
import { codeFrom, errorFrom } from '../../helpers/thrown.js'

// biome-ignore lint/suspicious/noExplicitAny: what plain JavaScript may pass
type Any = any

const run = new TrainingRun({ maxDuration: '20000ba', scaleScheduleRatio: 1 })
const linear = new LinearScheduler()
const step = new StepScheduler({ stepSize: '3000ba', gamma: 0.7 })
const cosine = new CosineAnnealingScheduler({ alphaF: 0.1 })
const wave: ComposerScheduler = ({ timestamp }, ssr = 1) => 1 + Math.sin(timestamp.batch) * ssr

/** What one scheduler says at a batch, asked alone. */
const alone = (scheduler: ComposerScheduler, batch: number, of = run) =>
  scheduler(
    { timestamp: of.timestampAt(batch), maxDuration: of.maxDuration, dataloaderLen: of.dataloaderLen },
    of.scaleScheduleRatio,
  )
const product = (list: ComposerScheduler[], batch: number, baseLr = 1, of = run) => {
  const alpha = list.map((scheduler) => alone(scheduler, batch, of)).reduce((a, b) => a * b)
  return baseLr === 1 ? alpha : alpha * baseLr
}

describe('a product', () => {
  const lists: [string, ComposerScheduler[]][] = [
    ['one built-in', [linear]],
    ['one function', [wave]],
    ['built-ins', [linear, step, cosine]],
    ['the same twice', [cosine, cosine]],
    ['a function first', [wave, cosine, step]],
    ['a function between', [cosine, wave, step]],
    ['functions', [wave, wave, wave]],
  ]
  test.each(lists)('of %s has the bits of the points, left to right, then × baseLr', (_, list) => {
    for (const [from, stride, count] of [
      // Beyond two chunks, and in the small size just beyond one.
      [0, 1, sized(20_000, 8200)],
      [8190, 1, 5],
      [3, 7, 2000],
      [19_990, 3, 20],
    ] as const) {
      for (const baseLr of [1, 1.2e-4]) {
        const expected = Array.from({ length: count }, (_, i) => product(list, from + i * stride, baseLr))
        expect(Array.from(evaluate(list, run, { from, stride, count, baseLr }))).toEqual(expected)
        const f32 = evaluate(list, run, { from, stride, count, baseLr, out: new Float32Array(count) })
        expect(Array.from(f32)).toEqual(expected.map(Math.fround))
      }
    }
  })

  test('rounds to f32 once, at the end', () => {
    const third = new ConstantScheduler({ alpha: 1 / 3 })
    const [value] = evaluate([third, third], run, { count: 1, baseLr: 0.3, out: new Float32Array(1) })
    expect(value).toBe(Math.fround((1 / 3) * (1 / 3) * 0.3))
    expect(Array.from(evaluate(third, run, { count: 1, baseLr: 0 }))).toEqual([0])
    expect(evaluate(third, run, { count: 1, baseLr: -2 })[0]).toBe((1 / 3) * -2)
  })

  test('one scheduler needs no array, and the ratio of the run reaches all', () => {
    const half = new TrainingRun({ maxDuration: '1000ba', scaleScheduleRatio: 0.5 })
    for (const list of [
      [linear, wave],
      [step, wave, linear],
    ]) {
      expect(Array.from(evaluate(list, half, { stride: 50 }))).toEqual(
        Array.from({ length: 10 }, (_, i) => product(list, 50 * i, 1, half)),
      )
    }
    expect(evaluate(wave, half)).toEqual(evaluate([wave], half))
    expect(codeFrom(() => evaluate([linear, (_) => 1], half))).toBe('ssr-unsupported')
  })

  test('holes in the list are refused', () => {
    const list = [linear, linear, linear]
    delete list[0]
    expect(codeFrom(() => evaluate(list, run, { count: 2 }))).toBe('bad-type')
    expect(codeFrom(() => evaluate(Array(1), run, { count: 2 }))).toBe('bad-type')
    expect(codeFrom(() => evaluate([], run, { count: 2 }))).toBe('bad-type')
  })
})

describe('a function', () => {
  test('gets a fresh immutable timestamp at each batch, in order, and the facts of the run', () => {
    const seen: State[] = []
    const ssrs = new Set<number>()
    const spy = (state: State, ssr = 1) => {
      seen.push(state)
      ssrs.add(ssr)
      return 1
    }
    const small = new TrainingRun({ maxDuration: '8ep', dataloaderLen: 5, scaleScheduleRatio: 0.5 })
    evaluate(spy, small, { from: 2, stride: 4, count: 3 })
    expect(seen.map(({ timestamp }) => [timestamp.batch, timestamp.epoch])).toEqual([
      [2, 0],
      [6, 1],
      [10, 2],
    ])
    expect(seen.every(({ timestamp }) => timestamp instanceof Timestamp && Object.isFrozen(timestamp))).toBe(true)
    expect(new Set(seen.map(({ timestamp }) => timestamp)).size).toBe(3)
    expect([String(seen[0]!.maxDuration), seen[0]!.dataloaderLen, ...ssrs]).toEqual(['4ep', 5, 0.5])
    expect(() => ((seen[0]!.timestamp as Any).batch = 9)).toThrow(TypeError)
  })

  test('is asked once a batch, and not at all for no batches', () => {
    let calls = 0
    const spy = () => ++calls
    expect(evaluate(spy, run, { count: 0 }).length).toBe(0)
    expect(calls).toBe(0)
    evaluate([linear, spy], run)
    expect(calls).toBe(20_000)
  })

  test.each<[string, (batch: number) => unknown, unknown]>([
    [
      'throws',
      () => {
        throw new RangeError('mine')
      },
      RangeError,
    ],
    ['returns NaN', () => Number.NaN, 'scheduler-result'],
    ['returns a promise', () => Promise.resolve(1), 'scheduler-result'],
    ['reads what the run does not give', () => run.timestampAt(1).token, 'counter-missing'],
  ])('that %s at a late batch leaves out as it was', (_, fail, expected) => {
    const late = ({ timestamp }: State) => (timestamp.batch < 15_000 ? 1 : (fail(timestamp.batch) as number))
    for (const out of [new Float64Array(20_000).fill(7), new Float32Array(20_000).fill(7)]) {
      const attempt = () => evaluate([linear, late, cosine], run, { out })
      if (typeof expected === 'string') expect(codeFrom(attempt)).toBe(expected)
      else expect(attempt).toThrow(expected as Any)
      expect(out.every((value) => value === 7)).toBe(true)
      expect(codeFrom(() => evaluate([linear, late], run, { out, count: 15_000 }))).toBe('nothing thrown')
      expect(out[14_999]).toBe(
        out.constructor === Float32Array ? Math.fround(1 - 14_999 / 20_000) : 1 - 14_999 / 20_000,
      )
    }
  })

  test.each([
    ['epoch', 'dataloaderLen'],
    ['iteration', 'dataloaderLen'],
    ['sample', 'samplesPerBatch'],
    ['token', 'samplesPerBatch'],
    ['totalWct', 'secondsPerBatch'],
  ] as const)('that reads %s, which the run does not give, is told to set %s', (name, option) => {
    const error = errorFrom(() => evaluate(({ timestamp }) => timestamp[name], run))
    expect([error?.code, error?.details.option]).toEqual(['counter-missing', option])
    const by = errorFrom(() => evaluate(({ timestamp }) => (timestamp.gte('1sp') ? 1 : 0), run))
    expect([by?.code, by?.details.option]).toEqual(['counter-missing', 'samplesPerBatch'])
  })

  test('a built-in that fails is told before a function is asked', () => {
    let calls = 0
    const negative = new PolynomialScheduler({ power: -1 })
    expect(codeFrom(() => evaluate([() => ++calls, negative], run, { count: 30_000 }))).toBe('zero-to-negative-power')
    expect(codeFrom(() => evaluate([() => ++calls, new StepScheduler({ stepSize: '1tok' })], run))).toBe(
      'counter-missing',
    )
    expect(calls).toBe(0)
  })
})

describe('functions that use the package themselves', () => {
  const curve = cosine.resolve(run)
  const batches = Array.from({ length: 5000 }, (_, batch) => Time.fromBatch(batch))
  const sorts: [string, ComposerScheduler][] = [
    ['calls built-ins', (state, ssr = 1) => linear(state, ssr) + step(state, ssr)],
    [
      'resolves curves',
      ({ timestamp }) => new ExponentialScheduler({ gamma: 0.9, decayPeriod: '500ba' }).resolve(run).valueAt(timestamp),
    ],
    ['fills ranges', ({ timestamp }) => curve.fill({ from: timestamp.batch, count: 3 })[2]!],
    [
      'evaluates products',
      ({ timestamp }) => evaluate([linear, wave, step], run, { from: timestamp.batch, count: 2 })[1]!,
    ],
    [
      'compiles',
      (state) =>
        compileComposerScheduler([linear, cosine], {
          ...state,
          optimizers: [{ paramGroups: [{ lr: 1 }] }],
        }).getLastLr()[0]!,
    ],
    [
      'fails inside',
      (state) => {
        codeFrom(() => new PolynomialScheduler({ power: -1 }).resolve(run).fill({ from: 20_000, count: 1 }))
        codeFrom(() => new StepScheduler({ stepSize: '0ba' })(state))
        return 0.5
      },
    ],
    [
      'makes the buffer grow',
      ({ timestamp }) => {
        const milestones = batches.slice(0, 4200 + timestamp.batch / 50)
        return new MultiStepScheduler({ milestones, gamma: 1 })({ timestamp, maxDuration: '10ba', dataloaderLen: null })
      },
    ],
  ]
  test.each(sorts)('one that %s disturbs nothing', (_, inner) => {
    class Outer extends CallableScheduler {
      alpha(state: State, ssr: number) {
        return inner(state, ssr) * 0.5
      }
    }
    for (const list of [
      [inner, cosine],
      [cosine, inner, step],
      [step, new Outer(), inner],
    ]) {
      const options = { from: 100, stride: 450, count: 40 }
      const expected = Array.from({ length: 40 }, (_, i) => product(list, 100 + 450 * i))
      expect(Array.from(evaluate(list, run, options))).toEqual(expected)
    }
  })
})

test('a range or rate that is wrong is refused', () => {
  const wrong = { 'not-finite': { baseLr: Number.NaN }, 'bad-type': { baseLr: '1' }, 'integer-range': { from: 0.5 } }
  for (const [code, options] of Object.entries({ ...wrong, 'out-length': { count: 9, out: new Float32Array(8) } })) {
    for (const list of [[linear], [wave]]) expect(codeFrom(() => evaluate(list, run, options as Any))).toBe(code)
  }
})

test('millions of batches take no more of the module than a few', () => {
  const long = new TrainingRun({ maxDuration: '3000000ba' })
  const list = [
    new CosineAnnealingWithWarmupScheduler({ tWarmup: '2000ba', alphaF: 0.1 }),
    new LinearScheduler({ alphaF: 0.5 }),
  ]
  evaluate(list, long, { count: 10_000 })
  const { memory } = instantiate()
  const before = memory.buffer.byteLength
  const values = evaluate(list, long)
  expect([values.length, memory.buffer.byteLength]).toEqual([3_000_000, before])
  for (const batch of [0, 1999, 2000, 8191, 8192, 1_234_567, 2_999_999]) {
    expect(values[batch]).toBe(product(list, batch, 1, long))
  }
})
