/**
 * A scheduler of torch within others: what it gives, and what it does to the schedulers around it.
 */
import type { BuiltinScheduler } from '../../../schedulers/builtin.js'
import type { OtherSchedules } from '../../types.js'

/** One scheduler, read. Multipliers are those of `base`, the learning rate that the optimizer has when it is built. */
export interface TorchPart {
  readonly name: string
  readonly scheduler: BuiltinScheduler
  /** The learning rate that the multiplier is of. */
  readonly base: number
  /** The last step that it names. */
  readonly last: number
  /** How many steps it can be called for, where it is limited. */
  readonly length?: number
  readonly others?: OtherSchedules
  /** What `step()` does to the learning rate that it finds: multiplies it, or sets it to its own. */
  readonly stepping: 'multiplies' | 'sets'
  /** The first step from which it no longer multiplies. */
  readonly multipliesUntil?: number
  /** The learning rate that it sets for all others when it is built; only the first that is built, if it is no OneCycleLR. */
  readonly initialLr?: number
  /** Whether it is a OneCycleLR, or has one within. */
  readonly hasOneCycle?: boolean
}
