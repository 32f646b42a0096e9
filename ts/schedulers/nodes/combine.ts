/**
 * Schedulers that combine the values of several at the same time.
 */
import type { ComposerScheduler } from '../callable.js'
import { SchedulerNode } from './node.js'

/** The options of a ProductScheduler. */
export interface ProductSchedulerOptions {
  /** The schedulers; at least one. */
  schedulers: readonly ComposerScheduler[]
}

/**
 * All of several multiplied, left to right: α(t) = s₁(t) · s₂(t) · …
 *
 * @example
 * ```ts
 * const run = new TrainingRun({ maxDuration: '100ba' })
 * const schedulers = [new LinearScheduler(), new ConstantScheduler({ alpha: 0.5 })]
 * Array.from(new ProductScheduler({ schedulers }).resolve(run).fill({ stride: 25 })) // => [0.5, 0.375, 0.25, 0.125]
 * ```
 */
export class ProductScheduler extends SchedulerNode {
  /** The schedulers. */
  declare readonly schedulers: readonly ComposerScheduler[]

  constructor(options: ProductSchedulerOptions) {
    super('ProductScheduler', options)
  }
}

/** The options of a MinimumScheduler. */
export interface MinimumSchedulerOptions {
  /** The schedulers; at least one. */
  schedulers: readonly ComposerScheduler[]
}

/**
 * The least of several: α(t) = min(s₁(t), s₂(t), …).
 *
 * @example
 * ```ts
 * const run = new TrainingRun({ maxDuration: '100ba' })
 * const schedulers = [new LinearScheduler(), new LinearScheduler({ alphaI: 0, alphaF: 1 })]
 * Array.from(new MinimumScheduler({ schedulers }).resolve(run).fill({ stride: 25 })) // => [0, 0.25, 0.5, 0.25]
 * ```
 */
export class MinimumScheduler extends SchedulerNode {
  /** The schedulers. */
  declare readonly schedulers: readonly ComposerScheduler[]

  constructor(options: MinimumSchedulerOptions) {
    super('MinimumScheduler', options)
  }
}

/** The options of a MaximumScheduler. */
export interface MaximumSchedulerOptions {
  /** The schedulers; at least one. */
  schedulers: readonly ComposerScheduler[]
}

/**
 * The greatest of several: α(t) = max(s₁(t), s₂(t), …).
 *
 * @example
 * ```ts
 * const run = new TrainingRun({ maxDuration: '100ba' })
 * const schedulers = [new LinearScheduler(), new LinearScheduler({ alphaI: 0, alphaF: 1 })]
 * Array.from(new MaximumScheduler({ schedulers }).resolve(run).fill({ stride: 25 })) // => [1, 0.75, 0.5, 0.75]
 * ```
 */
export class MaximumScheduler extends SchedulerNode {
  /** The schedulers. */
  declare readonly schedulers: readonly ComposerScheduler[]

  constructor(options: MaximumSchedulerOptions) {
    super('MaximumScheduler', options)
  }
}
