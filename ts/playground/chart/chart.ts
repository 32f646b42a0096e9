/**
 * The chart: axes, curves, phases, the first steps beside them, and the line of the cursor. Draws what it is shown, on a
 * canvas of its own; decides nothing.
 */
import { linearDomain, logDomain } from '../../plot/scale.js'
import type { Theme } from '../../plot/theme.js'
import type { Columns, Phase } from '../engine/messages.js'
import { h } from '../panel/dom.js'
import { shortText } from '../panel/numbers.js'
import { AXIS_LABELS, type Axis } from '../state/state.js'
import { AXIS_RIGHT, fontOf, type Place, paintAxes, paintRight, paintStart } from './axes.js'
import { type CurveLook, type Frame, paintCurve, rangeInView } from './curves.js'
import type { Labels } from './labels.js'
import { CursorLine } from './line.js'
import type { Overlay } from './overlay.js'
import { paintPhases } from './phases.js'
import type { Found, Point, Room } from './placement.js'
import { START_GAP, startWidth } from './start.js'
import type { Painted } from './trace.js'
import { fittedDomain, placeOf, ticksWithPeak, valueAt } from './values.js'

/** What the chart shows. */
export interface Scene {
  readonly curves: readonly CurveLook[]
  readonly axis: Axis
  readonly log: boolean
  /** Whether the y axis spans what is in view alone. */
  readonly fit: boolean
  readonly yLabel: string
  readonly x: readonly [number, number]
  /** In units of the axis. */
  readonly phases: readonly Phase[]
  /** Where the first steps end that have a plot of their own; null for none. */
  readonly start: number | null
  /** Of the schedule that is edited, whose peak, floor and end have labels; with what a batch adds on the axis. */
  readonly marked: Columns | null
  readonly rate: number
  /** Where the cursor stands, and the value there. */
  readonly cursor: { readonly x: number; readonly value: number | null } | null
  /** What lies over the schedules and is none of them. */
  readonly overlay?: Overlay
}

/** A place on the chart, in pixels of its element. */
export interface Spot {
  readonly x: number
  readonly y: number
  /** Whether it is among the first steps. */
  readonly isStart: boolean
}

const NOTHING: Scene = {
  curves: [],
  axis: 'ba',
  log: false,
  fit: false,
  yLabel: '',
  x: [0, 1],
  phases: [],
  start: null,
  marked: null,
  rate: 1,
  cursor: null,
}
// What the axes with their titles need, and the names of phases above.
const [LEFT, TOP, RIGHT, BOTTOM] = [77, 24, 12, 44]
// What axes at the right leave of a narrow chart.
const LEAST_PLOT = 170
const [LEAST_WIDTH, LEAST_HEIGHT] = [200, 100]

/** A chart within an element that has a size. */
export class Chart {
  /** What takes the gestures: over the plot, and over the first steps. */
  readonly over: HTMLElement
  readonly overStart: HTMLElement
  readonly #root: HTMLElement
  readonly #canvas = h('canvas', { 'aria-hidden': 'true' })
  readonly #context = this.#canvas.getContext('2d')!
  readonly #cursor = new CursorLine()
  readonly #startCursor = new CursorLine()
  readonly #pin = new CursorLine('pin')
  /** What labels it; it comes after the first curve. */
  #labels: Labels | null = null
  #painted: Painted[] = []
  readonly #box = h('div', { class: 'zoom-box', hidden: true })
  #theme: Theme
  #scene = NOTHING
  #size = { width: LEAST_WIDTH, height: LEAST_HEIGHT }
  /** Pixels of the canvas for one of the screen. */
  #ratio = 1
  /** The width of the first steps, 0 for none. */
  #start = 0
  #y: readonly [number, number] = [0, 1]
  #isLog = false
  /** The axes at the right, each of another quantity; linear always. */
  #further: ReadonlyMap<string, readonly [number, number]> = new Map()
  #peak: number | null = null
  /** While something is held that moves the curve, the y axis stays. */
  isHeld = false

  constructor(root: HTMLElement, theme: Theme) {
    this.#root = root
    this.#theme = theme
    // Shown with the first curve: until then nobody knows where the plot begins.
    this.over = h('div', { class: 'chart-over', hidden: true }, [
      this.#box,
      ...this.#pin.elements,
      ...this.#cursor.elements,
    ])
    const title = 'The first steps; a double-click zooms to them.'
    this.overStart = h('div', { class: 'chart-start', hidden: true, title }, this.#startCursor.elements)
    root.append(this.#canvas, this.over, this.overStart)
    this.resize()
    this.#followScreen()
  }

  /** The width of the plot in pixels of the canvas. */
  get columns(): number {
    return Math.round(this.width * this.#ratio)
  }

  /** The width of the plot, which asks for no layout. */
  get width(): number {
    return this.#places().plot.width
  }

  /** The width that the plot would have without first steps. */
  get room(): number {
    return this.#size.width - LEFT - this.#right
  }

  set labels(labels: Labels) {
    this.#labels = labels
    this.over.append(labels.element)
    this.show(this.#scene)
  }

  set theme(theme: Theme) {
    this.#theme = theme
    this.show(this.#scene)
  }

  /** Fits the element. */
  resize(): void {
    const { clientWidth, clientHeight } = this.#root
    this.#size = { width: Math.max(LEAST_WIDTH, clientWidth), height: Math.max(LEAST_HEIGHT, clientHeight) }
    this.#ratio = devicePixelRatio
    const { width, height } = this.#size
    Object.assign(this.#canvas, { width: Math.round(width * this.#ratio), height: Math.round(height * this.#ratio) })
    Object.assign(this.#canvas.style, { width: `${width}px`, height: `${height}px` })
    this.#placeOver()
    this.show(this.#scene)
  }

  /** Shows a scene. */
  show(scene: Scene): void {
    const isOther = scene.log !== this.#scene.log
    this.#scene = scene
    const start = scene.start === null ? 0 : startWidth(this.room)
    if (start !== this.#start) {
      this.#start = start
      this.#placeOver()
    }
    const had = this.#further.size
    this.#further = this.#furtherOf(scene)
    if (had !== this.#further.size) this.#placeOver()
    const left = [...(scene.overlay?.fan ?? []), ...scene.curves.filter(({ further }) => further === null)]
    const ofCurves = rangeInView(left, scene.x, scene.axis, scene.log)
    // Where no curve is known, nobody knows what the axis counts.
    const range = ofCurves && (scene.overlay?.points?.range(ofCurves, scene) ?? ofCurves)
    // While nothing is known, the axis stays as it is.
    if (range !== null && !this.isHeld) {
      this.#isLog = scene.log && range[1] > 0
      this.#y = this.#isLog ? logDomain([range]) : scene.fit ? fittedDomain(range) : linearDomain([range])
      this.#peak = range[1]
      this.over.hidden = false
    } else if (isOther && range === null) {
      this.#isLog = scene.log
      this.#y = scene.log ? [0.1, 1] : [0, 1]
    }
    this.#paint()
    this.#showLabels()
    this.showCursor(scene.cursor)
  }

  /** Moves the cursor alone, which paints nothing. */
  showCursor(cursor: Scene['cursor']): void {
    this.#scene = { ...this.#scene, cursor }
    const { x, start } = this.#scene
    const y = cursor?.value == null ? Number.NaN : this.#topOf(cursor.value)
    const isWithin = (from: number, until: number) => cursor !== null && cursor.x >= from && cursor.x <= until
    const left = isWithin(...x) ? this.#leftOf(cursor!.x) : null
    this.#cursor.show(left, y)
    const { plot } = this.#places()
    const isRead = left !== null && y >= 0 && y <= plot.height
    this.#labels?.showCursor(isRead ? { x: plot.left + left, y: plot.top + y, text: shortText(cursor!.value!) } : null)
    const isInStart = start !== null && this.#start > 0 && isWithin(0, start)
    this.#startCursor.show(isInStart ? (cursor!.x / start) * this.#start : null, y)
  }

  /**
   * Where a value stands, among the first steps if they show it; null where it is out of view.
   *
   * @param held - where it stood when it was taken hold of: it stays in that plot, at its edge where it would leave it
   */
  spotOf(at: number, value: number, held: Spot | null = null): Spot | null {
    const { x, start } = this.#scene
    const { plot, start: beside } = this.#places()
    const isStart = start !== null && this.#start > 0 && (held?.isStart ?? at <= start)
    const [place, from, until] = isStart ? [beside, 0, start] : [plot, ...x]
    const asked = (at - from) / (until - from)
    const part = held === null ? asked : Math.max(0, Math.min(1, asked))
    if (!(part >= -1e-9 && part <= 1 + 1e-9)) return null
    const top = this.#topOf(value)
    const y = Number.isNaN(top) ? place.height : Math.max(0, Math.min(place.height, top))
    return { x: place.left + part * place.width, y: place.top + y, isStart }
  }

  /** What a pixel is on the x axis. */
  perPixel(isStart: boolean): number {
    const { x, start } = this.#scene
    return isStart && start !== null ? start / this.#start : (x[1] - x[0]) / this.width
  }

  /** The value at a height of the element. */
  valueAt(y: number): number {
    const { top, height } = this.#places().plot
    return valueAt(this.#y, this.#isLog)((y - top) / height)
  }

  /** Keeps labels clear of handles, and of their lines to where they belong. */
  avoid(handles: readonly Point[], lines: Room['lines']): void {
    this.#labels?.avoid(handles, lines)
    this.showCursor(this.#scene.cursor)
  }

  /** Where the tip of a handle stands that is drawn at a place. */
  tipAt(place: Point, text: string, before: number | null): Found | null {
    return this.#labels?.tipAt(place, text, before) ?? null
  }

  /** The plot's edges within the element, and the first steps' where they are shown. */
  get bounds(): { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number } {
    const { plot, start } = this.#places()
    const left = this.#start > 0 ? start.left : plot.left
    return { left, top: plot.top, right: plot.left + plot.width, bottom: plot.top + plot.height }
  }

  /** Moves the pin, to nowhere with null. */
  showPin(pin: Scene['cursor']): void {
    const [from, until] = this.#scene.x
    const isWithin = pin !== null && pin.x >= from && pin.x <= until
    const y = pin?.value == null ? Number.NaN : this.#topOf(pin.value)
    this.#pin.show(isWithin ? this.#leftOf(pin.x) : null, y)
  }

  /** Shows the part that a drag selects, or nothing. */
  showBox(edges: readonly [number, number] | null): void {
    this.#box.hidden = edges === null
    if (edges === null) return
    const [from, until] = edges[0] < edges[1] ? edges : [edges[1], edges[0]]
    this.#box.style.transform = `translateX(${from}px)`
    this.#box.style.width = `${until - from}px`
  }

  /** A screen of other pixels needs another canvas; that comes with no other size. */
  #followScreen(): void {
    const screen = matchMedia(`(resolution: ${devicePixelRatio}dppx)`)
    screen.addEventListener(
      'change',
      () => {
        this.resize()
        this.#followScreen()
      },
      { once: true },
    )
  }

  /** Pixels from the left and the top of the plot. */
  #leftOf(value: number): number {
    const [from, until] = this.#scene.x
    return ((value - from) / (until - from)) * this.width
  }

  #topOf(value: number): number {
    const isNowhere = !Number.isFinite(value) || (this.#isLog && value <= 0)
    return isNowhere ? Number.NaN : placeOf(this.#y, this.#isLog)(value) * this.#places().plot.height
  }

  #showLabels(): void {
    if (this.#labels === null) return
    const { marked, rate, x, axis } = this.#scene
    const { plot } = this.#places()
    const { left, top, right, bottom } = this.bounds
    this.#labels.show({
      plot,
      whole: { left, top, width: right - left, height: bottom - top },
      painted: this.#painted,
      axis,
      ratio: this.#ratio,
      marked,
      placeOf: ({ batch, value }) => {
        const at = batch * rate
        const y = this.#topOf(value)
        const isSeen = at >= x[0] && at <= x[1] && y >= 0 && y <= plot.height
        return isSeen ? { x: plot.left + this.#leftOf(at), y: plot.top + y } : null
      },
      widthOf: (text) => {
        this.#context.font = fontOf(1)
        return this.#context.measureText(text).width
      },
    })
  }

  /** The axes at the right of a scene; while something is held they stay. */
  #furtherOf({ curves, x, axis }: Scene): ReadonlyMap<string, readonly [number, number]> {
    const axes = new Map<string, readonly [number, number]>()
    for (const name of new Set(curves.flatMap(({ further }) => further ?? []))) {
      const of = curves.filter(({ further }) => further === name)
      const range = rangeInView(of, x, axis, false)
      if (range === null) continue
      axes.set(name, (this.isHeld ? this.#further.get(name) : undefined) ?? linearDomain([range]))
    }
    return axes
  }

  /** How many axes at the right there is room for; without its axis a curve still has its own scale. */
  get #shownAxes(): number {
    const room = Math.floor((this.#size.width - LEFT - LEAST_PLOT) / AXIS_RIGHT)
    return Math.min(this.#further.size, Math.max(1, room))
  }

  get #right(): number {
    return this.#further.size === 0 ? RIGHT : AXIS_RIGHT * this.#shownAxes
  }

  /** Where the plot is, and where the first steps are, in pixels of the screen. */
  #places(): { readonly plot: Place; readonly start: Place } {
    const beside = this.#start === 0 ? 0 : this.#start + START_GAP
    const { width, height } = this.#size
    const plot = {
      left: LEFT + beside,
      top: TOP,
      width: width - LEFT - beside - this.#right,
      height: height - TOP - BOTTOM,
      ratio: this.#ratio,
    }
    return { plot, start: { ...plot, left: LEFT, width: this.#start } }
  }

  #placeOver(): void {
    const { plot, start } = this.#places()
    this.overStart.hidden = this.#start === 0
    for (const [over, { left, top, width, height }] of [
      [this.over, plot],
      [this.overStart, start],
    ] as const) {
      Object.assign(over.style, { left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` })
    }
  }

  #frame(
    { left, top, width, height, ratio }: Place,
    x: readonly [number, number],
    place: (value: number) => number,
  ): Frame {
    return {
      left: left * ratio,
      top: top * ratio,
      width: width * ratio,
      height: height * ratio,
      x,
      y: (value) => (Number.isNaN(value) ? Number.NaN : (top + Math.min(4, place(value)) * height) * ratio),
    }
  }

  #paint(): void {
    const { phases, axis, x, start, yLabel } = this.#scene
    const { curves } = this.#scene
    const fan = this.#scene.overlay?.fan ?? []
    this.#painted = []
    const { plot, start: beside } = this.#places()
    const context = this.#context
    const theme = this.#theme
    context.clearRect(0, 0, this.#canvas.width, this.#canvas.height)
    const values = ticksWithPeak(this.#y, this.#isLog, plot.height, this.#peak)
    const place = placeOf(this.#y, this.#isLog)
    const y = values.map((value) => ({ value, at: plot.top + place(value) * plot.height }))
    paintPhases(context, phases, x, plot, theme)
    const isInteger = axis !== 'dur' && axis !== 'ep'
    paintAxes(
      context,
      { x, isInteger, xLabel: AXIS_LABELS[axis], yLabel, y, isLog: this.#isLog, left: LEFT, plot },
      theme,
    )
    for (const [index, [name, domain]] of [...this.#further].slice(0, this.#shownAxes).entries()) {
      const placeRight = placeOf(domain, false)
      const ticks = ticksWithPeak(domain, false, plot.height, null)
      const marks = ticks.map((value) => ({ value, at: plot.top + placeRight(value) * plot.height }))
      paintRight(context, marks, name, index, plot, theme)
    }
    if (start !== null && this.#start > 0) {
      paintPhases(context, phases, [0, start], beside, theme)
      paintStart(context, start, y, beside, theme)
      const atStart = (curve: CurveLook) => ({ ...curve, layers: curve.start === null ? [] : [curve.start] })
      this.#paintCurves(fan.map(atStart), curves.map(atStart), beside, [0, start])
    }
    this.#paintCurves(fan, curves, plot, x)
  }

  #paintCurves(
    fan: readonly CurveLook[],
    curves: readonly CurveLook[],
    place: Place,
    x: readonly [number, number],
  ): void {
    const context = this.#context
    const { left, top, width, height, ratio } = place
    context.save()
    context.beginPath()
    context.rect(left * ratio, (top - 2) * ratio, (width + 2) * ratio, (height + 4) * ratio)
    context.clip()
    const frame = this.#frame(place, x, placeOf(this.#y, this.#isLog))
    const others = new Map(
      Array.from(this.#further, ([name, domain]) => [name, this.#frame(place, x, placeOf(domain, false))]),
    )
    const { overlay, axis, rate } = this.#scene
    for (const look of [...fan, ...curves]) {
      const own = look.further === null ? frame : (others.get(look.further) ?? frame)
      paintCurve(context, look, own, axis, ratio)
      if (curves.includes(look)) this.#painted.push({ look, frame: own })
    }
    overlay?.points?.paint(context, frame, rate, ratio, this.#theme)
    context.restore()
  }
}
