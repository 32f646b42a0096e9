/**
 * Classes of torch.optim.lr_scheduler that compute a form.
 */
import type { Mapping } from '../../import/fields.js'
import { type Asked, given, isBare, rampOf } from './counterpart.js'

const named = (name: string, kwargs: Readonly<Record<string, unknown>>): Mapping => ({
  class: name,
  kwargs: given(kwargs),
})

/** The class with its arguments; null where there is none. */
export function findTorch(asked: Asked): Mapping | null {
  const { form, scale, later, baseLr, batches } = asked
  const ramp = rampOf(form)
  if (later !== 0 || (ramp !== null && !isBare(ramp))) return null
  // A class multiplies the rate that the optimizer has, but for those that set it.
  if (scale !== 1 && form.kind !== 'one-cycle' && form.kind !== 'cyclic') return null
  switch (form.kind) {
    case 'hold':
      if (form.until === null || !isLength(form.until) || !isWithin(form.value, Number.MIN_VALUE)) return null
      return named('ConstantLR', { factor: form.value, total_iters: form.until })
    case 'linear':
      // It divides by where it starts.
      if (form.begin !== null || !isWithin(form.from, Number.MIN_VALUE) || !isWithin(form.to, 0)) return null
      if (!isLength(form.end)) return null
      return named('LinearLR', { start_factor: form.from, end_factor: form.to, total_iters: form.end })
    case 'polynomial':
      if (form.begin !== null || form.cycle || form.from !== 1 || form.to !== 0 || !isLength(form.end)) return null
      return named('PolynomialLR', { total_iters: form.end, power: form.power })
    case 'cosine':
      if (form.begin !== null || form.from !== 1 || form.power !== 1 || form.shift !== 0 || form.cycles !== 0.5)
        return null
      // It rises again after its end.
      if (!(form.end > 0) || (form.end < batches && !form.continues)) return null
      return named('CosineAnnealingLR', { T_max: form.end, eta_min: form.to * baseLr })
    case 'steps':
      if (form.every !== null) {
        return isLength(form.every) ? named('StepLR', { step_size: form.every, gamma: form.gamma }) : null
      }
      if (!form.milestones.every((at) => at === 0 || isLength(at))) return null
      return named('MultiStepLR', { milestones: form.milestones, gamma: form.gamma })
    case 'exponential':
      if (form.from !== 1 || form.floor !== null || form.isStaircase || form.begin !== null || !(form.every > 0))
        return null
      // A root is needed.
      return form.every === 1 || form.rate > 0 ? named('ExponentialLR', { gamma: form.rate ** (1 / form.every) }) : null
    case 'restarts':
      if (form.shape !== 'cosine' || form.decay !== 1 || form.k !== 1 || form.limit !== null) return null
      // It grows by whole numbers.
      if (!Number.isInteger(form.first) || !Number.isInteger(form.growth) || form.first < 1 || form.growth < 1)
        return null
      return named('CosineAnnealingWarmRestarts', { T_0: form.first, T_mult: form.growth, eta_min: form.to * baseLr })
    case 'one-cycle': {
      const { peak, back, end, from, top, to } = form
      const length = end + 1
      // A share of 1 would be written as an integer, which it refuses.
      const isWhole = Number.isInteger(length) && length >= batches && peak > 0 && peak < end
      if (!isWhole || form.rate !== 0 || form.stairsUp !== null || form.stairsDown !== null) return null
      if (!(top > 0) || !(from > 0) || !(to > 0) || (back !== null && back !== 2 * peak)) return null
      return named('OneCycleLR', {
        max_lr: top * scale * baseLr,
        total_steps: length,
        pct_start: (peak + 1) / length,
        anneal_strategy: form.anneal === 'cosine' ? 'cos' : 'linear',
        cycle_momentum: false,
        div_factor: top / from,
        final_div_factor: from / to,
        three_phase: back !== null,
      })
    }
    case 'cyclic':
      if (form.mode === 'shrink') return null
      return named('CyclicLR', {
        base_lr: form.low * scale * baseLr,
        max_lr: form.high * scale * baseLr,
        step_size_up: form.up,
        step_size_down: form.down,
        mode: form.mode,
        gamma: form.gamma,
        cycle_momentum: false,
      })
    case 'product': {
      const parts = form.parts.map((part) => findTorch({ ...asked, ...part }))
      const isChain = parts.every((part) => part !== null && MULTIPLYING.has(String(part.class)))
      return isChain ? { class: 'ChainedScheduler', schedulers: parts, kwargs: {} } : null
    }
    case 'sequence': {
      const { starts } = form
      const parts = form.parts.map((part, index) => {
        const [start, end] = [index === 0 ? 0 : starts[index - 1]!, starts[index] ?? batches]
        const own = { ...asked, ...part, batches: Math.max(1, Math.min(end, batches) - start) }
        // One that sets the rate has its own in mind, and one within another is built at the same time.
        return part.form.kind === 'one-cycle' || part.form.kind === 'cyclic' ? null : findTorch(own)
      })
      const isFlat = starts.every(isLength) && parts.every((part) => part !== null && !('schedulers' in part))
      return isFlat ? { class: 'SequentialLR', schedulers: parts, kwargs: { milestones: starts } } : null
    }
    default:
      return null
  }
}

/** Its steps never meet a fraction, which its closed forms count. */
const isLength = (steps: number): boolean => Number.isInteger(steps) && steps > 0

const isWithin = (value: number, least: number): boolean => value >= least && value <= 1

/** The classes that multiply the learning rate that they find, as ChainedScheduler needs. */
const MULTIPLYING: ReadonlySet<string> = new Set([
  'ConstantLR',
  'LinearLR',
  'PolynomialLR',
  'StepLR',
  'MultiStepLR',
  'ExponentialLR',
])
