/**
 * What `matchLog` answers.
 */
import type { Cause } from './causes/explanation.js'

/** A schedule that has the rows of a log. */
export interface MatchedSchedule {
  /** Of a plan the formula: `f(s − 1)`, `f(k·s)`; without one the name that configurations have for the scheduler. */
  readonly name: string
  /** What was read off: `{ k: 4 }`, `{ total: 2000 }`, `{ base_lr, t_warmup, t_max }`; times in updates. */
  readonly parameters: Readonly<Record<string, number | string>>
  /** The largest difference between it and a row. */
  readonly residual: number
  /** A configuration of it in YAML. */
  readonly configuration: string
}

/** A row that differs from the plan. */
export interface DifferentRow {
  /** The log's step. */
  readonly step: number
  /** The rate beside it. */
  readonly logged: number
  /** The rate that was planned. */
  readonly planned: number
}

/** Whether a run trained as planned, or without a plan: which schedule it trained with. */
export interface MatchAnswer {
  /** Whether every row is as planned; null without a plan. */
  readonly same: boolean | null
  /** Why not; null where it is the same, or where nothing explains it. */
  readonly cause: Cause | null
  /** The first row's step that differs from the plan. */
  readonly firstStep: number | null
  /** What was logged there, and what was planned. */
  readonly first: DifferentRow | null
  /** The largest difference from the plan; null without one. */
  readonly largest: number | null
  /** The schedules that have every row: the plan, what explains the log first, or without a plan what fits. */
  readonly schedules: readonly MatchedSchedule[]
  /** Whether the schedule of the log is known: as planned, explained, or the only one of its size that fits. */
  readonly identified: boolean
  /** Why it is not identified, and what has to be known of the answer; sentences, or null. */
  readonly reason: string | null
}
