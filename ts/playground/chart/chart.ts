/**
 * The chart: axes by uPlot, curves, phases, the first steps beside them, and the line of the cursor. Draws what it is
 * shown; decides nothing.
 */
import uPlot from 'uplot'
import { countLabel, valueLabel } from '../../plot/labels.js'
import { linearDomain, logDomain } from '../../plot/scale.js'
import type { Theme } from '../../plot/theme.js'
import { linearTicks } from '../../plot/ticks.js'
import type { Phase } from '../engine/messages.js'
import { h } from '../panel/dom.js'
import { shortText } from '../panel/numbers.js'
import { AXIS_LABELS, type Axis } from '../state/state.js'
import { type CurveLook, type Frame, paintCurve, rangeInView } from './curves.js'
import { Labels } from './labels.js'
import { CursorLine } from './line.js'
import type { Mark } from './marks.js'
import { fontOf, type Place, paintPhases, paintStart } from './paint.js'
import { START_GAP, startWidth } from './start.js'
import { placeOf, ticksWithPeak } from './values.js'

/** What the chart shows. */
export interface Scene {
  readonly curves: readonly CurveLook[]
  readonly axis: Axis
  readonly log: boolean
  readonly x: readonly [number, number]
  /** In units of the axis. */
  readonly phases: readonly Phase[]
  /** Where the first steps end that have a plot of their own; null for none. */
  readonly start: number | null
  /** Of the schedule that is edited, with what a batch adds on the axis. */
  readonly marks: readonly Mark[]
  readonly rate: number
  /** Where the cursor stands, and the value there. */
  readonly cursor: { readonly x: number; readonly lr: number | null } | null
}

const NOTHING: Scene = {
  curves: [],
  axis: 'ba',
  log: false,
  x: [0, 1],
  phases: [],
  start: null,
  marks: [],
  rate: 1,
  cursor: null,
}
const FONT = fontOf(1)
const Y_AXIS = 60
const X_AXIS = 27
const TITLE = 17
const [TOP, RIGHT] = [24, 12]
const LEAST_WIDTH = 200

/** A chart within an element that has a size. */
export class Chart {
  /** What takes the gestures: over the plot, and over the first steps. */
  readonly over: HTMLElement
  readonly overStart: HTMLElement
  readonly #root: HTMLElement
  readonly #cursor = new CursorLine()
  readonly #startCursor = new CursorLine()
  readonly #labels = new Labels()
  readonly #box = h('div', { class: 'zoom-box', hidden: true })
  #size: { readonly width: number; readonly height: number }
  #plot: uPlot
  #theme: Theme
  #scene = NOTHING
  #y: readonly [number, number] = [0, 1]
  #peak: number | null = null
  /** The width of the first steps, 0 for none. */
  #start = 0

  constructor(root: HTMLElement, theme: Theme) {
    this.#root = root
    this.#theme = theme
    this.#size = this.#measure()
    this.#plot = this.#make()
    // Shown with the first curve: until then nobody knows where the plot begins.
    this.over = h('div', { class: 'chart-over', hidden: true }, [
      this.#box,
      this.#labels.element,
      ...this.#cursor.elements,
    ])
    const title = 'The first steps, drawn wider. Double-click to see them in the whole chart.'
    this.overStart = h('div', { class: 'chart-start', hidden: true, title }, this.#startCursor.elements)
    root.append(this.over, this.overStart)
    this.#placeOver()
  }

  /** The width of the plot in pixels of the screen. */
  get columns(): number {
    return Math.round(this.#plot.bbox.width)
  }

  /** The width of the plot, which asks for no layout. */
  get width(): number {
    return this.#plot.bbox.width / uPlot.pxRatio
  }

  /** The width that the plot would have without first steps. */
  get room(): number {
    return this.width + (this.#start === 0 ? 0 : this.#start + START_GAP)
  }

  set theme(theme: Theme) {
    this.#theme = theme
    this.#remake()
  }

  /** Fits the element. */
  resize(): void {
    this.#size = this.#measure()
    const start = this.#startOf(this.#scene)
    if (start !== this.#start) {
      this.#remake()
      return
    }
    this.#plot.setSize(this.#size)
    this.#placeOver()
    this.show(this.#scene)
  }

  /** Shows a scene. */
  show(scene: Scene): void {
    const isOther = scene.log !== this.#scene.log
    const isOtherAxis = scene.axis !== this.#scene.axis || this.#startOf(scene) !== this.#start
    this.#scene = scene
    const range = rangeInView(scene.curves, scene.x, scene.axis, scene.log)
    // While nothing is known, the axis stays as it is.
    if (range !== null) {
      this.#y = this.#isLog(range) ? logDomain([range]) : linearDomain([range])
      this.#peak = range[1]
      this.over.hidden = false
    } else if (isOther) this.#y = scene.log ? [0.1, 1] : [0, 1]
    if (isOther || isOtherAxis) {
      this.#remake()
      return
    }
    this.#plot.batch(() => {
      this.#plot.setScale('x', { min: scene.x[0], max: scene.x[1] })
      this.#plot.setScale('y', { min: this.#y[0], max: this.#y[1] })
    })
    this.#showLabels()
    this.showCursor(scene.cursor)
  }

  /** Moves the cursor alone, which paints nothing. */
  showCursor(cursor: Scene['cursor']): void {
    this.#scene = { ...this.#scene, cursor }
    const { x, start } = this.#scene
    const y = cursor?.lr == null ? Number.NaN : this.#plot.valToPos(cursor.lr, 'y')
    const isWithin = (from: number, until: number) => cursor !== null && cursor.x >= from && cursor.x <= until
    const text = cursor?.lr == null ? '' : shortText(cursor.lr)
    this.#cursor.show(isWithin(...x) ? this.#plot.valToPos(cursor!.x, 'x') : null, y, text, this.width)
    const isInStart = start !== null && this.#start > 0 && isWithin(0, start)
    this.#startCursor.show(isInStart ? (cursor!.x / start) * this.#start : null, y, text, this.#start)
  }

  /** Shows the part that a drag selects, or nothing. */
  showBox(edges: readonly [number, number] | null): void {
    this.#box.hidden = edges === null
    if (edges === null) return
    const [from, until] = edges[0] < edges[1] ? edges : [edges[1], edges[0]]
    this.#box.style.transform = `translateX(${from}px)`
    this.#box.style.width = `${until - from}px`
  }

  #showLabels(): void {
    const { marks, rate, x } = this.#scene
    const { height } = this.#plot.bbox
    const placed = marks
      .map((mark) => ({ mark, at: mark.batch * rate }))
      .filter(({ at }) => at >= x[0] && at <= x[1])
      .map(({ mark, at }) => ({ mark, x: this.#plot.valToPos(at, 'x'), y: this.#plot.valToPos(mark.value, 'y') }))
      .filter(({ y }) => Number.isFinite(y))
    this.#labels.show(placed, this.width, height / uPlot.pxRatio)
  }

  #isLog(range: readonly [number, number]): boolean {
    return this.#scene.log && range[1] > 0
  }

  /** Asks for a layout, which no frame does. */
  #measure() {
    const { clientWidth, clientHeight } = this.#root
    return { width: Math.max(LEAST_WIDTH, clientWidth), height: Math.max(100, clientHeight) }
  }

  #startOf({ start }: Scene): number {
    return start === null ? 0 : startWidth(this.#size.width - Y_AXIS - TITLE - RIGHT)
  }

  /** Where the plot is, and where the first steps are, in pixels of the screen. */
  #places(): { readonly plot: Place; readonly start: Place } {
    const ratio = uPlot.pxRatio
    const [left, top, width, height] = (['left', 'top', 'width', 'height'] as const).map(
      (side) => this.#plot.bbox[side] / ratio,
    ) as [number, number, number, number]
    const plot = { left, top, width, height, ratio }
    return { plot, start: { ...plot, left: left - START_GAP - this.#start, width: this.#start } }
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

  #remake(): void {
    const old = this.#plot
    this.#start = this.#startOf(this.#scene)
    this.#plot = this.#make()
    old.destroy()
    this.#root.append(this.over, this.overStart)
    this.#placeOver()
    this.show(this.#scene)
  }

  #make(): uPlot {
    const { muted, grid, frame } = this.#theme
    const look = {
      stroke: muted,
      font: FONT,
      labelFont: FONT,
      labelSize: TITLE,
      ticks: { stroke: frame, width: 1, size: 5 },
    }
    const most = (pixels: number, each: number) => Math.max(2, Math.floor(pixels / each))
    const beside = this.#start === 0 ? 0 : this.#start + START_GAP
    const plot = new uPlot(
      {
        ...this.#size,
        padding: [TOP, RIGHT, 0, 0],
        legend: { show: false },
        cursor: { show: false },
        scales: {
          x: { time: false, auto: false, range: () => [...this.#scene.x] as [number, number] },
          y: { auto: false, distr: this.#scene.log ? 3 : 1, range: () => [...this.#y] as [number, number] },
        },
        axes: [
          {
            ...look,
            label: AXIS_LABELS[this.#scene.axis],
            size: X_AXIS,
            gap: 4,
            grid: { show: false },
            splits: (u, _, min, max) => linearTicks(min, max, most(u.bbox.width / uPlot.pxRatio, 74), this.#finest()),
            values: (_, ticks) => ticks.map(countLabel),
          },
          {
            ...look,
            label: 'learning rate',
            // The first steps stand between the axis and the plot.
            size: Y_AXIS + beside,
            gap: 6 + beside,
            ticks: { show: false },
            grid: { stroke: grid, width: 1 },
            splits: (u) => this.#yTicks(u.bbox.height / uPlot.pxRatio),
            values: (_, ticks) => {
              const largest = Math.max(...ticks.map(Math.abs))
              return ticks.map((tick) => valueLabel(Number(tick.toPrecision(4)), this.#scene.log ? undefined : largest))
            },
            filter: (_, ticks) => ticks,
          },
        ],
        series: [{}, { scale: 'y', show: false }],
        hooks: { drawClear: [(u) => this.#paintBehind(u)], drawAxes: [(u) => this.#paintCurves(u)] },
      },
      [
        [0, 1],
        [null, null],
      ],
      this.#root,
    )
    plot.root.setAttribute('aria-hidden', 'true')
    return plot
  }

  #yTicks(height: number): number[] {
    return ticksWithPeak(this.#y, this.#scene.log, height, this.#peak)
  }

  #finest(): number {
    return this.#scene.axis === 'dur' || this.#scene.axis === 'ep' ? 0 : 1
  }

  #frame({ left, top, width, height, ratio }: Place, x: readonly [number, number]): Frame {
    const place = placeOf(this.#y, this.#scene.log)
    return {
      left: left * ratio,
      top: top * ratio,
      width: width * ratio,
      height: height * ratio,
      x,
      y: (value) => (Number.isNaN(value) ? Number.NaN : (top + Math.min(4, place(value)) * height) * ratio),
    }
  }

  #paintCurves({ ctx }: uPlot): void {
    const { curves, axis, x, start } = this.#scene
    const { plot, start: beside } = this.#places()
    const within = ({ left, top, width, height, ratio }: Place, paint: () => void) => {
      ctx.save()
      ctx.beginPath()
      ctx.rect(left * ratio, (top - 2) * ratio, (width + 2) * ratio, (height + 4) * ratio)
      ctx.clip()
      paint()
      ctx.restore()
    }
    within(plot, () => {
      for (const curve of curves) paintCurve(ctx, curve, this.#frame(plot, x), axis, plot.ratio)
    })
    if (start === null || this.#start === 0) return
    within(beside, () => {
      for (const curve of curves) {
        const layers = curve.start === null ? [] : [curve.start]
        paintCurve(ctx, { ...curve, layers }, this.#frame(beside, [0, start]), axis, plot.ratio)
      }
    })
  }

  #paintBehind({ ctx }: uPlot): void {
    const { phases, x, start } = this.#scene
    const { plot, start: beside } = this.#places()
    paintPhases(ctx, phases, x, plot, this.#theme)
    if (start === null || this.#start === 0) return
    paintPhases(ctx, phases, [0, start], beside, this.#theme)
    const place = placeOf(this.#y, this.#scene.log)
    const ticks = this.#yTicks(plot.height).map((tick) => plot.top + place(tick) * plot.height)
    paintStart(ctx, start, ticks, beside, this.#theme)
  }
}
