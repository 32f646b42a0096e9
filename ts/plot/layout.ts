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
  readonly xDomain: readonly [number, number]
  /** The ticks of the x axis are integers. */
  readonly isInteger: boolean
  /** From top to bottom, at least one. */
  readonly panels: readonly PanelOptions[]
}

/** A plot with a y axis of its own. */
export interface PanelOptions {
  readonly hasPhases: boolean
  readonly log: boolean
  readonly yDomain: readonly [number, number]
}

/** Where everything is. */
export interface Layout {
  readonly left: number
  readonly right: number
  readonly legend: { readonly y: number; readonly entries: readonly LegendEntry[] }
  readonly x: Scale
  readonly xTicks: readonly number[]
  readonly panels: readonly PanelLayout[]
}

/** Where a plot is. */
export interface PanelLayout {
  readonly top: number
  readonly bottom: number
  readonly y: Scale
  readonly yTicks: readonly number[]
  readonly yLabels: readonly string[]
}

/** The space at the sides. */
export const PADDING = 22

/** Between a plot and the names of the phases of the next. */
const GAP = 10

/** The most panels: what has room in the highest picture. */
export const MOST_PANELS = 40

/** The least height of a figure of so many panels, in which each can be read. */
export const leastHeight = (panels: number): number => (panels === 1 ? 240 : 160 + 90 * panels)

/** The height of a figure of so many panels where nobody says. */
export const usualHeight = (panels: number): number => 540 + 200 * (panels - 1)

/** Lays out a figure. */
export function layOut(options: LayoutOptions): Layout {
  const { width, height, labels, xDomain } = options
  const legendY = options.subtitle === '' ? 52 : 70
  const rows = Math.max(1, Math.floor((height * 0.25) / LEGEND_ROW))
  const entries = labels.length === 0 ? [] : layOutLegend(labels, SIZE.label, width - 2 * PADDING, rows)
  const legendHeight = entries.length === 0 ? 0 : (entries.at(-1)!.row + 1) * LEGEND_ROW
  const panels = layOutPanels(options.panels, legendY - 6 + legendHeight, height - 56)
  const widths = panels.flatMap(({ yLabels }) => yLabels.map((label) => widthOf(label, SIZE.label)))
  const left = PADDING + 24 + Math.max(20, ...widths)
  const right = width - PADDING
  const x = linearScale(xDomain, [left, right], options.isInteger ? 1 : 0)
  const xTicks = x.ticks(Math.max(2, Math.floor((right - left) / 84)))
  return { left, right, legend: { y: legendY, entries }, x, xTicks, panels }
}

/** Plots of one height, one below the other. */
function layOutPanels(panels: readonly PanelOptions[], from: number, until: number): PanelLayout[] {
  const heads = panels.map(({ hasPhases }) => (hasPhases ? 22 : 8))
  const room = until - from - heads.reduce((sum, head) => sum + head, 0) - GAP * (panels.length - 1)
  let at = from
  return panels.map(({ log, yDomain }, index) => {
    const top = at + heads[index]!
    const bottom = top + room / panels.length
    at = bottom + GAP
    const y = (log ? logScale : linearScale)(yDomain, [bottom, top])
    const yTicks = y.ticks(Math.max(2, Math.floor((bottom - top) / 40)))
    const largest = Math.max(...yTicks.map(Math.abs))
    const yLabels = yTicks.map((tick) => valueLabel(tick, log ? undefined : largest))
    return { top, bottom, y, yTicks, yLabels }
  })
}
