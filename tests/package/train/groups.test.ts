/** A small model trained by an optimizer with param groups: what each update was made with, group by group. */
import {
  CosineAnnealingScheduler,
  compileComposerScheduler,
  evaluate,
  LinearScheduler,
  OneCycleScheduler,
  type State,
  Timestamp,
  TrainingRun,
} from 'scale-schedule'
import { scheduleGroups } from 'scale-schedule/train'
import { expect, test } from 'vitest'
import { codeFrom, errorFrom } from '../../helpers/thrown.js'

interface Group {
  lr: number
  momentum: number
  weightDecay: number
  initialLr?: number
  params: { value: number; velocity: number }[]
}

/** Gradient descent with momentum and decoupled weight decay, by groups as PyTorch has them. */
class SGD {
  paramGroups: Group[]
  constructor(paramGroups: Group[]) {
    this.paramGroups = paramGroups
  }
  step(gradients: readonly number[]) {
    let next = 0
    for (const { lr, momentum, weightDecay, params } of this.paramGroups) {
      for (const param of params) {
        param.velocity = momentum * param.velocity + gradients[next++]!
        param.value -= lr * (param.velocity + weightDecay * param.value)
      }
    }
  }
}

const param = (value: number) => ({ value, velocity: 0 })
/** Weights that decay, and a bias that does not. */
const makeOptimizer = () =>
  new SGD([
    { lr: 0.1, momentum: 0.9, weightDecay: 0.02, params: [param(0.3), param(-0.2)] },
    { lr: 0.4, momentum: 0.9, weightDecay: 0, params: [param(0.1)] },
  ])
const DATA = [
  [0.5, -1.25, 1],
  [0.75, 2, -2],
  [1.5, 0.25, 0.5],
] as const

/** Gradients of the mean squared error of a line through DATA. */
function gradientsOf(optimizer: SGD): number[] {
  const [a, b, c] = optimizer.paramGroups.flatMap(({ params }) => params.map(({ value }) => value))
  const sums = [0, 0, 0]
  for (const [x, y, target] of DATA) {
    const error = (2 / DATA.length) * (a! * x + b! * y + c! - target)
    sums[0]! += error * x
    sums[1]! += error * y
    sums[2]! += error
  }
  return sums
}

const run = new TrainingRun({ maxDuration: '10ba' })
const cosine = new CosineAnnealingScheduler({ alphaF: 0.1 })
const line = new LinearScheduler({ alphaI: 1, alphaF: 3 })
const { momentum } = new OneCycleScheduler({ tPeak: '5ba', anneal: 'linear' })
const values = evaluate({ lr: cosine, momentum, weightDecay: line }, run)

test('every update is made with the rate, the momentum and the decay of its batch', () => {
  const optimizer = makeOptimizer()
  const schedule = scheduleGroups(optimizer, { lr: cosine, momentum, weightDecay: line }, run, {
    base: { momentum: 1 },
  })
  const velocities = [0, 0, 0]
  for (let n = 0; n < 10; n++) {
    const rates = [0.1, 0.1, 0.4].map((base) => values.lr[n]! * base)
    const decays = [0.02, 0.02, 0].map((base) => values.weightDecay[n]! * base)
    const before = optimizer.paramGroups.flatMap(({ params }) => params.map(({ value }) => value))
    const gradients = gradientsOf(optimizer)
    const { lr, momentum, weightDecay } = schedule.next()
    expect([lr, momentum, weightDecay]).toEqual([
      rates.slice(1),
      [values.momentum[n], values.momentum[n]],
      decays.slice(1),
    ])
    optimizer.step(gradients)
    const after = optimizer.paramGroups.flatMap(({ params }) => params.map(({ value }) => value))
    for (const [i, gradient] of gradients.entries()) {
      velocities[i] = values.momentum[n]! * velocities[i]! + gradient
      expect(after[i]).toBe(before[i]! - rates[i]! * (velocities[i]! + decays[i]! * before[i]!))
    }
  }
  expect(new Set(values.momentum).size).toBeGreaterThan(5)
})

test('the learning rates are those of compileComposerScheduler, whichever of the two comes first', () => {
  const [one, other] = [makeOptimizer(), makeOptimizer()]
  const schedule = scheduleGroups(one, [cosine, line], run)
  const state: State = { timestamp: new Timestamp(), maxDuration: '10ba', dataloaderLen: null, optimizers: [other] }
  const compiled = compileComposerScheduler([cosine, line], state)
  for (let n = 0; n < 12; n++) {
    expect(schedule.next()).toEqual({ lr: compiled.getLastLr() })
    expect(one.paramGroups.map(({ lr }) => lr)).toEqual(other.paramGroups.map(({ lr }) => lr))
    state.timestamp = state.timestamp.toNextBatch()
    compiled.step()
  }
  expect(scheduleGroups(other, cosine, run).set(0)).toEqual({ lr: [0.1, 0.4] })
  state.timestamp = new Timestamp()
  expect(compileComposerScheduler(cosine, { ...state, optimizers: [one] }).getLastLr()).toEqual([0.1, 0.4])
})

test('a run goes on where it was left, from what the groups had at first or from what it is told', () => {
  const optimizer = makeOptimizer()
  const first = scheduleGroups(optimizer, { lr: cosine, weightDecay: line }, run)
  for (let n = 0; n < 4; n++) first.next()
  expect(first.batch).toBe(4)
  const second = scheduleGroups(optimizer, { lr: cosine, weightDecay: line }, run, { from: first.batch })
  expect(second.next()).toEqual({
    lr: [values.lr[4]! * 0.1, values.lr[4]! * 0.4],
    weightDecay: [values.weightDecay[4]! * 0.02, 0],
  })
  const third = scheduleGroups(optimizer, cosine, run, { base: { lr: 2 } })
  expect(third.next()).toEqual({ lr: [2, 2] })
  third.next()
  expect(scheduleGroups(optimizer, cosine, run).next()).toEqual({ lr: [2, 2] })
  const torch = { paramGroups: [{ lr: 0.001, initial_lr: 0.5 }] }
  expect(scheduleGroups(torch, cosine, run).next()).toEqual({ lr: [0.5] })
})

test('a quantity that a group does not have is refused, where setting it would change nothing', () => {
  const optimizer = makeOptimizer()
  const error = errorFrom(() => scheduleGroups(optimizer, { lr: cosine, weight_decay: line }, run))
  expect(error?.message).toBe(
    'paramGroups[0].weight_decay must be a number; found undefined. Name the quantity as the optimizer does, and have it in every group.',
  )
  const code = (f: (optimizer: SGD) => unknown) => codeFrom(() => f(makeOptimizer()))
  expect(
    code((optimizer) => scheduleGroups(optimizer, { weight_decay: line }, run, { base: { weight_decay: 1 } })),
  ).toBe('bad-type')
  expect(code((optimizer) => scheduleGroups(optimizer, cosine, run, { base: { momentum: 1 } as never }))).toBe(
    'unknown-option',
  )
  expect(code((optimizer) => scheduleGroups(optimizer, cosine, run, { baseLr: 1 } as never))).toBe('unknown-option')
  expect(code((optimizer) => scheduleGroups(optimizer, cosine, run, { base: { lr: Number.NaN } }))).toBe('not-finite')
  expect(code(() => scheduleGroups({ paramGroups: [null] } as never, cosine, run))).toBe('bad-type')
  expect(code(() => scheduleGroups({ lr: 1 } as never, cosine, run))).toBe('bad-type')
  expect(optimizer).toEqual(makeOptimizer())
})

test('an update that fails sets no group', () => {
  const optimizer = makeOptimizer()
  const failing = (state: State) => (state.timestamp.batch < 1 ? 1 : Number.NaN)
  const schedule = scheduleGroups(optimizer, { lr: cosine, momentum: failing }, run)
  schedule.next()
  const before = structuredClone(optimizer.paramGroups)
  expect(codeFrom(() => schedule.next())).toBe('scheduler-result')
  expect([optimizer.paramGroups, schedule.batch]).toEqual([before, 1])
  optimizer.paramGroups.push({ lr: 1, momentum: 0, weightDecay: 0, params: [] })
  expect(codeFrom(() => schedule.set(0))).toBe('param-groups')
  expect(optimizer.paramGroups.slice(0, 2)).toEqual(before)
})
