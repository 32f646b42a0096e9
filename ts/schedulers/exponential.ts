/**
 * The scheduler that decays by a factor in each period, smoothly.
 */

import type { SchedulerTime, Time } from '../state/time/time.js'
import { BuiltinScheduler } from './builtin.js'

/** The options of an ExponentialScheduler. */
export interface ExponentialSchedulerOptions {
  /** Factor in each period. */
  gamma: number
  /** Length of a period. Default '1ep'. */
  decayPeriod?: SchedulerTime
}

/**
 * Decays exponentially: α(t) = γ^(t / decayPeriod). Composer: `composer.optim.ExponentialScheduler`.
 *
 * Differs from Composer: where a negative γ has a fractional exponent, Python returns a complex number; here it is the
 * error `complex-value`.
 *
 * @example
 * ```ts
 * const run = new TrainingRun({ maxDuration: '4ep', dataloaderLen: 10 })
 * const curve = new ExponentialScheduler({ gamma: 0.5 }).resolve(run)
 * Array.from(curve.fill({ stride: 10 })) // => [1, 0.5, 0.25, 0.125]
 * new ExponentialScheduler({ gamma: -0.5 }).resolve(run).fill() // throws 'complex-value'
 * ```
 */
export class ExponentialScheduler extends BuiltinScheduler {
  /** Factor in each period. */
  declare readonly gamma: number
  /** Length of a period. */
  declare readonly decayPeriod: Time

  constructor(options: ExponentialSchedulerOptions) {
    super('ExponentialScheduler', options)
  }
}
