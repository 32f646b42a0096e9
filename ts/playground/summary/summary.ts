/**
 * What each schedule on the chart amounts to, what is worth a look in it, and its key steps as a table.
 */
import { swatchOf } from '../chart/look.js'
import { Dropped } from '../engine/client.js'
import type { Overview, Rates } from '../engine/messages.js'
import { afterQuiet, h } from '../panel/dom.js'
import { countText, lrText, shortText } from '../panel/numbers.js'
import { tableOf } from '../panel/table.js'
import type { Shared } from '../share/shared.js'
import { isHeld, quantityName, type Schedule } from '../state/state.js'
import { messageOf } from '../state/thrown.js'

/** The panel; it is filled anew when what it tells of has changed. */
export class SummaryPanel {
  readonly element: HTMLElement
  readonly update: () => void
  readonly #page: Shared
  readonly #schedules = h('div', { class: 'sheet', tabindex: 0, role: 'region', 'aria-label': 'Schedules in numbers' })
  readonly #findings = h('ul', { class: 'findings', 'aria-label': 'Worth a look' })
  readonly #steps = h('div', { class: 'sheet', tabindex: 0, role: 'region', 'aria-label': 'Key steps' })
  readonly #known = new Map<string, Overview | string>()
  #shown = ''

  constructor(page: Shared) {
    this.#page = page
    this.update = afterQuiet(400, () => void this.#show())
    this.element = h('section', { class: 'panel summary', 'aria-label': 'Summary' }, [
      h('h2', {}, 'Summary'),
      this.#schedules,
      this.#findings,
      h('h3', {}, 'Key steps'),
      this.#steps,
    ])
  }

  async #show(): Promise<void> {
    const { state, active } = this.#page
    const schedules = state.schedules.filter((each) => each.visible || each.id === active.id)
    const words = schedules.map(wordsOf)
    const all = JSON.stringify([words, active.id, schedules.map(({ name, colour }) => [name, colour])])
    if (all === this.#shown) return
    this.#shown = all
    const overviews = await Promise.all(schedules.map((schedule, index) => this.#ask(schedule, words[index]!)))
    // What was asked meanwhile comes after it.
    if (this.#shown !== all) return
    for (const key of this.#known.keys()) if (!words.includes(key)) this.#known.delete(key)
    if (overviews.includes(null)) this.#shown = ''
    this.#schedules.replaceChildren(this.#table(schedules, overviews))
    const own = overviews[schedules.indexOf(active)] ?? null
    const found = own === null || typeof own === 'string' ? [] : own.findings
    this.#findings.hidden = found.length === 0
    this.#findings.replaceChildren(...found.map(({ level, message }) => h('li', { class: level }, message)))
    this.#steps.replaceChildren(this.#stepTable(active, own))
  }

  /** What is known of a schedule, why nothing is, or null where it was not to be told. */
  async #ask(schedule: Schedule, words: string): Promise<Overview | string | null> {
    if (isHeld(schedule)) return 'Its code was not run yet.'
    const known = this.#known.get(words)
    if (known !== undefined) return known
    try {
      const overview = await this.#page.client.ask('overview', { schedule: structuredClone(schedule) })
      this.#known.set(words, overview)
      return overview
    } catch (error) {
      return error instanceof Dropped ? null : messageOf(error)
    }
  }

  #table(schedules: readonly Schedule[], overviews: readonly (Overview | string | null)[]): HTMLElement {
    const head = ['Schedule', 'Peak', 'at batch', 'Final', 'Mean', 'Area', 'In warm-up']
    const rows = schedules.map((schedule, index) => {
      const name = h('th', { scope: 'row' }, [swatchOf(schedule.colour), ' ', schedule.name])
      const overview = overviews[index] ?? null
      if (overview === null || typeof overview === 'string') {
        return h('tr', {}, [name, h('td', { colspan: head.length - 1, class: 'words' }, overview ?? '')])
      }
      const { peak, peakBatch, final, mean, area, warmupEnd, batches } = overview
      const cells = [rate(peak), h('td', {}, countText(peakBatch)), ...[final, mean, area].map(rate)]
      return h('tr', {}, [name, ...cells, h('td', {}, `${roundText(100 * Math.min(1, warmupEnd / batches), 2)} %`)])
    })
    return tableOf('What each schedule amounts to', head, rows)
  }

  #stepTable(schedule: Schedule, overview: Overview | string | null): HTMLElement {
    if (overview === null || typeof overview === 'string') return h('p', { class: 'hint' }, overview ?? '')
    const { rates } = overview
    const counters = COUNTERS.filter(({ axis }) => rates[axis] !== null)
    const head = ['Step', 'Batch', ...counters.map(({ label }) => label), valueTitle(schedule), 'of the peak']
    const rows = overview.steps.map(({ batch, what, lr }) =>
      h('tr', {}, [
        h('th', { scope: 'row' }, what),
        h('td', {}, countText(batch)),
        ...counters.map(({ axis, digits }) => h('td', {}, roundText(batch * rates[axis]!, digits))),
        rate(lr),
        h('td', {}, overview.peak > 0 ? `${roundText((100 * lr) / overview.peak, 2)} %` : '–'),
      ]),
    )
    return tableOf(`Key steps of ${schedule.name}`, head, rows)
  }
}

/** What a step counts besides batches. */
const COUNTERS: readonly { readonly axis: keyof Rates; readonly label: string; readonly digits: number }[] = [
  { axis: 'ep', label: 'Epochs', digits: 2 },
  { axis: 'tok', label: 'Tokens', digits: 0 },
  { axis: 'dur', label: 'of the run', digits: 4 },
]

/** What its values are called at the head of a column. */
const valueTitle = (schedule: Schedule): string => {
  const name = quantityName(schedule)
  return name[0]!.toUpperCase() + name.slice(1)
}

const roundText = (value: number, digits: number): string => countText(Number(value.toFixed(digits)))

const wordsOf = ({ factors, run, quantity }: Schedule): string => JSON.stringify([factors, run, quantity])

/** A value in few digits; the tip has all. */
const rate = (value: number): HTMLElement => h('td', { title: lrText(value) }, shortText(value))
