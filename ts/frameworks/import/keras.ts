/**
 * keras: learning-rate schedules by class and arguments, or as `get_config` and `serialize` write them.
 */
import {
  CosineDecayScheduler,
  CosineRestartsScheduler,
  ExponentialDecayScheduler,
  InverseTimeDecayScheduler,
  PolynomialDecayScheduler,
} from '../../schedulers/classes.js'
import { type Fields, isMapping } from './fields.js'
import { ramp, staged } from './forms.js'
import { type LibraryReader, type Outcome, shortName } from './library.js'
import { ratio, time } from './reading.js'
import { tellLogarithm } from './restarts.js'

/** A length above 0. */
function length(given: Fields, key: string): number {
  const found = given.steps(key)
  if (!(found > 0)) given.reading.refuse(given.at(key), 'above 0', found)
  return found
}

// Where all values are learning rates, they are multiples of 1.
const absolute = (given: Fields): number => given.reading.baseLr(1)

const CLASSES: Readonly<Record<string, (given: Fields) => Outcome>> = {
  ExponentialDecay(given) {
    const alphaI = given.number('initial_learning_rate')
    const steps = length(given, 'decay_steps')
    const gamma = given.number('decay_rate')
    const staircase = given.flag('staircase', false)
    const scheduler = new ExponentialDecayScheduler({ gamma, tDecay: time(steps), alphaI, staircase })
    return { scheduler, baseLr: absolute(given), last: steps }
  },

  InverseTimeDecay(given) {
    const alphaI = given.number('initial_learning_rate')
    const steps = length(given, 'decay_steps')
    const rate = given.number('decay_rate')
    const staircase = given.flag('staircase', false)
    const scheduler = new InverseTimeDecayScheduler({ tDecay: time(steps), rate, alphaI, staircase })
    return { scheduler, baseLr: absolute(given), last: steps }
  },

  PolynomialDecay(given) {
    const alphaI = given.number('initial_learning_rate')
    const steps = length(given, 'decay_steps')
    const alphaF = given.number('end_learning_rate', 1e-4)
    const power = given.number('power', 1)
    const cycle = given.flag('cycle', false)
    const scheduler = new PolynomialDecayScheduler({ tMax: time(steps), power, alphaI, alphaF, cycle })
    return { scheduler, baseLr: absolute(given), last: steps }
  },

  PiecewiseConstantDecay(given) {
    const boundaries = given.times('boundaries')
    const values = given.numbers('values')
    if (values.length !== boundaries.length + 1) {
      given.reading.refuse(
        given.at('values'),
        `one more than boundaries, which are ${boundaries.length}`,
        values.length,
      )
    }
    if (boundaries.length === 0) given.reading.refuse(given.at('boundaries'), 'a list of at least one', boundaries)
    // The next value is taken once a boundary is passed; boundaries are cast to whole steps.
    const after = boundaries.map((boundary) => Math.max(0, Math.trunc(boundary) + 1))
    return { scheduler: staged(after, values), baseLr: absolute(given), last: Math.max(0, after.at(-1)!) }
  },

  CosineDecay(given) {
    const initial = given.number('initial_learning_rate')
    const steps = length(given, 'decay_steps')
    const alphaF = given.number('alpha', 0)
    const target = given.maybe('warmup_target')
    const w = given.steps('warmup_steps', 0)
    // Without a target there is no warm-up, whatever its length.
    if (target === null || w <= 0) {
      const baseLr = given.reading.baseLr(target ?? initial)
      return { scheduler: new CosineDecayScheduler({ tMax: time(steps), alphaF }), baseLr, last: steps }
    }
    if (target === 0) {
      // Down to nothing, where it stays: of a target of 0 there are no parts.
      const rise = ramp(w, { alphaW: initial })
      const scheduler = new CosineDecayScheduler({ ...rise, tMax: time(w + steps), alphaI: 0, alphaF: 0 })
      return { scheduler, baseLr: absolute(given), last: w + steps }
    }
    const baseLr = given.reading.baseLr(target)
    const tMax = time(w + steps)
    const scheduler = new CosineDecayScheduler({ ...ramp(w, { alphaW: ratio(initial, target) }), tMax, alphaF })
    return { scheduler, baseLr, last: w + steps }
  },

  CosineDecayRestarts(given) {
    const initial = given.number('initial_learning_rate')
    const first = length(given, 'first_decay_steps')
    const tMult = given.number('t_mul', 2)
    const cycleDecay = given.number('m_mul', 1)
    const alphaF = given.number('alpha', 0)
    tellLogarithm(given.reading, given.at('t_mul'), first, tMult, Number.POSITIVE_INFINITY)
    if (tMult < 1) {
      const end = Math.ceil(first / (1 - tMult))
      given.reading.differs(given.at('t_mul'), 'Cycles that shrink come to an end here, from which on it is NaN.', end)
    }
    const cycles = { t0: time(first), tMult, cycleDecay, decayApplies: 'amplitude', alphaF } as const
    return { scheduler: new CosineRestartsScheduler(cycles), baseLr: given.reading.baseLr(initial), last: first }
  },
}

export const keras: LibraryReader = {
  version: '3.15.1',
  aliases: ['tensorflow', 'tf.keras'],
  names: /^(?:tf\.)?keras\./,
  recognize(found) {
    // A compiled model has its optimizer, and that its schedule.
    const compiled = isMapping(found.compile_config) ? found.compile_config.optimizer : found
    if (!isMapping(compiled) || typeof compiled.class_name !== 'string' || !isMapping(compiled.config)) return null
    const isSchedule = Object.hasOwn(CLASSES, shortName(compiled.class_name))
    return isSchedule || isMapping(compiled.config.learning_rate) ? compiled : null
  },
  read(source) {
    const isConfig = !source.has('class')
    const name = shortName(source.text(isConfig ? 'class_name' : 'class'))
    const given = source.fields(isConfig ? 'config' : 'kwargs', `keras.optimizers.schedules.${name}`)
    source.ignore('module', 'registered_name', 'build_config')
    if (!Object.hasOwn(CLASSES, name)) {
      const rate = given.get('learning_rate')
      // An optimizer: its schedule stands within it.
      if (isConfig && typeof rate === 'object' && rate !== null) return keras.read(given.fields('learning_rate'))
      source.reading.refuse(
        source.at(isConfig ? 'class_name' : 'class'),
        `one of ${Object.keys(CLASSES).join(', ')}`,
        name,
      )
    }
    source.close()
    given.ignore('name')
    const outcome = source.reading.at(source.path, () => CLASSES[name]!(given))
    given.close()
    return outcome
  },
}
