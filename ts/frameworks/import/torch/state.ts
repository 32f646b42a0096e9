/**
 * Saved states of torch's schedulers, which have no class name: their keys tell it.
 */
import { Fields, isMapping, type Mapping } from '../fields.js'
import { ratio } from '../reading.js'
import { CYCLIC_MODES, cyclic, oneCycle } from './cycles.js'
import { join } from './join.js'
import { type Base, LEAVES } from './leaves.js'
import type { TorchPart } from './part.js'

/** Which class a key tells, in the order in which they are asked for. */
const TOLD_BY: readonly (readonly [key: string, name: string])[] = [
  ['_milestones', 'SequentialLR'],
  ['_schedulers', 'ChainedScheduler'],
  ['_schedule_phases', 'OneCycleLR'],
  ['step_ratio', 'CyclicLR'],
  ['start_factor', 'LinearLR'],
  ['factor', 'ConstantLR'],
  ['power', 'PolynomialLR'],
  ['step_size', 'StepLR'],
  ['milestones', 'MultiStepLR'],
  ['T_0', 'CosineAnnealingWarmRestarts'],
  ['T_max', 'CosineAnnealingLR'],
  ['lr_lambdas', 'LambdaLR'],
  ['gamma', 'ExponentialLR'],
]

// Where the run is, and what steps keep; the schedule doesn't depend on it.
const RUNNING = ['last_epoch', '_step_count', '_last_lr', '_get_lr_called_within_step', '_is_initial', 'verbose']
const ALSO = [
  'T_i',
  'T_cur',
  'use_beta1',
  '_anneal_func_type',
  '_scale_fn_ref',
  '_scale_fn_custom',
  '_scale_mode',
  'optimizer',
]

/** Whether a mapping is a scheduler's state. */
export const isState = (found: Mapping): boolean =>
  Object.hasOwn(found, 'last_epoch') &&
  TOLD_BY.some(([key]) => Object.hasOwn(found, key)) &&
  !Object.hasOwn(found, 'class')

/**
 * Reads a state.
 *
 * @param groups - the param groups of the optimizer's state, where it is there: OneCycleLR keeps its rates in them
 */
export function readState(state: Fields, groups: Fields | null, depth = 1, ahead = 0): TorchPart {
  const { reading } = state
  reading.enter(state.path, depth)
  const name = TOLD_BY.find(([key]) => state.has(key))?.[1]
  if (name === undefined)
    return reading.refuse(state.path || 'source', 'the state of a scheduler of torch', 'other keys')
  state.ignore(...RUNNING, ...ALSO)
  const base = baseOfState(state)
  const part = reading.at(state.path, () => read(name, state, groups, base, depth, ahead))
  for (const key of state.rest())
    reading.differs(state.at(key), 'A key that states of this class are not known to have.')
  return { ...part, name }
}

/** The rates that the scheduler was built on. */
function baseOfState(state: Fields): Base {
  const known = () => {
    if (!state.has('base_lrs')) return state.reading.baseLr(null, true)
    return state.grouped('base_lrs')
  }
  state.ignore('base_lrs')
  let lr: number | undefined
  const once = () => {
    lr ??= known()
    return lr
  }
  return { known: once, any: once }
}

function read(
  name: string,
  state: Fields,
  groups: Fields | null,
  base: Base,
  depth: number,
  ahead: number,
): Omit<TorchPart, 'name'> {
  if (name === 'OneCycleLR') return oneCycleState(state, groups)
  if (name === 'CyclicLR') return cyclicState(state, base)
  if (name !== 'SequentialLR' && name !== 'ChainedScheduler') {
    const leaf = LEAVES[name]
    if (leaf === undefined) return state.reading.refuse(state.path || 'source', 'of a class without functions', name)
    return leaf(state, base)
  }
  const { reading } = state
  const schedulers = state.list('_schedulers')
  const list = state.at('_schedulers')
  const readPart = (index: number, stepsAhead: number) => {
    const within = new Fields(reading, schedulers[index], `${list}[${index}]`, state.owner)
    return readState(within, groups, depth + 1, stepsAhead)
  }
  const milestones = name === 'SequentialLR' ? state.times('_milestones') : []
  const at = state.at('_milestones')
  return join({ name, reading, list, count: schedulers.length, milestones, at, ahead }, readPart, (parts) => {
    const lr = parts[0]!.base
    // A OneCycleLR has overwritten it when it was built.
    return { lr, initial: parts.filter((part) => part.hasOneCycle).at(-1)?.initialLr ?? lr }
  })
}

function cyclicState(state: Fields, base: Base): Omit<TorchPart, 'name'> {
  const size = state.steps('total_size')
  const up = size * state.number('step_ratio')
  // The product of the quotient is not always the whole number that was divided.
  const whole = Math.abs(up - Math.round(up)) < 1e-9 * size ? Math.round(up) : up
  const mode = state.word('mode', CYCLIC_MODES)
  const gamma = state.number('gamma', 1)
  const rates = { low: base.known(), high: state.grouped('max_lrs') }
  const isCycled = state.flag('cycle_momentum', false)
  if (!isCycled) state.ignore('base_momentums', 'max_momentums')
  const momenta = isCycled ? { low: state.grouped('base_momentums'), high: state.grouped('max_momentums') } : null
  return cyclic(state, { up: whole, down: size - whole, mode, gamma }, rates, momenta)
}

function oneCycleState(state: Fields, groups: Fields | null): Omit<TorchPart, 'name'> {
  const { reading } = state
  const phases = state.list('_schedule_phases').map((found, index) => {
    const phase = new Fields(reading, found, `${state.at('_schedule_phases')}[${index}]`, state.owner)
    return phase.number('end_step')
  })
  if (phases.length !== 2 && phases.length !== 3) {
    reading.refuse(state.at('_schedule_phases'), 'a list of two or three phases', phases.length)
  }
  const length = state.count('total_steps', 1)
  const group =
    groups ??
    new Fields(reading, {}, 'optimizer.param_groups[0]', 'OneCycleLR, which keeps its rates in the optimizer,')
  const high = group.number('max_lr')
  const multipliers = [ratio(group.number('initial_lr'), high), 1, ratio(group.number('min_lr'), high)] as const
  const anneal = state.get('_anneal_func_type') === 'linear' ? 'linear' : 'cosine'
  const times = { peak: phases[0]!, back: phases.length === 3 ? phases[1]! : null, end: phases.at(-1)! }
  const isCycled = state.flag('cycle_momentum', false) && group.has('base_momentum') && group.has('max_momentum')
  const momenta = isCycled ? { low: group.number('base_momentum'), high: group.number('max_momentum') } : null
  return {
    base: high,
    initialLr: group.number('initial_lr'),
    hasOneCycle: true,
    length,
    ...oneCycle(state, times, anneal, multipliers, momenta),
  }
}

/** The first param group of an optimizer's state. */
export function groupOf(optimizer: Fields): Fields | null {
  const [first] = optimizer.has('param_groups') ? optimizer.list('param_groups') : []
  return isMapping(first)
    ? new Fields(optimizer.reading, first, `${optimizer.at('param_groups')}[0]`, optimizer.owner)
    : null
}
