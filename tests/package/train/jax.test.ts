/** A small model trained with jax-js, by update rules that take their rate from a schedule as optax's do. */
import { defaultDevice, grad, init, numpy as np } from '@jax-js/jax'
import { CosineAnnealingWithWarmupScheduler, evaluate, TrainingRun } from 'scale-schedule'
import { type Schedule, toSchedule } from 'scale-schedule/train'
import { beforeAll, expect, test } from 'vitest'

beforeAll(async () => {
  // All devices would ask for WebGPU, of a navigator that Node 20 has not.
  await init('cpu')
  defaultDevice('cpu')
})

/** An optimizer as optax has them: no state of its own; what an update adds, and the state behind it. */
interface Transformation<S> {
  init(params: number[]): S
  update(gradients: np.Array, state: S): [np.Array, S]
}

/** As `scaleByLearningRate`: its count is an array, which it reads, and the schedule is called with the number. */
function scaleByLearningRate(learningRate: Schedule): Transformation<{ count: np.Array }> {
  return {
    init: () => ({ count: np.array(0, { dtype: np.uint32 }) }),
    update(gradients, { count }) {
      const now = count.item() as number
      return [gradients.mul(-1 * learningRate(now)), { count: np.array(now + 1, { dtype: np.uint32 }) }]
    },
  }
}

/** As `trace`, before the rate: momentum. */
function withMomentum(learningRate: Schedule, decay: number): Transformation<{ trace: np.Array; count: np.Array }> {
  const scaled = scaleByLearningRate(learningRate)
  return {
    init: (params) => ({ trace: np.zeros([params.length]), ...scaled.init(params) }),
    update(gradients, { trace, count }) {
      const next = gradients.add(trace.mul(decay))
      const [updates, state] = scaled.update(next.ref, { count })
      return [updates, { trace: next, ...state }]
    },
  }
}

const INPUTS = [
  [0.5, -1.25, 2],
  [0.75, -0.5, 1],
  [1.5, 0.25, -0.75],
  [1.75, -2, 0.5],
]
const TARGETS = [1, -2, 0.5, 1.5]
const START = [0.3, -0.2, 0.1]
const gradientOf = grad((weights: np.Array) => {
  const error = np.dot(np.array(INPUTS), weights).sub(np.array(TARGETS))
  return np.mean(error.ref.mul(error))
})

/** Trains a regression; the gradients of each update, what it added, and the weights before and behind it. */
async function train<S>(optimizer: Transformation<S>, updates: number) {
  let weights = np.array(START)
  let state = optimizer.init(START)
  const steps: Record<'gradients' | 'added' | 'before' | 'after', Float32Array>[] = []
  for (let n = 0; n < updates; n++) {
    const before = await read(weights.ref)
    const gradients = gradientOf(weights.ref)
    const copy = await read(gradients.ref)
    const [added, next] = optimizer.update(gradients, state)
    // Read before it is used, or jax-js multiplies and adds without rounding in between.
    const change = await read(added.ref)
    weights = weights.add(added)
    state = next
    steps.push({ gradients: copy, added: change, before, after: await read(weights.ref) })
  }
  return steps
}

const read = async (array: np.Array) => Float32Array.from((await array.data()) as Float32Array)

const run = new TrainingRun({ maxDuration: '12ba' })
const scheduler = new CosineAnnealingWithWarmupScheduler({ tWarmup: '4ba', alphaF: 0.1 })
const rates = evaluate(scheduler, run, { baseLr: 0.05 })
const schedule = toSchedule(scheduler, run, { baseLr: 0.05 })

test('gradient descent moves each weight by the rate times its gradient, to the last bit but one of f32', async () => {
  const steps = await train(scaleByLearningRate(schedule), 14)
  // Past the end of the run the rate holds.
  const expected = [...rates, ...evaluate(scheduler, run, { from: 12, count: 2, baseLr: 0.05 })]
  for (const [n, { gradients, added, before, after }] of steps.entries()) {
    for (const [i, gradient] of gradients.entries()) {
      const product = -expected[n]! * gradient
      expect(Math.abs(added[i]! - product)).toBeLessThanOrEqual(2 ** -23 * Math.abs(product))
    }
    expect(after).toEqual(before.map((weight, i) => weight + added[i]!))
    if (n > 0) expect(after).not.toEqual(before)
  }
  // The first update of a warm-up has a rate of 0.
  expect(steps[0]!.after).toEqual(steps[0]!.before)
})

test('momentum keeps its trace while the rate changes', async () => {
  const steps = await train(withMomentum(schedule, 0.9), 12)
  const velocity = [0, 0, 0]
  for (const [n, { gradients, before, after }] of steps.entries()) {
    for (const [i, gradient] of gradients.entries()) {
      velocity[i] = 0.9 * velocity[i]! + gradient
      expect(after[i]! - before[i]!).toBeCloseTo(-rates[n]! * velocity[i]!, 6)
    }
  }
})

test('a schedule of one rate would train otherwise', async () => {
  const [scheduled, constant] = [
    await train(scaleByLearningRate(schedule), 12),
    await train(
      scaleByLearningRate(() => 0.05),
      12,
    ),
  ]
  expect(scheduled[11]!.after).not.toEqual(constant[11]!.after)
})
