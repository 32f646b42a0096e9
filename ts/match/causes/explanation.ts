/**
 * What explains a log that is not as planned.
 */
import type { Case, RateAt } from '../case.js'
import type { Schedule } from '../values.js'

/** Why a log differs from its plan. */
export type Cause =
  | 'one-step-late'
  | 'one-step-early'
  | 'accumulation'
  | 'ssr'
  | 'total'
  | 'warmup-restarted'
  | 'steps-skipped'
  | 'float32'
  | 'base-lr'

/** A schedule that has every row of a log. */
export interface Explanation {
  readonly cause: Cause
  /** In words: which formula of the plan f it is. */
  readonly name: string
  readonly parameters: Readonly<Record<string, number | string>>
  /** What it has for each row. */
  readonly at: RateAt
  /** The offset of the update that was read. */
  readonly offset: number
  /** As a schedule, where it is one; else it is written by its values. */
  readonly schedule: Schedule | null
  /** What has to be known of it: a sentence. */
  readonly note?: string
}

/** Looks for one cause. */
export type Finder = (kase: Case) => Explanation | null
