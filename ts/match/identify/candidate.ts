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
}

/** One that has not been held against the points. */
export type Found = Omit<Candidate, 'residual' | 'offset' | 'digits'>
