/** Trees of schedulers: functions at their leaves, how deep and how large they may be, and how they are read from JSON. */
import {
  AffineScheduler,
  type BuiltinScheduler,
  CallableScheduler,
  ClampScheduler,
  type ComposerScheduler,
  compileComposerScheduler,
  LinearScheduler,
  ProductScheduler,
  Scheduler,
  type SchedulerJSON,
  SequenceScheduler,
  type State,
  Timestamp,
  TrainingRun,
} from 'scale-schedule'
import { describe, expect, test } from 'vitest'
import { customPath, optionAt, partsOf } from '../../../ts/schedulers/tree.js'
import { codeFrom, errorFrom } from '../../helpers/thrown.js'

// biome-ignore lint/suspicious/noExplicitAny: what plain JavaScript may pass
type Any = any

const linear = new LinearScheduler()
const run = new TrainingRun({ maxDuration: '100ba' })
const half = () => 0.5

class Half extends CallableScheduler {
  alpha() {
    return 0.5
  }
}

describe('a function at a leaf', () => {
  const product = (...schedulers: ComposerScheduler[]) => new ProductScheduler({ schedulers })
  test.each<[string | null, BuiltinScheduler]>([
    [null, linear],
    [null, product(linear, new ClampScheduler({ scheduler: linear }))],
    ['schedulers[1]', product(linear, half)],
    ['schedulers[0]', product(new Half(), half)],
    ['scheduler', new AffineScheduler({ scheduler: new Half() })],
    [
      'scheduler.schedulers[1].scheduler',
      new AffineScheduler({ scheduler: product(linear, new ClampScheduler({ scheduler: half })) }),
    ],
    [
      'schedulers[1]',
      new SequenceScheduler({ schedulers: [linear, { scheduler: half, clock: 'outer' }], at: ['5ba'] }),
    ],
    // A bound built-in is a function like any other.
    ['scheduler', new AffineScheduler({ scheduler: linear.bind(null) as ComposerScheduler })],
  ])('stands at %s', (path, tree) => {
    expect(customPath(tree)).toBe(path)
    if (path === null) return
    for (const use of [() => tree.toJSON(), () => tree.resolve(run)]) {
      const error = errorFrom(use)
      expect([error?.code, error?.details.path]).toEqual(['custom-function', path])
      expect(error?.message).toContain(`found one at ${path}.`)
    }
  })

  test('has its name in the text of the tree', () => {
    expect(String(product(half, new Half(), () => 1))).toBe(
      'ProductScheduler({ schedulers: [half, Half, [function]] })',
    )
  })

  test('is asked where a tree with it is compiled, and changes nothing where it throws', () => {
    const optimizers = [{ paramGroups: [{ lr: 1 }] }]
    const state: State = { timestamp: new Timestamp(), maxDuration: '100ba', dataloaderLen: null, optimizers }
    expect(
      codeFrom(() =>
        compileComposerScheduler(
          product(half, () => Number.NaN),
          state,
        ),
      ),
    ).toBe('scheduler-result')
    expect(codeFrom(() => compileComposerScheduler(product(half), state, 2))).toBe('ssr-unsupported')
    expect(optimizers).toEqual([{ paramGroups: [{ lr: 1 }] }])
    expect(compileComposerScheduler(product(linear, half), state).getLastLr()).toEqual([0.5])
  })
})

describe('what stands within', () => {
  const clamp = new ClampScheduler({ scheduler: linear, high: 0.5 })
  const tree = new ProductScheduler({ schedulers: [clamp, half] })
  test('is found by its path', () => {
    expect(partsOf(tree).map(({ path, scheduler }) => [path, scheduler])).toEqual([
      ['schedulers[0]', clamp],
      ['schedulers[1]', half],
    ])
    expect([partsOf(linear), partsOf(half)]).toEqual([[], []])
    expect(optionAt(tree, 'schedulers[0].scheduler.tMax')).toEqual({ within: linear, name: 'tMax' })
    expect(optionAt(tree, 'schedulers')).toEqual({ within: tree, name: 'schedulers' })
  })
})

describe('a tree', () => {
  test('of one scheduler at many places is as large as its places', () => {
    let tree: BuiltinScheduler = linear
    const doubled = () => {
      for (let level = 0; level < 40; level++) tree = new ProductScheduler({ schedulers: [tree, tree] })
    }
    expect(errorFrom(doubled)?.message).toContain('of at most 10000 schedulers, counted at each place')
  })

  test('of an instance that another copy of this package made counts as well', () => {
    // What a built-in of another copy is here: a marked function with a name and options.
    const madeBy = (name: string) => {
      const foreign = Object.assign((() => 0.5) as Any, { scheduler: linear, scale: 2, offset: 0 })
      Object.defineProperty(foreign, 'name', { value: name })
      return Object.defineProperty(foreign, Symbol.for('scale-schedule.BuiltinScheduler'), { value: foreign })
    }
    const foreign = madeBy('AffineScheduler')
    const clamp = new ClampScheduler({ scheduler: foreign })
    expect(clamp.customPath).toBeNull()
    const { scheduler } = clamp.toJSON() as Any
    expect(scheduler).toEqual({ type: 'AffineScheduler', scheduler: linear.toJSON(), scale: 2, offset: 0 })
    // One that this copy has no class for is a function.
    expect(new ClampScheduler({ scheduler: madeBy('LaterScheduler') }).customPath).toBe('scheduler')
  })
})

describe('JSON', () => {
  const leaf = { type: 'LinearScheduler' }
  const nest = (levels: number): object =>
    levels === 1 ? leaf : { type: 'AffineScheduler', scheduler: nest(levels - 1) }
  test.each<[string, string, unknown]>([
    ['schedulers[1]', 'bad-type', { type: 'ProductScheduler', schedulers: [leaf, { type: 'Linear' }] }],
    ['schedulers[1]', 'bad-type', { type: 'ProductScheduler', schedulers: [leaf, {}] }],
    ['schedulers[0]', 'time-string', { type: 'ProductScheduler', schedulers: [{ ...leaf, tMax: 'soon' }] }],
    ['schedulers[0]', 'unknown-option', { type: 'ProductScheduler', schedulers: [{ ...leaf, t_max: '1dur' }] }],
    [
      'scheduler.schedulers[0]',
      'option-range',
      {
        type: 'AffineScheduler',
        scheduler: { type: 'ProductScheduler', schedulers: [{ type: 'StretchScheduler', scheduler: leaf, factor: 0 }] },
      },
    ],
    [
      'schedulers[0]',
      'missing-option',
      { type: 'SequenceScheduler', at: [], schedulers: [{ scheduler: { type: 'StepScheduler' }, clock: 'outer' }] },
    ],
  ])('with a mistake at %s is told with that place: %s', (path, code, json) => {
    const error = errorFrom(() => Scheduler.fromJSON(json))
    expect([error?.code, error?.details.within]).toEqual([code, path])
    expect(error?.message.startsWith(`${path}: `)).toBe(true)
  })

  test.each<[string, unknown]>([
    ['bad-type', { type: 'ProductScheduler', schedulers: [5] }],
    ['bad-type', { type: 'ProductScheduler', schedulers: [[leaf]] }],
    ['bad-type', { type: 'ProductScheduler', schedulers: leaf }],
    ['bad-type', { type: 'AffineScheduler', scheduler: 'linear' }],
    ['bad-type', { type: 'RampedScheduler' }],
    ['bad-type', { type: 'withWarmup' }],
    ['bad-type', { ...leaf, version: 2 }],
    ['bad-type', { ...leaf, version: '1' }],
    ['bad-type', { type: 'AffineScheduler', scheduler: { ...leaf, version: 2 } }],
    ['missing-option', { type: 'AffineScheduler' }],
    ['option-range', { type: 'ProductScheduler', schedulers: [] }],
    ['unknown-option', { type: 'SequenceScheduler', schedulers: [{ scheduler: leaf, clocks: 1 }], at: [] }],
    ['option-range', nest(65)],
    ['option-range', nest(5000)],
    ['integer-range', { type: 'ProductScheduler', schedulers: new Array(10_001).fill(leaf) }],
  ])('that is wrong is %s', (code, json) => {
    expect(codeFrom(() => Scheduler.fromJSON(json))).toBe(code)
  })

  test('of a later release is refused in a line that says so', () => {
    expect(errorFrom(() => Scheduler.fromJSON({ ...leaf, version: 7 }))?.message).toBe(
      'version must be 1, or left out; found 7. Read it with the release of scale-schedule that wrote it, or a later one.',
    )
  })

  test('is deep to the last level, and the first classes have no version', () => {
    const json = Scheduler.fromJSON(nest(64)).toJSON()
    expect(json.version).toBe(1)
    expect((json.scheduler as SchedulerJSON).version).toBeUndefined()
    expect(Scheduler.fromJSON(json).toJSON()).toEqual(json)
    expect(linear.toJSON()).not.toHaveProperty('version')
    expect(Scheduler.fromJSON({ ...linear.toJSON(), version: 1 }).toJSON()).toEqual(linear.toJSON())
    // One that was nested by hand has its own.
    expect(Scheduler.fromJSON({ type: 'AffineScheduler', scheduler: json.scheduler! }).toJSON().type).toBe(
      'AffineScheduler',
    )
  })

  test('of one object at many places is refused before it is all made', () => {
    let json: object = leaf
    for (let level = 0; level < 60; level++) json = { type: 'ProductScheduler', schedulers: [json, json] }
    expect(codeFrom(() => Scheduler.fromJSON(json))).toBe('option-range')
  })
})
