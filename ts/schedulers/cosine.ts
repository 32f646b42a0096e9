/**
 * Schedulers that follow half a cosine: once, once after a ramp, or again and again.
 */

import type { SchedulerTime, Time } from '../state/time/time.js'
import { BuiltinScheduler } from './builtin.js'
import type { ScaleWarmup, TMaxCheck } from './kinds/values.js'

/** The options of a CosineAnnealingScheduler. */
export interface CosineAnnealingSchedulerOptions {
  /** Length of the decay. Default '1dur'. */
  tMax?: SchedulerTime
  /** Multiplier at the end. Default 0. */
  alphaF?: number
}

/**
 * Half a cosine from 1: α(t) = alphaF + (1 − alphaF) · ½(1 + cos πτ) with τ = t / tMax, clipped to [0, 1].
 * Composer: `composer.optim.CosineAnnealingScheduler`.
 *
 * @example
 * ```ts
 * const run = new TrainingRun({ maxDuration: '100ba' })
 * const curve = new CosineAnnealingScheduler({ alphaF: 0.5 }).resolve(run)
 * Array.from(curve.fill({ count: 3, stride: 50 })) // => [1, 0.75, 0.5]
 * ```
 */
export class CosineAnnealingScheduler extends BuiltinScheduler {
  /** Length of the decay. */
  declare readonly tMax: Time
  /** Multiplier at the end. */
  declare readonly alphaF: number

  constructor(options: CosineAnnealingSchedulerOptions = {}) {
    super('CosineAnnealingScheduler', options)
  }
}

/** The options of a CosineAnnealingWarmRestartsScheduler. */
export interface CosineAnnealingWarmRestartsSchedulerOptions {
  /** Length of the first interval. */
  t0: SchedulerTime
  /** Length of an interval over the one before, truncated to an integer each time. Default 1. */
  tMult?: number
  /** Multiplier at the end of each interval. Default 0. */
  alphaF?: number
}

/**
 * Half a cosine that starts again at the end of each interval: as CosineAnnealingScheduler, with τ the fraction of the
 * present interval. Composer: `composer.optim.CosineAnnealingWarmRestartsScheduler`.
 *
 * Differs from Composer: intervals that never get past the present time (a negative t0 or tMult) make Composer loop for
 * ever; here they are the error `restart-endless`.
 *
 * @example
 * ```ts
 * const run = new TrainingRun({ maxDuration: '100ba' })
 * const curve = new CosineAnnealingWarmRestartsScheduler({ t0: '20ba', tMult: 2 }).resolve(run)
 * Array.from(curve.fill({ stride: 20 })) // => [1, 1, 0.5, 1, 0.8535533905932737]
 * new CosineAnnealingWarmRestartsScheduler({ t0: '20ba', tMult: 0.5 }).resolve(run).fill() // throws 'restart-decayed'
 * ```
 */
export class CosineAnnealingWarmRestartsScheduler extends BuiltinScheduler {
  /** Length of the first interval. */
  declare readonly t0: Time
  /** Length of an interval over the one before. */
  declare readonly tMult: number
  /** Multiplier at the end of each interval. */
  declare readonly alphaF: number

  constructor(options: CosineAnnealingWarmRestartsSchedulerOptions) {
    super('CosineAnnealingWarmRestartsScheduler', options)
  }
}

/** The options of a CosineAnnealingWithWarmupScheduler. */
export interface CosineAnnealingWithWarmupSchedulerOptions extends CosineAnnealingSchedulerOptions {
  /** Length of the ramp from 0 to 1; not scaled unless `scaleWarmup`. */
  tWarmup: SchedulerTime
  /** Whether the scale schedule ratio scales the slope of the ramp; 'fixed': its end too. Default false. */
  scaleWarmup?: ScaleWarmup
  /** What comes of a tMax that ends before max_duration: an error as in Composer, a warning, or nothing. Default 'composer'. */
  check?: TMaxCheck
}

/**
 * A ramp, then half a cosine: α(t) = t / tWarmup while t < tWarmup, then as CosineAnnealingScheduler with
 * τ = (t − tWarmup) / (tMax − tWarmup). Composer: `composer.optim.CosineAnnealingWithWarmupScheduler`.
 *
 * As in Composer, τ stays 0 when tMax is not after tWarmup, and `scaleWarmup` scales the slope but not the end of the
 * ramp.
 *
 * @example
 * ```ts
 * const run = new TrainingRun({ maxDuration: '63900ba' })
 * const scheduler = new CosineAnnealingWithWarmupScheduler({ tWarmup: '100ba', alphaF: 0.1 })
 * Array.from(scheduler.resolve(run).fill({ count: 3, stride: 50 })) // => [0, 0.5, 1]
 * scheduler.resolve(run).valueAt(new Timestamp({ batch: 32000 })) // => 0.55
 * new CosineAnnealingWithWarmupScheduler({ tWarmup: '1ep' }).resolve(run) // throws 'no-dataloader-len'
 * ```
 */
export class CosineAnnealingWithWarmupScheduler extends BuiltinScheduler {
  /** Length of the ramp. */
  declare readonly tWarmup: Time
  /** Where the decay ends. */
  declare readonly tMax: Time
  /** Multiplier at the end. */
  declare readonly alphaF: number
  /** Whether the ratio scales the slope of the ramp, and its end. */
  declare readonly scaleWarmup: ScaleWarmup
  /** What comes of a tMax that ends before max_duration. */
  declare readonly check: TMaxCheck

  constructor(options: CosineAnnealingWithWarmupSchedulerOptions) {
    super('CosineAnnealingWithWarmupScheduler', options)
  }
}
