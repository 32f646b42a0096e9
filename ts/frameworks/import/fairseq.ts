/**
 * fairseq: the learning-rate schedulers of its command line.
 */
import { SchedulerError } from '../../errors/error.js'
import {
  ClampScheduler,
  CosineRestartsScheduler,
  CyclicScheduler,
  InverseSquareRootScheduler,
  PolynomialDecayScheduler,
  StepDecayScheduler,
  WarmupStableDecayScheduler,
  WithWarmupScheduler,
} from '../../schedulers/classes.js'
import { isMapping, type Mapping } from './fields.js'
import { Flags } from './flags.js'
import { hold, ramp } from './forms.js'
import { hasAny, type LibraryReader, type Outcome } from './library.js'
import { sum } from './python.js'
import { ratio, time } from './reading.js'
import { tellEnd, tellLogarithm } from './restarts.js'

/** The one learning rate that a scheduler takes. */
function oneRate(flags: Flags): number {
  const found = flags.get('lr')
  if (Array.isArray(found) && found.length > 1) {
    flags.reading.refuse(flags.at('lr'), 'one learning rate', found, 'Use --lr-scheduler fixed for one an epoch.')
  }
  return rate(flags)
}

/** The learning rate of the first epoch. */
function rate(flags: Flags): number {
  const { reading } = flags
  if (!flags.has('lr')) return reading.options.baseLr ?? reading.assume(flags.at('lr'), 0.25)
  if (!Array.isArray(flags.get('lr'))) return flags.number('lr')
  const [first, ...more] = flags.numbers('lr')
  if (first === undefined) return reading.refuse(flags.at('lr'), 'a list of at least one', [])
  if (more.length > 0) reading.differs(flags.at('lr'), 'There is one for each epoch; that of the first is read.')
  return first
}

/** The updates of training, if they are given. */
const updatesOf = (flags: Flags): number => flags.maybeSteps('max_update') ?? 0

/** The start of a warm-up: of a negative one, another. */
function start(flags: Flags, otherwise: number): number {
  const found = flags.number('warmup_init_lr', -1)
  return found < 0 ? otherwise : found
}

const SCHEDULERS: Readonly<Record<string, (flags: Flags) => Outcome>> = {
  inverse_sqrt(flags) {
    const baseLr = oneRate(flags)
    const w = flags.steps('warmup_updates', 4000)
    if (w === 0) throw new SchedulerError('zero-length', { what: flags.at('warmup_updates') })
    const alphaW = ratio(start(flags, 0), baseLr)
    const scheduler = new InverseSquareRootScheduler({ ...ramp(w, { alphaW }), timescale: time(w) })
    return { scheduler, baseLr, last: w }
  },

  tri_stage(flags) {
    const { reading } = flags
    const baseLr = oneRate(flags)
    const from = flags.number('init_lr_scale', 0.01)
    const floor = flags.number('final_lr_scale', 0.01)
    let lengths: readonly number[]
    if (flags.has('phase_ratio')) {
      const whole = updatesOf(flags)
      if (!(whole > 0))
        throw new SchedulerError('missing-option', { owner: flags.owner, option: flags.at('max_update') })
      const parts = ratiosOf(flags)
      // As Python adds them up: 0.7 + 0.2 + 0.1 is less than 1.
      if (sum(parts) !== 1) reading.refuse(flags.at('phase_ratio'), 'three numbers whose sum is exactly 1', sum(parts))
      lengths = parts.map((part) => Math.trunc(whole * part))
      flags.ignore('warmup_steps', 'hold_steps', 'decay_steps')
    } else {
      lengths = ['warmup_steps', 'hold_steps', 'decay_steps'].map((key) => flags.count(key, 0, 0))
    }
    const [w, held, decay] = lengths as [number, number, number]
    if (decay === 0) throw new SchedulerError('zero-length', { what: flags.at('decay_steps') })
    if (!(floor > 0)) reading.refuse(flags.at('final_lr_scale'), 'above 0', floor)
    const end = w + held + decay
    const times = { tMax: time(end), tDecay: time(decay), decay: 'geometric', alphaF: floor } as const
    const scheduler = new WarmupStableDecayScheduler({ ...ramp(w, { alphaW: from }), ...times })
    return { scheduler, baseLr, length: flags.maybeSteps('max_update'), last: end }
  },

  polynomial_decay(flags) {
    const baseLr = rate(flags)
    const w = flags.steps('warmup_updates', 0)
    const end = flags.number('end_learning_rate', 0)
    const power = flags.number('power', 1)
    const whole = flags.has('total_num_update') ? flags.steps('total_num_update') : updatesOf(flags)
    if (!(whole > 0))
      flags.reading.refuse(flags.at('total_num_update'), 'above 0; without it, it is --max-update', whole)
    if (flags.has('force_anneal'))
      flags.reading.differs(flags.at('force_anneal'), 'From this epoch on it goes on from what it is.')
    if (w > 0 && w >= whole) {
      const reason = 'The warm-up is not over before the end: at its last step the learning rate is still the highest.'
      flags.reading.differs(flags.at('warmup_updates'), reason, w)
    }
    const options = { tMax: time(whole), power, alphaF: ratio(end, baseLr) }
    const scheduler = new PolynomialDecayScheduler({ ...ramp(w), ...options })
    return { scheduler, baseLr, length: flags.maybeSteps('max_update'), last: whole }
  },

  cosine(flags) {
    const { reading } = flags
    const baseLr = oneRate(flags)
    const w = flags.steps('warmup_updates', 0)
    const min = Math.min(flags.number('min_lr', 0), baseLr)
    const from = start(flags, min)
    const tMult = flags.number('t_mult', 1)
    const period = flags.number('lr_period_updates', -1)
    const whole = updatesOf(flags)
    if (period <= 0 && !(whole > 0)) {
      throw new SchedulerError('missing-option', { owner: flags.owner, option: flags.at('lr_period_updates') })
    }
    const first = period > 0 ? period : whole - w
    const cycleDecay = flags.number('lr_shrink', 0.1)
    if (first === 0) {
      reading.differs(
        flags.at('lr_period_updates'),
        'A period of 0 is divided by after the warm-up: ZeroDivisionError.',
        w,
      )
      const scheduler = hold(1, ramp(w, { alphaW: ratio(from, baseLr) }))
      return { scheduler, baseLr, length: whole > 0 ? whole : null, last: w }
    }
    if (first < 0) reading.refuse(flags.at('warmup_updates'), `at most --max-update, ${whole}`, w)
    tellLogarithm(reading, flags.at('t_mult'), first, tMult, Number.POSITIVE_INFINITY, w)
    tellEnd(reading, flags.at('t_mult'), first, tMult, w)
    const cycles = { t0: time(first), tMult, cycleDecay, decayApplies: 'all', alphaF: ratio(min, baseLr) } as const
    const scheduler = new CosineRestartsScheduler({ ...ramp(w, { alphaW: ratio(from, baseLr) }), ...cycles })
    return { scheduler, baseLr, length: whole > 0 ? whole : null, last: w + first }
  },

  triangular(flags) {
    const low = oneRate(flags)
    const baseLr = flags.number('max_lr')
    if (!(baseLr > low)) flags.reading.refuse(flags.at('max_lr'), `above --lr, ${low}`, baseLr)
    const half = Math.floor(flags.number('lr_period_updates', 5000) / 2)
    if (!(half > 0)) {
      flags.reading.differs(
        flags.at('lr_period_updates'),
        'Half a period of 0 steps is divided by: ZeroDivisionError.',
        0,
      )
      flags.ignore('lr_shrink', 'shrink_min')
      return { scheduler: hold(ratio(low, baseLr)), baseLr, length: flags.maybeSteps('max_update'), last: 1 }
    }
    const gamma = flags.number('lr_shrink', 0.1)
    const shrinkMin = flags.flag('shrink_min', false)
    const shape = { tUp: time(half), tDown: time(half), mode: 'shrink', gamma, shrinkMin } as const
    const scheduler = new CyclicScheduler({ ...shape, alphaMin: ratio(low, baseLr) })
    return { scheduler, baseLr, length: flags.maybeSteps('max_update'), last: 2 * half }
  },

  fixed(flags) {
    const baseLr = rate(flags)
    const w = flags.steps('warmup_updates', 0)
    if (flags.has('force_anneal')) {
      flags.reading.differs(flags.at('force_anneal'), 'From this epoch on the learning rate is shrunk each epoch.')
    }
    flags.ignore('lr_shrink')
    const scheduler = hold(1, ramp(w, { firstStep: '(t+1)/w' }))
    return { scheduler, baseLr, length: flags.maybeSteps('max_update'), last: w }
  },

  step(flags) {
    const baseLr = rate(flags)
    const w = flags.steps('warmup_updates', 0)
    const min = flags.number('min_lr', 0)
    if (!(baseLr > min)) flags.reading.refuse(flags.at('min_lr'), `below --lr, ${baseLr}`, min)
    const alphaW = ratio(start(flags, min), baseLr)
    const step = flags.steps('lr_deacy_period', 25_000)
    const gamma = flags.number('lr_decay', 0.5)
    if (gamma > 1) flags.reading.refuse(flags.at('lr_decay'), 'at most 1', gamma)
    const falling = new StepDecayScheduler({ tStep: time(step), gamma })
    const floored = min === 0 ? falling : new ClampScheduler({ scheduler: falling, low: ratio(min, baseLr) })
    const scheduler = w > 0 ? new WithWarmupScheduler({ scheduler: floored, tWarmup: time(w), alphaW }) : floored
    return { scheduler, baseLr, length: flags.maybeSteps('max_update'), last: w + step }
  },
}

/** Three numbers, also as the text of a tuple. */
function ratiosOf(flags: Flags): number[] {
  const found = flags.get('phase_ratio')
  const isText = typeof found === 'string'
  const texts = isText ? found.replace(/^\s*[([]|[)\]]\s*$/g, '').split(',') : []
  if (isText && (texts.length !== 3 || texts.some((text) => !/^\s*[\d.]+(?:e[+-]?\d+)?\s*$/i.test(text)))) {
    flags.reading.refuse(flags.at('phase_ratio'), 'three numbers', found)
  }
  const parts = isText ? texts.map(Number) : flags.numbers('phase_ratio')
  if (parts.length !== 3) flags.reading.refuse(flags.at('phase_ratio'), 'three numbers', parts.length)
  return parts
}

const isFairseq = (found: Mapping): boolean =>
  typeof found.lr_scheduler === 'string' &&
  Object.hasOwn(SCHEDULERS, found.lr_scheduler) &&
  hasAny(
    found,
    'warmup_updates',
    'max_update',
    'total_num_update',
    'lr_period_updates',
    'phase_ratio',
    'arch',
    'max_epoch',
  )

export const fairseq: LibraryReader = {
  version: '3d262bb25690',
  aliases: [],
  recognize(found) {
    const { lr_scheduler: own, optimization } = found
    if (!isMapping(own)) return typeof own === 'string' && isFairseq(found) ? { flags: found } : null
    // Its files of Hydra: a group for each part.
    const { _name: name, ...more } = own
    if (typeof name !== 'string') return null
    return { flags: { ...(isMapping(optimization) ? optimization : {}), ...more, lr_scheduler: name } }
  },
  recognizeFlags: (flags) => (isFairseq(flags) ? { flags } : null),
  read(source) {
    const flags = new Flags(source.has('flags') ? source.fields('flags') : source, 'fairseq')
    if (source.has('flags')) source.close()
    const name = flags.text('lr_scheduler', 'fixed')
    if (!Object.hasOwn(SCHEDULERS, name)) {
      flags.reading.refuse(flags.at('lr_scheduler'), `one of ${Object.keys(SCHEDULERS).join(', ')}`, name)
    }
    const outcome = source.reading.at(flags.path, () => SCHEDULERS[name]!(flags))
    flags.ignore('max_update', 'update_freq')
    flags.tellRest(/^lr_|warmup|_lr$|anneal|shrink|^t_mult$|^power$|phase_ratio/)
    // Where the option gave the learning rate, it is no other than the source's.
    source.reading.baseLr(flags.has('max_lr') ? outcome.baseLr : flags.has('lr') ? outcome.baseLr : null)
    return outcome
  },
}
