/**
 * What the y axis shows, by what is chosen and what is there to be shown.
 */
import type { PageState, Quantity, Schedule } from './state.js'
import { functionsOf } from './tree.js'

/** Whether schedules are held against the one that is edited. */
export const isComparison = (y: Quantity): y is 'difference' | 'ratio' => y === 'difference' || y === 'ratio'

/** Whether a schedule is of another quantity than the one that is edited, where that makes a difference on the y axis. */
export const isOther = (y: Quantity, { quantity }: Schedule, edited: Schedule): boolean =>
  (y === 'lr' || isComparison(y)) && quantity !== edited.quantity

/** What the y axis shows: functions run each by itself, and are compared with nothing. */
export function quantityOf({ y, schedules, active }: PageState): Quantity {
  const isShown = schedules.filter(({ visible, id }) => visible || id === active)
  return isComparison(y) && isShown.some(({ factors }) => functionsOf(factors).length > 0) ? 'lr' : y
}
