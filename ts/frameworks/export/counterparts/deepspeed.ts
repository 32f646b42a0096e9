/**
 * The scheduler of a DeepSpeed configuration that trains a form.
 */
import type { Mapping } from '../../import/fields.js'
import type { Ramp } from '../form.js'
import { type Asked, given } from './counterpart.js'
import { findTorch } from './torch.js'

/** The configuration; null where neither it nor torch has a scheduler of the kind. */
export function findDeepSpeed(asked: Asked): Mapping | null {
  const { form, lr, baseLr } = asked
  const config = (type: string, params: Mapping): Mapping => ({
    config: {
      optimizer: { type: 'AdamW', params: { lr: baseLr } },
      scheduler: { type, params: given(params) },
    },
  })
  const rise = (ramp: Ramp, top: number): Mapping => ({
    warmup_min_lr: ramp.from * lr,
    warmup_max_lr: top * lr,
    warmup_num_steps: ramp.steps,
    warmup_type: ramp.rise,
  })
  // It takes classes of torch by their names, which are the same from update 0 on.
  const torch = findTorch(asked) as { class: string; kwargs: Mapping } | null
  if (torch !== null) return config(torch.class, torch.kwargs)
  switch (form.kind) {
    case 'hold':
      if (!isRamp(form.ramp)) return null
      return config('WarmupLR', rise(form.ramp, form.value))
    case 'linear':
      // It ends where its warm-up begins.
      if (!isRamp(form.ramp) || form.ramp.from !== form.to || form.begin !== null) return null
      return config('WarmupDecayLR', { total_num_steps: form.end, ...rise(form.ramp, form.from) })
    case 'cosine': {
      const { ramp, from, to, power, cycles, begin } = form
      if (!isRamp(ramp) || begin !== null || power !== 1 || cycles !== 0.5 || from !== 1 || asked.scale !== 1)
        return null
      return config('WarmupCosineLR', {
        total_num_steps: form.end,
        warmup_min_ratio: ramp.from,
        warmup_num_steps: ramp.steps,
        cos_min_ratio: to,
        warmup_type: ramp.rise,
      })
    }
    case 'one-cycle': {
      const { peak, back, end, from, top, to, anneal, stairsUp, stairsDown, decaySteps, rate } = form
      if (anneal !== 'linear' || from !== to || (back !== null && back !== end)) return null
      return config('OneCycle', {
        cycle_min_lr: from * lr,
        cycle_max_lr: top * lr,
        decay_lr_rate: decaySteps === null ? undefined : rate,
        cycle_first_step_size: peak,
        cycle_second_step_size: end - peak,
        cycle_first_stair_count: stairsUp ?? undefined,
        cycle_second_stair_count: stairsDown ?? undefined,
        decay_step_size: decaySteps ?? undefined,
        cycle_momentum: false,
      })
    }
    case 'range-test':
      return config('LRRangeTest', {
        lr_range_test_min_lr: lr,
        lr_range_test_step_size: form.every,
        lr_range_test_step_rate: form.rate,
        lr_range_test_staircase: form.isStaircase,
      })
    default:
      return null
  }
}

const isRamp = ({ steps, rise }: Ramp): boolean => Number.isInteger(steps) && (rise === 'linear' || rise === 'log')
