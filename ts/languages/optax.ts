/**
 * A schedule with optax, as a function of the step: its own schedules where they compute the same, else the formula;
 * optax computes in 32 bits unless JAX is told otherwise.
 */
import { intervalsUntil } from '../catalogue/restarts.js'
import type { SchedulerType } from '../wasm/table.js'
import { builtinsOf, inSteps, numberText, type StepFactor } from './factor.js'
import type { Program } from './program.js'
import { writeFunction } from './python.js'

const MOST_RESTARTS = 500

/** Writes it. */
export function writeOptax({ factors: all, batches, baseLr }: Program): string {
  const steps = builtinsOf(all, 'Python').map((factor) => inSteps(factor, 'optax'))
  const names = steps.map((_, index) => (steps.length === 1 ? 'alpha' : `alpha_${index + 1}`))
  const made = steps.map((step) => OWN[step.factor.type]?.(step, batches) ?? null)
  const functions = made.flatMap((text, index) =>
    text === null ? ['', '', ...writeFunction(names[index]!, steps[index]!, batches, 'jax')] : [],
  )
  const isOptax = made.some((text) => text !== null)
  return [
    ...(functions.length > 0 ? ['import jax.numpy as jnp'] : []),
    ...(isOptax ? ['import optax', ''] : []),
    ...made.flatMap((text, index) => (text === null ? [] : [`${names[index]} = ${text}`])),
    ...functions,
    '',
    '',
    'def learning_rate(step):',
    `    return ${numberText(baseLr)} * ${names.map((name) => `${name}(step)`).join(' * ')}`,
    '',
  ].join('\n')
}

/** The schedule of a factor; null where optax has none that computes the same. */
type OwnSchedule = (step: StepFactor, batches: number) => string | null

/** The schedules that compute the same; a scheduler without one is written by its formula. */
const OWN: Partial<Record<SchedulerType, OwnSchedule>> = {
  StepScheduler: (step) => exponential(step, 'step_size', ', staircase=True'),
  MultiStepScheduler: (step) => milestones(step, 0),
  ConstantScheduler(step, batches) {
    const end = step.length('t_max')
    const value = constant(step.number('alpha'))
    return end >= batches ? value : joined([value, constant(1)], [Math.max(0, end)])
  },
  LinearScheduler: (step) => linear(step, step.length('t_max')),
  ExponentialScheduler: (step) => exponential(step, 'decay_period', ''),
  CosineAnnealingScheduler: (step) => cosine(step, step.length('t_max')),
  CosineAnnealingWarmRestartsScheduler: restarts,
  PolynomialScheduler: (step) => polynomial(step, step.length('t_max')),
  MultiStepWithWarmupScheduler: (step) => warm(step, 1, (length) => milestones(step, length)),
  ConstantWithWarmupScheduler: (step) => warm(step, step.number('alpha'), () => constant(step.number('alpha'))),
  LinearWithWarmupScheduler: (step) => warmDecay(step, step.number('alpha_i'), linear),
  CosineAnnealingWithWarmupScheduler: (step) => warmDecay(step, 1, cosine),
  PolynomialWithWarmupScheduler: (step) => warmDecay(step, 1, polynomial),
}

const constant = (value: number) => `optax.constant_schedule(${value})`
const joined = (parts: readonly string[], edges: readonly number[]) =>
  parts.length === 1 ? parts[0]! : `optax.join_schedules([${parts.join(', ')}], [${edges.join(', ')}])`

/** A schedule over so many steps; those of optax hold its start for ever where there are none. */
type Decay = (step: StepFactor, length: number) => string | null

const linear: Decay = (step, length) =>
  length > 0 ? `optax.linear_schedule(${step.number('alpha_i')}, ${step.number('alpha_f')}, ${length})` : null
const cosine: Decay = (step, length) =>
  length > 0 ? `optax.cosine_decay_schedule(1.0, ${length}, alpha=${step.number('alpha_f')})` : null
const polynomial: Decay = (step, length) =>
  length > 0 ? `optax.polynomial_schedule(1.0, ${step.number('alpha_f')}, ${step.number('power')}, ${length})` : null

function exponential(step: StepFactor, key: string, more: string): string | null {
  const [length, gamma] = [step.length(key), step.number('gamma')]
  // optax takes another rate for none.
  return length > 0 && gamma > 0 ? `optax.exponential_decay(1.0, ${length}, ${gamma}${more})` : null
}

/** A ramp to a height, and what comes after it, counted from there. */
function warm(step: StepFactor, height: number, after: (length: number) => string | null): string | null {
  const length = step.length('t_warmup')
  // A ramp with another slope than its length has.
  if (step.scaled('t_warmup') !== length) return null
  const rest = after(length)
  if (rest === null || length <= 0) return rest
  return joined([`optax.linear_schedule(0.0, ${height}, ${length})`, rest], [length])
}

const warmDecay = (step: StepFactor, height: number, decay: Decay): string | null =>
  warm(step, height, (length) => {
    const left = step.length('t_max') - length
    return left <= 0 ? constant(height) : decay(step, left)
  })

/** Constants between milestones; those that are over at the start count from there. */
function milestones(step: StepFactor, start: number): string {
  const gamma = step.number('gamma')
  const all = step.lengths('milestones')
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

function restarts(step: StepFactor, batches: number): string | null {
  const list = intervalsUntil(batches, step.length('t_0'), step.number('t_mult'), MOST_RESTARTS)
  const last = list?.at(-1)
  if (list === null || last === undefined) return null
  const parts = list.map(({ length }) => cosine(step, length)!)
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
