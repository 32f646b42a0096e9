/**
 * What the parts of the plan panel see of the page, and what they put on it.
 */
import type { Overlay } from '../chart/overlay.js'
import type { Page } from '../panel/page.js'
import { noRoom } from '../panel/schedules.js'
import type { Shared } from '../share/shared.js'
import { isWithinLimits } from '../state/packed.js'
import { freeColour, makeSchedule, type RunText, type Schedule } from '../state/state.js'
import type { Factor } from '../state/tree.js'

/** The page, for the plan panel. */
export interface PlanPage extends Page, Shared {
  /** The batch at which the cursor stands; null while there is none. */
  readonly cursor: number | null
  /** Lays something over the schedules on the chart, or takes it off. */
  lay(overlay: Partial<Overlay>): void
}

/** A part of the panel. */
export interface PlanPart {
  readonly element: HTMLDetailsElement
  /** The state has changed. */
  update(): void
  /** The cursor stands elsewhere. */
  moved?(): void
  /** Another part of the run is in view. */
  viewed?(): void
}

/** Puts a schedule on the chart beside those that are there; the one that is edited stays so. */
export function putBeside(
  page: PlanPage,
  name: string,
  factors: Factor[],
  run: Partial<RunText>,
  quantity: Schedule['quantity'] = null,
): void {
  const { schedules } = page.state
  const full = noRoom(schedules)
  if (full !== null) {
    page.say(full, true)
    return
  }
  if (!isWithinLimits(factors)) {
    page.say('The page shows no schedulers that are this many, or this deep within each other. Leave some out.', true)
    return
  }
  schedules.push({ ...makeSchedule(name, factors, run, freeColour(schedules)), quantity })
  page.restructured()
  page.say(`${name} is on the chart.`)
}
