/**
 * The places of a figure's parts, in pixels: from top to bottom title, subtitle, legend, names of phases, plot, axis.
 */
import { valueLabel } from './labels.js'
import { type LegendEntry, layOutLegend } from './legend.js'
import { linearScale, logScale, type Scale } from './scale.js'
import { widthOf } from './text.js'

/** The sizes of texts. */
export const SIZE = { title: 18, subtitle: 12.5, label: 12 } as const

/** A row of the legend. */
export const LEGEND_ROW = 20

/** What the layout depends on. */
export interface LayoutOptions {
  readonly width: number
  readonly height: number
  readonly subtitle: string
  /** The labels of the legend; none for no legend. */
  readonly labels: readonly string[]
  readonly hasPhases: boolean
  readonly log: boolean
  readonly xDomain: readonly [number, number]
  readonly yDomain: readonly [number, number]
  /** The ticks of the x axis are integers. */
  readonly isInteger: boolean
}

/** Where everything is. */
export interface Layout {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
  readonly legend: { readonly y: number; readonly entries: readonly LegendEntry[] }
  readonly x: Scale
  readonly y: Scale
  readonly xTicks: readonly number[]
  readonly yTicks: readonly number[]
  readonly yLabels: readonly string[]
}

/** The space at the sides. */
export const PADDING = 22

/** Lays out a figure. */
export function layOut(options: LayoutOptions): Layout {
  const { width, height, labels, log, xDomain, yDomain } = options
  const legendY = options.subtitle === '' ? 52 : 70
  const rows = Math.max(1, Math.floor((height * 0.25) / LEGEND_ROW))
  const entries = labels.length === 0 ? [] : layOutLegend(labels, SIZE.label, width - 2 * PADDING, rows)
  const legendHeight = entries.length === 0 ? 0 : (entries.at(-1)!.row + 1) * LEGEND_ROW
  const top = legendY - 6 + legendHeight + (options.hasPhases ? 22 : 8)
  const bottom = height - 56
  const y = (log ? logScale : linearScale)(yDomain, [bottom, top])
  const yTicks = y.ticks(Math.max(2, Math.floor((bottom - top) / 40)))
  const largest = Math.max(...yTicks.map(Math.abs))
  const yLabels = yTicks.map((tick) => valueLabel(tick, log ? undefined : largest))
  const left = PADDING + 24 + Math.max(20, ...yLabels.map((label) => widthOf(label, SIZE.label)))
  const right = width - PADDING
  const x = linearScale(xDomain, [left, right], options.isInteger ? 1 : 0)
  const xTicks = x.ticks(Math.max(2, Math.floor((right - left) / 84)))
  return { left, right, top, bottom, legend: { y: legendY, entries }, x, y, xTicks, yTicks, yLabels }
}
