/**
 * The schedulers of torch.optim.lr_scheduler that have none within them: a line each, with their defaults and checks.
 */

import { SchedulerError } from '../../../errors/error.js'
import {
  CosineDecayScheduler,
  CosineRestartsScheduler,
  ExponentialDecayScheduler,
  LinearDecayScheduler,
  MultiplicativeScheduler,
  MultiStepDecayScheduler,
  PolynomialDecayScheduler,
  SequenceScheduler,
  StepDecayScheduler,
} from '../../../schedulers/classes.js'
import { type Fields, isMapping } from '../fields.js'
import { hold, scaled, staged } from '../forms.js'
import { ratio, time } from '../reading.js'
import { CYCLIC_MODES, cyclic, oneCycle } from './cycles.js'
import type { TorchPart } from './part.js'

/** What is known of the learning rate of the optimizer. */
export interface Base {
  /** The learning rate; asked only where the multiplier depends on it. */
  known(): number
  /** The learning rate, or 1 where it doesn't matter. */
  any(): number
  /** Whether a scheduler has been built on it, and has so set initial_lr. */
  readonly isTaken?: boolean
}

type Leaf = (given: Fields, base: Base) => Omit<TorchPart, 'name'>

const multiplies = 'multiplies'
const sets = 'sets'

/** A factor in a range that torch checks. */
function factor(given: Fields, key: string, byDefault: number, isZeroAllowed: boolean): number {
  const found = given.number(key, byDefault)
  if (found > 1 || found < 0 || (found === 0 && !isZeroAllowed)) {
    given.reading.refuse(given.at(key), isZeroAllowed ? 'from 0 to 1' : 'above 0 and at most 1', found)
  }
  return found
}

/** A length in steps; torch's steps never meet a fraction, which its closed form counts. */
function lengthOf(given: Fields): number {
  const length = given.steps('total_iters', 5)
  if (length > 0 && !Number.isInteger(length)) {
    const reason = 'No step is a fraction, so that the last change never comes. The closed form differs.'
    given.reading.differs(given.at('total_iters'), reason, Math.ceil(length))
  }
  return length
}

/** Tells of a length of 0 that is divided by: at the first step, or where a part begins later, whose closed form is asked. */
function divides(given: Fields, key: string): void {
  const reason = 'A length of 0 is divided by at the first step: ZeroDivisionError.'
  given.reading.differs(given.at(key), reason, given.reading.start > 0 ? 0 : 1)
}

/** The lowest learning rate, as a part of the one that it starts from. */
function floorOf(given: Fields, base: Base): { min: number; lr: number; alphaF: number } {
  const min = given.number('eta_min', 0)
  const lr = min === 0 ? base.any() : base.known()
  if (lr !== 0 || min === 0) return { min, lr, alphaF: ratio(min, lr) }
  given.reading.differs(given.at('eta_min'), 'It rises from a learning rate of 0, of which no multiple is this one.', 1)
  return { min, lr, alphaF: 0 }
}

/** Tells of a length of 0, of which torch's closed form and its steps make different things. */
function neverChanges(given: Fields, value: string): void {
  const reason = `With a length of 0 the learning rate stays at ${value}: no step is the one that would change it.`
  given.reading.differs(given.at('total_iters'), `${reason} The closed form differs.`, 0)
}

/** Reads each class, without its common keys. */
export const LEAVES: Readonly<Record<string, Leaf>> = {
  ConstantLR(given, base) {
    const value = factor(given, 'factor', 1 / 3, true)
    const length = lengthOf(given)
    const part = { base: base.any(), last: Math.max(0, length), stepping: multiplies } as const
    if (length <= 0) {
      neverChanges(given, 'factor')
      return { ...part, scheduler: hold(value) }
    }
    if (value === 0 && Number.isInteger(length)) {
      given.reading.differs(
        given.at('factor'),
        'A factor of 0 is divided by at total_iters: ZeroDivisionError.',
        length,
      )
    }
    return { ...part, scheduler: staged([length], [value, 1]) }
  },

  LinearLR(given, base) {
    const from = factor(given, 'start_factor', 1 / 3, false)
    const to = factor(given, 'end_factor', 1, true)
    const length = lengthOf(given)
    const part = { base: base.any(), last: Math.max(0, length), stepping: multiplies } as const
    if (length <= 0) {
      neverChanges(given, 'start_factor')
      return { ...part, scheduler: hold(from) }
    }
    return { ...part, scheduler: new LinearDecayScheduler({ tMax: time(length), alphaI: from, alphaF: to }) }
  },

  PolynomialLR(given, base) {
    const length = lengthOf(given)
    const power = given.number('power', 1)
    const part = { base: base.any(), last: Math.max(0, length), stepping: multiplies } as const
    if (length <= 0) {
      neverChanges(given, 'the initial one')
      return { ...part, scheduler: hold(1) }
    }
    if (power < 0) {
      const reason = 'With a power below 0 the learning rate grows, up to 0 to that power: ZeroDivisionError.'
      given.reading.differs(given.at('power'), reason, 1)
      return { ...part, scheduler: hold(1) }
    }
    return { ...part, scheduler: new PolynomialDecayScheduler({ tMax: time(length), power }) }
  },

  ExponentialLR(given, base) {
    const gamma = given.number('gamma')
    const scheduler = new ExponentialDecayScheduler({ gamma, tDecay: '1ba' })
    return { base: base.any(), last: 1, stepping: multiplies, scheduler }
  },

  StepLR(given, base) {
    // Steps ask for the remainder, which has no sign.
    const step = Math.abs(given.steps('step_size'))
    const gamma = given.number('gamma', 0.1)
    if (!Number.isInteger(step)) {
      const reason = 'Only steps that a fraction divides change the learning rate. The closed form differs.'
      given.reading.differs(given.at('step_size'), reason, Math.ceil(step))
    }
    if (step === 0) {
      divides(given, 'step_size')
      return { base: base.any(), last: 1, stepping: multiplies, scheduler: hold(1) }
    }
    const scheduler = new StepDecayScheduler({ tStep: time(step), gamma })
    return { base: base.any(), last: step, stepping: multiplies, scheduler }
  },

  MultiStepLR(given, base) {
    const milestones = milestonesOf(given)
    const gamma = given.number('gamma', 0.1)
    const unmet = milestones.filter((at) => !Number.isInteger(at) || at < 0)
    if (unmet.length > 0) {
      const reason = 'Steps never meet a milestone that is below 0 or a fraction. The closed form differs.'
      given.reading.differs(given.at('milestones'), reason, Math.max(0, Math.ceil(Math.min(...unmet))))
    }
    const scheduler =
      milestones.length === 0
        ? hold(1)
        : new MultiStepDecayScheduler({ milestones: milestones.map((at) => time(at)), gamma })
    return { base: base.any(), last: Math.max(0, ...milestones), stepping: multiplies, scheduler }
  },

  MultiplicativeLR(given, base) {
    const { factors, beyond } = factorsOf(given)
    const part = { base: base.any(), last: Math.max(1, factors.length), stepping: multiplies } as const
    const on = new ExponentialDecayScheduler({ gamma: beyond, tDecay: '1ba' })
    if (factors.length === 0) return { ...part, scheduler: on }
    const scheduler = new MultiplicativeScheduler({ factors })
    if (beyond === 1) return { ...part, scheduler }
    const reached = factors.reduce((product, one) => product * one, 1)
    const schedulers = [scheduler, scaled(on, reached)]
    const sequence = new SequenceScheduler({ schedulers, at: [time(factors.length)] })
    return { ...part, last: factors.length + 1, scheduler: sequence }
  },

  CosineAnnealingLR(given, base) {
    const length = Math.abs(given.steps('T_max'))
    if (length === 0) {
      given.ignore('eta_min')
      divides(given, 'T_max')
      return { base: base.any(), last: 1, stepping: multiplies, scheduler: hold(1) }
    }
    const { min, lr, alphaF } = floorOf(given, base)
    const scheduler = new CosineDecayScheduler({ tMax: time(length), alphaF, after: 'continue' })
    return { base: lr, last: length, stepping: multiplies, multipliesUntil: min === 0 ? length + 1 : 1, scheduler }
  },

  CosineAnnealingWarmRestarts(given, base) {
    const first = given.count('T_0', 1)
    const tMult = given.count('T_mult', 1, 1)
    const { lr, alphaF } = floorOf(given, base)
    const scheduler = new CosineRestartsScheduler({ t0: time(first), tMult, alphaF })
    return { base: lr, last: first, stepping: sets, scheduler }
  },

  CyclicLR(given) {
    const low = given.grouped('base_lr')
    const high = given.grouped('max_lr')
    const up = given.steps('step_size_up', 2000)
    const down = given.maybeSteps('step_size_down') ?? up
    if (given.has('scale_fn'))
      given.reading.refuse(given.at('scale_fn'), 'left out: functions are not read', 'a function')
    given.ignore('scale_mode')
    const mode = given.word('mode', CYCLIC_MODES, 'triangular')
    const gamma = given.number('gamma', 1)
    const isCycled = given.flag('cycle_momentum', true)
    if (!isCycled) given.ignore('base_momentum', 'max_momentum')
    const momenta = isCycled
      ? { low: given.grouped('base_momentum', 0.8), high: given.grouped('max_momentum', 0.9) }
      : null
    return cyclic(given, { up, down, mode, gamma }, { low, high }, momenta)
  },

  OneCycleLR(given) {
    const high = given.grouped('max_lr')
    const length = oneCycleLength(given)
    const share = given.number('pct_start', 0.3)
    if (share < 0 || share > 1) given.reading.refuse(given.at('pct_start'), 'a float from 0 to 1', share)
    if (share === 1) {
      given.reading.differs(
        given.at('pct_start'),
        'torch takes 1.0 and refuses the integer 1; JSON may not tell them apart.',
      )
    }
    const anneal = given.word('anneal_strategy', ['cos', 'linear'], 'cos') === 'cos' ? 'cosine' : 'linear'
    const isThree = given.flag('three_phase', false)
    const div = given.number('div_factor', 25)
    const finalDiv = given.number('final_div_factor', 1e4)
    for (const [key, found] of [
      ['div_factor', div],
      ['final_div_factor', finalDiv],
    ] as const) {
      if (found === 0) throw new SchedulerError('zero-length', { what: given.at(key) })
    }
    const phases = {
      peak: share * length - 1,
      back: isThree ? 2 * share * length - 2 : null,
      end: length - 1,
    }
    const low = 1 / div
    const isCycled = given.flag('cycle_momentum', true)
    if (!isCycled) given.ignore('base_momentum', 'max_momentum')
    const momenta = isCycled
      ? { low: given.grouped('base_momentum', 0.85), high: given.grouped('max_momentum', 0.95) }
      : null
    return {
      base: high,
      initialLr: high / div,
      hasOneCycle: true,
      length,
      ...oneCycle(given, phases, anneal, [low, 1, low / finalDiv], momenta),
    }
  },
}

function oneCycleLength(given: Fields): number {
  given.ignore('epochs', 'steps_per_epoch')
  if (given.has('total_steps')) return given.count('total_steps', 1)
  if (given.has('epochs') && given.has('steps_per_epoch')) {
    return given.count('epochs', 1) * given.count('steps_per_epoch', 1)
  }
  throw new SchedulerError('missing-option', { owner: given.owner, option: given.at('total_steps') })
}

/** Milestones as a list, or as the counts of a saved state: `{ "30": 1, "80": 2 }`. */
function milestonesOf(given: Fields): number[] {
  const found = given.get('milestones')
  if (!isMapping(found)) return given.times('milestones')
  const counts = given.fields('milestones')
  return counts.keys.flatMap((key) => {
    if (!/^-?\d{1,15}(?:\.\d{1,20})?$/.test(key))
      return counts.reading.refuse(counts.path, 'numbers with their counts', key)
    const count = counts.count(key, 0)
    if (count > 1_000_000) return counts.reading.refuse(counts.at(key), 'a count below a million', count)
    return Array.from({ length: count }, () => Number(key))
  })
}

/** Factors as data, as functions can't be read: `{ constant: 0.9 }`, or `{ table_from_1: [0.9, 1.1], beyond: 1 }`. */
function factorsOf(given: Fields): { factors: number[]; beyond: number } {
  const found = given.get('lr_lambda')
  if (found === undefined)
    throw new SchedulerError('missing-option', { owner: given.owner, option: given.at('lr_lambda') })
  if (!isMapping(found)) {
    const expected = '{ constant: 0.9 } or { table_from_1: [0.9, …] }, as functions are not read'
    throw new SchedulerError('bad-type', { what: given.at('lr_lambda'), expected, found })
  }
  const lambda = given.fields('lr_lambda')
  const isConstant = lambda.has('constant')
  const factors = isConstant ? [] : lambda.numbers('table_from_1')
  const beyond = isConstant ? lambda.number('constant') : (lambda.maybe('beyond') ?? 1)
  lambda.close()
  return { factors, beyond }
}
