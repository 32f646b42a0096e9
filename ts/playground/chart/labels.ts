/**
 * Labels of marks on the chart: short numbers beside their places, the whole value in a tip; none covers another.
 */
import { widthOf } from '../../plot/text.js'
import { h } from '../panel/dom.js'
import { countText, lrText, shortText } from '../panel/numbers.js'
import type { Mark } from './marks.js'

const SIZE = 12
const HEIGHT = 17
const SPACE = 5

/** A mark in pixels of the plot. */
export interface PlacedMark {
  readonly mark: Mark
  readonly x: number
  readonly y: number
}

interface Box {
  readonly left: number
  readonly top: number
  readonly width: number
}

/** The labels; elements are kept for the next time. */
export class Labels {
  readonly element = h('div', { class: 'marks' })
  #words = ''

  /** Shows labels within a plot. */
  show(marks: readonly PlacedMark[], width: number, height: number): void {
    const taken: Box[] = []
    const placed = marks.flatMap(({ mark, x, y }) => {
      const text = `${mark.name} ${shortText(mark.value)}`
      const wide = Math.ceil(widthOf(text, SIZE)) + 4
      const left = Math.max(0, Math.min(width - wide, x + SPACE))
      const tops = [y - HEIGHT - SPACE, y + SPACE].filter((top) => top >= -SPACE && top + HEIGHT <= height)
      const top = tops.find((each) => taken.every((box) => !touches(box, { left, top: each, width: wide })))
      if (top === undefined) return []
      taken.push({ left, top, width: wide })
      return [{ mark, text, left, top }]
    })
    const words = JSON.stringify(placed)
    if (words === this.#words) return
    this.#words = words
    this.element.replaceChildren(
      ...placed.map(({ mark, text, left, top }) => {
        const title = `${mark.name}: ${lrText(mark.value)}, about batch ${countText(mark.batch)}`
        const label = h('span', { class: 'mark', title }, text)
        label.style.transform = `translate(${left}px, ${top}px)`
        return label
      }),
    )
  }
}

const touches = (a: Box, b: Box): boolean =>
  a.left < b.left + b.width && b.left < a.left + a.width && Math.abs(a.top - b.top) < HEIGHT
