/**
 * What is to be known of a text that was read: a short list that stays until the next one.
 */
import { h } from '../panel/dom.js'

/** The list; nothing is shown of it while it has nothing to tell. */
export class Told {
  readonly #head = h('p', { class: 'hint' })
  readonly #list = h('ul')
  readonly element = h(
    'div',
    { class: 'told', role: 'region', 'aria-label': 'What was read', tabindex: 0, hidden: true },
    [this.#head, this.#list],
  )

  /** Tells what was read, with a line for each thing to be known. */
  show(head: string, lines: readonly string[]): void {
    this.#head.textContent = head
    this.#list.replaceChildren(...lines.map((line) => h('li', {}, line)))
    this.#list.hidden = lines.length === 0
    this.element.hidden = false
  }

  clear(): void {
    this.element.hidden = true
  }
}
