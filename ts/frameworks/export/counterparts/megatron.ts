/**
 * Flags of Megatron-LM that train a form.
 */
import type { Mapping } from '../../import/fields.js'
import { type Asked, given, isBare, rampOf } from './counterpart.js'

const DECAYS: Readonly<Record<string, string>> = {
  linear: 'linear',
  cosine: 'cosine',
  exp: 'exponential',
  '1-sqrt': 'minus_sqrt',
}

/** The flags; null where no style is of the kind. */
export function findMegatron({ form, lr, later, batches }: Asked): Mapping | null {
  const ramp = rampOf(form)
  if (later !== 0 || ramp === null || !(isBare(ramp) || ramp.rise === 'linear')) return null
  const flags = (style: string, top: number, end: number, low: number, more: Mapping = {}): Mapping => ({
    flags: given({
      train_iters: batches,
      lr: lr * top,
      min_lr: lr * low,
      lr_decay_style: style,
      lr_decay_iters: end,
      ...warmupOf(ramp.steps, end),
      lr_warmup_init: ramp.from === 0 ? undefined : ramp.from * lr,
      ...more,
    }),
  })
  switch (form.kind) {
    case 'hold':
      if (form.until !== null && form.until < batches) return null
      return flags('constant', form.value, Math.max(batches, ramp.steps + 1), 0)
    case 'linear':
    case 'cosine': {
      const { power, cycles, shift, begin, from, end, to } = form
      if (power !== 1 || cycles !== 0.5 || shift !== 0 || begin !== null) return null
      return flags(form.kind, from, end, to)
    }
    case 'inverse-root': {
      if (form.timescale !== Math.max(1, ramp.steps) || form.to !== 0 || form.cooldown !== null) return null
      return flags('inverse-square-root', 1, form.leastFrom ?? batches, form.least ?? 0)
    }
    case 'stable': {
      const decay = Object.hasOwn(DECAYS, form.decay) ? DECAYS[form.decay] : undefined
      if (decay === undefined || form.stable !== 'constant') return null
      const wsd = { lr_wsd_decay_style: decay, lr_wsd_decay_iters: form.decaySteps }
      return flags('WSD', 1, form.end, form.to, wsd)
    }
    default:
      return null
  }
}

/** Iterations are whole; a fraction of one is a part of the decay. */
const warmupOf = (steps: number, end: number): Mapping =>
  Number.isInteger(steps) ? { lr_warmup_iters: steps } : { lr_warmup_fraction: steps / end }
