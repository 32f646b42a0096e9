/**
 * torchtitan: the configuration of its learning-rate schedulers, by class or as its TOML has it.
 */
import { SchedulerError } from '../../errors/error.js'
import { WarmupStableDecayScheduler } from '../../schedulers/classes.js'
import { type Fields, isMapping } from './fields.js'
import { hold, ramp } from './forms.js'
import type { Outcome } from './library.js'
import { hasAny, type LibraryReader, shortName } from './library.js'
import { roundHalfEven } from './python.js'
import { time } from './reading.js'

const DECAYS: Readonly<Record<string, 'linear' | '1-sqrt' | 'cosine'>> = {
  linear: 'linear',
  sqrt: '1-sqrt',
  cosine: 'cosine',
}

/** Warm-up, stable phase and decay of a configuration, in a run of so many steps. */
function build(given: Fields, training: number | null, lr: number | null): Outcome {
  const { reading } = given
  const warmup = Math.trunc(given.steps('warmup_steps', 200))
  const steps = given.maybeSteps('total_steps') ?? training ?? reading.total()
  const share = given.maybe('decay_ratio')
  const type = given.text('decay_type', 'linear')
  // Releases before 0.2 call it lr_min.
  const key = given.has('lr_min') && !given.has('min_lr_factor') ? 'lr_min' : 'min_lr_factor'
  const alphaF = given.number(key, 0)
  given.close()
  if (steps < 0) reading.refuse(given.at('total_steps'), 'at least 0', steps)
  const w = Math.min(warmup, steps)
  const decay = share === null ? steps - w : Math.min(roundHalfEven(steps * share), steps - w)
  const stable = steps + 1 - decay
  const rise = ramp(w, { firstStep: '(t+1)/w' })
  const outcome = { baseLr: reading.baseLr(lr), length: steps }
  if (!Object.hasOwn(DECAYS, type)) {
    reading.differs(
      given.at('decay_type'),
      'The type is not known: a ValueError at the first step of the decay.',
      stable,
    )
    return { ...outcome, scheduler: hold(1, rise) }
  }
  if (decay <= 0) {
    reading.differs(
      given.at('decay_ratio'),
      'There is no decay: the first step after the end is an AssertionError.',
      steps + 1,
    )
    return { ...outcome, scheduler: hold(1, rise) }
  }
  const past = 'Beyond its end nothing is cut: lines and roots fall below the floor, a cosine rises again.'
  reading.differs(given.path, past, steps + 1)
  const times = { tMax: time(steps), tDecay: time(decay) }
  const scheduler = new WarmupStableDecayScheduler({ ...rise, ...times, decay: DECAYS[type]!, alphaF })
  return { ...outcome, scheduler }
}

export const torchtitan: LibraryReader = {
  version: '0.3.0',
  aliases: ['titan'],
  names: /^torchtitan\./,
  recognize(found) {
    const { lr_scheduler: own } = found
    if (!isMapping(own) || !hasAny(own, 'warmup_steps', 'decay_ratio', 'decay_type', 'min_lr_factor', 'lr_min'))
      return null
    return found
  },
  read(source) {
    if (source.has('class')) {
      const name = source.text('class')
      if (shortName(name) !== 'Config' && shortName(name) !== 'LRSchedulersContainer') {
        source.reading.refuse(source.at('class'), 'LRSchedulersContainer.Config', name)
      }
      const given = source.fields('kwargs', 'LRSchedulersContainer.Config')
      const training = source.maybeSteps('training_steps')
      source.close()
      return source.reading.at('kwargs', () => build(given, training, null))
    }
    if (!source.has('lr_scheduler')) {
      throw new SchedulerError('missing-option', { owner: source.owner, option: source.at('lr_scheduler') })
    }
    const given = source.fields('lr_scheduler', 'torchtitan [lr_scheduler]')
    const training = source.fields('training')
    const isKnown = training.has('steps') || source.reading.options.total !== undefined
    const steps = isKnown ? training.maybeSteps('steps') : training.steps('steps', 10_000)
    const optimizer = source.fields('optimizer')
    const { baseLr } = source.reading.options
    const lr = optimizer.has('lr') || baseLr === undefined ? optimizer.number('lr', 8e-4) : null
    return source.reading.at('lr_scheduler', () => build(given, steps, lr))
  },
}
