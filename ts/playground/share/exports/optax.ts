/**
 * A schedule with optax, as a function of the step; optax computes in 32 bits unless JAX is told otherwise.
 */
import { attempt, builtinsOf, type Context, NoCounterpart, numberText, type Written } from './context.js'
import { type Shape, shapeOf } from './shape.js'

const MOST_RESTARTS = 500

/** Writes it. */
export const toOptax = (context: Context): Written =>
  attempt(() => {
    const { steps, run } = context.schedule
    const factors = builtinsOf(steps, 'Python').map((step, index) => shapeOf(step, index, context, 'optax'))
    const made = factors.map((shape) => schedule(shape, context.batches))
    const names = made.map((_, index) => (made.length === 1 ? 'alpha' : `alpha_${index + 1}`))
    return [
      'import optax',
      '',
      ...made.map((text, index) => `${names[index]} = ${text}`),
      '',
      '',
      'def learning_rate(step):',
      `    return ${numberText(run.baseLr)} * ${names.map((name) => `${name}(step)`).join(' * ')}`,
      '',
    ].join('\n')
  })

const constant = (value: number) => `optax.constant_schedule(${value})`
const joined = (parts: readonly string[], edges: readonly number[]) =>
  parts.length === 1 ? parts[0]! : `optax.join_schedules([${parts.join(', ')}], [${edges.join(', ')}])`

function schedule(shape: Shape, batches: number): string {
  const warm = WARM[shape.type]
  if (warm !== undefined) {
    const length = shape.length('t_warmup')
    const [peak, after] = warm(shape, length)
    return length <= 0 ? after : joined([`optax.linear_schedule(0.0, ${peak}, ${length})`, after], [length])
  }
  switch (shape.type) {
    case 'StepScheduler':
      return `optax.exponential_decay(1.0, ${positive(shape, 'step_size')}, ${rate(shape)}, staircase=True)`
    case 'MultiStepScheduler':
      return milestones(shape, 0)
    case 'ConstantScheduler': {
      const end = shape.length('t_max')
      const value = constant(shape.number('alpha'))
      return end >= batches ? value : joined([value, constant(1)], [Math.max(0, end)])
    }
    case 'LinearScheduler':
      return linear(shape.number('alpha_i'), shape.number('alpha_f'), positive(shape, 't_max'))
    case 'ExponentialScheduler':
      return `optax.exponential_decay(1.0, ${positive(shape, 'decay_period')}, ${rate(shape)})`
    case 'CosineAnnealingScheduler':
      return cosine(positive(shape, 't_max'), shape)
    case 'CosineAnnealingWarmRestartsScheduler':
      return restarts(shape, batches)
    default:
      return polynomial(positive(shape, 't_max'), shape)
  }
}

/** The value that a ramp ends at, and what comes after it, counted from there. */
const WARM: Readonly<Record<string, (shape: Shape, warmup: number) => [peak: number, after: string]>> = {
  MultiStepWithWarmupScheduler: (shape, warmup) => [1, milestones(shape, warmup)],
  ConstantWithWarmupScheduler: (shape) => [shape.number('alpha'), constant(shape.number('alpha'))],
  LinearWithWarmupScheduler: (shape, warmup) => {
    const [from, until, left] = [shape.number('alpha_i'), shape.number('alpha_f'), shape.length('t_max') - warmup]
    return [from, left <= 0 ? constant(from) : linear(from, until, left)]
  },
  CosineAnnealingWithWarmupScheduler: (shape, warmup) => {
    const left = shape.length('t_max') - warmup
    return [1, left <= 0 ? constant(1) : cosine(left, shape)]
  },
  PolynomialWithWarmupScheduler: (shape, warmup) => {
    const left = shape.length('t_max') - warmup
    return [1, left <= 0 ? constant(1) : polynomial(left, shape)]
  },
}

const linear = (from: number, until: number, length: number) => `optax.linear_schedule(${from}, ${until}, ${length})`
const cosine = (length: number, shape: Shape) =>
  `optax.cosine_decay_schedule(1.0, ${length}, alpha=${shape.number('alpha_f')})`
const polynomial = (length: number, shape: Shape) =>
  `optax.polynomial_schedule(1.0, ${shape.number('alpha_f')}, ${shape.number('power')}, ${length})`

/** Constants between milestones; those that are over at the start count from there. */
function milestones(shape: Shape, start: number): string {
  const gamma = shape.number('gamma')
  const all = shape.milestones()
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

function restarts(shape: Shape, batches: number): string {
  const mult = shape.number('t_mult')
  const [parts, edges]: [string[], number[]] = [[], []]
  let [length, from] = [positive(shape, 't_0'), 0]
  while (from < batches) {
    if (parts.length > MOST_RESTARTS || length < 1) none(`more than ${MOST_RESTARTS} restarts make no program`)
    if (from > 0) edges.push(from)
    parts.push(cosine(length, shape))
    from += length
    length = Math.trunc(length * mult)
  }
  if (mult !== 1 || parts.length < 3) return joined(parts, edges)
  const each = edges[0]!
  return `optax.join_schedules([${parts[0]}] * ${parts.length}, [${each} * i for i in range(1, ${parts.length})])`
}

function positive(shape: Shape, name: string): number {
  const length = shape.length(name)
  return length > 0 ? length : none(`a length must be above 0; found ${name} of ${length} batches`)
}

function rate(shape: Shape): number {
  const gamma = shape.number('gamma')
  return gamma > 0 ? gamma : none(`exponential_decay takes a rate above 0; found ${gamma}`)
}

function none(what: string): never {
  throw new NoCounterpart(`optax has no equal of this schedule: ${what}. Composer’s Python has.`)
}
