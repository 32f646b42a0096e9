/**
 * The chart: axes by uPlot, curves, phases, and the line of the cursor. Draws what it is shown; decides nothing.
 */
import uPlot from 'uplot'
import { layOutBands } from '../../plot/bands.js'
import { countLabel, valueLabel } from '../../plot/labels.js'
import { linearDomain, logDomain } from '../../plot/scale.js'
import type { Theme } from '../../plot/theme.js'
import { linearTicks, logTicks } from '../../plot/ticks.js'
import type { Phase } from '../engine/messages.js'
import { h } from '../panel/dom.js'
import type { Axis } from '../state/state.js'
import { type CurveLook, type Frame, paintCurve, rangeInView } from './curves.js'

/** What the chart shows. */
export interface Scene {
  readonly curves: readonly CurveLook[]
  readonly axis: Axis
  readonly log: boolean
  readonly x: readonly [number, number]
  /** In units of the axis. */
  readonly phases: readonly Phase[]
  /** Where the cursor stands, and the value there. */
  readonly cursor: { readonly x: number; readonly lr: number | null } | null
}

const FONT = '12px system-ui, -apple-system, "Segoe UI", Arial, sans-serif'
const Y_AXIS = 62
const X_AXIS = 30
const TOP = 26

/** A chart within an element that has a size. */
export class Chart {
  readonly over: HTMLElement
  readonly #root: HTMLElement
  readonly #line = h('div', { class: 'cursor-line', hidden: true })
  readonly #dot = h('div', { class: 'cursor-dot', hidden: true })
  readonly #box = h('div', { class: 'zoom-box', hidden: true })
  #plot: uPlot
  #theme: Theme
  #scene: Scene = { curves: [], axis: 'ba', log: false, x: [0, 1], phases: [], cursor: null }
  #y: readonly [number, number] = [0, 1]

  constructor(root: HTMLElement, theme: Theme) {
    this.#root = root
    this.#theme = theme
    this.#plot = this.#make()
    this.over = h('div', { class: 'chart-over' }, [this.#box, this.#line, this.#dot])
    root.append(this.over)
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

  set theme(theme: Theme) {
    this.#theme = theme
    this.#remake()
  }

  /** Fits the element. */
  resize(): void {
    this.#plot.setSize(this.#size())
    this.#placeOver()
    this.show(this.#scene)
  }

  /** Shows a scene. */
  show(scene: Scene): void {
    const isOther = scene.log !== this.#scene.log
    this.#scene = scene
    const range = rangeInView(scene.curves, scene.x, scene.axis, scene.log)
    // While nothing is known, the axis stays as it is.
    if (range !== null) this.#y = this.#isLog(range) ? logDomain([range]) : linearDomain([range])
    else if (isOther) this.#y = scene.log ? [0.1, 1] : [0, 1]
    if (isOther) this.#remake()
    else {
      this.#plot.batch(() => {
        this.#plot.setScale('x', { min: scene.x[0], max: scene.x[1] })
        this.#plot.setScale('y', { min: this.#y[0], max: this.#y[1] })
      })
    }
    this.showCursor(scene.cursor)
  }

  /** Moves the cursor alone, which paints nothing. */
  showCursor(cursor: Scene['cursor']): void {
    this.#scene = { ...this.#scene, cursor }
    const { x } = this.#scene
    const isVisible = cursor !== null && cursor.x >= x[0] && cursor.x <= x[1]
    this.#line.hidden = !isVisible
    const y = cursor?.lr == null ? Number.NaN : this.#plot.valToPos(cursor.lr, 'y')
    this.#dot.hidden = !isVisible || !Number.isFinite(y)
    if (!isVisible) return
    const left = this.#plot.valToPos(cursor.x, 'x')
    this.#line.style.transform = `translateX(${left}px)`
    if (!this.#dot.hidden) this.#dot.style.transform = `translate(${left}px, ${y}px)`
  }

  /** Shows the part that a drag selects, or nothing. */
  showBox(edges: readonly [number, number] | null): void {
    this.#box.hidden = edges === null
    if (edges === null) return
    const [from, until] = edges[0] < edges[1] ? edges : [edges[1], edges[0]]
    this.#box.style.transform = `translateX(${from}px)`
    this.#box.style.width = `${until - from}px`
  }

  #isLog(range: readonly [number, number]): boolean {
    return this.#scene.log && range[1] > 0
  }

  #size() {
    const { clientWidth, clientHeight } = this.#root
    return { width: Math.max(200, clientWidth), height: Math.max(160, clientHeight) }
  }

  #placeOver(): void {
    const { left, top, width, height } = this.#plot.bbox
    const ratio = uPlot.pxRatio
    Object.assign(this.over.style, {
      left: `${left / ratio}px`,
      top: `${top / ratio}px`,
      width: `${width / ratio}px`,
      height: `${height / ratio}px`,
    })
  }

  #remake(): void {
    const old = this.#plot
    this.#plot = this.#make()
    old.destroy()
    this.#root.append(this.over)
    this.#placeOver()
    this.show(this.#scene)
  }

  #make(): uPlot {
    const { muted, grid, frame } = this.#theme
    const look = { stroke: muted, font: FONT, ticks: { stroke: frame, width: 1, size: 5 } }
    const most = (pixels: number, each: number) => Math.max(2, Math.floor(pixels / each))
    const plot = new uPlot(
      {
        ...this.#size(),
        padding: [TOP, 14, 0, 0],
        legend: { show: false },
        cursor: { show: false },
        scales: {
          x: { time: false, auto: false, range: () => [...this.#scene.x] as [number, number] },
          y: { auto: false, distr: this.#scene.log ? 3 : 1, range: () => [...this.#y] as [number, number] },
        },
        axes: [
          {
            ...look,
            size: X_AXIS,
            gap: 4,
            grid: { show: false },
            splits: (u, _, min, max) => linearTicks(min, max, most(u.bbox.width / uPlot.pxRatio, 74), this.#finest()),
            values: (_, ticks) => ticks.map(countLabel),
          },
          {
            ...look,
            size: Y_AXIS,
            gap: 6,
            ticks: { show: false },
            grid: { stroke: grid, width: 1 },
            splits: (u, _, min, max) => {
              const room = most(u.bbox.height / uPlot.pxRatio, 44)
              return this.#scene.log ? logTicks(min, max, room) : linearTicks(min, max, room)
            },
            values: (_, ticks) => {
              const largest = Math.max(...ticks.map(Math.abs))
              return ticks.map((tick) => valueLabel(tick, this.#scene.log ? undefined : largest))
            },
            filter: (_, ticks) => ticks,
          },
        ],
        series: [{}, { scale: 'y', show: false }],
        hooks: { drawClear: [(u) => this.#paintPhases(u)], drawAxes: [(u) => this.#paintCurves(u)] },
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

  #finest(): number {
    return this.#scene.axis === 'dur' || this.#scene.axis === 'ep' ? 0 : 1
  }

  #frame(u: uPlot): Frame {
    const { left, top, width, height } = u.bbox
    const [low, high] = this.#y
    const place = this.#scene.log
      ? // Far below the axis rather than nowhere: a curve that reaches 0 leaves through the floor.
        (value: number) => (value > 0 ? (Math.log(high) - Math.log(value)) / (Math.log(high) - Math.log(low)) : 4)
      : (value: number) => (high - value) / (high - low)
    const y = (value: number) => top + Math.min(4, place(value)) * height
    return { left, top, width, height, x: this.#scene.x, y: (value) => (Number.isNaN(value) ? Number.NaN : y(value)) }
  }

  #paintCurves(u: uPlot): void {
    const { ctx } = u
    const { left, top, width, height } = u.bbox
    const ratio = uPlot.pxRatio
    ctx.save()
    ctx.beginPath()
    ctx.rect(left, top - 2 * ratio, width + 2 * ratio, height + 4 * ratio)
    ctx.clip()
    const frame = this.#frame(u)
    for (const curve of this.#scene.curves) paintCurve(ctx, curve, frame, this.#scene.axis, ratio)
    ctx.restore()
  }

  /** Every other phase on a band, their names above. */
  #paintPhases(u: uPlot): void {
    const { ctx } = u
    const { left, top, width, height } = u.bbox
    const ratio = uPlot.pxRatio
    const { x, phases } = this.#scene
    const place = (value: number) => (left + ((value - x[0]) / (x[1] - x[0])) * width) / ratio
    const bands = layOutBands(phases, place, x, 12, countLabel)
    ctx.save()
    ctx.font = FONT.replace('12px', `${12 * ratio}px`)
    ctx.textBaseline = 'alphabetic'
    ctx.textAlign = 'left'
    bands.forEach(({ from, until, label }, index) => {
      ctx.fillStyle = this.#theme.band
      if (index % 2 === 0) ctx.fillRect(from * ratio, top, (until - from) * ratio, height)
      ctx.fillStyle = this.#theme.muted
      if (label !== null) ctx.fillText(label.text, label.x * ratio, top - 9 * ratio)
    })
    ctx.restore()
  }
}
