/**
 * Ways out of the page and into it: code to copy, files to download, configurations to read.
 */
import { LANGUAGE_NAMES, LANGUAGES, type LanguageName, type Written, writeIn } from '../../languages/index.js'
import { afterQuiet, button, h } from '../panel/dom.js'
import { isHeld } from '../state/state.js'
import { configurationInput } from './configuration.js'
import { Downloads } from './downloads.js'
import type { Shared } from './shared.js'

/** The panel; it is made once. */
export class Share {
  readonly element: HTMLElement
  readonly update: () => void
  readonly #page: Shared
  readonly #downloads: Downloads
  readonly #code = h('pre', { id: 'code', role: 'tabpanel', tabindex: 0, 'aria-label': 'The schedule as code' })
  readonly #tabs: readonly HTMLButtonElement[]
  readonly #copy = button('Copy', () => void this.#copyCode())
  #chosen: LanguageName = 'typescript'
  #asked = ''

  constructor(page: Shared) {
    this.#page = page
    this.#downloads = new Downloads(page)
    this.update = afterQuiet(200, () => void this.#write())
    this.#tabs = LANGUAGE_NAMES.map((name) =>
      button(LANGUAGES[name].label, () => this.#choose(name), { role: 'tab', class: 'small', 'aria-controls': 'code' }),
    )
    const tabs = h('div', { class: 'row tight', role: 'tablist', 'aria-label': 'Language' }, this.#tabs, {
      keydown: (event) => this.#step(event),
    })
    this.element = h('div', {}, [
      h('div', { class: 'row between' }, [tabs, this.#copy]),
      this.#code,
      this.#downloads.element,
      configurationInput(page),
    ])
    this.#choose(this.#chosen)
  }

  #choose(name: LanguageName): void {
    this.#chosen = name
    this.#tabs.forEach((tab, index) => {
      const isChosen = LANGUAGE_NAMES[index] === name
      tab.setAttribute('aria-selected', String(isChosen))
      tab.tabIndex = isChosen ? 0 : -1
    })
    this.#asked = ''
    this.update()
  }

  /** Arrows go from tab to tab. */
  #step(event: KeyboardEvent): void {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (by === 0) return
    event.preventDefault()
    const at = (LANGUAGE_NAMES.indexOf(this.#chosen) + by + LANGUAGE_NAMES.length) % LANGUAGE_NAMES.length
    this.#choose(LANGUAGE_NAMES[at]!)
    this.#tabs[at]!.focus()
  }

  async #write(): Promise<void> {
    const schedule = structuredClone(this.#page.active)
    this.#downloads.update()
    const words = JSON.stringify([schedule.name, schedule.factors, schedule.run, this.#chosen])
    if (this.#asked === words) return
    this.#asked = words
    const written = await this.#written(schedule)
    if (this.#asked !== words) return
    const isText = 'text' in written
    this.#code.textContent = isText ? written.text : written.reason
    this.#code.classList.toggle('reason', !isText)
    this.#copy.disabled = !isText
    // What failed may succeed with the same words, as after running code again.
    if (!isText) this.#asked = ''
  }

  async #written(schedule: Shared['active']): Promise<Written> {
    if (isHeld(schedule)) return { reason: 'This schedule has code that was not run yet. Run it first.' }
    try {
      return await writeIn(this.#chosen, await this.#page.client.ask('program', { schedule }))
    } catch (error) {
      return { reason: error instanceof Error ? error.message : String(error) }
    }
  }

  async #copyCode(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.#code.textContent)
      this.#page.say(`The ${LANGUAGES[this.#chosen].label} is on the clipboard.`)
    } catch {
      getSelection()?.selectAllChildren(this.#code)
      this.#page.say('The browser keeps the clipboard closed; the code is selected, copy it with the keyboard.')
    }
  }
}
