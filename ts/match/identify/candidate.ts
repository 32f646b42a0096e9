/**
 * A schedule that a log may show.
 */
import type { Schedule } from '../values.js'

/** A schedule that has every point. */
export interface Candidate {
  readonly name: string
  readonly parameters: Readonly<Record<string, number | string>>
  /** How many numbers were read off. */
  readonly count: number
  readonly schedule: Schedule
  readonly offset: number
  readonly residual: number
  /** How many digits its parameters have: less is likelier. */
  readonly digits: number
  readonly note?: string
  /** How likely it is beside another of as many numbers: lower is likelier, 1 where nothing is said. */
  readonly rank?: number
  /** Why it is not believed though it fits. */
  readonly doubt?: string
}

/** One that has not been held against the points. */
export type Found = Omit<Candidate, 'residual' | 'offset' | 'digits'>

/** One that was read off, whose options are no scheduler yet. */
export interface Read extends Omit<Found, 'schedule'> {
  readonly options: Readonly<Record<string, unknown>>
}
