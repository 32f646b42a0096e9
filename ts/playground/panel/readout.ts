/**
 * What the cursor reads: the time in every unit, the multiplier and the learning rate, and those of the other schedules.
 */

import type { Reading } from '../engine/messages.js'
import { numberOf } from '../state/number.js'
import { h } from './dom.js'
import { countText, lrText } from './numbers.js'

/** A reading of another schedule at the same place. */
export interface OtherReading {
  readonly name: string
  readonly colour: string
  readonly lr: number
}

/** The cells; they are made once and keep their places. */
export class Readout {
  readonly element = h('div', { class: 'readout' })
  readonly #batch: HTMLInputElement
  readonly #list = h('dl', { class: 'cells' })
  readonly #others = h('ul', { class: 'others', 'aria-label': 'The other schedules at the cursor' })
  readonly #cells = new Map<string, HTMLElement>()
  #names = ''

  constructor(goTo: (batch: number) => void) {
    this.#batch = h('input', { type: 'text', inputmode: 'numeric', id: 'go-to', autocomplete: 'off' }, [], {
      change: () => {
        const batch = numberOf(this.#batch.value.replace(/[\s,]/g, ''))
        if (batch !== null && Number.isInteger(batch) && batch >= 0) goTo(batch)
      },
    })
    const go = h('div', { class: 'cell go' }, [h('label', { for: 'go-to' }, 'batch'), this.#batch])
    this.element.append(go, this.#list, this.#others)
    this.#layOut(['lr', 'α', 'phase', 'fraction of the run'])
  }

  /** Shows a reading. */
  show({ batch, times, alpha, lr, phase }: Reading, others: readonly OtherReading[]): void {
    const cells: [string, string][] = [
      ['lr', lrText(lr)],
      ['α', lrText(alpha)],
      ['phase', phase],
      ...times.slice(1).map(([name, value]): [string, string] => [name, countText(value)]),
    ]
    this.#layOut(cells.map(([name]) => name))
    for (const [name, text] of cells) {
      const cell = this.#cells.get(name)!
      if (cell.textContent !== text) cell.textContent = text
    }
    if (document.activeElement !== this.#batch) this.#batch.value = countText(batch)
    this.#others.replaceChildren(
      ...others.map(({ name, colour, lr: value }) => {
        const swatch = h('span', { class: 'swatch', 'aria-hidden': 'true' })
        swatch.style.background = colour
        return h('li', {}, [swatch, h('span', {}, name), h('output', {}, lrText(value))])
      }),
    )
  }

  #layOut(names: readonly string[]): void {
    if (this.#names === names.join()) return
    this.#names = names.join()
    this.#cells.clear()
    this.#list.replaceChildren(
      ...names.map((name) => {
        const value = h('dd', { 'data-name': name }, '–')
        this.#cells.set(name, value)
        return h('div', { class: 'cell' }, [h('dt', {}, name), value])
      }),
    )
  }
}
