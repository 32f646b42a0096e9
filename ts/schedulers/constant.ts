/**
 * Schedulers that hold one multiplier, from the start or after a ramp.
 */

import type { SchedulerTime, Time } from '../state/time/time.js'
import { BuiltinScheduler } from './builtin.js'
import type { ScaleWarmup, TMaxCheck } from './kinds/values.js'

/** The options of a ConstantScheduler. */
export interface ConstantSchedulerOptions {
  /** The multiplier. Default 1. */
  alpha?: number
  /** How long it holds. Default '1dur'. */
  tMax?: SchedulerTime
}

/**
 * Holds a multiplier: α(t) = alpha while t < tMax, then 1. Composer: `composer.optim.ConstantScheduler`.
 *
 * As in Composer, the value after tMax is 1, not alpha.
 *
 * @example
 * ```ts
 * const run = new TrainingRun({ maxDuration: '100ba' })
 * const curve = new ConstantScheduler({ alpha: 0.5, tMax: '0.5dur' }).resolve(run)
 * Array.from(curve.fill({ stride: 25 })) // => [0.5, 0.5, 1, 1]
 * ```
 */
export class ConstantScheduler extends BuiltinScheduler {
  /** The multiplier. */
  declare readonly alpha: number
  /** How long it holds. */
  declare readonly tMax: Time

  constructor(options: ConstantSchedulerOptions = {}) {
    super('ConstantScheduler', options)
  }
}

/** The options of a ConstantWithWarmupScheduler. */
export interface ConstantWithWarmupSchedulerOptions {
  /** Length of the ramp from 0 to alpha; not scaled unless `scaleWarmup`. */
  tWarmup: SchedulerTime
  /** The multiplier after the ramp. Default 1. */
  alpha?: number
  /** Checked against the run as in Composer; the multiplier holds after it. Default '1dur'. */
  tMax?: SchedulerTime
  /** Whether the scale schedule ratio scales the slope of the ramp; 'fixed': its end too. Default false. */
  scaleWarmup?: ScaleWarmup
  /** What comes of a tMax that ends before max_duration: an error as in Composer, a warning, or nothing. Default 'composer'. */
  check?: TMaxCheck
}

/**
 * A ramp to a multiplier that then holds: α(t) = alpha · t / tWarmup while t < tWarmup, then alpha.
 * Composer: `composer.optim.ConstantWithWarmupScheduler`.
 *
 * As in Composer, it stays at alpha after tMax, and `scaleWarmup` scales the slope but not the end of the ramp.
 *
 * @example
 * ```ts
 * const run = new TrainingRun({ maxDuration: '100ba' })
 * const curve = new ConstantWithWarmupScheduler({ tWarmup: '50ba', alpha: 0.5 }).resolve(run)
 * Array.from(curve.fill({ stride: 25 })) // => [0, 0.25, 0.5, 0.5]
 * ```
 */
export class ConstantWithWarmupScheduler extends BuiltinScheduler {
  /** Length of the ramp. */
  declare readonly tWarmup: Time
  /** The multiplier after the ramp. */
  declare readonly alpha: number
  /** Checked against the run. */
  declare readonly tMax: Time
  /** Whether the ratio scales the slope of the ramp, and its end. */
  declare readonly scaleWarmup: ScaleWarmup
  /** What comes of a tMax that ends before max_duration. */
  declare readonly check: TMaxCheck

  constructor(options: ConstantWithWarmupSchedulerOptions) {
    super('ConstantWithWarmupScheduler', options)
  }
}
