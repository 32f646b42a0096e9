/**
 * What torch's classes make of a learning rate from step to step: their chainable forms, in the library's own order of
 * operations, whose rounding drifts away from the closed forms.
 */
import type { Mapping } from '../../import/fields.js'

/** How a class steps. */
interface Recursion {
  /** The rate at step 0, of the one that the optimizer has. */
  start(lr: number): number
  /** The rate at a step, 1 or more, from the one before. */
  next(lr: number, t: number): number
}

const same = (lr: number) => lr

const LEAVES: Readonly<Record<string, (kwargs: Readonly<Record<string, number>>, baseLr: number) => Recursion>> = {
  ConstantLR: ({ factor, total_iters: end }) => ({
    start: (lr) => lr * factor!,
    next: (lr, t) => (t === end ? lr * (1 / factor!) : lr),
  }),
  LinearLR: ({ start_factor: from, end_factor: to, total_iters: end }) => ({
    start: (lr) => lr * from!,
    next: (lr, t) => (t > end! ? lr : lr * (1 + (to! - from!) / (end! * from! + (t - 1) * (to! - from!)))),
  }),
  PolynomialLR: ({ total_iters: end, power }) => ({
    start: same,
    next: (lr, t) => (t > end! ? lr : lr * ((1 - t / end!) / (1 - (t - 1) / end!)) ** power!),
  }),
  ExponentialLR: ({ gamma }) => ({ start: same, next: (lr) => lr * gamma! }),
  StepLR: ({ step_size: every, gamma }) => ({ start: same, next: (lr, t) => (t % every! === 0 ? lr * gamma! : lr) }),
  MultiStepLR({ milestones, gamma }) {
    const counts = new Map<number, number>()
    for (const at of milestones as unknown as number[]) counts.set(at, (counts.get(at) ?? 0) + 1)
    const next = (lr: number, t: number) => lr * gamma! ** (counts.get(t) ?? 0)
    return { start: (lr) => next(lr, 0), next }
  },
  CosineAnnealingLR: ({ T_max: end, eta_min: min }, baseLr) => ({
    start: same,
    next: (lr, t) =>
      (t - 1 - end!) % (2 * end!) === 0
        ? lr + ((baseLr - min!) * (1 - Math.cos(Math.PI / end!))) / 2
        : ((1 + Math.cos((Math.PI * t) / end!)) / (1 + Math.cos((Math.PI * (t - 1)) / end!))) * (lr - min!) + min!,
  }),
}

function recursionOf(source: Mapping, baseLr: number): Recursion | null {
  const { class: name, kwargs, schedulers = [] } = source as { class: string; kwargs: Mapping; schedulers?: Mapping[] }
  const parts = schedulers.map((part) => recursionOf(part, baseLr))
  if (!parts.every((part) => part !== null)) return null
  if (name === 'ChainedScheduler') {
    return {
      start: (lr) => parts.reduce((rate, part) => part.start(rate), lr),
      next: (lr, t) => parts.reduce((rate, part) => part.next(rate, t), lr),
    }
  }
  if (name === 'SequentialLR') {
    const starts = [0, ...(kwargs.milestones as number[])]
    return {
      start: (lr) => parts[0]!.start(lr),
      next(lr, t) {
        let index = starts.length - 1
        while (starts[index]! > t) index--
        // Each begins from the optimizer's rate.
        return starts[index] === t ? parts[index]!.start(baseLr) : parts[index]!.next(lr, t - starts[index]!)
      },
    }
  }
  return Object.hasOwn(LEAVES, name) ? LEAVES[name]!(kwargs as never, baseLr) : null
}

/** The rates of what is stepped, asked for range after range; null for a class that has its closed form alone. */
export function steppedRates(source: Mapping, baseLr: number): ((from: number, count: number) => Float64Array) | null {
  const recursion = recursionOf(source, baseLr)
  if (recursion === null) return null
  let lr = recursion.start(baseLr)
  let t = 0
  return (from, count) => {
    const out = new Float64Array(count)
    for (let i = 0; i < count; i++) {
      while (t < from + i) lr = recursion.next(lr, ++t)
      out[i] = lr
    }
    return out
  }
}
