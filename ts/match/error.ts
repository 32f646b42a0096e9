/**
 * What is wrong with a log of training, or with what it is held against: a stable code and one line.
 */
import { oneLine } from '../config/errors.js'
import { ScaleScheduleError } from '../errors/base.js'

/** The stable names of what can be wrong with a log. */
export type LogErrorCode =
  /** A log is of no kind that is read. */
  | 'log-kind'
  /** A log is a TensorBoard event file, which has to be exported first. */
  | 'log-events'
  /** A log has no learning rate with a step beside it. */
  | 'log-empty'
  /** Several learning rates that differ, or a column that is not there. */
  | 'log-column'

/**
 * A log that can't be read. Its message says the rule, what was found and the cure.
 *
 * @example
 * ```ts
 * try {
 *   readLog('no log at all')
 * } catch (error) {
 *   console.log(error instanceof LogError && error.code) // => 'log-kind'
 * }
 * ```
 */
export class LogError extends ScaleScheduleError {
  /** Stable name of what is wrong. */
  readonly code: LogErrorCode

  constructor(code: LogErrorCode, message: string, options?: ErrorOptions) {
    super(oneLine(message), options)
    this.name = 'LogError'
    this.code = code
  }
}
