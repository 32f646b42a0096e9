/**
 * What a search for a family begins from.
 */
import type { Outline, Points } from './points.js'
import type { Turns } from './turns.js'

/** All that a search begins from: points at their updates, and what is seen of them. */
export interface View {
  readonly points: Points
  readonly tolerances: readonly number[]
  readonly outline: Outline
  readonly turns: Turns
  /** How many updates the log says that the run has. */
  readonly total: number | null
}
