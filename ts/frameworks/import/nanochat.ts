/**
 * nanochat: the functions of base_train.py and chat_sft.py; two are of other quantities than the learning rate.
 */
import {
  CosineDecayScheduler,
  PiecewiseInterpolateScheduler,
  WarmupStableDecayScheduler,
} from '../../schedulers/classes.js'
import type { Fields } from './fields.js'
import { hold, ramp, rampAndFall } from './forms.js'
import { hasAny, type LibraryReader, type Outcome, only } from './library.js'
import { roundHalfEven } from './python.js'
import { time } from './reading.js'

const PAST = 'Beyond its end nothing is cut: it goes on below the floor.'

/** How many steps training has: an argument, or the option. */
function stepsOf(given: Fields): number {
  const steps = given.has('num_iterations') ? given.steps('num_iterations') : given.reading.total()
  if (!(steps > 0)) given.reading.refuse(given.at('num_iterations'), 'above 0', steps)
  return steps
}

/** A warm-up, what holds, and a line down. */
function trapezoid(
  given: Fields,
  steps: number,
  w: number,
  decay: number,
  floor: number,
  isFirstOne: boolean,
): Outcome {
  const rise = ramp(w, isFirstOne ? { firstStep: '(t+1)/w' } : {})
  given.reading.differs(
    given.path,
    decay > 0 ? PAST : 'There is no decay: beyond the end it divides by 0.',
    Math.floor(steps) + 1,
  )
  const outcome = { baseLr: given.reading.baseLr(null), length: steps }
  if (decay <= 0) return { ...outcome, scheduler: hold(1, rise) }
  const times = { tMax: time(steps), tDecay: time(decay) }
  return {
    ...outcome,
    scheduler: new WarmupStableDecayScheduler({ ...rise, ...times, decay: 'linear', alphaF: floor }),
  }
}

const FUNCTIONS: Readonly<Record<string, (given: Fields) => Outcome>> = {
  'base_train.get_lr_multiplier'(given) {
    const steps = stepsOf(given)
    const w = given.steps('warmup_steps', 40)
    const decay = roundHalfEven(given.number('warmdown_ratio', 0.65) * steps)
    return trapezoid(given, steps, w, decay, given.number('final_lr_frac', 0.05), true)
  },

  'base_train.get_muon_momentum'(given) {
    const steps = stepsOf(given)
    const decay = roundHalfEven(given.number('warmdown_ratio', 0.65) * steps)
    given.reading.differs(given.path, PAST, Math.floor(steps) + 1)
    const scheduler = rampAndFall([400, steps - decay, steps], [0.85, 0.97, 0.9])
    return { scheduler, baseLr: given.reading.baseLr(1), length: steps }
  },

  'base_train.get_weight_decay'(given) {
    const steps = stepsOf(given)
    const baseLr = given.reading.baseLr(given.number('weight_decay_scaled'))
    return { scheduler: new CosineDecayScheduler({ tMax: time(steps), after: 'continue' }), baseLr, length: steps }
  },

  'chat_sft.get_lr_multiplier'(given) {
    const steps = given.reading.total()
    if (steps < 1) given.reading.refuse('total', 'at least 1', steps)
    const w = given.number('warmup_ratio', 0) * steps
    const decay = given.number('warmdown_ratio', 0.5) * steps
    if (w > 0) {
      given.reading.differs(
        given.at('warmup_ratio'),
        'The warm-up adds 1e-8 to the progress, so that update 0 is not 0.',
        0,
      )
    }
    return trapezoid(given, steps, w, decay, given.number('final_lr_frac', 0), false)
  },

  'chat_sft.get_muon_momentum'(given) {
    const scheduler = new PiecewiseInterpolateScheduler({ knots: ['0ba', '300ba'], values: [0.85, 0.95] })
    return { scheduler, baseLr: given.reading.baseLr(1), last: 300 }
  },
}

export const nanochat: LibraryReader = {
  version: '92d63d4e',
  aliases: [],
  names: /^scripts\.(?:base_train|chat_sft)\./,
  recognizeFlags(flags) {
    if (!hasAny(flags, 'warmdown_ratio', 'final_lr_frac')) return null
    const isTuning = hasAny(flags, 'warmup_ratio')
    const fn = isTuning ? 'scripts.chat_sft.get_lr_multiplier' : 'scripts.base_train.get_lr_multiplier'
    const own = isTuning ? ['warmup_ratio'] : ['warmup_steps', 'num_iterations']
    return { fn, kwargs: only(flags, ...own, 'warmdown_ratio', 'final_lr_frac') }
  },
  read(source) {
    const fn = source.text('fn')
    // Both scripts have functions of the same names.
    const name = fn.split('.').slice(-2).join('.')
    if (!Object.hasOwn(FUNCTIONS, name)) {
      source.reading.refuse(source.at('fn'), `one of ${Object.keys(FUNCTIONS).join(', ')}`, fn)
    }
    source.ignore('progress')
    const given = source.fields('kwargs', fn)
    source.close()
    const outcome = source.reading.at('kwargs', () => FUNCTIONS[name]!(given))
    given.close()
    return outcome
  },
}
