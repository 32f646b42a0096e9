/**
 * modded-nanogpt: the training schedule of train_gpt.py, and the momentum of Muon.
 */
import { CooldownScheduler } from '../../schedulers/classes.js'
import type { Fields } from './fields.js'
import { rampAndFall, staged } from './forms.js'
import { type LibraryReader, type Outcome, shortName } from './library.js'
import { accumulate, roundHalfEven } from './python.js'
import { time } from './reading.js'

/** Stages that hold, and a line to 0.15 at the end. */
function stages(given: Fields): Outcome {
  const { reading } = given
  const values = given.numbers('lr_mul')
  const parts = given.numbers('duration')
  const steps = given.count('scheduled_iterations', 1)
  const extension = given.count('extension_iterations', 0)
  const share = given.number('cooldown_frac', 0.5)
  given.ignore('split_embed_stage', 'ws_post_yarn_ext')
  if (parts.length !== values.length || values.length === 0) {
    reading.refuse(given.at('duration'), `as many as lr_mul, ${values.length}, and at least one`, parts.length)
  }
  const ends = accumulate(parts).map((part) => roundHalfEven(part * steps))
  if (ends.at(-1) !== steps) {
    reading.refuse(given.at('duration'), `parts that are 1 together, so that stages end at ${steps}`, ends.at(-1))
  }
  const held = staged(ends.slice(0, -1), values)
  const start = Math.trunc(steps * (1 - share))
  const baseLr = reading.baseLr(null)
  const length = steps + extension
  if (start >= steps) {
    reading.differs(given.at('cooldown_frac'), 'A cooldown of no steps is a ZeroDivisionError.', steps)
    return { scheduler: held, baseLr, length }
  }
  const cooldown = { tStart: time(Math.max(0, start)), tEnd: time(steps), alphaF: 0.15 }
  return { scheduler: new CooldownScheduler({ scheduler: held, ...cooldown }), baseLr, length }
}

function momentum(given: Fields): Outcome {
  const steps = given.has('total_steps') ? given.count('total_steps', 1) : given.reading.total()
  const w = given.steps('muon_warmup_steps', 300)
  const cooldown = given.steps('muon_cooldown_steps', 50)
  const low = given.number('momentum_min', 0.85)
  const high = given.number('momentum_max', 0.95)
  given.reading.differs(given.path, 'Beyond its end nothing is cut: it goes on below the lowest.', steps + 1)
  const scheduler = rampAndFall([w, steps - cooldown, steps], [low, high, low])
  return { scheduler, baseLr: given.reading.baseLr(1), length: steps }
}

export const moddedNanoGPT: LibraryReader = {
  version: 'f411b3d3',
  aliases: ['modded'],
  names: /^train_gpt\./,
  read(source) {
    const isClass = source.has('class')
    const key = isClass ? 'class' : 'fn'
    const name = shortName(source.text(key))
    if (name !== (isClass ? 'TrainingSchedule' : 'get_muon_momentum')) {
      source.reading.refuse(source.at(key), 'TrainingSchedule, or the function get_muon_momentum', name)
    }
    const given = source.fields('kwargs', `train_gpt.${name}`)
    source.close()
    const outcome = source.reading.at('kwargs', () => (isClass ? stages(given) : momentum(given)))
    given.close()
    return outcome
  },
}
