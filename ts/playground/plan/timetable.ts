/**
 * The schedule on the calendar as a table: its key steps, and the rate by the clock.
 */
import type { Overview } from '../engine/messages.js'
import { h } from '../panel/dom.js'
import { countText, lrText, shortText } from '../panel/numbers.js'
import { tableOf } from '../panel/table.js'
import { intervalOf, momentText } from './calendar.js'

/** When a run begins, how many steps it has, and how long one takes. */
interface Timed {
  readonly start: Date
  readonly steps: number
  readonly stepSeconds: number
}

/** A step on the calendar. */
export interface Row {
  readonly at: Date
  readonly batch: number
  readonly lr: number
  readonly what?: string
}

/**
 * The steps of a schedule that matter and those by the clock, in the order of time.
 *
 * @param name - what its values are called
 */
export function calendarOf(plan: Timed, name: string, { steps }: Overview, byClock: readonly Row[]): HTMLElement {
  const { start, stepSeconds } = plan
  const key = steps
    .map(({ batch, what, lr }): Row => {
      const words = what.split(', ').filter((word) => !/^\d+ %$/.test(word))
      return {
        at: new Date(start.getTime() + batch * stepSeconds * 1000),
        batch,
        lr,
        what: words.map(named).join(', '),
      }
    })
    .filter(({ what }) => what !== '')
  const rows = [...key, ...byClock.filter(({ batch }) => !key.some((each) => each.batch === batch))]
  rows.sort((a, b) => a.at.getTime() - b.at.getTime() || a.batch - b.batch)
  const interval = intervalOf(plan.steps * stepSeconds)
  const lines = rows.map(({ at, batch, lr, what }) =>
    h('tr', { class: what === undefined ? null : 'key' }, [
      h('th', { scope: 'row' }, momentText(at, start)),
      h('td', { class: 'words' }, what ?? ''),
      h('td', {}, countText(batch)),
      h('td', { title: lrText(lr) }, shortText(lr)),
    ]),
  )
  return tableOf(`Key steps, and the ${name} every ${interval.name}`, ['When', 'What', 'Step', name], lines)
}

/** A part of a schedule as it is called on a calendar. */
const named = (what: string): string =>
  what === 'last' ? 'the last step' : what === 'peak' ? 'the highest rate' : what === 'jump' ? 'the largest jump' : what
