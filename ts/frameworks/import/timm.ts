/**
 * timm: its scheduler classes, and the factory that train.py calls.
 */

import { TrainingRun } from '../../run/run.js'
import type { BuiltinScheduler } from '../../schedulers/builtin.js'
import {
  CosineRestartsScheduler,
  MultiStepDecayScheduler,
  PolynomialRestartsScheduler,
  type RampOptions,
  StepDecayScheduler,
  TanhRestartsScheduler,
  WarmupStableDecayScheduler,
} from '../../schedulers/classes.js'
import { Fields } from './fields.js'
import { hold, ramp } from './forms.js'
import { hasAny, type LibraryReader, type Outcome, shortName } from './library.js'
import { roundHalfEven } from './python.js'
import { ratio, time, type Unit } from './reading.js'
import { tellEnd, tellLogarithm } from './restarts.js'

/** A schedule that the factory or a class has. */
type Made = Omit<Outcome, 'unit'> & { readonly warmup: number }

/** Times of a class, in epochs or updates. */
interface Clock {
  readonly unit: Unit
  readonly t: (steps: number) => `${number}${Unit}`
}

const clockOf = (unit: Unit): Clock => ({ unit, t: (steps) => time(steps, unit) })

/** What all classes take. */
function common(given: Fields): Clock {
  const isInEpochs = given.flag('t_in_epochs', true)
  if (given.has('noise_range_t')) {
    const reason = 'Within this range the learning rate has random noise of torch, which is not drawn here.'
    const found = given.get('noise_range_t')
    const from = Array.isArray(found) ? found[0] : found
    given.reading.differs(given.at('noise_range_t'), reason, typeof from === 'number' ? from : undefined)
  }
  given.ignore('noise_pct', 'noise_std', 'noise_seed', 'initialize')
  return clockOf(isInEpochs ? 'ep' : 'ba')
}

/** The ramp of a class; its start is a learning rate. */
function warmup(given: Fields, isPrefix: boolean | null, baseLr: (isNeeded: boolean) => number, { unit }: Clock) {
  const w = given.steps('warmup_t', 0)
  const from = given.number('warmup_lr_init', 0)
  const prefix = isPrefix === null ? true : given.flag('warmup_prefix', isPrefix)
  if (w < 0) given.reading.refuse(given.at('warmup_t'), 'at least 0', w)
  const rise: RampOptions = w > 0 ? ramp(w, { alphaW: from === 0 ? 0 : ratio(from, baseLr(true)) }, unit) : {}
  return { w, rise, prefix }
}

function atLeast(given: Fields, key: string, found: number, isOpen = false): number {
  if (found < 0 || (isOpen && found === 0))
    given.reading.refuse(given.at(key), isOpen ? 'above 0' : 'at least 0', found)
  return found
}

/** A base that is asked for once, and only if it matters. */
function baseOf(given: Fields): (isNeeded: boolean) => number {
  let known: number | undefined
  return (isNeeded) => {
    if (known !== undefined && !(isNeeded && given.reading.options.baseLr === undefined)) return known
    known = given.reading.baseLr(null, isNeeded)
    return known
  }
}

type Form = 'cosine' | 'polynomial' | 'tanh'

/** Cycles that start again: CosineLRScheduler, PolyLRScheduler, TanhLRScheduler. */
function restarts(given: Fields, form: Form, clock: Clock): Made {
  const { reading } = given
  const base = baseOf(given)
  const { t } = clock
  const t0 = atLeast(given, 't_initial', given.steps('t_initial'), true)
  const power = form === 'polynomial' ? given.number('power', 0.5) : 1
  const bounds = form === 'tanh' ? { lb: given.number('lb', -7), ub: given.number('ub', 3) } : null
  if (bounds !== null && !(bounds.lb < bounds.ub)) reading.refuse(given.at('lb'), 'below ub', bounds.lb)
  const min = atLeast(given, 'lr_min', given.number('lr_min', 0))
  const tMult = atLeast(given, 'cycle_mul', given.number('cycle_mul', 1), true)
  const cycleDecay = given.number('cycle_decay', 1)
  const cycleLimit = given.number('cycle_limit', 1)
  const { w, rise, prefix } = warmup(given, false, base, clock)
  const k = form === 'tanh' ? 1 : given.number('k_decay', 1)
  // Floors and starts are learning rates; so is a floor below which a peak has fallen.
  const alphaF = min === 0 ? 0 : ratio(min, base(true))
  const cycles = { t0: t(t0), tMult, cycleDecay, cycleLimit, alphaF, warmupPrefix: prefix, ...rise }
  const start = prefix ? w : 0
  tellLogarithm(reading, given.at('cycle_mul'), t0, tMult, cycleLimit, start)
  tellEnd(reading, given.at('cycle_mul'), t0, tMult, start)
  if (form === 'tanh' && !prefix && tMult < 1 && w >= t0 / (1 - tMult)) {
    reading.refuse(given.at('warmup_t'), 'below the end of cycles that shrink', w)
  }
  let scheduler: BuiltinScheduler
  if (form === 'cosine') scheduler = new CosineRestartsScheduler({ ...cycles, k })
  else if (form === 'polynomial') scheduler = new PolynomialRestartsScheduler({ ...cycles, k, power })
  else scheduler = new TanhRestartsScheduler({ ...cycles, ...bounds })
  const count = Math.max(1, Number.isFinite(cycleLimit) ? cycleLimit : 1)
  const whole = tMult === 1 ? t0 * count : Math.floor((-t0 * (tMult ** count - 1)) / (1 - tMult))
  return { scheduler, baseLr: base(false), last: Math.min(Number.MAX_SAFE_INTEGER, whole + start), warmup: w }
}

/** The first step of which ⌊t / D⌋ is one less in Python, which doesn't round the quotient. */
function floored(step: number): number | null {
  if (Number.isInteger(step) || !(step > 0)) return null
  for (let k = 1; k <= 10_000; k++) {
    const t = Math.round(k * step)
    if (Math.floor(t / step) !== Math.round((t - (t % step)) / step)) return t
  }
  return null
}

function steps(given: Fields, clock: Clock): Made {
  const base = baseOf(given)
  const step = given.steps('decay_t')
  const gamma = given.number('decay_rate', 1)
  const { w, rise, prefix } = warmup(given, true, base, clock)
  const odd = floored(step)
  if (odd !== null) {
    const reason = 'A fraction is compared as the float that it is, so that this step still has the rate before it.'
    given.reading.differs(given.at('decay_t'), reason, odd + (prefix ? w : 0))
  }
  const scheduler = new StepDecayScheduler({ tStep: clock.t(step), gamma, warmupPrefix: prefix, ...rise })
  return { scheduler, baseLr: base(false), last: step + (prefix ? w : 0), warmup: w }
}

function milestones(given: Fields, clock: Clock): Made {
  const base = baseOf(given)
  const at = given.times('decay_t')
  if (at.some((milestone, index) => index > 0 && milestone < at[index - 1]!)) {
    given.reading.differs(given.at('decay_t'), 'Milestones out of order are searched as if they were in order.')
  }
  const gamma = given.number('decay_rate', 1)
  const { w, rise, prefix } = warmup(given, true, base, clock)
  // The library compares with t + 1.
  const earlier = at.map((milestone) => clock.t(Math.max(0, milestone - 1)))
  const scheduler =
    at.length === 0
      ? hold(1, rise)
      : new MultiStepDecayScheduler({ milestones: earlier, gamma, warmupPrefix: prefix, ...rise })
  return { scheduler, baseLr: base(false), last: Math.max(w, ...at) + (prefix ? w : 0), warmup: w }
}

const STABLE = ['constant', 'rsqrt', 'power'] as const
const DECAYS = ['linear', '1-sqrt', 'cosine', 'power', 'exp'] as const

function warmupStableDecay(given: Fields, clock: Clock): Made {
  const { reading } = given
  const { t } = clock
  const base = baseOf(given)
  const length = atLeast(given, 't_initial', given.steps('t_initial'), true)
  const decay = given.steps('decay_t')
  if (!(decay > 0 && decay <= length))
    reading.refuse(given.at('decay_t'), `above 0 and at most t_initial, ${length}`, decay)
  const min = atLeast(given, 'lr_min', given.number('lr_min', 0))
  const stable = given.word('stable_fn', STABLE, 'constant')
  const fall = given.word('decay_fn', DECAYS, '1-sqrt')
  const timescale = given.maybeSteps('stable_timescale')
  const stablePower = atLeast(given, 'stable_power', given.number('stable_power', 0.5), true)
  const decayPower = atLeast(given, 'decay_power', given.number('decay_power', 0.5), true)
  const decayRatio = given.number('decay_ratio', 0.1)
  if (!(decayRatio > 0 && decayRatio < 1)) reading.refuse(given.at('decay_ratio'), 'between 0 and 1', decayRatio)
  const { w, rise } = warmup(given, null, base, clock)
  const scale = timescale ?? w
  if (stable !== 'constant' && scale <= 0) {
    reading.refuse(given.at('stable_timescale'), 'above 0; without it, it is warmup_t', scale)
  }
  const scheduler = new WarmupStableDecayScheduler({
    ...rise,
    tMax: t(w + length),
    tDecay: t(decay),
    decay: fall,
    alphaF: min === 0 ? 0 : ratio(min, base(true)),
    decayPower,
    decayRatio,
    stable,
    stableTimescale: stable === 'constant' ? null : t(scale),
    stablePower,
  })
  return { scheduler, baseLr: base(false), last: w + length, warmup: w }
}

const CLASSES: Readonly<Record<string, (given: Fields, clock: Clock) => Made>> = {
  CosineLRScheduler: (given, clock) => restarts(given, 'cosine', clock),
  PolyLRScheduler: (given, clock) => restarts(given, 'polynomial', clock),
  TanhLRScheduler: (given, clock) => restarts(given, 'tanh', clock),
  StepLRScheduler: steps,
  MultiStepLRScheduler: milestones,
  WSDLRScheduler: warmupStableDecay,
}

/** Update 0 without a warm-up has the learning rate that the optimizer was built with. */
function tellFirst({ scheduler, warmup: w }: Made, given: Fields, { unit }: Clock): void {
  if (w > 0) return
  const run = new TrainingRun({ maxDuration: `1000000${unit}`, dataloaderLen: 1 })
  const first = given.reading.at(given.path, () => scheduler.resolve(run).at(0))
  if (first === 1) return
  const reason = 'Without a warm-up the first step has the initial learning rate, whatever the schedule says of it.'
  given.reading.differs(given.path, reason, 0)
}

function fromClass(name: string, given: Fields): Outcome {
  const make = CLASSES[name]!
  const clock = common(given)
  const made = given.reading.at(given.path, () => make(given, clock))
  given.close()
  tellFirst(made, given, clock)
  return { ...made, unit: clock.unit }
}

/** Names of the factory, with the class of each. */
const SCHEDS: Readonly<Record<string, string>> = {
  cosine: 'CosineLRScheduler',
  tanh: 'TanhLRScheduler',
  step: 'StepLRScheduler',
  constant: 'StepLRScheduler',
  multistep: 'MultiStepLRScheduler',
  poly: 'PolyLRScheduler',
  wsd: 'WSDLRScheduler',
  rsqrt: 'WSDLRScheduler',
}

/** create_scheduler_v2: what it makes of its arguments, for the class that it builds. */
function fromFactory(given: Fields): Outcome {
  const { reading } = given
  const sched = given.text('sched', 'cosine')
  const isOnEpochs = given.flag('step_on_epochs', true)
  const per = isOnEpochs ? 1 : given.count('updates_per_epoch', 1)
  given.ignore('updates_per_epoch', 'patience_epochs', 'plateau_mode', 'optimizer')
  const epochs = given.steps('num_epochs', 300)
  const isStable = sched === 'wsd' || sched === 'rsqrt'
  const decayEpochs = given.maybeSteps('decay_epochs') ?? reading.assume(given.at('decay_epochs'), isStable ? 0.2 : 90)
  const warmupEpochs = given.steps('warmup_epochs', 0)
  const isPrefix = given.flag('warmup_prefix', false)
  const cooldown = given.steps('cooldown_epochs', 0)
  const timescale = given.maybeSteps('stable_timescale')
  const own: Record<string, unknown> = {
    t_in_epochs: isOnEpochs,
    warmup_t: warmupEpochs * per,
    warmup_lr_init: given.number('warmup_lr', 1e-5),
  }
  const noise = given.get('noise')
  if (noise !== undefined && noise !== null) {
    own.noise_range_t = Array.isArray(noise)
      ? noise.map((part) => Number(part) * epochs * per)
      : Number(noise) * epochs * per
  }
  given.ignore('noise_pct', 'noise_std', 'noise_seed')
  const rate = given.number('decay_rate', 0.1)
  const min = given.number('min_lr', 0)
  const cycles = {
    cycle_mul: given.number('cycle_mul', 1),
    cycle_decay: given.number('cycle_decay', 0.1),
    cycle_limit: given.number('cycle_limit', 1),
  }
  const kDecay = given.number('k_decay', 1)
  const decayFn = given.has('decay_fn') ? given.text('decay_fn') : null
  const marks = given.has('decay_milestones') ? given.times('decay_milestones') : null
  given.close()
  if (sched === 'cosine' || sched === 'tanh' || sched === 'poly') {
    Object.assign(own, { t_initial: epochs * per, lr_min: min, warmup_prefix: isPrefix, ...cycles })
    if (sched !== 'tanh') own.k_decay = kDecay
    if (sched === 'poly') own.power = rate
  } else if (sched === 'step')
    Object.assign(own, { decay_t: decayEpochs * per, decay_rate: rate, warmup_prefix: isPrefix })
  else if (sched === 'constant') Object.assign(own, { decay_t: 1, decay_rate: 1, warmup_prefix: isPrefix })
  else if (sched === 'multistep') {
    const at = marks ?? reading.assume(given.at('decay_milestones'), [90, 180, 270])
    Object.assign(own, { decay_t: at.map((mark) => mark * per), decay_rate: rate, warmup_prefix: isPrefix })
  } else if (isStable) {
    const length = isPrefix ? epochs * per : epochs * per - warmupEpochs * per
    const decay = roundHalfEven(decayEpochs > 0 && decayEpochs < 1 ? decayEpochs * length : decayEpochs * per)
    if (!(decay > 0 && decay <= length)) {
      reading.refuse(given.at('decay_epochs'), `above 0 and at most the length after the warm-up, ${length}`, decay)
    }
    const stable_fn = sched === 'rsqrt' ? 'rsqrt' : 'constant'
    const decay_fn = decayFn ?? (sched === 'rsqrt' ? 'linear' : '1-sqrt')
    const stable_timescale = timescale === null ? null : timescale * per
    Object.assign(own, { t_initial: length, decay_t: decay, lr_min: min, stable_fn, decay_fn, stable_timescale })
  } else if (sched === 'none') {
    return { scheduler: hold(1), baseLr: reading.baseLr(null), length: epochs * per, unit: isOnEpochs ? 'ep' : 'ba' }
  } else {
    const rule =
      sched === 'plateau' ? 'a schedule that needs no metric' : `one of ${Object.keys(SCHEDS).join(', ')}, none`
    return reading.refuse(given.at('sched'), rule, sched)
  }
  const name = SCHEDS[sched]!
  const outcome = fromClass(name, new Fields(reading, own, given.path, `timm.scheduler.${name}`))
  const isCycle = sched !== 'step' && sched !== 'constant' && sched !== 'multistep'
  const whole = isCycle ? outcome.last! + cooldown * per : (epochs + (isPrefix ? warmupEpochs : 0)) * per
  return { ...outcome, length: whole }
}

/** What train.py calls its arguments, and what the factory calls them. */
const ARGUMENTS: Readonly<Record<string, string>> = {
  sched: 'sched',
  epochs: 'num_epochs',
  decay_epochs: 'decay_epochs',
  decay_milestones: 'decay_milestones',
  warmup_epochs: 'warmup_epochs',
  cooldown_epochs: 'cooldown_epochs',
  decay_rate: 'decay_rate',
  min_lr: 'min_lr',
  warmup_lr: 'warmup_lr',
  warmup_prefix: 'warmup_prefix',
  lr_noise: 'noise',
  lr_cycle_mul: 'cycle_mul',
  lr_cycle_decay: 'cycle_decay',
  lr_cycle_limit: 'cycle_limit',
  lr_k_decay: 'k_decay',
  lr_decay_fn: 'decay_fn',
  lr_stable_timescale: 'stable_timescale',
}

/** The defaults of train.py where they are not the factory's. */
const TRAIN_DEFAULTS = { num_epochs: 100, decay_epochs: 30, decay_milestones: [30, 60], warmup_epochs: 5 }

/** create_scheduler: the arguments of train.py, as its args.yaml has them. */
function fromTrainArguments(args: Fields, per: number | undefined): Outcome {
  const { reading } = args
  const own: Record<string, unknown> = {}
  for (const [key, name] of Object.entries(ARGUMENTS)) {
    const found = args.get(key)
    if (found !== undefined) own[name] = found
    else if (name in TRAIN_DEFAULTS) {
      own[name] = reading.assume(args.at(key), TRAIN_DEFAULTS[name as keyof typeof TRAIN_DEFAULTS])
    }
  }
  const lr = args.maybe('lr')
  if (lr !== null) reading.stateLr(lr)
  const isOnUpdates = args.get('sched_on_updates') === true
  own.step_on_epochs = !isOnUpdates
  if (isOnUpdates) own.updates_per_epoch = per ?? reading.options.epochBatches
  const factory = new Fields(reading, own, args.path, 'timm.scheduler.create_scheduler')
  return fromFactory(factory)
}

export const timm: LibraryReader = {
  version: '1.0.31',
  aliases: ['pytorch-image-models'],
  names: /^timm\./,
  recognize: (found) =>
    hasAny(found, 'sched') && hasAny(found, 'epochs', 'warmup_epochs', 'min_lr', 'lr') ? found : null,
  recognizeFlags: (flags) => (hasAny(flags, 'sched') ? flags : null),
  read(source) {
    if (source.has('fn')) {
      const fn = shortName(source.text('fn'))
      const kwargs = source.fields('kwargs', `timm.scheduler.${fn}`)
      source.close()
      if (fn === 'create_scheduler_v2') return fromFactory(kwargs)
      if (fn !== 'create_scheduler')
        source.reading.refuse(source.at('fn'), 'create_scheduler_v2 or create_scheduler', fn)
      const per = kwargs.has('updates_per_epoch') ? kwargs.count('updates_per_epoch', 0) : undefined
      return fromTrainArguments(kwargs.fields('args'), per)
    }
    if (!source.has('class') && source.has('sched')) return fromTrainArguments(source, undefined)
    const name = shortName(source.text('class'))
    if (!Object.hasOwn(CLASSES, name)) {
      source.reading.refuse(source.at('class'), `one of ${Object.keys(CLASSES).join(', ')}`, name)
    }
    const given = source.fields('kwargs', `timm.scheduler.${name}`)
    source.close()
    return fromClass(name, given)
  },
}
