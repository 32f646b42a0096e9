/**
 * Files to download: the values as CSV and Parquet, the chart as SVG and PNG.
 */
import { Dropped } from '../engine/client.js'
import type { Format, Table } from '../engine/messages.js'
import { button, freshId, h } from '../panel/dom.js'
import { countText } from '../panel/numbers.js'
import { numberOf } from '../state/number.js'
import { isHeld, type Schedule } from '../state/state.js'
import { messageOf } from '../state/thrown.js'
import type { Shared } from './shared.js'

// More rows than this are no use in a spreadsheet, and a lot to hold in a tab: only who asks for them gets more.
const MOST_ROWS = 1_000_000
// So many at a time take some tens of milliseconds, between which the cursor reads.
const SLICE = 25_000
const TYPES: Readonly<Record<Format, string>> = { csv: 'text/csv', parquet: 'application/vnd.apache.parquet' }

let lastFile = 0

/** The buttons; they are made once. */
export class Downloads {
  readonly element: HTMLElement
  readonly #page: Shared
  readonly #stride: HTMLInputElement
  readonly #hint: HTMLElement
  readonly #bar = h('progress', { 'aria-label': 'Rows written', max: 1, value: 0 })
  readonly #progress = h('div', { class: 'row writing', hidden: true }, [
    this.#bar,
    button('Cancel', () => this.#cancel()),
  ])
  /** The file that is being written. */
  #file: number | null = null

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
    const file = (format: Format, label: string) => button(label, () => void this.#saveTable(format))
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
      this.#progress,
    ])
  }

  /** Tells how many rows there will be. */
  update(): void {
    if (!this.#progress.hidden) return
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

  async #saveTable(format: Format): Promise<void> {
    const stride = this.#every(this.#batches())
    if (stride === null || !this.#mayRun()) return this.#stride.focus()
    if (this.#file !== null)
      return this.#page.say('One file is written at a time; found another. Cancel it first.', true)
    // As it is now: what is typed meanwhile changes no row.
    const schedule = structuredClone(this.#page.active)
    await this.#attempt(async () => {
      const blob = await this.#write(schedule, stride, format)
      if (blob !== null) this.#save(blob, schedule.name, format)
    })
  }

  /** The rows of a file, slice by slice; null when it was cancelled. */
  async #write(schedule: Schedule, stride: number, format: Format): Promise<Blob | null> {
    const { client } = this.#page
    const file = ++lastFile
    this.#file = file
    const isOver = () => this.#file !== file
    const parts: Blob[] = []
    const add = async (table: Table | null) => {
      parts.push(new Blob([await client.ask('file', { file, format, table })]))
    }
    let wasCancelled = false
    try {
      const { batches } = await client.ask('info', { schedule })
      const rows = Math.ceil(batches / stride)
      for (let row = 0; row < rows && !isOver(); row += SLICE) {
        this.#show(row, rows)
        await add(
          await client.ask('rows', { schedule, from: row * stride, count: Math.min(SLICE, rows - row), stride }),
        )
      }
    } finally {
      // Also of one that failed or was cancelled, of which the worker then keeps nothing.
      await add(null)
      wasCancelled = isOver()
      if (!wasCancelled) {
        this.#file = null
        this.#show(0, 0)
      }
    }
    return wasCancelled ? null : new Blob(parts, { type: TYPES[format] })
  }

  /** How far the file is; of one slice there is nothing to show. */
  #show(row: number, rows: number): void {
    this.#progress.hidden = rows <= SLICE
    this.#bar.value = row / Math.max(1, rows)
    if (rows > SLICE) this.#hint.textContent = `${countText(row)} of ${countText(rows)} rows are written`
    else this.update()
  }

  #cancel(): void {
    this.#file = null
    this.#show(0, 0)
    this.#page.say('The file was cancelled; nothing was saved.')
    this.element.querySelector('button')?.focus()
  }

  async #savePicture(format: 'svg' | 'png'): Promise<void> {
    await this.#attempt(async () => {
      const { pictureOf, rasterOf } = await import('./picture.js')
      const svg = pictureOf(this.#page)
      const blob = format === 'png' ? await rasterOf(svg) : new Blob([svg], { type: 'image/svg+xml' })
      this.#save(blob, this.#page.active.name, format)
    })
  }

  #mayRun(): boolean {
    if (!isHeld(this.#page.active)) return true
    this.#page.say('This schedule has code that was not run yet. Run it first.', true)
    return false
  }

  async #attempt(work: () => Promise<void>): Promise<void> {
    this.element.setAttribute('aria-busy', 'true')
    try {
      await work()
    } catch (error) {
      if (error instanceof Dropped)
        this.#page.say('The code was changed while its values were written; nothing was saved.', true)
      else this.#page.say(messageOf(error), true)
    } finally {
      this.element.removeAttribute('aria-busy')
    }
  }

  #save(blob: Blob, title: string, extension: string): void {
    const name =
      title
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, '-')
        .replace(/^-|-$/g, '') || 'schedule'
    const url = URL.createObjectURL(blob)
    h('a', { href: url, download: `${name}.${extension}` }).click()
    setTimeout(() => URL.revokeObjectURL(url), 60_000)
    this.#page.say(`Saved ${name}.${extension}.`)
  }
}
