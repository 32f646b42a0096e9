/**
 * The schedule on the calendar as a table: its key steps, and the rate at each hour. Of a long run the rows around what is in
 * view are there, and others come as it is scrolled.
 */
import type { Overview } from '../engine/messages.js'
import { h, setAttribute } from '../panel/dom.js'
import { countText, lrText, shortText } from '../panel/numbers.js'
import { tableOf } from '../panel/table.js'
import { intervalOf, momentAfter, momentText } from './calendar.js'
import { CalendarRows, type KeyMoment } from './hours.js'

/** When a run begins, how many steps it has, and how long one takes. */
interface Timed {
  readonly start: Date
  readonly steps: number
  readonly stepSeconds: number
}

/** The rates of some steps; it may be that nobody waits for them any more. */
type Rates = (batches: readonly number[]) => Promise<Float64Array>

// Rows that are there at once, all of them for a month of hours; and how near the view comes to their end before others come.
const MOST_ROWS = 900
const MARGIN = 200
// Until a row was seen.
const ROW_HEIGHT = 27

/** The table in its sheet, which scrolls. */
export class Timetable {
  readonly element = h(
    'div',
    {
      class: 'sheet calendar',
      tabindex: 0,
      role: 'region',
      'aria-label': 'The schedule on the calendar',
      hidden: true,
    },
    [],
    { scroll: () => this.#scrolled() },
  )
  #rows: CalendarRows | null = null
  #rates: Rates = async () => new Float64Array()
  #plan: Timed | null = null
  #table: HTMLElement | null = null
  #first = 0
  #height = ROW_HEIGHT
  #turn = 0

  /**
   * Shows a schedule, from its beginning.
   *
   * @param name - what its values are called
   */
  async show(plan: Timed, name: string, { steps }: Overview, rates: Rates): Promise<void> {
    const { start, stepSeconds } = plan
    const keys = steps.flatMap(({ batch, what }): KeyMoment[] => {
      const words = what.split(', ').filter((word) => !/^\d+ %$/.test(word))
      return words.length === 0 ? [] : [{ seconds: batch * stepSeconds, batch, what: words.map(named).join(', ') }]
    })
    const length = plan.steps * stepSeconds
    const interval = intervalOf(length)
    const batchAt = (seconds: number) => Math.max(0, Math.min(plan.steps - 1, Math.floor(seconds / stepSeconds + 1e-9)))
    this.#rows = new CalendarRows(keys, length, interval.seconds, batchAt)
    this.#plan = plan
    this.#rates = rates
    const caption = `Key steps, and the ${name} every ${interval.name}`
    const table = tableOf(caption, ['When', 'What', 'Step', name], [])
    setAttribute(table, 'aria-rowcount', this.#rows.count + 1)
    const lines = await this.#linesFrom(0, start)
    if (lines === null) return
    this.#table = table
    this.element.replaceChildren(table)
    this.element.scrollTop = 0
    this.#put(0, lines)
    const seen = table.querySelector('tbody')!.getBoundingClientRect().height
    if (seen > 0) this.#height = seen / lines.length
    this.#makeRoom(lines.length)
  }

  /** Rows from one on; null where others were asked for meanwhile. */
  async #linesFrom(first: number, start: Date): Promise<HTMLElement[] | null> {
    const rows = this.#rows!
    const turn = ++this.#turn
    const shown = Array.from({ length: Math.min(MOST_ROWS, rows.count - first) }, (_, index) => rows.at(first + index))
    const rates = await this.#rates(shown.map(({ batch }) => batch))
    if (turn !== this.#turn) return null
    return shown.map(({ seconds, batch, what }, index) =>
      h('tr', { class: what === null ? null : 'key', 'aria-rowindex': first + index + 2 }, [
        h('th', { scope: 'row' }, momentText(momentAfter(start, seconds), start)),
        h('td', { class: 'words' }, what ?? ''),
        h('td', {}, countText(batch)),
        h('td', { title: lrText(rates[index]!) }, shortText(rates[index]!)),
      ]),
    )
  }

  /** Puts rows where they belong. */
  #put(first: number, lines: readonly HTMLElement[]): void {
    this.#first = first
    this.#table!.querySelector('tbody')!.replaceChildren(...lines)
    this.#makeRoom(lines.length)
  }

  /** Makes room for what is before and after so many rows. */
  #makeRoom(shown: number): void {
    const { style } = this.#table!
    style.marginTop = `${this.#first * this.#height}px`
    style.marginBottom = `${Math.max(0, this.#rows!.count - this.#first - shown) * this.#height}px`
  }

  #scrolled(): void {
    const rows = this.#rows
    if (rows === null || rows.count <= MOST_ROWS) return
    const top = Math.floor(this.element.scrollTop / this.#height)
    const bottom = top + Math.ceil(this.element.clientHeight / this.#height)
    const last = Math.min(rows.count, this.#first + MOST_ROWS)
    const isNear = (this.#first > 0 && top < this.#first + MARGIN) || (last < rows.count && bottom > last - MARGIN)
    if (!isNear) return
    const first = Math.max(0, Math.min(rows.count - MOST_ROWS, Math.floor((top + bottom - MOST_ROWS) / 2)))
    if (first === this.#first) return
    this.#linesFrom(first, this.#plan!.start).then(
      (lines) => {
        if (lines !== null) this.#put(first, lines)
      },
      // What is wrong is told when the schedule changes.
      () => {},
    )
  }
}

/** A part of a schedule as it is called on a calendar. */
const named = (what: string): string =>
  what === 'last' ? 'the last step' : what === 'peak' ? 'the highest rate' : what === 'jump' ? 'the largest jump' : what
