/**
 * lm-engine: its schedulers by class, and the lr_scheduler_args of its configurations.
 */
import { SchedulerError } from '../../errors/error.js'
import { PowerLawScheduler, WarmupStableDecayScheduler } from '../../schedulers/classes.js'
import { type Fields, isMapping } from './fields.js'
import { drop, hold, ramp } from './forms.js'
import { type LibraryReader, type Outcome, shortName } from './library.js'
import { ratio, time } from './reading.js'

/** The phases that all of them have. */
interface Phases {
  readonly w: number
  readonly held: number
  readonly decay: number | null
  readonly steps: number
  readonly floor: number
}

function phasesOf(given: Fields): Phases {
  // It may be null, but not left out.
  if (!given.keys.includes('num_decay_steps')) {
    throw new SchedulerError('missing-option', { owner: given.owner, option: given.at('num_decay_steps') })
  }
  return {
    w: given.steps('num_warmup_steps'),
    held: given.steps('num_constant_steps'),
    decay: given.maybeSteps('num_decay_steps'),
    steps: given.steps('num_training_steps'),
    floor: given.number('lr_decay_factor'),
  }
}

function decaying(given: Fields, phases: Phases, kind: 'linear' | 'cosine' | 'exp'): Outcome {
  const { w, held, decay, steps, floor } = phases
  const from = w + held
  const end = decay === null ? steps : from + decay
  const outcome = { baseLr: given.reading.baseLr(null), length: steps }
  if (held < 0 && w > 0) {
    const reason = 'The ramp still has its last step, though the decay has begun before.'
    given.reading.differs(given.at('num_constant_steps'), reason, Math.floor(w))
  }
  if (!(end > from)) {
    const next = Math.floor(from) + 1
    if (kind !== 'exp') return { ...outcome, scheduler: drop(next, floor, w, ramp(w)) }
    given.reading.differs(given.at('num_decay_steps'), 'A decay of no steps is divided by: ZeroDivisionError.', next)
    return { ...outcome, scheduler: hold(1, ramp(w)) }
  }
  if (kind === 'exp')
    given.reading.differs(given.path, 'Beyond its end it goes on below the floor.', Math.floor(end) + 1)
  const times = { tMax: time(end), tDecay: time(end - from) }
  const shape = kind === 'exp' ? ({ decay: 'exp', decayRatio: Math.exp(-1) } as const) : ({ decay: kind } as const)
  const scheduler = new WarmupStableDecayScheduler({ ...ramp(w), ...times, ...shape, alphaF: floor })
  return { ...outcome, scheduler }
}

const CLASSES: Readonly<Record<string, (given: Fields, phases: Phases) => Outcome>> = {
  ConstantScheduler(given, { w, decay, steps }) {
    if (decay !== 0) given.reading.refuse(given.at('num_decay_steps'), '0 for a constant schedule', decay)
    return { scheduler: hold(1, ramp(w)), baseLr: given.reading.baseLr(null), length: steps }
  },
  LinearScheduler: (given, phases) => decaying(given, phases, 'linear'),
  CosineScheduler: (given, phases) => decaying(given, phases, 'cosine'),
  ExponentialScheduler: (given, phases) => decaying(given, phases, 'exp'),
  PowerScheduler(given, { w, held, steps }) {
    const { reading } = given
    if (held !== 0) reading.refuse(given.at('num_constant_steps'), '0 for a power law', held)
    const a = given.number('a')
    const exponent = given.number('b')
    const rate = given.number('c')
    if ((!(w > 0) || rate === 0) && exponent < 0) throw new SchedulerError('zero-to-negative-power', { exponent })
    if (w * rate < 0 && !Number.isInteger(exponent)) {
      reading.refuse(given.at('b'), 'a whole number where num_warmup_steps · c is below 0', exponent)
    }
    const baseLr = reading.baseLr(null, true)
    if (a === 0 || (rate === 0 && exponent > 0)) return { scheduler: hold(0), baseLr, length: steps }
    const isOdd = rate < 0 && exponent % 2 !== 0
    const amplitude = ratio(isOdd ? -a : a, baseLr)
    if (amplitude < 0 || (rate < 0 && !Number.isInteger(exponent))) {
      reading.differs(given.path, 'A power law below 0, or of a number below 0, is not read.', 0)
      return { scheduler: hold(0), baseLr, length: steps }
    }
    const tWarmup = w > 0 ? time(w) : null
    // A rate of 0 is left only with an exponent of 0, to which all are 1.
    const scheduler = new PowerLawScheduler({ amplitude, rate: Math.abs(rate) || 1, exponent, tWarmup })
    return { scheduler, baseLr, length: steps }
  },
}

/** Values of lr_decay_style. */
const STYLES: Readonly<Record<string, string>> = {
  constant: 'ConstantScheduler',
  linear: 'LinearScheduler',
  cosine: 'CosineScheduler',
  exponential: 'ExponentialScheduler',
  power: 'PowerScheduler',
}

export const lmEngine: LibraryReader = {
  version: '36bad91e0f59',
  aliases: ['dolomite-engine'],
  names: /^lm_engine\./,
  recognize: (found) => (isMapping(found.lr_scheduler_args) ? found : null),
  read(source) {
    if (!source.has('class')) return fromConfiguration(source)
    const name = shortName(source.text('class'))
    if (!Object.hasOwn(CLASSES, name)) {
      source.reading.refuse(source.at('class'), `one of ${Object.keys(CLASSES).join(', ')}`, name)
    }
    const given = source.fields('kwargs', `lm_engine.${name}`)
    source.close()
    given.ignore('last_epoch')
    const outcome = source.reading.at('kwargs', () => CLASSES[name]!(given, phasesOf(given)))
    given.close()
    return outcome
  },
}

/** A configuration, with its defaults. */
function fromConfiguration(source: Fields): Outcome {
  const given = source.fields('lr_scheduler_args')
  const style = given.word('lr_decay_style', Object.keys(STYLES), 'cosine')
  const training = source.fields('training_parameters')
  const phases = {
    w: given.steps('num_warmup_steps', 200),
    held: given.steps('num_constant_steps', 0),
    decay: given.maybeSteps('num_decay_steps'),
    steps: training.has('num_training_steps') ? training.steps('num_training_steps') : source.reading.total(),
    floor: given.number('lr_decay_factor', 0.1),
  }
  const more = given.fields('extra_lr_scheduler_args')
  given.close()
  const outcome = source.reading.at('lr_scheduler_args', () => CLASSES[STYLES[style]!]!(more, phases))
  more.close()
  return outcome
}
