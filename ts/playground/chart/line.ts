/**
 * The cursor on a plot: a line over its height, and a dot on the curve.
 */
import { h } from '../panel/dom.js'

/** A line and a dot, in pixels of the plot; hidden until they have a place. */
export class CursorLine {
  readonly #line: HTMLElement
  readonly #dot: HTMLElement
  readonly elements: readonly HTMLElement[]

  /** @param name - begins the names of its classes */
  constructor(name = 'cursor') {
    const part = (kind: string) => h('div', { class: `${name}-${kind}`, hidden: true })
    this.#line = part('line')
    this.#dot = part('dot')
    this.elements = [this.#line, this.#dot]
  }

  /** Shows it at a place; without a height the line alone. */
  show(left: number | null, top: number): void {
    const hasValue = left !== null && Number.isFinite(top)
    this.#line.hidden = left === null
    this.#dot.hidden = !hasValue
    if (left === null) return
    this.#line.style.transform = `translateX(${left}px)`
    if (hasValue) this.#dot.style.transform = `translate(${left}px, ${top}px)`
  }
}
