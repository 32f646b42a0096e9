/**
 * Files to download: the values as CSV and Parquet, the chart as SVG and PNG.
 */
import { button, freshId, h } from '../panel/dom.js'
import { countText } from '../panel/numbers.js'
import { numberOf } from '../state/number.js'
import { isHeld } from '../state/state.js'
import type { Shared } from './shared.js'

// More rows than this are no use in a spreadsheet, and a lot to hold in a tab.
const MOST_ROWS = 1_000_000

/** The buttons; they are made once. */
export class Downloads {
  readonly element: HTMLElement
  readonly #page: Shared
  readonly #stride: HTMLInputElement
  readonly #hint: HTMLElement

  constructor(page: Shared) {
    this.#page = page
    const id = freshId('stride')
    this.#hint = h('p', { class: 'hint', id: `${id}-hint` })
    this.#stride = h(
      'input',
      { type: 'text', inputmode: 'numeric', id, value: '', placeholder: 'auto', 'aria-describedby': `${id}-hint` },
      [],
      { input: () => this.update() },
    )
    const file = (format: 'csv' | 'parquet', label: string) => button(label, () => void this.#saveTable(format))
    const picture = (format: 'svg' | 'png', label: string) => button(label, () => void this.#savePicture(format))
    this.element = h('div', { class: 'downloads' }, [
      h('h3', {}, 'Download'),
      h('div', { class: 'row' }, [
        file('csv', 'CSV'),
        file('parquet', 'Parquet'),
        picture('svg', 'SVG'),
        picture('png', 'PNG'),
        h('label', { class: 'inline', for: id }, 'one row every'),
        this.#stride,
        h('span', {}, 'batches'),
      ]),
      this.#hint,
    ])
  }

  /** Tells how many rows there will be. */
  update(): void {
    const batches = this.#batches()
    const stride = this.#every(batches)
    const isWrong = stride === null
    this.#hint.classList.toggle('problem', isWrong)
    if (isWrong) {
      const found = this.#stride.value
      this.#hint.textContent = `Rows are a whole number of batches apart, at least 1; found ${JSON.stringify(found)}. Write for example 10.`
    } else if (batches !== null) this.#hint.textContent = `${countText(Math.ceil(batches / stride))} rows`
  }

  #batches(): number | null {
    return this.#page.drawing.drawn.get(String(this.#page.active.id))?.info?.batches ?? null
  }

  #every(batches: number | null): number | null {
    const text = this.#stride.value.trim()
    if (text === '') return Math.max(1, Math.ceil((batches ?? 1) / MOST_ROWS))
    const stride = numberOf(text)
    return stride !== null && Number.isSafeInteger(stride) && stride >= 1 ? stride : null
  }

  async #saveTable(format: 'csv' | 'parquet'): Promise<void> {
    const { client, active } = this.#page
    const stride = this.#every(this.#batches())
    if (stride === null || !this.#mayRun()) return this.#stride.focus()
    await this.#attempt(async () => {
      const table = await client.ask('rows', { schedule: active, stride })
      const pieces = await client.ask('file', { table, format })
      this.#save(
        new Blob([...pieces], { type: format === 'csv' ? 'text/csv' : 'application/vnd.apache.parquet' }),
        format,
      )
    })
  }

  async #savePicture(format: 'svg' | 'png'): Promise<void> {
    await this.#attempt(async () => {
      const { pictureOf, rasterOf } = await import('./picture.js')
      const svg = pictureOf(this.#page)
      const blob = format === 'png' ? await rasterOf(svg) : new Blob([svg], { type: 'image/svg+xml' })
      this.#save(blob, format)
    })
  }

  #mayRun(): boolean {
    if (!isHeld(this.#page.active)) return true
    this.#page.say('This schedule has code that was not run yet. Run it first.')
    return false
  }

  async #attempt(work: () => Promise<void>): Promise<void> {
    this.element.setAttribute('aria-busy', 'true')
    try {
      await work()
    } catch (error) {
      this.#page.say(error instanceof Error ? error.message : String(error))
    } finally {
      this.element.removeAttribute('aria-busy')
    }
  }

  #save(blob: Blob, extension: string): void {
    const name =
      this.#page.active.name
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, '-')
        .replace(/^-|-$/g, '') || 'schedule'
    const url = URL.createObjectURL(blob)
    h('a', { href: url, download: `${name}.${extension}` }).click()
    setTimeout(() => URL.revokeObjectURL(url), 60_000)
    this.#page.say(`Saved ${name}.${extension}.`)
  }
}
