/**
 * Schedulers that follow a power of the fraction of training left, from the start or after a ramp.
 */

import type { SchedulerTime, Time } from '../state/time/time.js'
import { BuiltinScheduler } from './builtin.js'
import type { ScaleWarmup, TMaxCheck } from './kinds/values.js'

/** The options of a PolynomialScheduler. */
export interface PolynomialSchedulerOptions {
  /** The exponent. */
  power: number
  /** Length of the decay. Default '1dur'. */
  tMax?: SchedulerTime
  /** Multiplier at the end. Default 0. */
  alphaF?: number
}

/**
 * A power of the fraction left: α(t) = alphaF + (1 − alphaF) · (1 − τ)^power with τ = min(1, t / tMax).
 * Composer: `composer.optim.PolynomialScheduler`.
 *
 * As in Composer, a negative power is an error from the end of the decay on (`zero-to-negative-power`).
 *
 * @example
 * ```ts
 * const run = new TrainingRun({ maxDuration: '100ba' })
 * const curve = new PolynomialScheduler({ power: 2 }).resolve(run)
 * Array.from(curve.fill({ count: 3, stride: 50 })) // => [1, 0.25, 0]
 * ```
 */
export class PolynomialScheduler extends BuiltinScheduler {
  /** The exponent. */
  declare readonly power: number
  /** Length of the decay. */
  declare readonly tMax: Time
  /** Multiplier at the end. */
  declare readonly alphaF: number

  constructor(options: PolynomialSchedulerOptions) {
    super('PolynomialScheduler', options)
  }
}

/** The options of a PolynomialWithWarmupScheduler. */
export interface PolynomialWithWarmupSchedulerOptions {
  /** Length of the ramp from 0 to 1; not scaled unless `scaleWarmup`. */
  tWarmup: SchedulerTime
  /** The exponent. Default 2. */
  power?: number
  /** Where the decay ends. Default '1dur'. */
  tMax?: SchedulerTime
  /** Multiplier at the end. Default 0. */
  alphaF?: number
  /** Whether the scale schedule ratio scales the slope of the ramp; 'fixed': its end too. Default false. */
  scaleWarmup?: ScaleWarmup
  /** What comes of a tMax that ends before max_duration: an error as in Composer, a warning, or nothing. Default 'composer'. */
  check?: TMaxCheck
}

/**
 * A ramp, then a power of the fraction left: α(t) = t / tWarmup while t < tWarmup, then as PolynomialScheduler with
 * τ = min(1, (t − tWarmup) / (tMax − tWarmup)). Composer: `composer.optim.PolynomialWithWarmupScheduler`.
 *
 * As in Composer, τ stays 0 when tMax is not after tWarmup, and `scaleWarmup` scales the slope but not the end of the
 * ramp.
 *
 * @example
 * ```ts
 * const run = new TrainingRun({ maxDuration: '120ba' })
 * const curve = new PolynomialWithWarmupScheduler({ tWarmup: '20ba' }).resolve(run)
 * Array.from(curve.fill({ from: 10, count: 3, stride: 60 })) // => [0.5, 0.25, 0]
 * ```
 */
export class PolynomialWithWarmupScheduler extends BuiltinScheduler {
  /** Length of the ramp. */
  declare readonly tWarmup: Time
  /** The exponent. */
  declare readonly power: number
  /** Where the decay ends. */
  declare readonly tMax: Time
  /** Multiplier at the end. */
  declare readonly alphaF: number
  /** Whether the ratio scales the slope of the ramp, and its end. */
  declare readonly scaleWarmup: ScaleWarmup
  /** What comes of a tMax that ends before max_duration. */
  declare readonly check: TMaxCheck

  constructor(options: PolynomialWithWarmupSchedulerOptions) {
    super('PolynomialWithWarmupScheduler', options)
  }
}
