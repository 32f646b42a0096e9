/** Records of schedulers: a record of arrays, each quantity with its own base. */
import {
  type ComposerScheduler,
  ConstantScheduler,
  evaluate,
  LinearScheduler,
  OneCycleScheduler,
  type State,
  StepScheduler,
  TrainingRun,
} from 'scale-schedule'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { codeFrom, errorFrom } from '../../helpers/thrown.js'

// biome-ignore lint/suspicious/noExplicitAny: what plain JavaScript may pass
type Any = any

const run = new TrainingRun({ maxDuration: '4ba' })
const linear = new LinearScheduler()
const half = new ConstantScheduler({ alpha: 0.5 })
const cycle = new OneCycleScheduler({ tPeak: '2ba', anneal: 'linear' })

describe('a record of schedulers', () => {
  test('gives an array for each key, with its own base', () => {
    const record = { lr: [linear, half], momentum: cycle.momentum, weightDecay: () => 2 }
    const values = evaluate(record, run, { base: { lr: 8, weightDecay: 0.25 }, stride: 2 })
    expectTypeOf(values).toEqualTypeOf<Record<'lr' | 'momentum' | 'weightDecay', Float64Array>>()
    expect(values).toEqual({
      lr: new Float64Array([4, 2]),
      momentum: new Float64Array([0.95, 0.85]),
      weightDecay: new Float64Array([0.5, 0.5]),
    })
  })

  test('has the bits of each alone; baseLr is the base of lr', () => {
    const values = evaluate({ lr: linear, momentum: half }, run, { from: 1, count: 7, baseLr: 0.3 })
    expect(values.lr).toEqual(evaluate(linear, run, { from: 1, count: 7, baseLr: 0.3 }))
    expect(values.momentum).toEqual(evaluate(half, run, { from: 1, count: 7 }))
    expect(Object.keys(evaluate({ beta2: linear }, run))).toEqual(['beta2'])
  })

  test('at moments, and as trained, has the bits of each alone', () => {
    const length = new TrainingRun({ maxDuration: '4ep', dataloaderLen: 3 })
    const record = {
      lr: [linear, half],
      momentum: cycle.momentum,
      weightDecay: (state: State) => state.timestamp.batch,
    }
    const base = { lr: 0.3, momentum: 2 }
    for (const options of [
      { at: [0, '0.5dur', '2ep', 11] as const },
      { at: [5, 1, 1, '1ep'] as const, asTrained: true },
      { at: [5, 1], asTrained: 'epoch' as const },
      { from: 1, stride: 2, asTrained: true },
      { asTrained: 'epoch' as const },
    ]) {
      const values = evaluate(record, length, { ...options, base })
      expect(values.lr).toEqual(evaluate(record.lr, length, { ...options, baseLr: 0.3 }))
      expect(values.momentum).toEqual(evaluate(record.momentum, length, { ...options, baseLr: 2 }))
      expect(values.weightDecay).toEqual(evaluate(record.weightDecay, length, options))
    }
    expect(
      Array.from(evaluate({ wd: (state: State) => state.timestamp.batch }, length, { at: ['2ep', 0] }).wd),
    ).toEqual([6, 0])
  })

  test.each<[string, Any, Any]>([
    ['option-range', { lr: half }, { at: [1], from: 1 }],
    ['bad-type', { lr: half }, { at: 1 }],
    ['bad-type', { lr: half }, { asTrained: 'late' }],
    ['counter-missing', { lr: half }, { asTrained: 'epoch' }],
    ['option-range', { momentum: half }, { baseLr: 1 }],
    ['option-range', { lr: half }, { baseLr: 1, base: { lr: 1 } }],
    ['unknown-option', { lr: half }, { base: { momentum: 1 } }],
    ['unknown-option', { lr: half }, { out: new Float64Array(4) }],
    ['not-finite', { lr: half }, { base: { lr: Number.NaN } }],
    ['bad-type', { lr: half }, { base: 3 }],
    ['bad-type', { lr: 3 }, {}],
    ['bad-type', { lr: half, momentum: [] }, {}],
    ['bad-type', {}, {}],
    ['zero-length', { lr: half, momentum: new StepScheduler({ stepSize: '0ba' }) }, {}],
  ])('that is wrong is %s', (code, record, options) => {
    expect(codeFrom(() => evaluate(record, run, options))).toBe(code)
  })

  test('is not what toJSON gave, nor what was posted', () => {
    const json = linear.toJSON() as unknown as ComposerScheduler
    expect(errorFrom(() => evaluate(json, run))?.message).toMatch(/^A scheduler must be a scheduler or a function/)
  })
})
