/**
 * OpenNMT-py: the options of its training. It counts updates from 1.
 */
import { SchedulerError } from '../../errors/error.js'
import type { BuiltinScheduler } from '../../schedulers/builtin.js'
import {
  InverseSquareRootScheduler,
  NoamScheduler,
  ProductScheduler,
  ShiftScheduler,
  StepDecayScheduler,
} from '../../schedulers/classes.js'
import type { Fields } from './fields.js'
import { hold, scaled } from './forms.js'
import { hasAny, type LibraryReader } from './library.js'
import { time } from './reading.js'

interface Made {
  readonly scheduler: BuiltinScheduler
  readonly last: number
}

function noam(config: Fields): Made {
  const w = config.steps('warmup_steps', 4000)
  const dModel = config.number(config.has('hidden_size') || !config.has('rnn_size') ? 'hidden_size' : 'rnn_size')
  return { scheduler: new NoamScheduler({ dModel, tWarmup: time(w), shift: 1 }), last: w }
}

/** A factor every so many steps, from some step on; the first one at that step. */
function falling(config: Fields): Made {
  const gamma = config.number('learning_rate_decay', 0.5)
  const first = config.steps('start_decay_steps', 50_000)
  const every = config.steps('decay_steps', 10_000)
  if (every === 0) throw new SchedulerError('zero-length', { what: config.at('decay_steps') })
  if (every < 0) {
    const reason = 'Steps below 0 count down: the learning rate is divided by the factor, not multiplied.'
    config.reading.differs(config.at('decay_steps'), reason, 0)
    return { scheduler: hold(1), last: Math.max(0, first) }
  }
  const fall = { tStep: time(every), gamma }
  const last = Math.max(0, first)
  // So many steps before the first the count is 0, and rises by 1 each time; updates before that have the first value.
  const begin = first - every - 1
  if (begin >= 0) {
    const hold = begin > 0 ? { tWarmup: time(begin), alphaW: 1, warmupPrefix: true } : {}
    return { scheduler: new StepDecayScheduler({ ...fall, ...hold }), last }
  }
  return { scheduler: new ShiftScheduler({ scheduler: new StepDecayScheduler(fall), by: time(begin) }), last }
}

const METHODS: Readonly<Record<string, (config: Fields) => Made>> = {
  noam,
  noamwd(config) {
    const base = noam(config)
    const decay = falling(config)
    const scheduler = new ProductScheduler({ schedulers: [base.scheduler, decay.scheduler] })
    return { scheduler, last: Math.max(base.last, decay.last) }
  },
  rsqrt(config) {
    const w = config.steps('warmup_steps', 4000)
    // Counted from 1, so that there is no root of 0 without a warm-up either.
    if (!(w > 0)) return { scheduler: new InverseSquareRootScheduler({ timescale: '1ba' }), last: 1 }
    const root = new InverseSquareRootScheduler({ tWarmup: time(w), alphaW: 1, timescale: time(w) })
    return { scheduler: scaled(new ShiftScheduler({ scheduler: root, by: '-1ba' }), 1 / Math.sqrt(w)), last: w }
  },
  none: falling,
}

export const openNMT: LibraryReader = {
  version: '3.5.1',
  aliases: ['opennmt', 'onmt'],
  recognize: (found) => (hasAny(found, 'decay_method', 'start_decay_steps') ? { config: found } : null),
  suspect: (found) => (hasAny(found, 'warmup_steps') && hasAny(found, 'learning_rate') ? { config: found } : null),
  recognizeFlags: (flags) => (hasAny(flags, 'decay_method') ? { config: flags } : null),
  read(source) {
    const config = source.has('config') ? source.fields('config') : source
    if (config !== source) source.close()
    const method = config.word('decay_method', Object.keys(METHODS), 'none')
    const { scheduler, last } = config.reading.at(config.path, () => METHODS[method]!(config))
    const given = config.has('learning_rate') || config.reading.options.baseLr === undefined
    const baseLr = config.reading.baseLr(given ? config.number('learning_rate', 1) : null)
    return { scheduler, baseLr, length: config.maybeSteps('train_steps'), last }
  },
}
