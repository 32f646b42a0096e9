/**
 * Arguments of a transformers Trainer that train a form.
 */
import type { Mapping } from '../../import/fields.js'
import { type Asked, isBare, isLine } from './counterpart.js'

/** The arguments; null where no schedule of its list is of the kind. */
export function findTransformers({ form, lr, later, batches }: Asked): Mapping | null {
  if (later !== 0) return null
  const args = (type: string, rate: number, warmup: number, kwargs: Mapping = {}): Mapping => ({
    learning_rate: rate,
    lr_scheduler_type: type,
    ...(Object.keys(kwargs).length === 0 ? {} : { lr_scheduler_kwargs: kwargs }),
    warmup_steps: warmup,
    max_steps: batches,
  })
  switch (form.kind) {
    case 'hold': {
      const { value, until, ramp } = form
      if ((until !== null && until < batches) || !isLine(ramp)) return null
      return isBare(ramp) ? args('constant', lr * value, 0) : args('constant_with_warmup', lr * value, ramp.steps)
    }
    case 'linear':
    case 'polynomial': {
      const { end, from, to, power, ramp, begin, cycle } = form
      if (end !== batches || begin !== null || cycle || !isLine(ramp)) return null
      if (form.kind === 'linear' && to === 0) return args('linear', lr * from, ramp.steps)
      return args('polynomial', lr * from, ramp.steps, { lr_end: lr * to, power })
    }
    case 'cosine': {
      const { end, from, to, power, cycles, shift, ramp, begin } = form
      if (end !== batches || begin !== null || power !== 1 || from === 0) return null
      const waves = cycles === 0.5 ? {} : { num_cycles: cycles }
      if (shift === 1 && ramp.rise === 'linear' && Number.isInteger(ramp.steps)) {
        const isFromNext = ramp.first === '(t+1)/w' && ramp.from === 0
        if (!isFromNext && ramp.first !== 't/(w-1)' && !isBare(ramp)) return null
        const start = isFromNext || isBare(ramp) ? {} : { warmup_lr_rate: ramp.from }
        return args('cosine_warmup_with_min_lr', lr * from, ramp.steps, { min_lr_rate: to / from, ...start, ...waves })
      }
      if (shift !== 0 || !isLine(ramp)) return null
      if (to === 0) return args('cosine', lr * from, ramp.steps, waves)
      return args('cosine_with_min_lr', lr * from, ramp.steps, { min_lr_rate: to / from, ...waves })
    }
    case 'hard-restarts':
      if (form.end !== batches || !isLine(form.ramp)) return null
      return args('cosine_with_restarts', lr, form.ramp.steps, { num_cycles: form.cycles })
    case 'inverse-root':
      if (!isLine(form.ramp) || form.to !== 0) return null
      return args('inverse_sqrt', lr, form.ramp.steps, { timescale: form.timescale })
    case 'stable': {
      const { ramp, end, decaySteps, decay, to, cycles, stable } = form
      if (stable !== 'constant' || !Number.isInteger(ramp.steps) || ramp.rise === 'log') return null
      if (decay !== 'linear' && decay !== 'cosine' && decay !== '1-sqrt') return null
      const waves = cycles === 0.5 || decay !== 'cosine' ? {} : { num_cycles: cycles }
      return args('warmup_stable_decay', lr, ramp.steps, {
        num_decay_steps: decaySteps,
        num_stable_steps: end - decaySteps - ramp.steps,
        warmup_type: ramp.rise,
        decay_type: decay,
        min_lr_ratio: to,
        ...waves,
      })
    }
    default:
      return null
  }
}
