/**
 * nanoGPT: get_lr of train.py, by the variables of its configurations.
 */
import { CosineDecayScheduler } from '../../schedulers/classes.js'
import type { Fields } from './fields.js'
import { hold, ramp } from './forms.js'
import { hasAny, type LibraryReader, type Outcome, only, shortName } from './library.js'
import { ratio, time } from './reading.js'

function build(given: Fields): Outcome {
  const { reading } = given
  const baseLr = reading.baseLr(given.number('learning_rate', 6e-4))
  const max = given.maybeSteps('max_iters')
  if (!given.has('decay_lr') || given.flag('decay_lr')) {
    const w = given.steps('warmup_iters', 2000)
    const end = given.steps('lr_decay_iters', 600_000)
    const alphaF = ratio(given.number('min_lr', 6e-5), baseLr)
    if (w === end) {
      reading.differs(
        given.at('lr_decay_iters'),
        'A decay of no steps is a ZeroDivisionError at the end of the warm-up.',
        w,
      )
    }
    const rise = ramp(w, { firstStep: '(t+1)/(w+1)' })
    return { scheduler: new CosineDecayScheduler({ ...rise, tMax: time(end), alphaF }), baseLr, last: end, length: max }
  }
  given.ignore('warmup_iters', 'lr_decay_iters', 'min_lr')
  return { scheduler: hold(1), baseLr, last: 0, length: max }
}

/** The variables that decide the schedule. */
const VARIABLES = ['learning_rate', 'warmup_iters', 'lr_decay_iters', 'min_lr', 'max_iters', 'decay_lr']

export const nanoGPT: LibraryReader = {
  version: '3adf61e1',
  aliases: [],
  names: /^train\.get_lr$/,
  recognize: (found) => (hasAny(found, 'lr_decay_iters', 'warmup_iters') ? only(found, ...VARIABLES) : null),
  // Megatron-LM has some of the same names beside its own --lr.
  recognizeFlags: (flags) => ('lr' in flags ? null : nanoGPT.recognize!(flags)),
  read(source) {
    if (!source.has('fn')) return build(source)
    const fn = shortName(source.text('fn'))
    if (fn !== 'get_lr') source.reading.refuse(source.at('fn'), 'train.get_lr', fn)
    const given = source.fields('kwargs', 'train.get_lr')
    source.close()
    const outcome = source.reading.at('kwargs', () => build(given))
    given.close()
    return outcome
  },
}
