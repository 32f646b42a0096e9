/**
 * Schedules of optax that compute a form.
 */
import type { Mapping } from '../../import/fields.js'
import type { Ramp } from '../form.js'
import { type Asked, given, isBare, isLine, rampOf } from './counterpart.js'

const call = (name: string, kwargs: Readonly<Record<string, unknown>>): Mapping => ({ fn: name, kwargs: given(kwargs) })

/** The schedule with its arguments; null where there is none. */
export function findOptax(asked: Asked): Mapping | null {
  const { form, lr, later, batches } = asked
  if (later !== 0) return null
  const ramp = rampOf(form)
  if (ramp !== null && !isLine(ramp)) return null
  const isStill = ramp === null || isBare(ramp)
  switch (form.kind) {
    case 'hold': {
      const { value, until } = form
      if (!isStill) {
        return until !== null && until < batches
          ? null
          : call('warmup_constant_schedule', {
              init_value: ramp.from * lr,
              peak_value: value * lr,
              warmup_steps: ramp.steps,
            })
      }
      const constant = call('constant_schedule', { value: value * lr })
      return until === null || until >= batches
        ? constant
        : joined([constant, call('constant_schedule', { value: lr })], [Math.max(0, until)])
    }
    case 'linear':
    case 'polynomial': {
      const { end, from, to, power, begin, cycle } = form
      if (cycle || (begin !== null && !isStill)) return null
      const start = begin ?? ramp!.steps
      const length = end - start
      if (!(length > 0)) return null
      const values = { init_value: from * lr, end_value: to * lr }
      const steps = { transition_steps: length, transition_begin: begin ?? undefined }
      const decay =
        form.kind === 'linear'
          ? call('linear_schedule', { ...values, ...steps })
          : call('polynomial_schedule', { ...values, power, ...steps })
      return after(ramp!, from * lr, lr, decay)
    }
    case 'cosine': {
      const { end, from, to, power, cycles, shift, begin } = form
      if (cycles !== 0.5 || shift !== 0 || begin !== null || from === 0) return null
      const exponent = power === 1 ? undefined : power
      if (isStill) {
        return call('cosine_decay_schedule', { init_value: from * lr, decay_steps: end, alpha: to / from, exponent })
      }
      if (!(end > ramp.steps)) return null
      return call('warmup_cosine_decay_schedule', {
        init_value: ramp.from * lr,
        peak_value: from * lr,
        warmup_steps: ramp.steps,
        decay_steps: end,
        end_value: to * lr,
        exponent,
      })
    }
    case 'exponential': {
      const { every, rate, from, floor, isStaircase, begin } = form
      // optax takes another rate for none.
      if (!(every > 0) || !(rate > 0) || (begin !== null && !isStill)) return null
      const decay = call('exponential_decay', {
        init_value: from * lr,
        transition_steps: every,
        decay_rate: rate,
        transition_begin: begin ?? undefined,
        staircase: isStaircase || undefined,
        end_value: floor === null ? undefined : floor * lr,
      })
      return after(ramp!, from * lr, lr, decay)
    }
    case 'steps': {
      const { every, milestones, gamma, isAfterRamp } = form
      if (every !== null) {
        if (!(every > 0) || !(gamma > 0) || !(isStill || isAfterRamp)) return null
        const steps = { init_value: lr, transition_steps: every, decay_rate: gamma, staircase: true }
        return after(ramp!, lr, lr, call('exponential_decay', steps))
      }
      if (gamma < 0) return null
      const start = isStill || isAfterRamp ? 0 : ramp.steps
      // Several milestones at one step are one pair, and those that are over at the start are in the first value.
      const scales = new Map<number, number>()
      let value = lr
      for (const at of milestones) {
        if (at <= start && !isStill) value *= gamma
        else scales.set(at - start, (scales.get(at - start) ?? 1) * gamma)
      }
      const pieces = { init_value: value, boundaries_and_scales: [...scales] }
      return after(ramp!, lr, lr, call('piecewise_constant_schedule', pieces))
    }
    case 'pieces': {
      const scales = scalesOf(form.values)
      if (scales === null) return null
      const pairs = form.boundaries.map((at, index) => [at, scales[index]!])
      const pieces = { init_value: form.values[0]! * lr, boundaries_and_scales: pairs }
      return after(ramp!, form.values[0]! * lr, lr, call('piecewise_constant_schedule', pieces))
    }
    case 'knots': {
      const scales = scalesOf(form.values)
      if (scales === null || form.knots[0] !== 0) return null
      return call('piecewise_interpolate_schedule', {
        interpolate_type: form.blend,
        init_value: form.values[0]! * lr,
        boundaries_and_scales: form.knots.slice(1).map((at, index) => [at, scales[index]!]),
      })
    }
    case 'one-cycle': {
      const { peak, back, end, from, top, to, anneal, stairsUp, stairsDown, rate } = form
      if (stairsUp !== null || stairsDown !== null || rate !== 0 || !(from > 0) || !(to > 0)) return null
      if (![peak, back ?? 0, end].every(Number.isInteger) || (anneal === 'linear') === (back === null)) return null
      return call(`${anneal}_onecycle_schedule`, {
        transition_steps: end,
        peak_value: top * lr,
        pct_start: share(peak, end),
        pct_final: back === null ? undefined : share(back, end),
        div_factor: top / from,
        // A line ends at a part of where it began, a cosine at one of the peak.
        final_div_factor: anneal === 'linear' ? from / to : top / to / (top / from),
      })
    }
    case 'restarts': {
      const { shape, first, growth, decay, limit, k, to } = form
      if (shape !== 'cosine' || decay !== 1 || limit !== null || k !== 1 || growth !== 1 || !isStill) return null
      const count = Math.ceil(batches / first)
      if (!Number.isInteger(first) || !(first > 0) || count > MOST_PARTS) return null
      const cycle = call('cosine_decay_schedule', { init_value: lr, decay_steps: first, alpha: to })
      if (count <= 1) return cycle
      return joined(
        new Array<Mapping>(count).fill(cycle),
        Array.from({ length: count - 1 }, (_, index) => (index + 1) * first),
      )
    }
    case 'sequence': {
      const parts = form.parts.map((part) => findOptax({ ...asked, ...part, lr: lr * part.scale }))
      return parts.every((part) => part !== null) ? joined(parts, form.starts) : null
    }
    default:
      return null
  }
}

// More that differ would be no program to read.
const MOST_PARTS = 50

/** A share of a length that comes to a whole number of steps when it is multiplied and truncated. */
const share = (steps: number, length: number): number => {
  const found = steps / length
  return Math.trunc(found * length) === steps ? found : (steps + 0.5) / length
}

/** What each value is multiplied by for the next one; null where one of 0 is not the last. */
function scalesOf(values: readonly number[]): number[] | null {
  const scales = values.slice(1).map((value, index) => value / values[index]!)
  return scales.every((scale) => Number.isFinite(scale) && scale >= 0) ? scales : null
}

const joined = (schedules: readonly Mapping[], boundaries: readonly number[]): Mapping => ({
  fn: 'join_schedules',
  schedules,
  kwargs: { boundaries },
})

/** A schedule after its ramp, which aims at a value. */
function after(ramp: Ramp, top: number, lr: number, schedule: Mapping): Mapping {
  if (isBare(ramp)) return schedule
  const rise = { init_value: ramp.from * lr, end_value: top, transition_steps: ramp.steps }
  return joined([call('linear_schedule', rise), schedule], [ramp.steps])
}
