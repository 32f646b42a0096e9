/**
 * Schedulers that decay in steps, after a ramp or without one, as other libraries have them.
 */
import type { ExactTime, ExactTimeInput } from '../state/time/exact.js'
import { RampedScheduler, type RampOptions } from './ramp.js'

/** The options of a StepDecayScheduler. */
export interface StepDecaySchedulerOptions extends RampOptions {
  /** Time between changes. */
  tStep: ExactTimeInput
  /** Factor at each change. Default 0.1. */
  gamma?: number
  /** Whether steps count from the end of the ramp, or else from its start. Default true. */
  warmupPrefix?: boolean
}

/**
 * A ramp, then γ for each whole step: α(t) = gamma^⌊(t − w) / tStep⌋, where w is tWarmup.
 * `torch.optim.lr_scheduler.StepLR`, `timm.scheduler.StepLRScheduler`.
 *
 * @example
 * ```ts
 * const run = new TrainingRun({ maxDuration: '100ba' })
 * const curve = new StepDecayScheduler({ tStep: '40ba', gamma: 0.5, tWarmup: '20ba' }).resolve(run)
 * Array.from(curve.fill({ stride: 20 })) // => [0, 1, 1, 0.5, 0.5]
 * ```
 */
export class StepDecayScheduler extends RampedScheduler {
  /** Time between changes. */
  declare readonly tStep: ExactTime
  /** Factor at each change. */
  declare readonly gamma: number
  /** Whether steps count from the end of the ramp. */
  declare readonly warmupPrefix: boolean

  constructor(options: StepDecaySchedulerOptions) {
    super('StepDecayScheduler', options)
  }
}

/** The options of a MultiStepDecayScheduler. */
export interface MultiStepDecaySchedulerOptions extends RampOptions {
  /** When the multiplier changes; in any order, each in any unit. */
  milestones: readonly ExactTimeInput[]
  /** Factor at each milestone. Default 0.1. */
  gamma?: number
  /** Whether milestones count from the end of the ramp, or else from its start. Default true. */
  warmupPrefix?: boolean
}

/**
 * A ramp, then γ for each milestone that is reached: α(t) = gamma^n, where n milestones are at most t − w, and w is
 * tWarmup. `torch.optim.lr_scheduler.MultiStepLR`, `timm.scheduler.MultiStepLRScheduler`.
 *
 * @example
 * ```ts
 * const run = new TrainingRun({ maxDuration: '100ba' })
 * const curve = new MultiStepDecayScheduler({ milestones: ['30ba', '0.6dur'], gamma: 0.5 }).resolve(run)
 * Array.from(curve.fill({ stride: 30 })) // => [1, 0.5, 0.25, 0.25]
 * ```
 */
export class MultiStepDecayScheduler extends RampedScheduler {
  /** When the multiplier changes. */
  declare readonly milestones: readonly ExactTime[]
  /** Factor at each milestone. */
  declare readonly gamma: number
  /** Whether milestones count from the end of the ramp. */
  declare readonly warmupPrefix: boolean

  constructor(options: MultiStepDecaySchedulerOptions) {
    super('MultiStepDecayScheduler', options)
  }
}
