/**
 * Schedulers of timm that compute a form, in updates.
 */
import type { Mapping } from '../../import/fields.js'
import type { Ramp } from '../form.js'
import { type Asked, given, isLine, rampOf } from './counterpart.js'

/** The class with its arguments; null where there is none. */
export function findTimm({ form, lr, scale, later, batches }: Asked): Mapping | null {
  const ramp = rampOf(form)
  if (later !== 0 || scale !== 1 || ramp === null || !isLine(ramp)) return null
  const named = (name: string, kwargs: Mapping): Mapping => ({
    class: name,
    kwargs: given({ ...kwargs, ...warmup(ramp, lr), t_in_epochs: false }),
  })
  switch (form.kind) {
    case 'hold': {
      if (form.value !== 1 || (form.until !== null && form.until < batches)) return null
      return named('StepLRScheduler', { decay_t: 1, decay_rate: 1 })
    }
    case 'linear':
    case 'cosine':
    case 'polynomial': {
      const { end, from, to, power, cycles, shift, begin, cycle } = form
      const length = end - ramp.steps
      if (from !== 1 || begin !== null || cycle || shift !== 0 || cycles !== 0.5 || !(length > 0) || to < 0) return null
      const shared = { t_initial: length, lr_min: lr * to, warmup_prefix: ramp.steps > 0 ? true : undefined }
      if (form.kind === 'cosine') return power === 1 ? named('CosineLRScheduler', shared) : null
      return named('PolyLRScheduler', { ...shared, power })
    }
    case 'steps': {
      const prefix = ramp.steps > 0 && !form.isAfterRamp ? false : undefined
      if (form.every !== null) {
        return named('StepLRScheduler', { decay_t: form.every, decay_rate: form.gamma, warmup_prefix: prefix })
      }
      // The library compares with t + 1.
      const milestones = form.milestones.map((at) => at + 1)
      return named('MultiStepLRScheduler', { decay_t: milestones, decay_rate: form.gamma, warmup_prefix: prefix })
    }
    case 'restarts': {
      const { first, growth, decay, applies, limit, k, to, power, bounds, isAfterRamp } = form
      if ((applies !== 'peak' && decay !== 1) || to < 0) return null
      const shared = {
        t_initial: first,
        lr_min: lr * to,
        cycle_mul: growth === 1 ? undefined : growth,
        cycle_decay: decay === 1 ? undefined : decay,
        // Its own default is a single cycle.
        cycle_limit: limit ?? Math.max(1, batches),
        warmup_prefix: ramp.steps > 0 && isAfterRamp ? true : undefined,
      }
      const stretched = k === 1 ? {} : { k_decay: k }
      if (form.shape === 'cosine') return named('CosineLRScheduler', { ...shared, ...stretched })
      if (form.shape === 'polynomial') return named('PolyLRScheduler', { ...shared, power, ...stretched })
      return named('TanhLRScheduler', { ...shared, lb: bounds[0], ub: bounds[1] })
    }
    case 'stable': {
      const { end, decaySteps, decay, to, power, ratio, stable, timescale, stablePower } = form
      if (decay === 'geometric' || to < 0) return null
      return named('WSDLRScheduler', {
        t_initial: end - ramp.steps,
        decay_t: decaySteps,
        lr_min: lr * to,
        decay_fn: decay,
        decay_power: decay === 'power' ? power : undefined,
        decay_ratio: decay === 'exp' ? ratio : undefined,
        ...(stable === 'constant' ? {} : { stable_fn: stable, stable_timescale: timescale ?? ramp.steps }),
        stable_power: stable === 'power' ? stablePower : undefined,
      })
    }
    default:
      return null
  }
}

const warmup = ({ steps, from }: Ramp, lr: number): Mapping =>
  steps === 0 ? {} : { warmup_t: steps, warmup_lr_init: from * lr }
