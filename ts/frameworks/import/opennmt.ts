/**
 * OpenNMT-py: the options of its training. It counts updates from 1.
 */
import { SchedulerError } from '../../errors/error.js'
import type { BuiltinScheduler } from '../../schedulers/builtin.js'
import {
  InverseSquareRootScheduler,
  NoamScheduler,
  ProductScheduler,
  SequenceScheduler,
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
  if (!(every > 0)) throw new SchedulerError('zero-length', { what: config.at('decay_steps') })
  const steps = new StepDecayScheduler({ tStep: time(every), gamma })
  // So many steps before the first the count is 0, and rises by 1 each time.
  const begin = first - every - 1
  if (begin === 0) return { scheduler: steps, last: first }
  if (begin < 0)
    return { scheduler: new ShiftScheduler({ scheduler: steps, by: time(begin) }), last: Math.max(0, first) }
  return { scheduler: new SequenceScheduler({ schedulers: [hold(1), steps], at: [time(begin)] }), last: first + 1 }
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
