/**
 * What the cursor reads: the time in every unit, the multiplier and the learning rate, and those of the other schedules.
 */

import type { Stroke } from '../../plot/theme.js'
import { swatchIn } from '../chart/look.js'
import type { Reading } from '../engine/messages.js'
import { numberOf } from '../state/number.js'
import { FURTHER } from '../state/state.js'
import { button, h, setAttribute } from './dom.js'
import { countText, readText, shownDigits } from './numbers.js'

/** A reading of another schedule at the same place. */
export interface OtherReading {
  readonly name: string
  readonly stroke: Stroke
  /** Null after its end. */
  readonly lr: number | null
}

const NONE = '–'
// What is taken along from here.
const COPIED: readonly string[] = ['lr', 'α', ...FURTHER]

/** The cells; they are made once and keep their places. */
export class Readout {
  readonly element = h('div', { class: 'readout' })
  readonly #batch: HTMLInputElement
  readonly #list = h('dl', { class: 'cells' })
  readonly #others = h('ul', { class: 'others', 'aria-label': 'The other schedules at the cursor' })
  readonly #cells = new Map<string, HTMLElement>()
  readonly #problem = h('p', { class: 'hint', id: 'go-to-problem', hidden: true })
  #names = ''

  readonly #pin = button('Pin', () => this.#pinned(), {
    class: 'small quiet pin',
    'aria-pressed': 'false',
    title: 'Keeps what is read here beside what is read elsewhere (P)',
  })
  readonly #pins = h('ul', { class: 'others', 'aria-label': 'The schedules at the pin', hidden: true })
  readonly #copy: (text: string) => void
  readonly #pinned: () => void

  /** @param pin - pins what is read now, or takes the pin out */
  constructor(goTo: (batch: number) => void, copy: (text: string) => void, pin: () => void) {
    this.#copy = copy
    this.#pinned = pin
    this.#batch = h('input', { type: 'text', inputmode: 'numeric', id: 'go-to', autocomplete: 'off' }, [], {
      change: () => {
        const batch = numberOf(this.#batch.value.replace(/[\s,]/g, ''))
        const isBatch = batch !== null && Number.isSafeInteger(batch) && batch >= 0
        const found = JSON.stringify(this.#batch.value)
        this.tell(isBatch ? null : `A batch is a whole number of at least 0; found ${found}. Write for example 100.`)
        if (isBatch) goTo(batch)
      },
    })
    const go = h('div', { class: 'cell go' }, [h('label', { for: 'go-to' }, 'batch'), this.#batch, this.#pin])
    this.element.append(go, this.#list, this.#problem, this.#others, this.#pins)
    this.#layOut(['lr', 'α', 'phase', 'fraction of the run'])
  }

  /** Shows a reading. */
  show({ batch, times, alpha, lr, phase }: Reading, others: readonly OtherReading[], valueName = 'lr'): void {
    const cells: [string, string][] = [
      [valueName, readText(lr)],
      ['α', readText(alpha)],
      ['phase', phase],
      ...times.slice(1).map(([name, value]): [string, string] => [name, countText(value)]),
    ]
    this.#layOut(cells.map(([name]) => name))
    for (const [name, text] of cells) {
      const cell = this.#cells.get(name)!
      if (cell.textContent !== text) fill(cell, text)
    }
    if (document.activeElement !== this.#batch) {
      this.#batch.value = countText(batch)
      this.tell(null)
    }
    this.#others.replaceChildren(...others.map((other) => this.#entry(other)))
  }

  /** Shows what was read where the pin is; nothing without one. */
  showPin(batch: number | null, readings: readonly OtherReading[]): void {
    setAttribute(this.#pin, 'aria-pressed', String(batch !== null))
    this.#pins.hidden = batch === null
    const where = h('li', { class: 'where' }, batch === null ? '' : `pin at batch ${countText(batch)}`)
    this.#pins.replaceChildren(where, ...readings.map((reading) => this.#entry(reading)))
  }

  #entry({ name, stroke, lr }: OtherReading): HTMLElement {
    const output = h('output')
    fill(output, readText(lr))
    const shown = lr === null ? output : this.#copied(output)
    return h('li', {}, [swatchIn(stroke), h('span', { class: 'whose', title: name }, name), shown])
  }

  /** Shows what is wrong with the batch, or nothing. */
  tell(problem: string | null): void {
    this.#problem.hidden = problem === null
    this.#problem.textContent = problem
    this.#problem.classList.toggle('problem', problem !== null)
    setAttribute(this.#problem, 'role', problem === null ? null : 'alert')
    setAttribute(this.#batch, 'aria-invalid', problem === null ? null : 'true')
    setAttribute(this.#batch, 'aria-describedby', problem === null ? null : 'go-to-problem')
  }

  /** Shows no value: there is none while a field is wrong. */
  clear(): void {
    for (const cell of this.#cells.values()) if (cell.textContent !== NONE) fill(cell, NONE)
    if (this.#others.hasChildNodes()) this.#others.replaceChildren()
  }

  /** A value that a click copies, all of its digits. */
  #copied(value: HTMLElement): HTMLElement {
    return h('button', { type: 'button', class: 'value' }, value, {
      click: () => {
        if (numberOf(value.textContent) !== null) this.#copy(value.textContent)
      },
    })
  }

  #layOut(names: readonly string[]): void {
    if (this.#names === names.join()) return
    this.#names = names.join()
    this.#cells.clear()
    this.#list.replaceChildren(
      ...names.map((name) => {
        const value = h('span', {}, NONE)
        this.#cells.set(name, value)
        const shown = COPIED.includes(name) ? this.#copied(value) : value
        return h('div', { class: 'cell' }, [h('dt', {}, name), h('dd', { 'data-name': name }, shown)])
      }),
    )
  }
}

/** Shows some digits of a number; its text, what is copied and the tip have all. */
function fill(element: HTMLElement, text: string): void {
  const [head, rest, tail] = shownDigits(text)
  element.title = text
  element.replaceChildren(head, ...(rest === '' ? [] : [h('span', { class: 'more' }, rest)]), tail)
}
