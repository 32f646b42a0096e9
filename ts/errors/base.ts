/**
 * The base of all errors that this package throws.
 */

const BRAND: unique symbol = Symbol.for('scale-schedule.ScaleScheduleError') as never

/**
 * What every error of this package is: a SchedulerError, or a ConfigError or SweepError of the entries that read
 * configurations and sweep. Its message says the rule, what was found and the cure.
 *
 * @example
 * ```ts
 * try {
 *   Time.fromTimestring('10 parsecs')
 * } catch (error) {
 *   console.log(ScaleScheduleError.is(error)) // => true
 * }
 * ```
 */
export abstract class ScaleScheduleError extends Error {
  /** Marks the errors of all copies of this package. */
  get [BRAND](): true {
    return true
  }

  /** Whether a value is an error of this package, also of another copy or entry of it, where `instanceof` fails. */
  static is(value: unknown): value is ScaleScheduleError {
    return typeof value === 'object' && value !== null && BRAND in value
  }
}
