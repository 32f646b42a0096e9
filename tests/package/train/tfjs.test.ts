/** Small models trained with TensorFlow.js: the rate that each update was made with, by what it did to the weights. */
import {
  CosineAnnealingWithWarmupScheduler,
  evaluate,
  LinearScheduler,
  PolynomialScheduler,
  type State,
  StepScheduler,
  TrainingRun,
} from 'scale-schedule'
import { scheduleTfjs, type TfjsOptimizer } from 'scale-schedule/train'
import { describe, expect, test } from 'vitest'
import * as tf from '../../helpers/tfjs.js'
import { codeFrom, errorFrom } from '../../helpers/thrown.js'

const BASE = 0.05
const run = new TrainingRun({ maxDuration: '12ba' })
/** No two updates next to each other have the same rate. */
const scheduler = new CosineAnnealingWithWarmupScheduler({ tWarmup: '4ba', alphaF: 0.1 })
const RATES = evaluate(scheduler, run, { baseLr: BASE })

const INPUTS = tf.tensor2d([0.5, -1.25, 2, 0.75, -0.5, 1, 1.5, 0.25, -0.75, 1.75, -2, 0.5], [4, 3])
const TARGETS = tf.tensor2d([1, -2, 0.5, 1.5], [4, 1])
const START = [0.3, -0.2, 0.1]

/** Trains three weights of a regression; the gradients and weights before each update, and the weights in the end. */
function train(optimizer: tf.Optimizer, updates: number, before: (update: number) => void) {
  const weights = tf.variable(tf.tensor2d(START, [3, 1]))
  const loss = () => tf.losses.meanSquaredError(TARGETS, tf.matMul(INPUTS, weights)) as tf.Scalar
  const steps: { weights: Float32Array; gradients: Float32Array }[] = []
  const tensors: number[] = []
  for (let update = 0; update < updates; update++) {
    before(update)
    const { value, grads } = tf.variableGrads(loss, [weights])
    const [gradient] = Object.values(grads)
    steps.push({ weights: read(weights), gradients: read(gradient!) })
    tf.dispose([value, grads])
    optimizer.minimize(loss, false, [weights])
    tensors.push(tf.memory().numTensors)
  }
  const final = read(weights)
  weights.dispose()
  return { steps, tensors, trained: [...steps.slice(1).map((step) => step.weights), final] }
}

const read = (tensor: tf.Tensor) => (tensor.dataSync() as Float32Array).slice()

/** A rule of one weight, written down by itself in f64: what an update adds, by its gradient and rate. */
type Rule = (gradient: number, lr: number) => number

const EPSILON = tf.backend().epsilon()

/** Each class, and its rule with all that it remembers. */
const CLASSES: Record<string, { make: (lr: number) => tf.Optimizer; rule: () => Rule }> = {
  SGD: { make: (lr) => tf.train.sgd(lr), rule: () => (g, lr) => -lr * g },
  Momentum: {
    make: (lr) => tf.train.momentum(lr, 0.9),
    rule: () => {
      let velocity = 0
      return (g, lr) => {
        velocity = 0.9 * velocity + g
        return -lr * velocity
      }
    },
  },
  'Momentum of Nesterov': {
    make: (lr) => tf.train.momentum(lr, 0.8, true),
    rule: () => {
      let velocity = 0
      return (g, lr) => {
        velocity = 0.8 * velocity + g
        return -lr * (g + 0.8 * velocity)
      }
    },
  },
  Adagrad: {
    make: (lr) => tf.train.adagrad(lr, 0.1),
    rule: () => {
      let sum = 0.1
      return (g, lr) => {
        sum += g * g
        return (-lr * g) / Math.sqrt(sum + EPSILON)
      }
    },
  },
  Adadelta: {
    make: (lr) => tf.train.adadelta(lr, 0.95, 1e-2),
    rule: () => {
      let [squares, updates] = [0, 0]
      return (g, lr) => {
        const update = (Math.sqrt(updates + 1e-2) / Math.sqrt(squares + 1e-2)) * g
        squares = 0.95 * squares + 0.05 * g * g
        updates = 0.95 * updates + 0.05 * update * update
        return -lr * update
      }
    },
  },
  RMSProp: {
    make: (lr) => tf.train.rmsprop(lr, 0.9, 0.5),
    rule: () => {
      let [squares, moment] = [0, 0]
      return (g, lr) => {
        squares = 0.9 * squares + 0.1 * g * g
        moment = 0.5 * moment + (lr * g) / Math.sqrt(squares + EPSILON)
        return -moment
      }
    },
  },
  'RMSProp, centered': {
    make: (lr) => tf.train.rmsprop(lr, 0.9, 0, 1e-3, true),
    rule: () => {
      let [squares, mean] = [0, 0]
      return (g, lr) => {
        squares = 0.9 * squares + 0.1 * g * g
        mean = 0.9 * mean + 0.1 * g
        return (-lr * g) / Math.sqrt(squares - (mean * mean + 1e-3))
      }
    },
  },
  Adam: {
    make: (lr) => tf.train.adam(lr, 0.9, 0.99),
    rule: () => {
      let [first, second, n] = [0, 0, 0]
      return (g, lr) => {
        n += 1
        first = 0.9 * first + 0.1 * g
        second = 0.99 * second + 0.01 * g * g
        return (-lr * (first / (1 - 0.9 ** n))) / (Math.sqrt(second / (1 - 0.99 ** n)) + EPSILON)
      }
    },
  },
  Adamax: {
    make: (lr) => tf.train.adamax(lr, 0.9, 0.99),
    rule: () => {
      let [first, norm, n] = [0, 0, 0]
      return (g, lr) => {
        n += 1
        first = 0.9 * first + 0.1 * g
        norm = Math.max(0.99 * norm, Math.abs(g))
        return ((-lr / (1 - 0.9 ** n)) * first) / (norm + EPSILON)
      }
    },
  },
}

/** The largest difference from a rule at given rates, as a part of the largest change of a weight. */
function distance(found: ReturnType<typeof train>, rule: () => Rule, rates: ArrayLike<number>): number {
  let [worst, largest] = [0, 0]
  for (let weight = 0; weight < START.length; weight++) {
    const update = rule()
    for (const [n, step] of found.steps.entries()) {
      const change = found.trained[n]![weight]! - step.weights[weight]!
      worst = Math.max(worst, Math.abs(change - update(step.gradients[weight]!, rates[n]!)))
      largest = Math.max(largest, Math.abs(change))
    }
  }
  return worst / largest
}

describe.each(Object.entries(CLASSES))('%s', (_, { make, rule }) => {
  test('makes each update with the rate of its batch, and remembers what it did', () => {
    const optimizer = make(1)
    const schedule = scheduleTfjs(optimizer, scheduler, run, { baseLr: BASE })
    const found = train(optimizer, 12, (update) => expect(schedule.next()).toBe(RATES[update]))
    expect(distance(found, rule, RATES)).toBeLessThan(1e-5)
    // The measure tells rates of one update later, and the one that the optimizer was made with.
    expect(distance(found, rule, [...RATES.slice(1), 0])).toBeGreaterThan(1e-2)
    expect(distance(found, rule, new Array(12).fill(1))).toBeGreaterThan(1e-2)
  })

  test('keeps no tensor of a rate that is over', () => {
    const optimizer = make(1)
    const schedule = scheduleTfjs(optimizer, scheduler, run, { baseLr: BASE })
    const { tensors } = train(optimizer, 12, () => schedule.next())
    expect(new Set(tensors).size).toBe(1)
    optimizer.dispose()
  })
})

test('SGD moves each weight by the rate times its gradient, to the bit of f32', () => {
  const optimizer = tf.train.sgd(1)
  const schedule = scheduleTfjs(optimizer, scheduler, run, { baseLr: BASE })
  const { steps, trained } = train(optimizer, 12, () => schedule.next())
  for (const [n, { weights, gradients }] of steps.entries()) {
    const moved = weights.map((weight, i) => Math.fround(Math.fround(-RATES[n]!) * gradients[i]!) + weight)
    expect(trained[n]).toEqual(moved)
  }
  expect(trained[11]).not.toEqual(trained[0])
})

test('a tensor holds the rate of SGD and momentum: who sets the field trains at the old one', () => {
  for (const name of ['SGD', 'Momentum']) {
    const { make, rule } = CLASSES[name]!
    const optimizer = make(BASE)
    const found = train(optimizer, 12, (update) => Reflect.set(optimizer, 'learningRate', RATES[update]))
    expect(distance(found, rule, RATES)).toBeGreaterThan(1e-2)
    expect(distance(found, rule, new Array(12).fill(BASE))).toBeLessThan(1e-5)
  }
})

describe('model.fit', () => {
  /** One weight whose gradient is 1 whatever it is, so that SGD moves it by the rate alone. */
  function model(optimizer: tf.Optimizer | string) {
    const one = tf.sequential({
      layers: [tf.layers.dense({ units: 1, useBias: false, inputShape: [1], kernelInitializer: 'zeros' })],
    })
    one.compile({ optimizer, loss: (_, predicted) => tf.mean(predicted) })
    return one
  }
  const ones = tf.ones([6, 1])
  const arguments_ = { batchSize: 2, epochs: 2, verbose: 0 as const, shuffle: false }
  const weightOf = (one: tf.Sequential) => read(one.getWeights()[0]!)[0]!

  /** A callback that collects how far each update moved the weight. */
  function recorder(one: tf.Sequential) {
    const moved: number[] = []
    let before = weightOf(one)
    const onBatchEnd = () => {
      const now = weightOf(one)
      moved.push(before - now)
      before = now
    }
    return { moved, onBatchEnd }
  }
  // Adam divides by what it remembers in f32.
  const close = (rates: ArrayLike<number>, digits = 7) => Array.from(rates, (rate) => expect.closeTo(rate, digits))

  test.each(['sgd', 'adam', 'adamax', 'rmsprop'])(
    '%s: the schedule as a callback counts updates over epochs and calls',
    async (name) => {
      const one = model(name)
      const schedule = scheduleTfjs(one, scheduler, run, { baseLr: BASE })
      const { moved, onBatchEnd } = recorder(one)
      await one.fit(ones, ones, { ...arguments_, callbacks: [schedule, { onBatchEnd }] })
      await one.fit(ones, ones, { ...arguments_, callbacks: [schedule, { onBatchEnd }] })
      expect(schedule.batch).toBe(12)
      if (name === 'rmsprop') {
        // Its mean squares of a gradient of 1 after n updates are 1 − 0.9^n.
        expect(moved).toEqual(close(RATES.map((rate, n) => rate / Math.sqrt(1 - 0.9 ** (n + 1)))))
      } else expect(moved).toEqual(close(RATES, name === 'adam' ? 5 : 7))
    },
  )

  test('a dataset, whose end nobody knows before', async () => {
    const one = model('sgd')
    const schedule = scheduleTfjs(one, scheduler, run, { baseLr: BASE })
    const { moved, onBatchEnd } = recorder(one)
    const iterator = async () => {
      let left = 3
      const value = () => ({ xs: tf.ones([2, 1]), ys: tf.ones([2, 1]) })
      return { next: async () => (left-- > 0 ? { value: value(), done: false } : { value: null, done: true }) }
    }
    const dataset = { iterator } as unknown as Parameters<typeof one.fitDataset>[0]
    await one.fitDataset(dataset, { epochs: 2, verbose: 0, callbacks: [schedule, { onBatchEnd }] })
    expect(moved).toEqual(close(RATES.slice(0, 6)))
  })

  test('a run that goes on takes the updates that were made', async () => {
    const one = model('sgd')
    const schedule = scheduleTfjs(one, scheduler, run, { baseLr: BASE, from: 6 })
    const { moved, onBatchEnd } = recorder(one)
    await one.fit(ones, ones, { ...arguments_, callbacks: [schedule, { onBatchEnd }] })
    expect(moved).toEqual(close(RATES.slice(6)))
  })

  test('it stands beside callbacks of tfjs, in a CustomCallback', async () => {
    const one = model('sgd')
    const schedule = scheduleTfjs(one, scheduler, run, { baseLr: BASE })
    const stopping = tf.callbacks.earlyStopping({ monitor: 'loss', patience: 1, minDelta: 1e9 })
    await one.fit(ones, ones, { ...arguments_, epochs: 4, callbacks: [stopping, new tf.CustomCallback(schedule)] })
    // Stopped after the second epoch.
    expect(schedule.batch).toBe(6)
    expect(weightOf(one)).toBeCloseTo(-RATES.slice(0, 6).reduce((sum, rate) => sum + rate), 6)
  })

  test('a model that is compiled again has its new optimizer scheduled, or refused', async () => {
    const one = model('sgd')
    const schedule = scheduleTfjs(one, scheduler, run, { baseLr: BASE })
    const { moved, onBatchEnd } = recorder(one)
    await one.fit(ones, ones, { ...arguments_, callbacks: [schedule, { onBatchEnd }] })
    one.compile({ optimizer: 'adam', loss: (_, predicted) => tf.mean(predicted) })
    await one.fit(ones, ones, { ...arguments_, callbacks: [schedule, { onBatchEnd }] })
    expect(moved).toEqual(close(RATES, 5))
    const decaying = tf.train.adamax(1, 0.9, 0.999, undefined, 0.1)
    one.compile({ optimizer: decaying, loss: (_, predicted) => tf.mean(predicted) })
    const refused = one.fit(ones, ones, { ...arguments_, callbacks: schedule })
    await expect(refused).rejects.toMatchObject({ code: 'option-range' })
    expect(schedule.batch).toBe(12)
  })

  test('epochs of the run are those of the data', async () => {
    const one = model('sgd')
    const inEpochs = new TrainingRun({ maxDuration: '2ep', dataloaderLen: 3 })
    const schedule = scheduleTfjs(one, new StepScheduler({ stepSize: '1ep' }), inEpochs, { baseLr: BASE })
    const { moved, onBatchEnd } = recorder(one)
    await one.fit(ones, ones, { ...arguments_, callbacks: [schedule, { onBatchEnd }] })
    expect(moved).toEqual(close([BASE, BASE, BASE, BASE / 10, BASE / 10, BASE / 10]))
  })
})

describe('what it refuses', () => {
  const options = { baseLr: BASE }

  test('a model without an optimizer, names of optimizers, other classes, a rate that decays by itself', () => {
    const refused = (target: unknown) => errorFrom(() => scheduleTfjs(target as never, scheduler, run, options))
    const start = "A model's optimizer, or one by itself, must be one of tfjs's classes SGD, Momentum, Adagrad,"
    for (const target of [tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] }), 'sgd', null]) {
      expect(refused(target)).toMatchObject({ code: 'bad-type', message: expect.stringContaining(start) })
    }
    class Lion extends tf.AdamOptimizer {
      static override get className() {
        return 'Lion'
      }
    }
    const lion = refused(new Lion(0.1, 0.9, 0.99))
    expect(lion?.message).toMatch(/found "Lion". Set the rate of another class yourself: toSchedule gives it\.$/)
    const decaying = refused(tf.train.adamax(0.1, 0.9, 0.999, undefined, 0.5))
    expect(decaying?.message).toMatch(/^decay of Adamax must be 0 where .*; found 0\.5\. Leave it out\.$/)
    expect(refused(tf.train.rmsprop(0.1, 0.5))).toBeUndefined()
  })

  test('no initial rate, which is no optimizer’s once it was scheduled; misspelt options; records', () => {
    const code = (given: unknown, what: unknown = scheduler) =>
      codeFrom(() => scheduleTfjs(tf.train.sgd(1), what as typeof scheduler, run, given as typeof options))
    expect(code({})).toBe('missing-option')
    expect(code({ baseLr: Number.NaN })).toBe('not-finite')
    expect(code({ lr: 1, baseLr: 1 })).toBe('unknown-option')
    expect(code({ baseLr: 1, from: -1 })).toBe('integer-range')
    expect(code(options, { lr: scheduler })).toBe('bad-type')
    expect(code(options, [])).toBe('bad-type')
  })

  test('an optimizer that does not report the rate it was set to', () => {
    const stuck: TfjsOptimizer = { getClassName: () => 'Adam', getConfig: () => ({ learningRate: 0.25 }) }
    const schedule = scheduleTfjs(stuck, scheduler, run, options)
    const error = errorFrom(() => schedule.set(4))
    expect(error?.message).toMatch(/^The learning rate of Adam must be the 0\.05 that it was set to; found 0\.25\./)
    expect(schedule.batch).toBe(0)
  })

  test('an update without a value leaves the rate, and the count, as they were', () => {
    const optimizer = tf.train.sgd(1)
    const until = (state: State) => (state.timestamp.batch < 2 ? 1 : Number.NaN)
    const schedule = scheduleTfjs(optimizer, [until, new LinearScheduler()], run, options)
    schedule.next()
    const last = schedule.next()
    expect(codeFrom(() => schedule.next())).toBe('scheduler-result')
    expect([optimizer.getConfig().learningRate, schedule.batch]).toEqual([last, 2])
    const vanishing = new PolynomialScheduler({ power: -1, tMax: '3ba' })
    const atEnd = scheduleTfjs(optimizer, vanishing, new TrainingRun({ maxDuration: '3ba' }), options)
    expect(codeFrom(() => atEnd.set(3))).toBe('zero-to-negative-power')
    expect(optimizer.getConfig().learningRate).toBe(last)
  })
})
