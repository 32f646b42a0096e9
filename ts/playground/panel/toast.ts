/**
 * What the page says in passing: for a few seconds, or until it is closed where something went wrong.
 */
import { button, h } from './dom.js'

const SECONDS = 4

/** The line; it is empty most of the time. */
export class Toast {
  readonly #status = h('div', { id: 'status', role: 'status' })
  // Its sign is the style sheet's, so that the text is what is said.
  readonly #close = button('', () => this.#clear(), { class: 'icon close', 'aria-label': 'Close', hidden: true })
  readonly element = h('div', { class: 'toast' }, [this.#status, this.#close])
  #timer: ReturnType<typeof setTimeout> | undefined

  /** Says something; what is a problem stays. */
  say(text: string, isProblem: boolean): void {
    clearTimeout(this.#timer)
    this.#status.textContent = text
    this.element.classList.toggle('problem', isProblem)
    const line = this.element.parentElement?.getBoundingClientRect()
    this.element.classList.toggle('afar', line !== undefined && (line.bottom < 0 || line.top > innerHeight))
    this.#close.hidden = !isProblem
    if (!isProblem) this.#timer = setTimeout(() => this.#clear(), SECONDS * 1000)
  }

  #clear(): void {
    this.#status.textContent = ''
    this.#close.hidden = true
  }
}
