/**
 * Schedulers that change in steps: at fixed intervals, at milestones, at milestones after a ramp.
 */

import type { SchedulerTime, Time } from '../state/time/time.js'
import { BuiltinScheduler } from './builtin.js'
import type { ScaleWarmup } from './kinds/values.js'

/** The options of a StepScheduler. */
export interface StepSchedulerOptions {
  /** Time between changes. */
  stepSize: SchedulerTime
  /** Factor at each change. Default 0.1. */
  gamma?: number
}

/**
 * Multiplies by γ at fixed intervals: α(t) = γ^⌊t / stepSize⌋. Composer: `composer.optim.StepScheduler`.
 *
 * Differs from Composer: a stepSize that is no time is refused here at once.
 *
 * @example
 * ```ts
 * const run = new TrainingRun({ maxDuration: '100ba' })
 * const curve = new StepScheduler({ stepSize: '30ba', gamma: 0.5 }).resolve(run)
 * Array.from(curve.fill({ stride: 15 })) // => [1, 1, 0.5, 0.5, 0.25, 0.25, 0.125]
 * new StepScheduler({ stepSize: '0ba' }).resolve(run) // throws 'zero-length'
 * ```
 */
export class StepScheduler extends BuiltinScheduler {
  /** Time between changes. */
  declare readonly stepSize: Time
  /** Factor at each change. */
  declare readonly gamma: number

  constructor(options: StepSchedulerOptions) {
    super('StepScheduler', options)
  }
}

/** The options of a MultiStepScheduler. */
export interface MultiStepSchedulerOptions {
  /** When the multiplier changes; in any order, each in any unit. */
  milestones: readonly SchedulerTime[]
  /** Factor at each milestone. Default 0.1. */
  gamma?: number
}

/**
 * Multiplies by γ at each milestone: α(t) = γ · … · γ, once for each milestone that t has reached.
 * Composer: `composer.optim.MultiStepScheduler`.
 *
 * Differs from Composer: a milestone that is no time is refused here at once.
 *
 * @example
 * ```ts
 * const run = new TrainingRun({ maxDuration: '100ba' })
 * const curve = new MultiStepScheduler({ milestones: ['50ba', '0.75dur'], gamma: 0.5 }).resolve(run)
 * Array.from(curve.fill({ stride: 25 })) // => [1, 1, 0.5, 0.25]
 * ```
 */
export class MultiStepScheduler extends BuiltinScheduler {
  /** When the multiplier changes. */
  declare readonly milestones: readonly Time[]
  /** Factor at each milestone. */
  declare readonly gamma: number

  constructor(options: MultiStepSchedulerOptions) {
    super('MultiStepScheduler', options)
  }
}

/** The options of a MultiStepWithWarmupScheduler. */
export interface MultiStepWithWarmupSchedulerOptions extends MultiStepSchedulerOptions {
  /** Length of the ramp from 0 to 1; not scaled unless `scaleWarmup`. */
  tWarmup: SchedulerTime
  /** Whether the scale schedule ratio scales the slope of the ramp; 'fixed': its end too. Default false. */
  scaleWarmup?: ScaleWarmup
}

/**
 * A ramp, then milestones: α(t) = t / tWarmup while t < tWarmup, then as MultiStepScheduler.
 * Composer: `composer.optim.MultiStepWithWarmupScheduler`.
 *
 * Milestones within the ramp count once it is over. As in Composer, `scaleWarmup` scales the slope, but the ramp still
 * ends at the unscaled time, and a milestone that can't be converted is an error only after the ramp.
 *
 * @example
 * ```ts
 * const run = new TrainingRun({ maxDuration: '100ba' })
 * const curve = new MultiStepWithWarmupScheduler({ tWarmup: '10ba', milestones: ['50ba'], gamma: 0.5 }).resolve(run)
 * Array.from(curve.fill({ from: 5, stride: 45 })) // => [0.5, 0.5, 0.5]
 * ```
 */
export class MultiStepWithWarmupScheduler extends BuiltinScheduler {
  /** Length of the ramp. */
  declare readonly tWarmup: Time
  /** When the multiplier changes. */
  declare readonly milestones: readonly Time[]
  /** Factor at each milestone. */
  declare readonly gamma: number
  /** Whether the ratio scales the slope of the ramp, and its end. */
  declare readonly scaleWarmup: ScaleWarmup

  constructor(options: MultiStepWithWarmupSchedulerOptions) {
    super('MultiStepWithWarmupScheduler', options)
  }
}
