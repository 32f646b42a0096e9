/**
 * Schedulers that change the values of another.
 */
import type { ComposerScheduler } from '../callable.js'
import { refuse } from '../checks.js'
import { SchedulerNode } from './node.js'

/** The options of a ClampScheduler. */
export interface ClampSchedulerOptions {
  /** The scheduler. */
  scheduler: ComposerScheduler
  /** The least multiplier. Default null: there is none. */
  low?: number | null
  /** The greatest multiplier, at least low. Default null: there is none. */
  high?: number | null
}

/**
 * Another within bounds: α(t) is s(t), but low where that is less and high where that is more.
 *
 * @example
 * ```ts
 * const run = new TrainingRun({ maxDuration: '100ba' })
 * const clamped = new ClampScheduler({ scheduler: new LinearScheduler(), low: 0.25, high: 0.75 })
 * Array.from(clamped.resolve(run).fill({ stride: 25 })) // => [0.75, 0.75, 0.5, 0.25]
 * ```
 */
export class ClampScheduler extends SchedulerNode {
  /** The scheduler. */
  declare readonly scheduler: ComposerScheduler
  /** The least multiplier; null for none. */
  declare readonly low: number | null
  /** The greatest multiplier; null for none. */
  declare readonly high: number | null

  constructor(options: ClampSchedulerOptions) {
    super('ClampScheduler', options)
    const { low, high } = this
    if (low !== null && high !== null && low > high) refuse('low', `at most high, ${high}`, low, 'Swap or change them.')
  }
}

/** The options of a AffineScheduler. */
export interface AffineSchedulerOptions {
  /** The scheduler. */
  scheduler: ComposerScheduler
  /** The factor. Default 1. */
  scale?: number
  /** What is added. Default 0. */
  offset?: number
}

/**
 * Another times a factor, plus a number: α(t) = s(t) · scale + offset.
 *
 * @example
 * ```ts
 * const run = new TrainingRun({ maxDuration: '100ba' })
 * const affine = new AffineScheduler({ scheduler: new LinearScheduler(), scale: 0.5, offset: 0.25 })
 * Array.from(affine.resolve(run).fill({ stride: 25 })) // => [0.75, 0.625, 0.5, 0.375]
 * ```
 */
export class AffineScheduler extends SchedulerNode {
  /** The scheduler. */
  declare readonly scheduler: ComposerScheduler
  /** The factor. */
  declare readonly scale: number
  /** What is added. */
  declare readonly offset: number

  constructor(options: AffineSchedulerOptions) {
    super('AffineScheduler', options)
  }
}
