/**
 * DeepSpeed: the scheduler of its JSON configuration. Update 0 is trained before the scheduler's first step.
 */
import type { BuiltinScheduler } from '../../schedulers/builtin.js'
import {
  AffineScheduler,
  ClampScheduler,
  CosineDecayScheduler,
  LinearDecayScheduler,
  LrRangeTestScheduler,
  OneCycleScheduler,
  type RampOptions,
  SequenceScheduler,
  ShiftScheduler,
} from '../../schedulers/classes.js'
import type { OtherSchedules } from '../types.js'
import { Fields, isMapping } from './fields.js'
import { hold } from './forms.js'
import type { LibraryReader, Outcome } from './library.js'
import { ratio, time } from './reading.js'
import { LEAVES } from './torch/leaves.js'
import { readTorch } from './torch/read.js'

/** The learning rate of the optimizer. */
type BaseLr = (isNeeded?: boolean) => number

type Reader = (params: Fields, optimizerLr: BaseLr) => Outcome

/** The scheduler's own clock is one step behind. */
const oneLater = (scheduler: BuiltinScheduler): BuiltinScheduler => new ShiftScheduler({ scheduler, by: '1ba' })

/** The ramp that its warm-ups share. */
function rise(params: Fields): { w: number; ramp: RampOptions } {
  const w = Math.max(2, params.count('warmup_num_steps', 1, 1000))
  const word = params.text('warmup_type', 'log')
  // An unknown one is a warning, and log.
  const warmup = word === 'linear' ? 'linear' : 'log'
  if (word !== 'linear' && word !== 'log') params.reading.assume(params.at('warmup_type'), 'log')
  return { w, ramp: { tWarmup: time(w), warmup } }
}

/** The learning rates that a warm-up runs between. */
function bounds(params: Fields, byDefault: () => number): { baseLr: number; alpha: number } {
  const min = params.grouped('warmup_min_lr', 0)
  const max = params.has('warmup_max_lr') ? params.grouped('warmup_max_lr') : byDefault()
  return { baseLr: max, alpha: ratio(min, max) }
}

const TYPES: Readonly<Record<string, Reader>> = {
  WarmupLR(params, optimizerLr) {
    const { baseLr, alpha } = bounds(params, () => {
      const isNeeded = params.has('warmup_min_lr') && params.grouped('warmup_min_lr') !== 0
      return optimizerLr(isNeeded)
    })
    const { w, ramp } = rise(params)
    return { scheduler: oneLater(hold(1, { ...ramp, alphaW: alpha })), baseLr, last: w + 1, least: 2 }
  },

  WarmupDecayLR(params) {
    const steps = params.steps('total_num_steps')
    const path = params.at('warmup_max_lr')
    const { baseLr, alpha } = bounds(params, () => params.reading.assume(path, 0.001))
    const { ramp } = rise(params)
    const line = new LinearDecayScheduler({ ...ramp, alphaW: alpha, tMax: time(steps), alphaF: alpha })
    return { scheduler: oneLater(line), baseLr, length: steps, least: 2 }
  },

  WarmupCosineLR(params, optimizerLr) {
    const steps = params.steps('total_num_steps')
    const from = params.number('warmup_min_ratio', 0)
    const { ramp } = rise(params)
    const floor = params.number('cos_min_ratio', 1e-4)
    if (from !== 0) {
      params.reading.differs(params.at('warmup_min_ratio'), 'Update 0 has a learning rate of 0, whatever the ratio.', 0)
    }
    const decay = { tMax: time(steps), alphaF: floor, decayShift: '1ba' } as const
    const cosine = oneLater(new CosineDecayScheduler({ ...ramp, alphaW: from, ...decay }))
    if (floor < 0) {
      params.reading.differs(params.at('cos_min_ratio'), 'A floor below 0 is cut at 0.', Math.max(1, Math.ceil(steps)))
    }
    const scheduler = floor < 0 ? new ClampScheduler({ scheduler: cosine, low: 0 }) : cosine
    return { scheduler, baseLr: optimizerLr(), length: steps, least: 2 }
  },

  OneCycle: oneCycle,

  LRRangeTest(params) {
    const baseLr = params.grouped('lr_range_test_min_lr', 0.001)
    const step = params.count('lr_range_test_step_size', 1, 2000)
    const rate = params.number('lr_range_test_step_rate', 1)
    const staircase = params.flag('lr_range_test_staircase', false)
    return { scheduler: new LrRangeTestScheduler({ tStep: time(step), rate, staircase }), baseLr, last: step }
  },
}

/** As math.isclose has it for 0. */
const isZero = (found: number): boolean => found === 0

function oneCycle(params: Fields): Outcome {
  const { reading } = params
  const min = params.number('cycle_min_lr')
  const max = params.number('cycle_max_lr')
  const rate = params.number('decay_lr_rate', 0)
  const up = params.steps('cycle_first_step_size', 2000)
  const down = params.maybeSteps('cycle_second_step_size') ?? up
  if (!(up > 0)) reading.refuse(params.at('cycle_first_step_size'), 'above 0', up)
  if (down < 0) reading.refuse(params.at('cycle_second_step_size'), 'at least 0', down)
  const stairs = params.count('cycle_first_stair_count', 0, 0)
  const stairsDown = params.has('cycle_second_stair_count') ? params.count('cycle_second_stair_count', 0) : stairs
  const decay = params.steps('decay_step_size', 0)
  const whole = up + down
  const times = { tPeak: time(up), tReturn: time(whole), tEnd: time(whole), anneal: 'linear' } as const
  const cycle = { ...times, stairsUp: stairs || null, stairsDown: stairsDown || null }
  const isDecaying = !isZero(decay) && !isZero(rate)
  const after = isDecaying ? { tDecay: time(decay), rate } : {}
  const low = ratio(min, max)
  const scheduler = new OneCycleScheduler({ ...cycle, alphaI: low, alphaF: low, ...after })
  const others = momenta(params, cycle, decay, whole)
  return { scheduler, baseLr: max, last: isDecaying ? whole + decay : whole, others }
}

function momenta(params: Fields, cycle: object, decay: number, whole: number): OtherSchedules {
  if (!params.flag('cycle_momentum', true)) {
    params.ignore('cycle_min_mom', 'cycle_max_mom', 'decay_mom_rate')
    return {}
  }
  const low = params.number('cycle_min_mom', 0.8)
  const high = params.number('cycle_max_mom', 0.9)
  const rate = params.number('decay_mom_rate', 0)
  if (low !== high) {
    const reason = 'The momentum of update 0 is the lowest, although the cycle begins at the highest.'
    params.reading.differs(params.at('cycle_momentum'), reason, 0)
  }
  const momentum = new OneCycleScheduler({ ...cycle, alphaI: high, alphaM: low, alphaF: high })
  if (isZero(decay) || isZero(rate)) return { momentum }
  // It grows where the learning rate falls.
  const growth = new LrRangeTestScheduler({ tStep: time(decay), rate })
  const schedulers = [momentum, new AffineScheduler({ scheduler: growth, scale: high })]
  return { momentum: new SequenceScheduler({ schedulers, at: [time(whole)] }) }
}

/** The learning rate of the optimizer: beside the configuration, or in it. */
function optimizerLr(source: Fields, config: Fields): BaseLr {
  const beside = source.maybe('optimizer_lr')
  const params = config.fields('optimizer').fields('params')
  const own = beside ?? (typeof params.get('lr') === 'string' ? null : params.maybe('lr'))
  return (isNeeded) => source.reading.baseLr(own, isNeeded)
}

/** Keys that only its configurations have. */
const OWN_KEYS = /^zero_|^train_micro_batch|^train_batch_size$|^gradient_accumulation_steps$/

export const deepspeed: LibraryReader = {
  version: '0.19.8',
  aliases: ['ds'],
  recognize(found) {
    const { scheduler } = found
    if (!isMapping(scheduler) || typeof scheduler.type !== 'string') return null
    const { type } = scheduler
    const isOwn = Object.hasOwn(TYPES, type) || Object.keys(found).some((key) => OWN_KEYS.test(key))
    // It takes classes of torch too, with arguments under this name.
    return isOwn || (Object.hasOwn(LEAVES, type) && isMapping(scheduler.params)) ? { config: found } : null
  },
  read(source): Outcome {
    const { reading } = source
    const isBare = !source.has('config')
    const config = isBare ? source : source.fields('config')
    const lr = optimizerLr(source, config)
    if (!isBare) source.close()
    const scheduler = config.fields('scheduler')
    const type = scheduler.text('type')
    const params = scheduler.fields('params', type)
    for (const key of params.keys) {
      if (params.get(key) === 'auto') {
        reading.refuse(params.at(key), 'a value', 'auto', "Write the value that transformers' Trainer fills in.")
      }
    }
    const known = new Fields(reading, scheduler.get('params') ?? {}, params.path, type)
    if (Object.hasOwn(LEAVES, type)) {
      // DeepSpeed takes classes of torch by their names.
      const path = scheduler.path
      const torch = new Fields(reading, { class: type, kwargs: scheduler.get('params') ?? {} }, path, type)
      const base = { known: () => lr(true), any: () => lr() }
      const { scheduler: made, base: baseLr, length, last, others } = readTorch(torch, base)
      return { scheduler: made, baseLr, length, last, others }
    }
    const read = Object.hasOwn(TYPES, type) ? TYPES[type] : undefined
    if (read === undefined) {
      const cure = 'Use one of these, or a class of torch.'
      return reading.refuse(scheduler.at('type'), `one of ${Object.keys(TYPES).join(', ')}`, type, cure)
    }
    known.ignore('last_batch_iteration')
    const outcome = reading.at(params.path, () => read(known, lr))
    known.close()
    return outcome
  },
}
