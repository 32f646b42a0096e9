/**
 * A schedule with optax, as a function of the step: its own schedules where they compute the same, else the formula;
 * optax computes in 32 bits unless JAX is set to 64.
 */
import { intervalsUntil } from '../catalogue/restarts.js'
import type { SchedulerType } from '../wasm/table.js'
import { builtinsOf, type FactorNumbers, numbersOf } from './factor.js'
import type { Program } from './program.js'
import { writeTree } from './python/tree.js'

const MOST_RESTARTS = 500

/** Writes it. */
export function writeOptax({ factors: all, batches, baseLr }: Program): string {
  const factors = builtinsOf(all, 'Python').map((factor) => numbersOf(factor, 'optax'))
  const names = factors.map((_, index) => (factors.length === 1 ? 'alpha' : `alpha_${index + 1}`))
  const own = factors.map((numbers) => OWN[numbers.factor.type]?.(numbers, batches) ?? null)
  const schedules = own.flatMap((text, index) => (text === null ? [] : [`${names[index]} = ${text}`]))
  const functions = factors.flatMap((numbers, index) =>
    own[index] === null ? ['', '', ...writeTree(names[index]!, numbers.factor, batches, 'jax', 'optax')] : [],
  )
  return [
    ...(functions.length > 0 ? ['import jax.numpy as jnp'] : []),
    ...(schedules.length > 0 ? ['import optax', ''] : []),
    ...schedules,
    ...functions,
    '',
    '',
    'def learning_rate(step):',
    `    return ${baseLr} * ${names.map((name) => `${name}(step)`).join(' * ')}`,
    '',
  ].join('\n')
}

/** The schedule of a factor; null where optax has none that computes the same. */
type OwnSchedule = (numbers: FactorNumbers, batches: number) => string | null

/** The schedules that compute the same; a scheduler without one is written by its formula. */
const OWN: Partial<Record<SchedulerType, OwnSchedule>> = {
  StepScheduler: (numbers) => exponential(numbers, 'step_size', ', staircase=True'),
  MultiStepScheduler: (numbers) => milestones(numbers, 0),
  ConstantScheduler(numbers, batches) {
    const end = numbers.batches('t_max')
    const value = constant(numbers.value('alpha'))
    return end >= batches ? value : joined([value, constant(1)], [Math.max(0, end)])
  },
  LinearScheduler: (numbers) => linear(numbers, numbers.batches('t_max')),
  ExponentialScheduler: (numbers) => exponential(numbers, 'decay_period', ''),
  CosineAnnealingScheduler: (numbers) => cosine(numbers, numbers.batches('t_max')),
  CosineAnnealingWarmRestartsScheduler: restarts,
  PolynomialScheduler: (numbers) => polynomial(numbers, numbers.batches('t_max')),
  MultiStepWithWarmupScheduler: (numbers) => warm(numbers, 1, (length) => milestones(numbers, length)),
  ConstantWithWarmupScheduler: (numbers) =>
    warm(numbers, numbers.value('alpha'), () => constant(numbers.value('alpha'))),
  LinearWithWarmupScheduler: (numbers) => warmDecay(numbers, numbers.value('alpha_i'), linear),
  CosineAnnealingWithWarmupScheduler: (numbers) => warmDecay(numbers, 1, cosine),
  PolynomialWithWarmupScheduler: (numbers) => warmDecay(numbers, 1, polynomial),
}

const constant = (value: number) => `optax.constant_schedule(${value})`
const joined = (parts: readonly string[], edges: readonly number[]) =>
  parts.length === 1 ? parts[0]! : `optax.join_schedules([${parts.join(', ')}], [${edges.join(', ')}])`

/** A schedule over so many steps; those of optax hold its start for ever where there are none. */
type Decay = (numbers: FactorNumbers, length: number) => string | null

const linear: Decay = (numbers, length) =>
  length > 0 ? `optax.linear_schedule(${numbers.value('alpha_i')}, ${numbers.value('alpha_f')}, ${length})` : null
const cosine: Decay = (numbers, length) =>
  length > 0 ? `optax.cosine_decay_schedule(1.0, ${length}, alpha=${numbers.value('alpha_f')})` : null
const polynomial: Decay = (numbers, length) =>
  length > 0
    ? `optax.polynomial_schedule(1.0, ${numbers.value('alpha_f')}, ${numbers.value('power')}, ${length})`
    : null

function exponential(numbers: FactorNumbers, key: string, more: string): string | null {
  const [length, gamma] = [numbers.batches(key), numbers.value('gamma')]
  // optax takes another rate for none.
  return length > 0 && gamma > 0 ? `optax.exponential_decay(1.0, ${length}, ${gamma}${more})` : null
}

/** A ramp to a height, and what comes after it, counted from there. */
function warm(numbers: FactorNumbers, height: number, after: (length: number) => string | null): string | null {
  const length = numbers.batches('t_warmup')
  // A ramp with another slope than its length has.
  if (numbers.scaled('t_warmup') !== length) return null
  const rest = after(length)
  if (rest === null || length <= 0) return rest
  return joined([`optax.linear_schedule(0.0, ${height}, ${length})`, rest], [length])
}

const warmDecay = (numbers: FactorNumbers, height: number, decay: Decay): string | null =>
  warm(numbers, height, (length) => {
    const left = numbers.batches('t_max') - length
    return left <= 0 ? constant(height) : decay(numbers, left)
  })

/** Constants between milestones; those that are over at the start count from there. */
function milestones(numbers: FactorNumbers, start: number): string {
  const gamma = numbers.value('gamma')
  const all = numbers.allBatches('milestones')
  const early = all.filter((each) => each <= start).length
  const edges = all.slice(early).map((each) => each - start)
  const values = Array.from({ length: edges.length + 1 }, (_, index) => constant(product(gamma, early + index)))
  return joined(values, edges)
}

/** One factor after the other, as Composer has it: a power may be rounded otherwise. */
const product = (gamma: number, times: number): number => {
  let value = 1
  for (let i = 0; i < times; i++) value *= gamma
  return value
}

function restarts(numbers: FactorNumbers, batches: number): string | null {
  const list = intervalsUntil(batches, numbers.batches('t_0'), numbers.value('t_mult'), MOST_RESTARTS)
  const last = list?.at(-1)
  if (list === null || last === undefined) return null
  const parts = list.map(({ length }) => cosine(numbers, length)!)
  // Others of its length follow the last one.
  const more = Math.ceil((batches - last.start) / last.length) - 1
  if (parts.length + more > MOST_RESTARTS) return null
  if (parts.length === 1 && more > 1) {
    return `optax.join_schedules([${parts[0]}] * ${more + 1}, [${last.length} * i for i in range(1, ${more + 1})])`
  }
  const following = Array.from({ length: more }, (_, index) => last.start + (index + 1) * last.length)
  const starts = [...list.slice(1).map(({ start }) => start), ...following]
  return joined([...parts, ...following.map(() => parts.at(-1)!)], starts)
}
