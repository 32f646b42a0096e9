/**
 * Planning by the schedule that is edited: a budget in people's units, going on from a step, a log, a sweep.
 */
import { h } from '../panel/dom.js'
import { addStyles } from '../panel/styles.js'
import type { LatePanel } from '../share/shared.js'
import { Budget } from './budget.js'
import { Continue } from './continue.js'
import { Fan } from './fan.js'
import { LogPart } from './log.js'
import type { PlanPage, PlanPart } from './page.js'
import styles from './plan.css?inline'

addStyles(styles)

const PARTS: readonly (new (page: PlanPage) => PlanPart)[] = [Budget, Continue, LogPart, Fan]

/** The panel. What is typed here is neither in links nor a step of undo. */
export class PlanPanel implements LatePanel {
  readonly element: HTMLElement
  readonly #parts: readonly PlanPart[]

  constructor(page: PlanPage) {
    this.#parts = PARTS.map((Part) => new Part(page))
    this.element = h('section', { class: 'panel plan', 'aria-label': 'Plan' }, [
      h('h2', {}, 'Plan'),
      ...this.#parts.map(({ element }) => element),
    ])
    // Each opens or closes by itself, and tells it after it has.
    this.element.addEventListener('toggle', ({ target }) => this.#opened(target as HTMLDetailsElement), true)
  }

  /** While a part is open the chart stays in view above it: that is where its answers are. */
  #opened(part: HTMLDetailsElement): void {
    if (!part.matches('.plan-part')) return
    const isAny = this.element.querySelector('.plan-part[open]') !== null
    this.element.closest('main')?.classList.toggle('planning', isAny)
    if (part.open && this.element.contains(document.activeElement)) part.scrollIntoView({ block: 'start' })
  }

  update(): void {
    for (const part of this.#parts) part.update()
  }

  moved(): void {
    for (const part of this.#parts) part.moved?.()
  }

  viewed(): void {
    for (const part of this.#parts) part.viewed?.()
  }
}
