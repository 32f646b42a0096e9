/**
 * A range of values that is dragged: a slider for each of its ends, from 0 to twice the value that is there.
 */
import { h } from '../panel/dom.js'
import type { Field } from '../panel/field.js'
import { plain } from '../state/written.js'
import type { End } from './range.js'

/** How fine an end is dragged. */
const STEPS = 400

/** The sliders, each below the field of its end. */
export class Strip {
  readonly #sliders: readonly HTMLInputElement[]
  #span: readonly [low: number, high: number] = [0, 1]
  #unit = ''
  #isWhole = false

  /**
   * @param fields - those of the ends
   * @param drag - takes an end that was dragged, as it would be typed
   */
  constructor(fields: readonly Field[], drag: (place: 0 | 1, text: string) => void) {
    this.#sliders = (['From', 'To'] as const).map((name, place) => {
      const label = `${name}, dragged`
      const slider = h('input', { type: 'range', min: 0, max: STEPS, step: 1, 'aria-label': label }, [], {
        input: () => {
          const text = this.#textAt(Number(slider.value))
          slider.setAttribute('aria-valuetext', text)
          drag(place as 0 | 1, text)
        },
      })
      fields[place]!.element.querySelector('.controls')!.after(slider)
      return slider
    })
  }

  /** Shows the ends, around the value that is there where it is one. */
  show(from: End, to: End, own: End | null): void {
    const values = [from.value, to.value]
    const usual = own !== null && own.unit === from.unit && own.value !== 0 ? 2 * own.value : from.isWhole ? 100 : 1
    this.#span = [Math.min(0, usual, ...values), Math.max(0, usual, ...values)]
    this.#unit = from.unit
    this.#isWhole = from.isWhole && to.isWhole
    const [low, high] = this.#span
    for (const [place, slider] of this.#sliders.entries()) {
      const value = values[place]!
      // The one that is held stays where the hand is.
      if (document.activeElement !== slider) slider.value = String(((value - low) / (high - low)) * STEPS)
      slider.setAttribute('aria-valuetext', `${plain(value)}${this.#unit}`)
    }
  }

  #textAt(step: number): string {
    const [low, high] = this.#span
    const value = low + ((high - low) * step) / STEPS
    return `${plain(this.#isWhole ? Math.round(value) : Number(value.toPrecision(3)))}${this.#unit}`
  }
}
