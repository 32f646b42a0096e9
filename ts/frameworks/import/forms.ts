/**
 * Forms that many libraries share, from numbers of steps.
 */
import type { BuiltinScheduler } from '../../schedulers/builtin.js'
import {
  AffineScheduler,
  PiecewiseConstantScheduler,
  PiecewiseInterpolateScheduler,
  type RampOptions,
  SequenceScheduler,
  WithWarmupScheduler,
} from '../../schedulers/classes.js'
import { time, type Unit } from './reading.js'

/** A value that holds, after a ramp or without one. */
export const hold = (value: number, ramp: RampOptions = {}): BuiltinScheduler =>
  new PiecewiseConstantScheduler({ boundaries: [], values: [value], ...ramp })

/** Values between boundaries. */
export const staged = (boundaries: readonly number[], values: readonly number[], ramp: RampOptions = {}, unit?: Unit) =>
  new PiecewiseConstantScheduler({ boundaries: boundaries.map((at) => time(at, unit)), values: [...values], ...ramp })

/** 1 after a ramp, and from a step on another value: boundaries of a form with a ramp count from its end. */
export function drop(at: number, value: number, w: number, rise: RampOptions, unit?: Unit): BuiltinScheduler {
  if (!(w > 0) || at > w) return staged([Math.max(0, at - Math.max(0, w))], [1, value], rise, unit)
  // A ramp aims at what comes after it, which is 1 for no step.
  const scheduler = staged([w], [1, value], {}, unit)
  return new WithWarmupScheduler({ scheduler, ...rise, tWarmup: time(w, unit), start: 'together' })
}

/** A scheduler times a factor; of 1 it is the scheduler itself. */
export const scaled = (scheduler: BuiltinScheduler, scale: number): BuiltinScheduler =>
  scale === 1 ? scheduler : new AffineScheduler({ scheduler, scale })

/** A ramp of some length, or none where there is no length. */
export const ramp = (steps: number, options: RampOptions = {}, unit?: Unit): RampOptions =>
  steps > 0 ? { tWarmup: time(steps, unit), ...options } : {}

/**
 * Values at knots, and lines or half cosines between them. Where knots don't rise, the ramp up to the second knot comes first,
 * and what follows is cut: so libraries ask their conditions.
 */
export function rampAndFall(knots: readonly [number, number, number], values: readonly [number, number, number]) {
  const [rise, fall, end] = knots
  const [low, high, last] = values
  const between = (at: number[], to: number[]): BuiltinScheduler =>
    new PiecewiseInterpolateScheduler({ knots: at.map((knot) => time(knot)), values: to, interpolate: 'linear' })
  if (rise <= 0 && fall > 0) return between([0, fall, end], [high, high, last])
  if (rise < fall) return between([0, rise, fall, end], [low, high, high, last])
  const down = fall > 0 ? between([0, fall, end], [high, high, last]) : between([0, end], [high, last])
  if (rise <= 0) return down
  return new SequenceScheduler({
    schedulers: [between([0, rise], [low, high]), { scheduler: down, clock: 'outer' }],
    at: [time(rise)],
  })
}
