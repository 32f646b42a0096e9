/**
 * The training state that a scheduler reads, and what becomes of its max_duration. Converts nothing.
 */
import { SchedulerError } from '../errors/error.js'
import { checkCount, checkNumber } from './checks.js'
import { isTime, type MaxDuration, Time } from './time/time.js'
import { isTimestamp, type Timestamp } from './timestamp/timestamp.js'

/** A group of parameters with a learning rate, as PyTorch's optimizers have them. */
export interface ParamGroup {
  /** The learning rate now. */
  lr: number
  /**
   * The learning rate that multipliers apply to; set from `lr` when a scheduler is compiled and there is none. Give it for
   * a group that was scheduled before, whose `lr` is not its initial one any more.
   */
  initialLr?: number
  /** The same as PyTorch spells it; read where there is no `initialLr`. */
  initial_lr?: number
}

/** An optimizer with groups, or one with a single learning rate and a setter (tfjs, jax-js, your own). */
export type Optimizer =
  | { paramGroups: ParamGroup[] }
  | {
      /** The learning rate now. */
      lr: number
      /** As in a group. */
      initialLr?: number
      /** As in a group. */
      initial_lr?: number
      /** Makes `lr` the learning rate. */
      setLr(lr: number): void
    }

/**
 * The facts of training that a scheduler is a function of. Composer: `composer.core.State`.
 *
 * `maxDuration` is absolute (not in `dur`) and already scaled by the scale schedule ratio, as Composer's Trainer does.
 */
export interface State {
  /** Where training is. */
  timestamp: Timestamp
  /** Where training ends, or null. */
  maxDuration: MaxDuration | null
  /** Batches in an epoch; null or left out when unknown. */
  dataloaderLen?: number | null
  /** What `compileComposerScheduler` binds to. */
  optimizers?: readonly Optimizer[]
}

/** A time from a Time or a string; a plain number has no unit, so it is refused. */
export function checkTime(what: string, found: unknown): Time {
  if (isTime(found)) return found
  if (typeof found === 'string') return Time.fromTimestring(found)
  throw new SchedulerError('bad-type', { what, expected: "a Time or a time string such as '10ep'", found })
}

/** The max_duration of a state; null and undefined mean that there is none. */
export function checkMaxDuration(found: unknown): Time | null {
  if (found === null || found === undefined) return null
  const time = checkTime('maxDuration', found)
  if (time.unit === 'dur') throw new SchedulerError('max-duration-unit', { found: time })
  return time
}

/** The dataloader's length; null and undefined mean that it is unknown. */
export function checkDataloaderLen(found: unknown): number | null {
  return found === null || found === undefined ? null : checkCount('dataloaderLen', found, 0)
}

/** The state as an object; its timestamp is checked where it is read. */
export function checkState(found: unknown): State {
  if (typeof found === 'object' && found !== null) return found as State
  throw new SchedulerError('bad-type', {
    what: 'state',
    expected: 'an object { timestamp, maxDuration, dataloaderLen }',
    found,
  })
}

/** The timestamp of a state. */
export function checkTimestamp(found: unknown): Timestamp {
  if (isTimestamp(found)) return found
  throw new SchedulerError('bad-type', { what: 'timestamp', expected: 'a Timestamp', found })
}

/**
 * Scales max_duration by the scale schedule ratio, truncating, as Composer's Trainer does before it trains.
 * Composer: `composer.trainer.trainer._scale_max_duration_by_ssr`.
 *
 * @param maxDuration - the max_duration as configured; null stays null
 * @param ssr - the scale schedule ratio, for example 0.5 for half the training
 * @throws `max-duration-zero` when nothing is left, `not-finite` for a ratio that is no number
 *
 * @example
 * ```ts
 * scaleMaxDuration('100ba', 0.33).toTimestring() // => '33ba'
 * scaleMaxDuration('1ep', 0.5) // throws 'max-duration-zero'
 * ```
 */
export function scaleMaxDuration(maxDuration: MaxDuration, ssr: number): Time
export function scaleMaxDuration(maxDuration: MaxDuration | null, ssr: number): Time | null
export function scaleMaxDuration(maxDuration: MaxDuration | null, ssr: number): Time | null {
  if (maxDuration === null) return null
  const time = checkTime('maxDuration', maxDuration)
  const found = time.mul(checkNumber('ssr', ssr))
  if (found.value === 0) throw new SchedulerError('max-duration-zero', { maxDuration: time, ssr, found })
  return found
}
