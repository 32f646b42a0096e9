/**
 * Schedules of keras that compute a form.
 */
import type { Mapping } from '../../import/fields.js'
import { type Asked, given, isBare, isLine } from './counterpart.js'

const named = (name: string, kwargs: Readonly<Record<string, unknown>>): Mapping => ({
  class: name,
  kwargs: given(kwargs),
})

/** The class with its arguments; null where there is none. */
export function findKeras({ form, lr, later }: Asked): Mapping | null {
  if (later !== 0) return null
  switch (form.kind) {
    case 'linear':
    case 'polynomial': {
      const { end, from, to, power, cycle, ramp, begin } = form
      if (!isBare(ramp) || begin !== null || !(end > 0)) return null
      return named('PolynomialDecay', {
        initial_learning_rate: lr * from,
        decay_steps: end,
        end_learning_rate: lr * to,
        power,
        cycle: cycle || undefined,
      })
    }
    case 'cosine': {
      const { end, from, to, power, cycles, shift, ramp, begin } = form
      const length = end - ramp.steps
      if (begin !== null || power !== 1 || cycles !== 0.5 || shift !== 0 || from === 0 || !(length > 0)) return null
      if (!isLine(ramp)) return null
      const alpha = to / from
      if (isBare(ramp)) return named('CosineDecay', { initial_learning_rate: lr * from, decay_steps: length, alpha })
      const warmup = { warmup_target: lr * from, warmup_steps: ramp.steps }
      return named('CosineDecay', { initial_learning_rate: lr * ramp.from, decay_steps: length, alpha, ...warmup })
    }
    case 'exponential':
    case 'inverse-time': {
      const { every, rate, from, floor, isStaircase, begin, ramp } = form
      if (!isBare(ramp) || begin !== null || floor !== null || !(every > 0)) return null
      return named(form.kind === 'exponential' ? 'ExponentialDecay' : 'InverseTimeDecay', {
        initial_learning_rate: lr * from,
        decay_steps: every,
        decay_rate: rate,
        staircase: isStaircase || undefined,
      })
    }
    case 'steps': {
      const { every, milestones, gamma, ramp } = form
      if (!isBare(ramp)) return null
      if (every !== null) {
        if (!(every > 0)) return null
        return named('ExponentialDecay', {
          initial_learning_rate: lr,
          decay_steps: every,
          decay_rate: gamma,
          staircase: true,
        })
      }
      let value = lr
      const values = [value]
      for (let i = 0; i < milestones.length; i++) {
        value *= gamma
        values.push(value)
      }
      return pieces(milestones, values)
    }
    case 'pieces':
      return isBare(form.ramp)
        ? pieces(
            form.boundaries,
            form.values.map((value) => value * lr),
          )
        : null
    case 'restarts': {
      const { shape, first, growth, decay, applies, limit, k, to, ramp } = form
      if (shape !== 'cosine' || limit !== null || k !== 1 || !isBare(ramp)) return null
      if (decay !== 1 && applies !== 'amplitude') return null
      return named('CosineDecayRestarts', {
        initial_learning_rate: lr,
        first_decay_steps: first,
        t_mul: growth,
        m_mul: decay,
        alpha: to,
      })
    }
    default:
      return null
  }
}

/** The next value is taken once a boundary is passed, so that boundaries are a step earlier. */
function pieces(boundaries: readonly number[], values: readonly number[]): Mapping | null {
  if (boundaries.length === 0 || boundaries.some((at) => !Number.isInteger(at) || at < 1)) return null
  return named('PiecewiseConstantDecay', { boundaries: boundaries.map((at) => at - 1), values })
}
