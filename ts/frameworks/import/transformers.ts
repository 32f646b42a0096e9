/**
 * transformers: get_scheduler and TrainingArguments, of version 4 and 5.
 */
import { SchedulerError } from '../../errors/error.js'
import type { BuiltinScheduler } from '../../schedulers/builtin.js'
import {
  ClampScheduler,
  CosineDecayScheduler,
  CosineHardRestartsScheduler,
  InverseSquareRootScheduler,
  LinearDecayScheduler,
  PolynomialDecayScheduler,
  WarmupStableDecayScheduler,
} from '../../schedulers/classes.js'
import { Fields, isMapping } from './fields.js'
import { drop, hold, ramp } from './forms.js'
import { hasAny, type LibraryReader, type Outcome, shortName } from './library.js'
import { ratio, time } from './reading.js'
import { ARGUMENTS } from './training-arguments.js'

/** What a schedule is made of, wherever it was written. */
interface Given {
  /** The arguments of the schedule's own function, by name. */
  readonly kwargs: Fields
  /** Length of the warm-up; null where it isn't given. */
  readonly warmup: number | null
  /** Updates of the schedule; null where it isn't given. */
  readonly steps: number | null
  /** The learning rate that the source says. */
  readonly lr: number | null
  /** The path of the number of steps, of the warm-up. */
  readonly at: { readonly steps: string; readonly warmup: string }
}

type Made = { scheduler: BuiltinScheduler; last: number; baseLr: number }

/** Names of schedules, with what makes each. */
const SCHEDULES: Readonly<Record<string, (given: Given) => Made>> = {
  constant: (given) => ({ scheduler: hold(1), last: 0, baseLr: baseOf(given) }),

  constant_with_warmup: (given) => {
    const w = warmupOf(given)
    return { scheduler: hold(1, ramp(w)), last: w, baseLr: baseOf(given) }
  },

  linear: (given) => {
    const { w, steps } = lengthsOf(given)
    return {
      scheduler: new LinearDecayScheduler({ ...ramp(w), tMax: time(steps) }),
      last: steps,
      baseLr: baseOf(given),
    }
  },

  cosine: (given) => cosine(given, given.kwargs.number('num_cycles', 0.5), null),

  cosine_with_restarts: (given) => {
    const { w, steps } = lengthsOf(given)
    const numCycles = given.kwargs.number('num_cycles', 1)
    told(given, w, steps, 'It is 1 at the end of the warm-up, then 0')
    const tMax = time(Math.max(steps, w + 1))
    const scheduler = new CosineHardRestartsScheduler({ ...ramp(w), tMax, numCycles })
    return { scheduler, last: steps, baseLr: baseOf(given) }
  },

  polynomial: (given) => {
    const { w, steps } = lengthsOf(given)
    const end = given.kwargs.number('lr_end', 1e-7)
    const power = given.kwargs.number('power', 1)
    const baseLr = baseOf(given, true)
    if (!(baseLr > end))
      given.kwargs.reading.refuse(given.kwargs.at('lr_end'), `below the learning rate, ${baseLr}`, end)
    if (w === 0 && steps === 0) throw new SchedulerError('zero-length', { what: given.at.steps })
    if (w === steps) given.kwargs.reading.differs(given.at.steps, 'A decay of no steps is a ZeroDivisionError.', w)
    const alphaF = ratio(end, baseLr)
    const scheduler = new PolynomialDecayScheduler({ ...ramp(w), tMax: time(steps), power, alphaF })
    return { scheduler, last: steps, baseLr }
  },

  inverse_sqrt: (given) => {
    const w = warmupOf(given)
    const path = given.kwargs.at('timescale')
    const timescale = given.kwargs.maybeSteps('timescale') ?? given.kwargs.reading.assume(path, w === 0 ? 10_000 : w)
    if (timescale === 0) {
      if (w === 0) throw new SchedulerError('zero-length', { what: path })
      given.kwargs.reading.differs(path, 'A timescale of 0 is divided by after the warm-up: ZeroDivisionError.', w)
      return { scheduler: hold(1, ramp(w)), last: w, baseLr: baseOf(given) }
    }
    const scheduler = new InverseSquareRootScheduler({ ...ramp(w), timescale: time(timescale) })
    return { scheduler, last: w === 0 ? timescale : w, baseLr: baseOf(given) }
  },

  cosine_with_min_lr: (given) => cosine(given, given.kwargs.number('num_cycles', 0.5), minimum(given)),

  cosine_warmup_with_min_lr: (given) => {
    const { w, steps } = lengthsOf(given)
    const numCycles = given.kwargs.number('num_cycles', 0.5)
    const { rate, baseLr } = minimum(given)
    const from = given.kwargs.maybe('warmup_lr_rate')
    const rise = from === null ? ({ firstStep: '(t+1)/w' } as const) : ({ firstStep: 't/(w-1)', alphaW: from } as const)
    if (steps <= w) told(given, w, steps, 'The decay is one of a single step')
    const tMax = time(Math.max(steps, w + 1))
    const options = { tMax, alphaF: rate, numCycles, decayShift: '1ba', after: 'continue' } as const
    const scheduler = floored(new CosineDecayScheduler({ ...ramp(w, rise), ...options }), rate)
    return { scheduler, last: steps, baseLr }
  },

  warmup_stable_decay: (given) => {
    const { kwargs } = given
    const w = warmupOf(given)
    const decay = kwargs.steps('num_decay_steps')
    const own = kwargs.maybeSteps('num_stable_steps')
    if (own === null && given.steps === null) {
      throw new SchedulerError('missing-option', { owner: kwargs.owner, option: given.at.steps })
    }
    const rise = kwargs.word('warmup_type', ['linear', 'cosine', '1-sqrt'], 'linear')
    const fall = kwargs.word('decay_type', ['linear', 'cosine', '1-sqrt'], 'cosine')
    const rate = kwargs.number('min_lr_ratio', 0)
    const numCycles = kwargs.number('num_cycles', 0.5)
    const stable = own ?? given.steps! - w - decay
    const end = w + stable + decay
    if (stable < 0) {
      const reason = 'Warm-up and decay are longer than the run: the decay starts in its middle.'
      kwargs.reading.differs(kwargs.at('num_decay_steps'), reason, w)
    }
    const rises = ramp(w, { alphaW: rate, warmup: rise })
    const scheduler =
      decay > 0
        ? new WarmupStableDecayScheduler({
            ...rises,
            tMax: time(end),
            tDecay: time(decay),
            decay: fall,
            alphaF: rate,
            numCycles,
          })
        : drop(end, rate, w, rises)
    return { scheduler: floored(scheduler, rate), last: end, baseLr: baseOf(given) }
  },
}

/** A cosine that rises again after its end. */
function cosine(given: Given, numCycles: number, min: { rate: number; baseLr: number } | null): Made {
  const { w, steps } = lengthsOf(given)
  told(given, w, steps, 'The period is one step, so that the learning rate alternates')
  const rate = min?.rate ?? 0
  const options = { tMax: time(Math.max(steps, w + 1)), alphaF: rate, numCycles, after: 'continue' } as const
  const scheduler = floored(new CosineDecayScheduler({ ...ramp(w), ...options }), rate)
  return { scheduler, last: steps, baseLr: min?.baseLr ?? baseOf(given) }
}

/** The library cuts what a floor below 0 leads to. */
const floored = (scheduler: BuiltinScheduler, rate: number): BuiltinScheduler =>
  rate < 0 ? new ClampScheduler({ scheduler, low: 0 }) : scheduler

function told(given: Given, w: number, steps: number, what: string): void {
  if (steps <= w) given.kwargs.reading.differs(given.at.steps, `${what}: there are no steps after the warm-up.`, w)
}

function minimum(given: Given): { rate: number; baseLr: number } {
  const { kwargs } = given
  const min = kwargs.maybe('min_lr')
  const rate = kwargs.maybe('min_lr_rate')
  if (min !== null && rate !== null) {
    kwargs.reading.refuse(kwargs.at('min_lr'), 'left out where there is a min_lr_rate', min, 'Remove one of them.')
  }
  if (rate !== null) return { rate, baseLr: baseOf(given) }
  if (min === null)
    throw new SchedulerError('missing-option', { owner: kwargs.owner, option: kwargs.at('min_lr_rate') })
  const baseLr = baseOf(given, min !== 0)
  return { rate: ratio(min, baseLr), baseLr }
}

const baseOf = ({ kwargs, lr }: Given, isNeeded = false): number => kwargs.reading.baseLr(lr, isNeeded)

function warmupOf({ kwargs, warmup, at }: Given): number {
  if (warmup === null) throw new SchedulerError('missing-option', { owner: kwargs.owner, option: at.warmup })
  return warmup
}

function lengthsOf(given: Given): { w: number; steps: number } {
  const w = warmupOf(given)
  if (given.steps === null)
    throw new SchedulerError('missing-option', { owner: given.kwargs.owner, option: given.at.steps })
  return { w, steps: given.steps }
}

function outcomeOf(name: string, path: string, given: Given): Outcome {
  const make = Object.hasOwn(SCHEDULES, name) ? SCHEDULES[name] : undefined
  if (make === undefined) {
    const isMetric = name === 'reduce_lr_on_plateau' || name === 'greedy'
    const rule = isMetric ? 'a schedule that needs no metric' : `one of ${Object.keys(SCHEDULES).join(', ')}`
    return given.kwargs.reading.refuse(path, rule, name)
  }
  const { scheduler, last, baseLr } = make(given)
  given.kwargs.ignore('last_epoch')
  if (name !== 'constant' && name !== 'constant_with_warmup') given.kwargs.close()
  for (const key of given.kwargs.rest()) {
    given.kwargs.reading.differs(given.kwargs.at(key), 'The library does not pass it on to this schedule.')
  }
  return { scheduler, baseLr, last, length: given.steps }
}

/** The names that SchedulerType has, also as `SchedulerType.COSINE`. */
const nameOf = (text: string): string => shortName(text).toLowerCase()

function fromGetScheduler(source: Fields): Outcome {
  const kwargs = source.fields('kwargs', 'transformers.get_scheduler')
  const name = nameOf(kwargs.text('name'))
  const given = {
    kwargs: kwargs.fields('scheduler_specific_kwargs', `the schedule ${name}`),
    warmup: kwargs.maybeSteps('num_warmup_steps'),
    steps: kwargs.maybeSteps('num_training_steps'),
    lr: null,
    at: { steps: kwargs.at('num_training_steps'), warmup: kwargs.at('num_warmup_steps') },
  }
  kwargs.ignore('optimizer')
  kwargs.close()
  source.close()
  return outcomeOf(name, kwargs.at('name'), given)
}

/** The arguments of a Trainer. Those that don't concern the schedule are as they may be. */
export function fromArguments(args: Fields): Outcome {
  const { reading } = args
  const name = nameOf(args.text('lr_scheduler_type', 'linear'))
  const lr = args.number('learning_rate', 5e-5)
  const steps = updatesOf(args)
  const given = {
    kwargs: kwargsOf(args, name),
    warmup: warmupSteps(args, steps),
    steps,
    lr,
    at: { steps: args.at('max_steps'), warmup: args.at('warmup_steps') },
  }
  args.ignore(...ARGUMENTS)
  for (const key of args.rest()) {
    // What the library keeps of a run that has begun starts so.
    if (!key.startsWith('_')) reading.differs(args.at(key), 'TrainingArguments are not known to have this key.')
  }
  return outcomeOf(name, args.at('lr_scheduler_type'), given)
}

function kwargsOf(args: Fields, name: string): Fields {
  const owner = `the schedule ${name}`
  const found = args.get('lr_scheduler_kwargs')
  if (typeof found !== 'string') return args.fields('lr_scheduler_kwargs', owner)
  // On a command line they are JSON.
  let parsed: unknown
  try {
    parsed = JSON.parse(found)
  } catch {
    parsed = undefined
  }
  if (!isMapping(parsed)) {
    throw new SchedulerError('bad-type', { what: args.at('lr_scheduler_kwargs'), expected: 'a mapping', found })
  }
  return new Fields(args.reading, parsed, args.at('lr_scheduler_kwargs'), owner)
}

/** How many updates training has: max_steps, or what is known of epochs. */
function updatesOf(args: Fields): number {
  const { reading } = args
  const max = args.steps('max_steps', -1)
  if (max > 0) return max
  const { total, epochBatches } = reading.options
  if (total !== undefined || epochBatches === undefined) return reading.total()
  const epochs = args.number('num_train_epochs', 3)
  const accumulation = args.count('gradient_accumulation_steps', 1, 1)
  return Math.ceil(epochs * Math.max(1, Math.ceil(epochBatches / accumulation)))
}

/** Version 4 has a ratio beside the steps; from version 5 on, steps below 1 are one. */
function warmupSteps(args: Fields, steps: number): number {
  const { reading } = args
  // Where there is a ratio, nothing is assumed of the steps.
  const given = args.has('warmup_ratio') ? (args.maybe('warmup_steps') ?? 0) : args.number('warmup_steps', 0)
  if (given < 0) reading.refuse(args.at('warmup_steps'), 'at least 0', given)
  if (given >= 1) return Math.trunc(given)
  if (given > 0) return Math.ceil(steps * given)
  const share = args.maybe('warmup_ratio') ?? 0
  if (share < 0 || share > 1) reading.refuse(args.at('warmup_ratio'), 'from 0 to 1', share)
  return Math.ceil(steps * share)
}

export const transformers: LibraryReader = {
  version: '5.24.0',
  aliases: ['hf', 'huggingface', 'hugging-face', 'trl'],
  names: /^transformers\.|(?:^|\.)TrainingArguments$/,
  recognize(found) {
    if (hasAny(found, 'lr_scheduler_type')) return found
    const isTraining = hasAny(found, 'output_dir', 'per_device_train_batch_size', 'num_train_epochs', 'warmup_ratio')
    return hasAny(found, 'learning_rate') && isTraining ? found : null
  },
  suspect: (found) => (hasAny(found, 'learning_rate') && hasAny(found, 'max_steps', 'warmup_steps') ? found : null),
  recognizeFlags: (flags) => transformers.recognize!(flags),
  read(source) {
    if (source.has('fn')) {
      const fn = shortName(source.text('fn'))
      if (fn === 'get_scheduler') return fromGetScheduler(source)
      return source.reading.refuse(source.at('fn'), 'transformers.get_scheduler', fn)
    }
    if (!source.has('class')) return fromArguments(source)
    const name = shortName(source.text('class'))
    if (!/Arguments$|Config$/.test(name)) {
      source.reading.refuse(source.at('class'), 'TrainingArguments, or a class of them', name)
    }
    const args = source.fields('kwargs', 'TrainingArguments')
    source.close()
    return fromArguments(args)
  },
}
