/**
 * Labels on the chart: its marks as short numbers with the whole value in a tip, and the value at the cursor, where a finger
 * hides none. They are placed in one pass, so that none covers another, a handle, or a curve where there is room.
 */
import type { Columns } from '../engine/messages.js'
import { h } from '../panel/dom.js'
import { countText, lrText, shortText } from '../panel/numbers.js'
import { addStyles } from '../panel/styles.js'
import type { Axis } from '../state/state.js'
import styles from './labels.css?inline'
import { type Mark, marksOf } from './marks.js'
import { distanceTo, type Found, type Point, placeNear, type Room, touches } from './placement.js'
import { type Box, type Painted, Trace } from './trace.js'

addStyles(styles)

const [MARK, VALUE, TIP] = [17, 20, 22]
// Beside the text: the ground of a mark, and of what has a border.
const [GROUND, BORDER] = [4, 12]
// A label that is further away has a line to what it names.
const NEAR = 18

/** What a chart has to label, in pixels of its element. */
export interface Labelled {
  readonly plot: Box
  /** The plot with the first steps beside it. */
  readonly whole: Box
  readonly painted: readonly Painted[]
  readonly axis: Axis
  readonly ratio: number
  readonly marked: Columns | null
  /** Where a mark stands; null where that is out of view. */
  placeOf(mark: Mark): Point | null
  widthOf(text: string): number
}

/** The labels; one object for a chart. */
export class Labels {
  readonly element = h('div', { class: 'labels' })
  readonly #marks = h('div')
  readonly #value = h('div', { class: 'cursor-label', hidden: true })
  #scene: Labelled | null = null
  #marked: Columns | null = null
  #known: readonly Mark[] = []
  #traces: readonly Trace[] = []
  #handles: readonly Point[] = []
  #lines: Room['lines'] = []
  #found: readonly { readonly name: string; readonly box: Found; readonly element: HTMLElement }[] = []
  #words = ''
  #cursor: Point | null = null
  #valueBox: Found | null = null

  constructor() {
    this.element.append(this.#marks, this.#value)
  }

  /** Labels a chart that was painted anew. */
  show(scene: Labelled): void {
    this.#scene = scene
    this.#traces = scene.painted.map((painted) => Trace.of(painted, scene.axis, scene.ratio))
    this.#placeMarks()
  }

  /** Labels the value at the cursor; nothing with null. */
  showCursor(cursor: (Point & { readonly text: string }) | null): void {
    const scene = this.#scene
    this.#cursor = cursor
    this.#value.hidden = cursor === null || scene === null
    if (cursor === null || scene === null) {
      this.#valueBox = null
    } else {
      const size = [Math.ceil(scene.widthOf(cursor.text)) + BORDER, VALUE] as const
      const place = (boxes: readonly Box[]) =>
        placeNear(cursor, ...size, this.#room(scene.plot, boxes, [cursor]), this.#valueBox?.choice ?? null)
      // Where it has no place beside the marks, these give way.
      const box = place(this.#found.map((each) => each.box)) ?? place([])
      this.#valueBox = box
      this.#value.hidden = box === null
      if (box !== null) this.#put(this.#value, box)
      if (this.#value.textContent !== cursor.text) this.#value.textContent = cursor.text
    }
    const given = this.#valueBox
    for (const { element, box } of this.#found) {
      for (const each of [element, element.nextElementSibling])
        if (each === element || each?.matches('.leader'))
          each.classList.toggle('gives-way', given !== null && touches(box, given))
    }
  }

  /** Keeps clear of handles, and of their lines to where they belong. */
  avoid(handles: readonly Point[], lines: Room['lines']): void {
    const isSame = JSON.stringify([handles, lines]) === JSON.stringify([this.#handles, this.#lines])
    if (isSame) return
    this.#handles = handles
    this.#lines = lines
    this.#placeMarks()
  }

  /** Where the tip of a handle stands: marks that it has to cover are hidden as long as it is shown. */
  tipAt(place: Point, text: string, before: number | null): Found | null {
    const scene = this.#scene
    if (scene === null) return null
    // Of a long value the beginning is told.
    const size = [Math.min(scene.whole.width, Math.ceil(scene.widthOf(text)) + BORDER + 2), TIP] as const
    const marks = this.#found.map((each) => each.box)
    const boxes = this.#valueBox === null ? [] : [this.#valueBox]
    const find = (others: readonly Box[], handles: readonly Point[]) => {
      const room = { ...this.#room(scene.whole, others, []), discs: handles }
      return placeNear(place, ...size, room, before)
    }
    const all = [...this.#handles, ...(this.#cursor === null ? [] : [this.#cursor])]
    // Of many handles on a small screen it covers some, and never its own.
    const box = find([...marks, ...boxes], all) ?? find([], all) ?? find([], [place])
    const hide = (element: HTMLElement, own: Box | null) =>
      element.classList.toggle('under-tip', box !== null && own !== null && touches(own, box))
    for (const { element, box: own } of this.#found) hide(element, own)
    hide(this.#value, this.#valueBox)
    return box
  }

  #placeMarks(): void {
    const scene = this.#scene
    if (scene === null) return
    const boxes: Found[] = []
    if (scene.marked !== this.#marked) this.#known = scene.marked === null ? [] : marksOf(scene.marked)
    this.#marked = scene.marked
    const placed = this.#known.flatMap((mark) => {
      const at = scene.placeOf(mark)
      if (at === null) return []
      const text = `${mark.name} ${shortText(mark.value)}`
      const before = this.#found.find(({ name }) => name === mark.name)?.box.choice ?? null
      const room = this.#room(scene.plot, boxes, [])
      const box = placeNear(at, Math.ceil(scene.widthOf(text)) + GROUND, MARK, room, before)
      if (box === null) return []
      boxes.push(box)
      return [{ mark, text, box, at }]
    })
    const words = JSON.stringify([placed, scene.plot])
    if (words === this.#words) return
    this.#words = words
    this.#found = placed.map(({ mark, text, box }) => {
      const title = `${mark.name}: ${lrText(mark.value)}, about batch ${countText(mark.batch)}`
      const element = h('span', { class: 'mark', title }, text)
      this.#put(element, box)
      return { name: mark.name, box, element }
    })
    this.#marks.replaceChildren(
      ...placed.flatMap(({ box, at }, index) => {
        const label = this.#found[index]!.element
        return distanceTo(box, at) > NEAR ? [label, this.#leader(box, at)] : [label]
      }),
    )
  }

  #room(bounds: Box, boxes: readonly Box[], dots: readonly Point[]): Room {
    return { bounds, boxes, discs: [...this.#handles, ...dots], lines: this.#lines, traces: this.#traces }
  }

  /** The element is within the plot. */
  #put(element: HTMLElement, { left, top, width }: Box): void {
    const { plot } = this.#scene!
    element.style.width = `${width}px`
    element.style.transform = `translate(${left - plot.left}px, ${top - plot.top}px)`
  }

  #leader(box: Box, { x, y }: Point): HTMLElement {
    const { plot } = this.#scene!
    const from = {
      x: Math.max(box.left, Math.min(box.left + box.width, x)),
      y: Math.max(box.top, Math.min(box.top + box.height, y)),
    }
    const [across, down] = [x - from.x, y - from.y]
    const line = h('span', { class: 'leader' })
    line.style.width = `${Math.hypot(across, down)}px`
    line.style.transform = `translate(${from.x - plot.left}px, ${from.y - plot.top}px) rotate(${Math.atan2(down, across)}rad)`
    return line
  }
}
