/**
 * What the panels see of the page: the state, and what to call when they have changed it.
 */
import type { PageState, Schedule } from '../state/state.js'
import type { Path } from '../state/tree.js'
import type { Field } from './field.js'

/** The page, for its panels. */
export interface Page {
  readonly state: PageState
  /** The schedule that is edited. */
  readonly active: Schedule
  /** Where the scheduler stands whose options show. */
  chosen: Path
  /** Where problems are told, by the key of their place. */
  readonly fields: Map<string, Field>
  /** Values have changed. */
  edited(): void
  /** An edit is finished: what was changed since the last one is one step. */
  finished(): void
  /** Another scheduler shows its options. */
  chose(): void
  /** Factors or schedules came, went or moved: panels are made anew. */
  restructured(): void
  /** Runs code again, or for the first time. */
  run(schedule: Schedule): void
  /** Tells something in passing; what went wrong stays until it is closed. */
  say(text: string, isProblem?: boolean): void
}
