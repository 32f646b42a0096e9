/**
 * The measure that the y axis shows, by what is chosen and what is there to be shown.
 */
import type { Measure, PageState, Schedule } from './state.js'
import { functionsOf } from './tree.js'

/** Whether schedules are held against the one that is edited. */
export const isComparison = (y: Measure): y is 'difference' | 'ratio' => y === 'difference' || y === 'ratio'

/** Whether a schedule is of another quantity than the one that is edited, where that makes a difference on the y axis. */
export const isOther = (y: Measure, { quantity }: Schedule, edited: Schedule): boolean =>
  (y === 'lr' || isComparison(y)) && quantity !== edited.quantity

/** What the y axis shows: functions run each by itself, and are compared with nothing. */
export function measureOf({ y, schedules, active }: PageState): Measure {
  const isShown = schedules.filter(({ visible, id }) => visible || id === active)
  return isComparison(y) && isShown.some(({ factors }) => functionsOf(factors).length > 0) ? 'lr' : y
}
