/**
 * One handle on the screen: a knob, a line to where it belongs if it is drawn beside it, and a tip with what it says.
 */
import type { Spot } from '../chart/chart.js'
import type { Found, Point } from '../chart/placement.js'
import { h, setAttribute } from '../panel/dom.js'

/** What becomes of a knob that is used. */
export interface KnobActions {
  take(knob: Knob): void
  moved(knob: Knob, right: number, up: number, isFine: boolean): void
  put(): void
  takeBack(): void
  /** Whether the key is one of its own. */
  press(knob: Knob, key: string, isFine: boolean): boolean
  zoom(knob: Knob): void
  /** Its tip is about to be seen. */
  told(knob: Knob): void
}

const LEAST_MOVE = 3
// Attributes of ARIA have no exponents.
const DECIMAL = new Intl.NumberFormat('en', { useGrouping: false, maximumFractionDigits: 20 })

/** A knob; its place is given in pixels of the chart. */
export class Knob {
  readonly #leader = h('span', { class: 'leader', hidden: true })
  readonly #tip = h('span', { class: 'tip' })
  readonly #knob = h('div', { class: 'knob', role: 'slider', tabindex: -1 }, [this.#tip])
  readonly element = h('div', { class: 'handle', hidden: true }, [this.#leader, this.#knob])
  spot: Spot | null = null
  /** Where its knob is: at its spot, or beside it. */
  drawn: Point | null = null
  #tipBox: Found | null = null

  constructor(actions: KnobActions) {
    this.#listen(actions)
  }

  focus(): void {
    this.#knob.focus()
  }

  get isShown(): boolean {
    return this.spot !== null
  }

  get isStop(): boolean {
    return this.#knob.tabIndex === 0
  }

  set isStop(isStop: boolean) {
    this.#knob.tabIndex = isStop ? 0 : -1
  }

  set isHeld(isHeld: boolean) {
    this.element.classList.toggle('grabbed', isHeld)
  }

  /** Draws it at a place, with a line to where it belongs. */
  place(spot: Spot | null, drawn: Point | null): void {
    this.spot = spot
    this.drawn = drawn
    this.element.hidden = spot === null
    if (spot === null || drawn === null) return
    this.#knob.style.transform = `translate(${drawn.x}px, ${drawn.y}px)`
    const [across, down] = [spot.x - drawn.x, spot.y - drawn.y]
    const length = Math.hypot(across, down)
    this.#leader.hidden = length < 1
    this.#leader.style.width = `${length}px`
    this.#leader.style.transform = `translate(${drawn.x}px, ${drawn.y}px) rotate(${Math.atan2(down, across)}rad)`
  }

  /** Whether its tip is seen. */
  get isTold(): boolean {
    return this.#knob.matches(':hover, :focus-visible, .grabbed *')
  }

  /** Puts its tip where there is room for it; a knob is `half` wide around its middle. */
  putTip(find: (place: Point, text: string, before: number | null) => Found | null, half: number): void {
    if (this.drawn === null) return
    const box = find(this.drawn, this.#tip.textContent, this.#tipBox?.choice ?? null)
    this.#tipBox = box
    this.#tip.hidden = box === null
    if (box === null) return
    this.#tip.style.width = `${box.width}px`
    this.#tip.style.transform = `translate(${box.left - this.drawn.x + half}px, ${box.top - this.drawn.y + half}px)`
  }

  /** Says what it is, what it says and where it stands. */
  tell(name: string, words: string, text: string, value: number, most: number): void {
    setAttribute(this.#knob, 'aria-label', `Handle of ${name}`)
    setAttribute(this.#knob, 'aria-valuetext', text)
    setAttribute(this.#knob, 'aria-valuemin', DECIMAL.format(Math.min(0, value)))
    setAttribute(this.#knob, 'aria-valuenow', DECIMAL.format(value))
    setAttribute(this.#knob, 'aria-valuemax', DECIMAL.format(Math.max(most, value)))
    const tip = `${name} ${words}`
    if (this.#tip.textContent !== tip) this.#tip.textContent = tip
  }

  #listen(actions: KnobActions): void {
    const knob = this.#knob
    let last: Point | null = null
    // A click that trembles moves nothing.
    let isMoving = false
    knob.addEventListener('pointerdown', (event) => {
      if (event.button !== 0 || last !== null) return
      // The chart has its own idea of a drag.
      event.stopPropagation()
      knob.setPointerCapture(event.pointerId)
      last = { x: event.clientX, y: event.clientY }
      isMoving = false
      actions.take(this)
    })
    knob.addEventListener('pointermove', (event) => {
      event.stopPropagation()
      if (last === null) return
      const [right, up] = [event.clientX - last.x, last.y - event.clientY]
      isMoving ||= Math.hypot(right, up) >= LEAST_MOVE
      if (!isMoving) return
      last = { x: event.clientX, y: event.clientY }
      if (right !== 0 || up !== 0) actions.moved(this, right, up, event.shiftKey)
    })
    const end = (event: PointerEvent) => {
      if (last === null) return
      last = null
      if (event.type === 'pointerup') actions.put()
      else actions.takeBack()
    }
    knob.addEventListener('pointerup', end)
    knob.addEventListener('pointercancel', end)
    for (const event of ['pointerenter', 'focus'] as const) knob.addEventListener(event, () => actions.told(this))
    knob.addEventListener('dblclick', (event) => {
      event.stopPropagation()
      actions.zoom(this)
    })
    knob.addEventListener('keydown', (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return
      if (actions.press(this, event.key, event.shiftKey)) event.preventDefault()
    })
  }
}
