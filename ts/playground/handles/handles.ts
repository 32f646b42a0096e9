/**
 * What can be taken hold of on the curve of the chosen scheduler: shown over the chart, moved by mouse, finger and keys.
 */
import type { Chart } from '../chart/chart.js'
import type { Handle, Lever } from '../engine/messages.js'
import { h } from '../panel/dom.js'
import { placeKey } from '../panel/field.js'
import { countText, shortText } from '../panel/numbers.js'
import type { Page } from '../panel/page.js'
import { addStyles } from '../panel/styles.js'
import type { Shared } from '../share/shared.js'
import { itemsOf, optionsOf, textIn } from '../state/options.js'
import { isHeld } from '../state/state.js'
import { factorAt, functionsOf } from '../state/tree.js'
import { factorOf, rateOf } from '../state/view.js'
import { apart } from './apart.js'
import styles from './handles.css?inline'
import { Held, type Scale } from './held.js'
import { Knob } from './knob.js'

addStyles(styles)

/** What handles see of the page. */
export interface HandlePage extends Page, Shared {
  hold(isHeld: boolean): void
  zoomTo(from: number, until: number): void
}

// Between the middles of two.
const DISTANCE = 24
const DISTANCE_TOUCH = 44

/** The handles; one of them is a tab stop. */
export class Handles {
  readonly #page: HandlePage
  readonly #chart: Chart
  readonly #group = h('div', { role: 'group', 'aria-label': 'Handles on the curve' })
  readonly #isTouch = matchMedia('(pointer: coarse)')
  #asked = ''
  #isAsking = false
  #whose = ''
  #handles: readonly Handle[] = []
  #knobs: Knob[] = []
  #held: { readonly knob: Knob; readonly held: Held; isMoved: boolean } | null = null

  constructor(holder: HTMLElement, page: HandlePage, chart: Chart) {
    this.#page = page
    this.#chart = chart
    holder.append(this.#group)
    // Of the one that is held: another may just have been taken hold of.
    this.#group.addEventListener('focusout', ({ target }) => {
      if (this.#held?.knob.element.contains(target as Node)) this.#put()
    })
    document.addEventListener(
      'keydown',
      (event) => {
        if (event.key !== 'Escape' || this.#held === null) return
        event.preventDefault()
        this.#takeBack()
      },
      { capture: true },
    )
  }

  /** Follows what the chart shows. */
  show(): void {
    if (this.#held === null) void this.#ask()
    this.#place()
  }

  /** Asks for the handles of the schedule as it is, once. */
  async #ask(): Promise<void> {
    const { active, chosen, drawing } = this.#page
    const drawn = drawing.drawn.get(String(active.id))
    const whose = JSON.stringify([active.id, chosen])
    const own = active.factors[chosen[0] ?? 0]
    const isFree = active.visible && !isHeld(active) && own !== undefined && functionsOf([own]).length === 0
    if (whose !== this.#whose || !isFree) this.#take([], whose)
    if (!isFree) {
      this.#asked = ''
      return
    }
    if (drawn === undefined || !drawn.isKnown || drawn.problem !== null) return
    const words = JSON.stringify([active.id, chosen, active.factors, active.run])
    if (words === this.#asked || this.#isAsking) return
    this.#asked = words
    this.#isAsking = true
    try {
      const handles = await this.#page.client.ask('handles', { schedule: active, path: chosen })
      // What is held stays; its successor is asked for once it is put.
      if (this.#held !== null) this.#asked = ''
      else if (this.#asked === words && this.#whose === whose) this.#take(handles, whose)
    } catch {
      // What is wrong with the schedule is told at its field already.
      if (this.#asked === words && this.#whose === whose) this.#take([], whose)
    } finally {
      this.#isAsking = false
    }
    // It may have changed meanwhile.
    this.show()
  }

  #take(handles: readonly Handle[], whose: string): void {
    const stop = this.#knobs.findIndex(({ isStop }) => isStop)
    const before = this.#handles[stop]
    const hadFocus = this.#group.contains(document.activeElement)
    this.#whose = whose
    this.#handles = handles
    while (this.#knobs.length > handles.length) this.#knobs.pop()!.element.remove()
    while (this.#knobs.length < handles.length) {
      const knob = new Knob(this.#actions)
      this.#knobs.push(knob)
      this.#group.append(knob.element)
    }
    this.#group.hidden = handles.length === 0
    // Handles may have passed each other: the focus stays with its option.
    const same = before === undefined ? -1 : handles.findIndex((handle) => isSameHandle(handle, before))
    const next = this.#knobs[same] ?? this.#knobs[Math.min(Math.max(0, stop), handles.length - 1)]
    this.#rove(next)
    if (hadFocus) next?.focus()
  }

  /** Moves each to where it stands. */
  #place(): void {
    const { state, drawing, active } = this.#page
    const rate = rateOf(drawing, state)
    this.#group.style.setProperty('--handle', this.#page.colourOf(active.colour))
    const factor = factorOf(drawing, state)
    const spots = this.#handles.map((handle, index) => {
      const held = this.#held !== null && this.#held.knob === this.#knobs[index] ? this.#held.held : null
      const { batch, value } = held?.place() ?? handle
      return rate === null || factor === null
        ? null
        : this.#chart.spotOf(batch * rate, value * factor, held && this.#knobs[index]!.spot)
    })
    const seen = spots.flatMap((spot) => (spot === null ? [] : [spot]))
    const distance = this.#isTouch.matches ? DISTANCE_TOUCH : DISTANCE
    const drawn = new Map(apart(seen, distance, this.#chart.bounds).map((place, index) => [seen[index]!, place]))
    for (const [index, knob] of this.#knobs.entries()) {
      const spot = spots[index] ?? null
      const handle = this.#handles[index]!
      const held = this.#held
      const isHeld = held?.knob === knob
      knob.place(spot, spot === null || isHeld ? spot : drawn.get(spot)!)
      if (spot !== null) this.#tell(knob, handle, isHeld)
    }
    const shown = this.#knobs.filter(({ isShown }) => isShown)
    this.#chart.avoid(
      shown.map((knob) => knob.drawn!),
      shown.flatMap(({ spot, drawn }) =>
        spot!.x === drawn!.x && spot!.y === drawn!.y ? [] : [[spot!, drawn!] as const],
      ),
    )
    for (const knob of shown) if (knob.isTold) this.#putTip(knob)
    if (this.#knobs.some(({ isStop, isShown }) => isStop && !isShown)) {
      this.#rove(this.#knobs.find(({ isShown }) => isShown))
    }
  }

  #putTip(knob: Knob): void {
    const half = (this.#isTouch.matches ? DISTANCE_TOUCH : DISTANCE) / 2
    knob.putTip((...asked) => this.#chart.tipAt(...asked), half)
  }

  #tell(knob: Knob, handle: Handle, isHeld: boolean): void {
    const { batch, value } = isHeld ? this.#held!.held.place() : handle
    const levers = [handle.time, handle.level].flatMap((lever) => (lever === null ? [] : [lever]))
    const name = levers.map(nameOf).join(' and ')
    const words = levers.map((lever) => this.#itemOf(lever)).join(', ')
    const at = handle.level === null ? `batch ${countText(Math.round(batch))}` : `learning rate ${shortText(value)}`
    const most = this.#page.drawing.drawn.get(String(this.#page.active.id))?.info?.batches ?? 0
    if (handle.time === null) knob.tell(name, words, `${words}, ${at}`, value, value)
    else knob.tell(name, words, `${words}, ${at}`, Math.round(batch), most)
  }

  readonly #actions = {
    take: (knob: Knob) => this.#hold(knob),
    moved: (knob: Knob, right: number, up: number, isFine: boolean) => {
      if (this.#held?.knob !== knob) return
      this.#held.isMoved = true
      this.#held.held.move(right, up, this.#scale(knob), isFine)
      this.#place()
    },
    put: () => this.#put(),
    takeBack: () => this.#takeBack(),
    press: (knob: Knob, key: string, isFine: boolean) => this.#press(knob, key, isFine),
    zoom: (knob: Knob) => this.#zoom(knob),
    told: (knob: Knob) => this.#putTip(knob),
  }

  #hold(knob: Knob): void {
    const handle = this.#handles[this.#knobs.indexOf(knob)]
    if (handle === undefined || this.#held !== null) return
    const options = {
      textOf: (lever: Lever) => this.#textOf(lever),
      write: (lever: Lever, text: string) => this.#write(lever, text),
    }
    this.#held = { knob, held: new Held(handle, options), isMoved: false }
    this.#page.hold(true)
    this.#rove(knob)
    knob.isHeld = true
  }

  /** Leaves it where it is: one step. */
  #put(): void {
    if (this.#held === null) return
    const { knob, isMoved } = this.#held
    this.#held = null
    knob.isHeld = false
    this.#page.hold(false)
    if (isMoved) this.#page.finished()
  }

  #takeBack(): void {
    if (this.#held === null) return
    this.#held.held.takeBack()
    this.#held.isMoved = false
    this.#put()
  }

  #press(knob: Knob, key: string, isFine: boolean): boolean {
    const [right, up] = ARROWS[key] ?? [0, 0]
    const isArrow = right !== 0 || up !== 0
    if (key === 'Enter' || key === ' ') {
      if (this.#held === null) this.#hold(knob)
      else this.#put()
    } else if (isArrow && (this.#held !== null || isFine)) {
      const isAlone = this.#held === null
      this.#hold(knob)
      const handle = this.#handles[this.#knobs.indexOf(knob)]!
      // Along the only way that it has.
      const [x, y] = handle.level === null ? [right + up, 0] : handle.time === null ? [0, right + up] : [right, up]
      this.#held!.isMoved = true
      this.#held!.held.step(x, y, this.#scale(knob), isFine)
      this.#place()
      if (isAlone) this.#put()
    } else if (isArrow) this.#go(knob, right + up)
    else if (key === 'Home' || key === 'End')
      this.#go(knob, key === 'End' ? Number.MAX_SAFE_INTEGER : Number.MIN_SAFE_INTEGER)
    else if (key === 'z') this.#zoom(knob)
    else return false
    return true
  }

  /** Gives the focus to another one that is in view. */
  #go(from: Knob, by: number): void {
    const shown = this.#knobs.filter(({ isShown }) => isShown)
    const place = Math.max(0, Math.min(shown.length - 1, shown.indexOf(from) + by))
    this.#rove(shown[place])
    shown[place]?.focus()
  }

  #rove(stop: Knob | undefined): void {
    for (const knob of this.#knobs) knob.isStop = knob === stop
  }

  /** Shows what is around it, with the ramp in the middle. */
  #zoom(knob: Knob): void {
    const handle = this.#handles[this.#knobs.indexOf(knob)]!
    const [from, until] = handle.around
    const sides = [handle.batch - from, until - handle.batch].filter((side) => side > 0)
    const side = 1.5 * Math.min(...sides)
    this.#page.zoomTo(Math.max(0, handle.batch - side), handle.batch + side)
  }

  #scale(knob: Knob): Scale {
    const spot = knob.spot!
    const { drawing, state } = this.#page
    const rate = rateOf(drawing, state)!
    const factor = factorOf(drawing, state)!
    return {
      batches: this.#chart.perPixel(spot.isStart) / rate,
      lr: (this.#chart.valueAt(spot.y - 0.5) - this.#chart.valueAt(spot.y + 0.5)) / factor,
    }
  }

  #textOf({ option }: Lever): string {
    const { active, chosen } = this.#page
    if (option === null) return active.run.maxDuration
    const factor = factorAt(active.factors, chosen)
    if (factor === undefined || factor.kind === 'function') return ''
    // It may be another scheduler's already than the one that the handle is of.
    const found = optionsOf(factor.type)!.find(({ key }) => key === option)
    return found === undefined ? '' : textIn(factor.options, found)
  }

  #itemOf(lever: Lever): string {
    const text = this.#textOf(lever)
    return lever.index === null ? text : (itemsOf(text)[lever.index] ?? '')
  }

  #write(lever: Lever, text: string): void {
    const { active, chosen, fields } = this.#page
    if (text === this.#textOf(lever)) return
    const factor = factorAt(active.factors, chosen)
    if (lever.option === null) active.run.maxDuration = text
    else if (factor !== undefined && factor.kind !== 'function') factor.options[lever.option] = text
    const place = lever.option === null ? { run: 'maxDuration' as const } : { factor: chosen, option: lever.option }
    fields.get(placeKey(place))?.show?.(text)
    this.#page.edited()
  }
}

const ARROWS: Readonly<Record<string, readonly [right: number, up: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
}

const isSameLever = (a: Lever | null, b: Lever | null): boolean => a?.option === b?.option && a?.index === b?.index
const isSameHandle = (a: Handle, b: Handle): boolean => isSameLever(a.time, b.time) && isSameLever(a.level, b.level)

const nameOf = ({ option, index }: Lever): string =>
  option === null ? 'max_duration' : index === null ? option : `${option} ${index + 1}`
