/**
 * The legend of the chart: each curve with a sample of its line, as in the pictures that are saved.
 */
import type { Drawing } from '../chart/drawing.js'
import { GHOST } from '../chart/drawing.js'
import { labelOf, sampleOf, strokeFor } from '../chart/look.js'
import type { PageState } from '../state/state.js'
import { h } from './dom.js'
import { themeName } from './theme.js'

/** The list; made anew only when it says something else. */
export class Legend {
  readonly element = h('ul', { class: 'legend', 'aria-label': 'Legend' })
  #words = ''

  /** Names what is drawn, the schedule that is edited first. */
  show(drawing: Drawing, { active }: PageState): void {
    const rank = (key: string) => (key === String(active) ? 0 : key === GHOST ? 1 : 2)
    const entries = [...drawing.drawn.values()]
      .filter(({ whole, schedule }) => whole !== null && schedule.visible)
      .sort((a, b) => rank(a.key) - rank(b.key))
      .map(({ key, schedule }) => ({ label: labelOf(key, schedule), stroke: strokeFor(key, schedule.colour) }))
    const words = JSON.stringify([entries, themeName()])
    if (words === this.#words) return
    this.#words = words
    this.element.replaceChildren(
      ...entries.map(({ label, stroke }) => h('li', { title: label }, [sampleOf(stroke), h('span', {}, label)])),
    )
  }
}
