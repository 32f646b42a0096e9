/**
 * Megatron-LM: OptimizerParamScheduler by its arguments, and the flags of its training scripts. It counts samples.
 */
import { SchedulerError } from '../../errors/error.js'
import type { BuiltinScheduler } from '../../schedulers/builtin.js'
import {
  CosineDecayScheduler,
  InverseSquareRootScheduler,
  LinearDecayScheduler,
  SequenceScheduler,
  WarmupStableDecayScheduler,
} from '../../schedulers/classes.js'
import type { Fields, Mapping } from './fields.js'
import { Flags } from './flags.js'
import { drop, hold, ramp } from './forms.js'
import { hasAny, type LibraryReader, type Outcome, shortName } from './library.js'
import { ratio, time, type Unit } from './reading.js'

/** Where an argument was written, for messages. */
type At = (key: string) => string

/** The arguments of OptimizerParamScheduler, in steps of a unit. */
interface Arguments {
  readonly initLr: number
  readonly maxLr: number
  readonly minLr: number
  readonly warmup: number
  readonly decay: number
  readonly style: string
  readonly wsdDecay: number | null
  readonly wsdStyle: string | null
  readonly startWd: number
  readonly endWd: number
  readonly wdSteps: number
  readonly wdStyle: string
}

const WSD_DECAYS: Readonly<Record<string, object>> = {
  linear: { decay: 'linear' },
  cosine: { decay: 'cosine' },
  exponential: { decay: 'exp', decayRatio: 0.5 },
  minus_sqrt: { decay: '1-sqrt' },
}

/** What the class asserts. */
function check(given: Fields, a: Arguments, at: At): void {
  const refuse = (key: string, rule: string, found: unknown) => given.reading.refuse(at(key), rule, found)
  if (a.minLr < 0) refuse('min_lr', 'at least 0', a.minLr)
  if (a.maxLr < a.minLr) refuse('max_lr', `at least min_lr, ${a.minLr}`, a.maxLr)
  if (a.initLr > a.maxLr) refuse('init_lr', `at most max_lr, ${a.maxLr}`, a.initLr)
  if (!(a.decay > 0)) refuse('lr_decay_steps', 'above 0', a.decay)
  if (!(a.warmup < a.decay)) refuse('lr_warmup_steps', `below lr_decay_steps, ${a.decay}`, a.warmup)
  if (a.style === 'WSD' && a.wsdDecay === null) {
    throw new SchedulerError('missing-option', { owner: given.owner, option: at('wsd_decay_steps') })
  }
  if (a.startWd < 0) refuse('start_wd', 'at least 0', a.startWd)
  if (a.endWd < a.startWd) refuse('end_wd', `at least start_wd, ${a.startWd}`, a.endWd)
}

/** The learning rate as a multiplier of max_lr. */
function learningRate(given: Fields, a: Arguments, at: At, unit: Unit): BuiltinScheduler {
  const { reading } = given
  const t = (steps: number) => time(steps, unit)
  const alphaW = ratio(a.initLr, a.maxLr)
  const alphaF = ratio(a.minLr, a.maxLr)
  const rise = ramp(a.warmup, { alphaW }, unit)
  const next = Math.floor(a.warmup) + 1
  switch (a.style) {
    case 'constant':
      return hold(1, rise)
    case 'linear':
      return new LinearDecayScheduler({ ...rise, tMax: t(a.decay), alphaF })
    case 'cosine':
      return new CosineDecayScheduler({ ...rise, tMax: t(a.decay), alphaF })
    case 'inverse-square-root': {
      // Steps below 1 count as 1: without a warm-up, steps 0 and 1 both have the highest.
      const w = Math.max(a.warmup, 1)
      const rises = ramp(w, { alphaW: a.warmup > 0 ? alphaW : 1 }, unit)
      const floor = { alphaMin: alphaF, tEnd: t(a.decay) }
      return new InverseSquareRootScheduler({ ...rises, timescale: t(w), ...floor })
    }
    case 'WSD': {
      const d = a.wsdDecay!
      const start = a.decay - d
      if (d <= 0) return drop(Math.floor(a.decay) + 1, alphaF, a.warmup, rise, unit)
      const style = a.wsdStyle !== null && Object.hasOwn(WSD_DECAYS, a.wsdStyle) ? WSD_DECAYS[a.wsdStyle] : undefined
      if (style === undefined) {
        if (!(a.warmup > 0) && start < 0) {
          reading.refuse(at('lr_wsd_decay_style'), `one of ${Object.keys(WSD_DECAYS).join(', ')}`, a.wsdStyle)
        }
        const first = Math.max(next, Math.floor(start) + 1)
        reading.differs(at('lr_wsd_decay_style'), 'The decay has no style: an AssertionError at its first step.', first)
        return hold(1, rise)
      }
      const times = { tMax: t(a.decay), tDecay: t(d), alphaF, ...style }
      const isApart = !(a.warmup > 0) || start >= a.warmup || !Number.isInteger(a.warmup)
      // A part that begins where the run ends would never be on.
      if (isApart || next >= a.decay) {
        const reason = 'The last step of the warm-up has the highest rate, though the decay has begun by then.'
        if (!isApart) reading.differs(at('wsd_decay_steps'), reason, a.warmup)
        return new WarmupStableDecayScheduler({ ...rise, ...times })
      }
      const scheduler = new WarmupStableDecayScheduler(times)
      return new SequenceScheduler({ schedulers: [hold(1, rise), { scheduler, clock: 'outer' }], at: [t(next)] })
    }
    default: {
      if (!(a.warmup > 0)) {
        reading.refuse(at('lr_decay_style'), 'one of constant, linear, cosine, inverse-square-root, WSD', a.style)
      }
      reading.differs(
        at('lr_decay_style'),
        'The style is not known: an exception at the first step after the warm-up.',
        next,
      )
      return hold(1, rise)
    }
  }
}

function weightDecay(given: Fields, a: Arguments, at: At, unit: Unit): BuiltinScheduler {
  const refuse = (key: string, rule: string, found: unknown) => given.reading.refuse(at(key), rule, found)
  if (a.wdStyle === 'constant') {
    if (a.startWd !== a.endWd) refuse('end_wd', `start_wd, ${a.startWd}, as it is constant`, a.endWd)
    return hold(a.endWd)
  }
  if (!(a.wdSteps > 0)) throw new SchedulerError('zero-length', { what: at('wd_incr_steps') })
  const options = { tMax: time(a.wdSteps, unit), alphaI: a.startWd, alphaF: a.endWd }
  if (a.wdStyle === 'linear') return new LinearDecayScheduler(options)
  if (a.wdStyle === 'cosine') return new CosineDecayScheduler(options)
  return refuse('wd_incr_style', 'one of constant, linear, cosine', a.wdStyle)
}

function build(
  given: Fields,
  a: Arguments,
  at: At,
  unit: Unit,
): Pick<Outcome, 'scheduler' | 'baseLr' | 'last' | 'others'> {
  check(given, a, at)
  const scheduler = learningRate(given, a, at, unit)
  return {
    scheduler,
    baseLr: given.reading.baseLr(a.maxLr),
    last: a.decay,
    others: { weightDecay: weightDecay(given, a, at, unit) },
  }
}

function fromClass(given: Fields): Outcome {
  const at: At = (key) => given.at(key)
  const a: Arguments = {
    initLr: given.number('init_lr'),
    maxLr: given.number('max_lr'),
    minLr: given.number('min_lr'),
    warmup: given.steps('lr_warmup_steps'),
    decay: given.steps('lr_decay_steps'),
    style: given.text('lr_decay_style'),
    startWd: given.number('start_wd'),
    endWd: given.number('end_wd'),
    wdSteps: given.steps('wd_incr_steps'),
    wdStyle: given.text('wd_incr_style'),
    wsdDecay: given.maybeSteps('wsd_decay_steps'),
    wsdStyle: given.has('lr_wsd_decay_style') ? given.text('lr_wsd_decay_style') : null,
  }
  const isFromCheckpoint = given.flag('use_checkpoint_opt_param_scheduler', true)
  if (given.flag('override_opt_param_scheduler', false) && isFromCheckpoint) {
    given.reading.refuse(
      at('override_opt_param_scheduler'),
      'false where use_checkpoint_opt_param_scheduler is true',
      true,
    )
  }
  given.ignore('optimizer')
  given.close()
  return given.reading.at(given.path, () => build(given, a, at, 'ba'))
}

/** What training.py makes of the flags. */
function fromFlags(flags: Flags): Outcome {
  const { reading } = flags
  const iterations = flags.maybeSteps('train_iters') ?? 0
  const samples = flags.maybeSteps('train_samples') ?? 0
  const isBySamples = !(iterations > 0)
  const kind = isBySamples ? 'samples' : 'iters'
  const other = isBySamples ? 'iters' : 'samples'
  const whole = isBySamples ? samples : iterations
  if (!(whole > 0))
    throw new SchedulerError('missing-option', { owner: flags.owner, option: '--train-iters or --train-samples' })
  for (const key of [`train_${other}`, `lr_decay_${other}`, `lr_warmup_${other}`]) {
    const found = flags.maybeSteps(key)
    if (found !== null && found !== 0) reading.refuse(flags.at(key), `left out where there is --train-${kind}`, found)
  }
  flags.ignore(`lr_wsd_decay_${other}`)
  // In samples, so that a batch of the run is one of training.
  const batch = flags.has('global_batch_size')
    ? flags.count('global_batch_size', 1)
    : reading.assume(flags.at('global_batch_size'), 1)
  const each = isBySamples ? 1 : batch
  const decay = (flags.maybeSteps(`lr_decay_${kind}`) ?? whole) * each
  const wsd = flags.maybeSteps(`lr_wsd_decay_${kind}`)
  const share = flags.maybe('lr_warmup_fraction')
  const steps = flags.steps(`lr_warmup_${kind}`, 0)
  if (share !== null && steps !== 0) {
    reading.refuse(
      flags.at(`lr_warmup_${kind}`),
      'left out where there is --lr-warmup-fraction',
      steps,
      'Remove one of them.',
    )
  }
  const wdStyle = flags.word('weight_decay_incr_style', ['constant', 'linear', 'cosine'], 'constant')
  const isConstant = wdStyle === 'constant'
  const wd = isConstant && !flags.has('end_weight_decay') ? flags.number('weight_decay', 0.01) : null
  const a: Arguments = {
    initLr: flags.number('lr_warmup_init', 0),
    maxLr: flags.has('lr') || reading.options.baseLr === undefined ? flags.number('lr') : reading.options.baseLr,
    minLr: flags.number('min_lr', 0),
    warmup: share === null ? steps * each : share * decay,
    decay,
    style: flags.word('lr_decay_style', ['constant', 'linear', 'cosine', 'inverse-square-root', 'WSD'], 'linear'),
    wsdDecay: wsd === null ? null : wsd * each,
    wsdStyle: flags.word('lr_wsd_decay_style', Object.keys(WSD_DECAYS), 'exponential'),
    startWd: wd ?? flags.number('start_weight_decay'),
    endWd: wd ?? flags.number('end_weight_decay'),
    wdSteps: whole * each,
    wdStyle,
  }
  flags.ignore('weight_decay', 'start_weight_decay', 'end_weight_decay')
  for (const key of ['rampup_batch_size', 'step_batch_size_schedule']) {
    if (flags.has(key))
      reading.differs(flags.at(key), 'The batch size changes, so that iterations count other samples.', 0)
  }
  if (flags.has('decoupled_lr')) {
    reading.differs(flags.at('decoupled_lr'), 'The input and output layers have a learning rate of their own.', 0)
  }
  flags.ignore('decoupled_min_lr')
  flags.tellRest(/^lr_|^min_lr|warmup/)
  const names: Readonly<Record<string, string>> = {
    init_lr: 'lr_warmup_init',
    max_lr: 'lr',
    lr_warmup_steps: share === null ? `lr_warmup_${kind}` : 'lr_warmup_fraction',
    lr_decay_steps: `lr_decay_${kind}`,
    wsd_decay_steps: `lr_wsd_decay_${kind}`,
    start_wd: 'start_weight_decay',
    end_wd: 'end_weight_decay',
    wd_incr_steps: `train_${kind}`,
    wd_incr_style: 'weight_decay_incr_style',
  }
  const at: At = (key) => flags.at(names[key] ?? key)
  const built = reading.at(flags.path, () => build(flags, a, at, 'sp'))
  return { ...built, length: whole * each, unit: 'sp', perBatch: batch }
}

const isMegatron = (found: Mapping): boolean =>
  hasAny(found, 'lr_decay_style', 'lr_decay_iters', 'lr_decay_samples', 'lr_warmup_iters', 'lr_warmup_samples') ||
  (hasAny(found, 'train_iters', 'train_samples') && hasAny(found, 'lr', 'lr_warmup_fraction'))

export const megatron: LibraryReader = {
  version: '0.16.1',
  aliases: ['megatron', 'megatron-lm', 'megatron-deepspeed', 'nemo'],
  names: /^megatron\./,
  recognize: (found) => (isMegatron(found) && hasAny(found, 'lr') ? { flags: found } : null),
  recognizeFlags: (flags) => (isMegatron(flags) ? { flags } : null),
  read(source) {
    if (source.has('flags')) {
      const flags = new Flags(source.fields('flags'), 'Megatron-LM')
      source.close()
      return fromFlags(flags)
    }
    const name = shortName(source.text('class'))
    if (name !== 'OptimizerParamScheduler') source.reading.refuse(source.at('class'), 'OptimizerParamScheduler', name)
    const given = source.fields('kwargs', 'megatron.core.OptimizerParamScheduler')
    source.close()
    return fromClass(given)
  },
}
