/**
 * What goes wrong in a sweep: a stable code, and one line that says the rule, what was found and the cure.
 */
import { oneLine } from '../config/errors.js'
import { ScaleScheduleError } from '../errors/base.js'

/** The stable names of a sweep's errors: what a program tests, where a person reads `message`. */
export type SweepErrorCode =
  /** An optional package is needed and not installed. */
  | 'missing-package'
  /** A table's columns and what is written into it don't fit together. */
  | 'bad-table'
  /** More than fits into memory. */
  | 'too-large'
  /** A sweep that is to be read has not come to its end. */
  | 'not-finished'
  /** What is stored can't be read back by this package, or by this version of it. */
  | 'not-readable'
  /** A name that no store keeps anything under. */
  | 'store-name'
  /** No store has a location of that kind. */
  | 'store-location'
  /** Something else is stored under the name. */
  | 'store-conflict'
  /** What is stored is cut short or changed. */
  | 'store-corrupt'
  /** No space is left, or the quota is used up. */
  | 'store-full'
  /** The folder may not be written or read. */
  | 'store-denied'
  /** A folder stands where a file has to be, or a file where a folder has to be. */
  | 'store-blocked'
  /** Any other failure of the system. */
  | 'store-io'
  /** No queue is at an address of that kind. */
  | 'queue-location'
  /** The queue may not be used with that user and password. */
  | 'queue-denied'
  /** The queue can't be reached. */
  | 'queue-io'

/** A failure of a sweep. */
export class SweepError extends ScaleScheduleError {
  /** Stable name of what went wrong. */
  readonly code: SweepErrorCode

  constructor(code: SweepErrorCode, message: string, options?: ErrorOptions) {
    super(oneLine(message), options)
    this.name = 'SweepError'
    this.code = code
  }
}
