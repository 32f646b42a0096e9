/**
 * Schedulers that follow a straight line, from the start or after a ramp.
 */

import type { SchedulerTime, Time } from '../state/time/time.js'
import { BuiltinScheduler } from './builtin.js'
import type { ScaleWarmup, TMaxCheck } from './kinds/values.js'

/** The options of a LinearScheduler. */
export interface LinearSchedulerOptions {
  /** Multiplier at the start. Default 1. */
  alphaI?: number
  /** Multiplier at the end. Default 0. */
  alphaF?: number
  /** Length of the line. Default '1dur'. */
  tMax?: SchedulerTime
}

/**
 * A line: α(t) = alphaI + τ · (alphaF − alphaI) with τ = min(1, t / tMax). Composer: `composer.optim.LinearScheduler`.
 *
 * As in Composer, τ is clipped above only: a negative tMax extrapolates.
 *
 * @example
 * ```ts
 * const run = new TrainingRun({ maxDuration: '100ba' })
 * const curve = new LinearScheduler({ alphaF: 0.5, tMax: '50ba' }).resolve(run)
 * Array.from(curve.fill({ stride: 25 })) // => [1, 0.75, 0.5, 0.5]
 * ```
 */
export class LinearScheduler extends BuiltinScheduler {
  /** Multiplier at the start. */
  declare readonly alphaI: number
  /** Multiplier at the end. */
  declare readonly alphaF: number
  /** Length of the line. */
  declare readonly tMax: Time

  constructor(options: LinearSchedulerOptions = {}) {
    super('LinearScheduler', options)
  }
}

/** The options of a LinearWithWarmupScheduler. */
export interface LinearWithWarmupSchedulerOptions extends LinearSchedulerOptions {
  /** Length of the ramp from 0 to alphaI; not scaled unless `scaleWarmup`. */
  tWarmup: SchedulerTime
  /** Whether the scale schedule ratio scales the slope of the ramp; 'fixed': its end too. Default false. */
  scaleWarmup?: ScaleWarmup
  /** What comes of a tMax that ends before max_duration: an error as in Composer, a warning, or nothing. Default 'composer'. */
  check?: TMaxCheck
}

/**
 * A ramp, then a line: α(t) = alphaI · t / tWarmup while t < tWarmup, then alphaI + τ · (alphaF − alphaI) with
 * τ = min(1, (t − tWarmup) / (tMax − tWarmup)). Composer: `composer.optim.LinearWithWarmupScheduler`.
 *
 * As in Composer, τ stays 0 when tMax is not after tWarmup, and `scaleWarmup` scales the slope but not the end of the
 * ramp.
 *
 * @example
 * ```ts
 * const run = new TrainingRun({ maxDuration: '100ba' })
 * const curve = new LinearWithWarmupScheduler({ tWarmup: '20ba' }).resolve(run)
 * Array.from(curve.fill({ stride: 20 })) // => [0, 1, 0.75, 0.5, 0.25]
 * new LinearWithWarmupScheduler({ tWarmup: '5sp' }).resolve(run) // throws 'warmup-units'
 * ```
 */
export class LinearWithWarmupScheduler extends BuiltinScheduler {
  /** Length of the ramp. */
  declare readonly tWarmup: Time
  /** Multiplier at the end of the ramp. */
  declare readonly alphaI: number
  /** Multiplier at the end. */
  declare readonly alphaF: number
  /** Where the line ends. */
  declare readonly tMax: Time
  /** Whether the ratio scales the slope of the ramp, and its end. */
  declare readonly scaleWarmup: ScaleWarmup
  /** What comes of a tMax that ends before max_duration. */
  declare readonly check: TMaxCheck

  constructor(options: LinearWithWarmupSchedulerOptions) {
    super('LinearWithWarmupScheduler', options)
  }
}
