/**
 * Panels that come after the first curve, and what they see of the page: what is drawn, who computes it, and where a
 * schedule that was read goes.
 */
import type { Drawing } from '../chart/drawing.js'
import type { Client } from '../engine/client.js'
import type { PageState, Schedule } from '../state/state.js'

/** A panel that comes after the first curve. */
export interface LatePanel {
  readonly element: HTMLElement
  /** The state has changed. */
  update(): void
  /** Takes what was dropped on the page; of the one that reads files. */
  take?(given: File | string): void
  /** The cursor stands elsewhere. */
  moved?(): void
  /** Another part of the run is in view. */
  viewed?(): void
}

/** The page, for what is shared of it. */
export interface Shared {
  readonly state: PageState
  /** The schedule that is edited. */
  readonly active: Schedule
  readonly drawing: Drawing
  readonly client: Client
  /** The colour of a schedule in this theme. */
  readonly colourOf: (colour: number) => string
  /** Adds a schedule that was read, with its further curves, and goes on with it; why there is no room for it, else null. */
  add(schedule: Schedule, further?: readonly Schedule[]): string | null
  /** Tells something in passing; what went wrong stays until it is closed. */
  say(text: string, isProblem?: boolean): void
}
