/**
 * The panels that come after the first curve, from above to below: each is opened once, and follows each change.
 */
import type { PlanPage } from '../plan/page.js'
import type { LatePanel } from '../share/shared.js'

const PANELS: readonly (() => Promise<new (page: PlanPage) => LatePanel>)[] = [
  () => import('../share/share.js').then(({ Share }) => Share),
  () => import('../summary/summary.js').then(({ SummaryPanel }) => SummaryPanel),
  () => import('../plan/plan.js').then(({ PlanPanel }) => PlanPanel),
]

/** Where they stand: the first has had its place from the beginning, so that nothing moves. */
interface Holders {
  readonly share: HTMLElement
  readonly more: HTMLElement
}

/** Those that are open, and what opens the others. */
export class LatePanels {
  /** Load and open them, each by itself. */
  readonly loads: readonly (() => Promise<void>)[]
  readonly #page: PlanPage
  readonly #holders: Holders
  readonly #panels: (LatePanel | undefined)[] = []

  constructor(page: PlanPage, holders: Holders) {
    this.#page = page
    this.#holders = holders
    this.loads = PANELS.map((_, place) => () => this.#open(place))
  }

  /** The state has changed. */
  update(): void {
    for (const panel of this.#panels) panel?.update()
  }

  /** The cursor stands elsewhere. */
  moved(): void {
    for (const panel of this.#panels) panel?.moved?.()
  }

  /** Another part of the run is in view. */
  viewed(): void {
    for (const panel of this.#panels) panel?.viewed?.()
  }

  /** Takes what was dropped on the page, once what reads it is there. */
  async take(given: File | string): Promise<void> {
    await this.#open(0)
    this.#panels[0]?.take?.(given)
  }

  async #open(place: number): Promise<void> {
    const Panel = await PANELS[place]!()
    if (this.#panels[place] !== undefined) return
    const panel = new Panel(this.#page)
    this.#panels[place] = panel
    const below = this.#panels.slice(place + 1).find((other) => other !== undefined)
    if (place === 0) this.#holders.share.append(panel.element)
    else this.#holders.more.insertBefore(panel.element, below?.element ?? null)
    panel.update()
  }
}
