/**
 * Ways out of the page and into it: code to copy, files to download, configurations to read.
 */
import type { ExportTarget } from '../../frameworks/export/targets/registry.js'
import type { FunctionValues, Written } from '../engine/messages.js'
import { copyText } from '../panel/clipboard.js'
import { afterQuiet, button, h } from '../panel/dom.js'
import { addStyles } from '../panel/styles.js'
import { codesOf, isHeld, type Schedule } from '../state/state.js'
import { messageOf } from '../state/thrown.js'
import media from '../style/media.css?inline'
import { type ConfigurationInput, configurationInput } from './configuration.js'
import { Downloads } from './downloads.js'
import { linesOf } from './lines.js'
import styles from './share.css?inline'
import type { Shared } from './shared.js'
import { LISTING, TARGET_NAMES, TARGETS } from './targets.js'
import { valuesOf } from './values.js'

// Paper and forced colours are asked for later than the first curve.
addStyles(styles + media)

// Runs of more have no list, as the writers say themselves.
const MOST_LISTED = 100_000

/** The panel; it is made once. */
export class Share {
  readonly element: HTMLElement
  readonly update: () => void
  readonly #page: Shared
  readonly #downloads: Downloads
  readonly #input: ConfigurationInput
  readonly #code = h('pre', { id: 'code', role: 'tabpanel', tabindex: 0, 'aria-label': 'The schedule as code' })
  readonly #tabs: readonly HTMLButtonElement[]
  readonly #copy = button('Copy', () => void this.#copyCode())
  #chosen: ExportTarget = 'typescript'
  #asked = ''
  #isWriting = false

  constructor(page: Shared) {
    this.#page = page
    this.#downloads = new Downloads(page)
    this.#input = configurationInput(page)
    this.update = afterQuiet(200, () => void this.#write())
    this.#tabs = TARGET_NAMES.map((name) =>
      button(TARGETS[name], () => this.#choose(name), { role: 'tab', class: 'small', 'aria-controls': 'code' }),
    )
    const tabs = h('div', { class: 'row tight', role: 'tablist', 'aria-label': 'Written for' }, this.#tabs, {
      keydown: (event) => this.#step(event),
    })
    this.element = h('div', {}, [
      h('div', { class: 'row between' }, [tabs, this.#copy]),
      this.#code,
      this.#downloads.element,
      this.#input.element,
    ])
    this.#choose(this.#chosen)
  }

  /** Reads what was dropped on the page. */
  take(given: File | string): void {
    this.#input.take(given)
  }

  #choose(name: ExportTarget): void {
    this.#chosen = name
    this.#tabs.forEach((tab, index) => {
      const isChosen = TARGET_NAMES[index] === name
      tab.setAttribute('aria-selected', String(isChosen))
      tab.tabIndex = isChosen ? 0 : -1
    })
    this.update()
  }

  /** Arrows go from tab to tab, Home and End to the first and the last. */
  #step(event: KeyboardEvent): void {
    const at = TARGET_NAMES.indexOf(this.#chosen)
    const count = TARGET_NAMES.length
    const places: Partial<Record<string, number>> = {
      ArrowRight: (at + 1) % count,
      ArrowLeft: (at + count - 1) % count,
      Home: 0,
      End: count - 1,
    }
    const next = places[event.key]
    if (next === undefined) return
    event.preventDefault()
    this.#choose(TARGET_NAMES[next]!)
    this.#tabs[next]!.focus()
  }

  async #write(): Promise<void> {
    this.#downloads.update()
    const { name, factors, run, quantity } = this.#page.active
    const words = JSON.stringify([name, factors, run, quantity, this.#chosen])
    if (this.#asked === words) return
    this.#asked = words
    // One at a time: what is under way goes on with what was asked for last.
    if (this.#isWriting) return
    this.#isWriting = true
    let isLast = false
    while (!isLast) {
      const asked = this.#asked
      const schedule = structuredClone(this.#page.active)
      const written = await this.#written(schedule, this.#chosen, () => asked !== this.#asked)
      isLast = asked === this.#asked
      if (isLast) this.#show(written)
    }
    this.#isWriting = false
  }

  #show(written: Written): void {
    const isText = 'text' in written
    this.#code.replaceChildren(...linesOf(isText ? written.text : written.reason))
    this.#code.classList.toggle('reason', !isText)
    this.#copy.disabled = !isText
    // What failed may succeed with the same words, as after running code again.
    if (!isText) this.#asked = ''
  }

  async #written(schedule: Schedule, target: ExportTarget, isOver: () => boolean): Promise<Written> {
    if (isHeld(schedule)) return { reason: 'This schedule has code that was not run yet. Run it first.' }
    try {
      const values = await this.#values(schedule, target, isOver)
      if (values !== null && 'reason' in values) return values
      return await this.#page.client.ask('code', { schedule, target, values })
    } catch (error) {
      return { reason: messageOf(error) }
    }
  }

  /** The values of functions, where a target lists them; else null. */
  async #values(
    schedule: Schedule,
    target: ExportTarget,
    isOver: () => boolean,
  ): Promise<FunctionValues | { reason: string } | null> {
    if (codesOf(schedule).length === 0) return null
    // What is wrong with the code is told in place of a text.
    const { batches } = await this.#page.client.ask('info', { schedule })
    if (!LISTING.has(target) || batches > MOST_LISTED) return null
    const values = await valuesOf(this.#page, schedule, batches, isOver)
    if (values !== null) return values
    const rule = `A function in JavaScript is listed for ${TARGETS[target]}, value by value, where that takes at most 2 s`
    return { reason: `${rule}; found that its ${batches} values take longer. Make it faster, or take the TypeScript.` }
  }

  async #copyCode(): Promise<void> {
    if (await copyText(this.#code.textContent)) {
      this.#page.say(`The ${TARGETS[this.#chosen]} is on the clipboard.`)
      return
    }
    getSelection()?.selectAllChildren(this.#code)
    this.#page.say('The browser keeps the clipboard closed; the code is selected, copy it with the keyboard.')
  }
}
