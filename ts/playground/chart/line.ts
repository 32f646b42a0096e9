/**
 * The cursor on a plot: a line over its height, a dot on the curve, and the value beside it, where a finger hides none.
 */
import { widthOf } from '../../plot/text.js'
import { h } from '../panel/dom.js'

const SIZE = 12
const SPACE = 12
const HEIGHT = 20

/** A line, a dot and a label, in pixels of the plot; hidden until they have a place. */
export class CursorLine {
  readonly #line: HTMLElement
  readonly #dot: HTMLElement
  readonly #label: HTMLElement
  readonly elements: readonly HTMLElement[]

  /** @param name - begins the names of its classes */
  constructor(name = 'cursor') {
    const part = (kind: string) => h('div', { class: `${name}-${kind}`, hidden: true })
    this.#line = part('line')
    this.#dot = part('dot')
    this.#label = part('label')
    this.elements = [this.#line, this.#dot, this.#label]
  }

  /** Shows it at a place; without a height the line alone, and the label where the plot is wide enough for it. */
  show(left: number | null, top: number, text: string, width: number): void {
    const hasValue = left !== null && Number.isFinite(top)
    const wide = widthOf(text, SIZE) + SPACE
    this.#line.hidden = left === null
    this.#dot.hidden = !hasValue
    this.#label.hidden = !hasValue || text === '' || wide > width / 2
    if (left === null) return
    this.#line.style.transform = `translateX(${left}px)`
    if (!hasValue) return
    this.#dot.style.transform = `translate(${left}px, ${top}px)`
    if (this.#label.hidden) return
    if (this.#label.textContent !== text) this.#label.textContent = text
    const x = left + SPACE + wide > width ? left - SPACE - wide : left + SPACE
    this.#label.style.transform = `translate(${x}px, ${Math.max(0, top - HEIGHT - SPACE)}px)`
  }
}
