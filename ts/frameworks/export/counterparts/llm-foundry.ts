/**
 * Schedulers of llm-foundry's registry that compute a form, with times in batches.
 */
import type { Mapping } from '../../import/fields.js'
import { type Asked, isLine, rampOf } from './counterpart.js'

/** The scheduler with its run; null where there is none. */
export function findLlmFoundry({ form, scale, later, batches }: Asked): Mapping | null {
  const ramp = rampOf(form)
  if (later !== 0 || scale !== 1 || ramp === null || !isLine(ramp)) return null
  const ba = (steps: number) => `${steps}ba`
  const named = (name: string, kwargs: Mapping): Mapping => ({
    name,
    kwargs: { t_warmup: ba(ramp.steps), ...kwargs },
    max_duration: ba(batches),
  })
  switch (form.kind) {
    case 'hold':
      return named('constant_with_warmup', { alpha: form.value, t_max: ba(form.until ?? batches) })
    case 'linear': {
      if (form.begin !== null || !Number.isInteger(form.end)) return null
      return named('linear_decay_with_warmup', { alpha_i: form.from, alpha_f: form.to, t_max: ba(form.end) })
    }
    case 'cosine': {
      const { from, to, power, cycles, shift, begin, end } = form
      if (from !== 1 || power !== 1 || cycles !== 0.5 || shift !== 0 || begin !== null || !Number.isInteger(end))
        return null
      return named('cosine_with_warmup', { t_max: ba(end), alpha_f: to })
    }
    case 'inverse-root': {
      const { timescale, to, end, cooldown, cooldownTo, least } = form
      const times = [timescale, end, cooldown ?? 0]
      if (least !== null || !times.every(Number.isInteger)) return null
      return named('inv_sqrt_with_warmup', {
        t_scale: ba(timescale),
        t_cooldown: ba(cooldown ?? 0),
        t_max: ba(end),
        alpha_f_decay: to,
        alpha_f_cooldown: cooldown === null ? to : cooldownTo,
      })
    }
    default:
      return null
  }
}
