/**
 * A chart of learning rates as an SVG document: complete in itself, with a title and a description for those who can't
 * see it.
 */
import { type Band, layOutBands, type PhaseSpan } from './bands.js'
import { countLabel, valueLabel } from './labels.js'
import { type Layout, LEGEND_ROW, layOut, PADDING, type PanelLayout, SIZE } from './layout.js'
import { SAMPLE } from './legend.js'
import type { Outline, Point } from './outline.js'
import { linearDomain, logDomain } from './scale.js'
import { simplify } from './simplify.js'
import { fitted } from './text.js'
import { type Stroke, strokeOf, THEME, type Theme, type ThemeName } from './theme.js'
import { type Attributes, element, escapeXml, rounded, type Xml } from './xml.js'

/** A curve: what it is called, and its values in columns that divide the x axis evenly. */
export interface FigureCurve {
  readonly label: string
  readonly outline: Outline
  /** How it is drawn; by default as its place has it. */
  readonly stroke?: Stroke
}

/** What a plot shows on a y axis of its own. */
export interface FigurePanel {
  readonly yLabel: string
  readonly curves: readonly FigureCurve[]
  /** Those that every curve has; none where they differ. */
  readonly phases: readonly PhaseSpan[]
}

/** What a figure shows: a plot, and others below it. */
export interface FigureOptions extends FigurePanel {
  readonly title: string
  readonly subtitle: string
  readonly xLabel: string
  /** The values at the ends of the x axis. */
  readonly xDomain: readonly [number, number]
  /** Whether the x axis counts what has no parts. */
  readonly isInteger: boolean
  /** A logarithmic y axis; the outlines then hold positive values only. */
  readonly log: boolean
  /** Plots on the same x axis; without a `legend` their curves are those of the first, in the same order and colours. */
  readonly below?: readonly FigurePanel[]
  /** The curves of the legend. Default: those of the first plot. */
  readonly legend?: readonly FigureCurve[]
  readonly width: number
  readonly height: number
  readonly theme: ThemeName
  /** In place of the system's fonts: what a renderer that doesn't know them has. */
  readonly fontFamily?: string
}

const FONTS = "system-ui, -apple-system, 'Segoe UI', 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif"

// Two curves of as few values as this show each of them.
const MOST_MARKED = 60

/** Draws a figure. */
export function drawFigure(options: FigureOptions): string {
  const { width, height, log, below = [], legend: named = options.curves } = options
  const theme = THEME[options.theme]
  const panels: readonly FigurePanel[] = [options, ...below]
  const labels = named.length > 1 ? named.map(({ label }) => label) : []
  const layout = layOut({
    ...options,
    labels,
    panels: panels.map(({ curves, phases }) => {
      const pairs = curves.map(({ outline }) => outline.range()).filter((range) => range !== null)
      const isLog = log && pairs.length > 0
      return { hasPhases: phases.length > 0, log: isLog, yDomain: isLog ? logDomain(pairs) : linearDomain(pairs) }
    }),
  })
  const title = [options.title, options.subtitle].filter((text) => text !== '').join(', ')
  const document = element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      role: 'img',
      'font-family': options.fontFamily ?? FONTS,
      'font-size': SIZE.label,
      fill: theme.muted,
    },
    element('title', {}, escapeXml(title)),
    element('desc', {}, escapeXml(describe(options))),
    element('rect', { width, height, fill: theme.ground }),
    ...heading(options, theme),
    ...legend(layout, named, theme),
    ...panels.flatMap((panel, index) => {
      const place = layout.panels[index]!
      const bands = layOutBands(panel.phases, layout.x.place, options.xDomain, SIZE.label, shortCount)
      return [
        ...background(bands, place, theme),
        ...axes({ ...options, ...panel }, layout, place, theme),
        plot(panel.curves, layout, place, theme, options.xDomain),
      ]
    }),
  )
  return `${document}\n`
}

function heading({ title, subtitle, width }: FigureOptions, theme: Theme): Xml[] {
  const room = width - 2 * PADDING
  const line = (text: string, size: number, y: number, more: Attributes) =>
    text === ''
      ? []
      : [element('text', { x: PADDING, y, 'font-size': size, ...more }, escapeXml(fitted(text, size, room)))]
  return [
    ...line(title, SIZE.title, 34, { 'font-weight': 600, fill: theme.text }),
    ...line(subtitle, SIZE.subtitle, 54, {}),
  ]
}

function legend({ legend: { y, entries } }: Layout, curves: readonly FigureCurve[], theme: Theme): Xml[] {
  return entries.flatMap(({ curve, label, x, row }) => {
    const [from, baseline] = [PADDING + x, y + row * LEGEND_ROW + 8]
    if (curve === null) return [element('text', { x: from, y: baseline }, escapeXml(label))]
    const { colour, dash } = curves[curve]!.stroke ?? strokeOf(theme, curve)
    const d = `M${rounded(from)} ${rounded(baseline - 4)}h${SAMPLE - 8}`
    return [
      element('path', { d, stroke: colour, 'stroke-width': 2.25, 'stroke-dasharray': dash, fill: 'none' }),
      element('text', { x: from + SAMPLE, y: baseline, fill: theme.text }, escapeXml(label)),
    ]
  })
}

/** The phases: every other one on a band, with lines between. */
function background(bands: readonly Band[], { top, bottom }: PanelLayout, theme: Theme): Xml[] {
  return bands.flatMap(({ from, until, label }, index) => [
    ...(index % 2 === 1
      ? []
      : [element('rect', { x: from, y: top, width: until - from, height: bottom - top, fill: theme.band })]),
    ...(index === 0
      ? []
      : [
          element('path', {
            d: `M${rounded(from)} ${rounded(top - 5)}V${rounded(bottom)}`,
            stroke: theme.frame,
            'stroke-width': 0.75,
            'stroke-dasharray': '2 3',
            fill: 'none',
          }),
        ]),
    ...(label === null ? [] : [element('text', { x: label.x, y: top - 8 }, escapeXml(label.text))]),
  ])
}

function axes({ xLabel, yLabel }: FigureOptions, layout: Layout, panel: PanelLayout, theme: Theme): Xml[] {
  const { left, right, x, xTicks, panels } = layout
  const { top, bottom, y, yTicks, yLabels } = panel
  const isLast = panel === panels.at(-1)
  const grid = yTicks.map((tick) => `M${rounded(left)} ${rounded(y.place(tick))}H${rounded(right)}`)
  const marks = xTicks.map((tick) => `M${rounded(x.place(tick))} ${rounded(bottom)}v5`)
  const middle = (top + bottom) / 2
  return [
    element('path', { d: grid.join(''), stroke: theme.grid, fill: 'none' }),
    element('path', {
      d: `M${rounded(left)} ${rounded(bottom)}H${rounded(right)}${marks.join('')}`,
      stroke: theme.frame,
      fill: 'none',
    }),
    element(
      'g',
      { 'text-anchor': 'end' },
      ...yTicks.map((tick, index) =>
        element('text', { x: left - 8, y: y.place(tick) + 4 }, escapeXml(yLabels[index]!)),
      ),
    ),
    element(
      'g',
      { 'text-anchor': 'middle' },
      ...(isLast
        ? [
            ...xTicks.map((tick) => element('text', { x: x.place(tick), y: bottom + 20 }, escapeXml(countLabel(tick)))),
            element('text', { x: (left + right) / 2, y: bottom + 42, fill: theme.text }, escapeXml(xLabel)),
          ]
        : []),
      element(
        'text',
        { transform: `translate(${rounded(PADDING + 4)} ${rounded(middle)})rotate(-90)`, fill: theme.text },
        escapeXml(panels.length === 1 ? yLabel : fitted(yLabel, SIZE.label, bottom - top + 20)),
      ),
    ),
  ]
}

/** The curves, cut at the frame; a line is drawn over those after it, so that the first is in front. */
function plot(
  curves: readonly FigureCurve[],
  { left, right, x }: Layout,
  { top, bottom, y }: PanelLayout,
  theme: Theme,
  domain: readonly [number, number],
): Xml {
  // Half a line more on each side, so that none is cut along its length.
  const [from, width, above, height] = [left - 3, right - left + 6, top - 3, bottom - top + 6]
  const box = { x: from, y: above, width, height, viewBox: [from, above, width, height].map(rounded).join(' ') }
  const drawn = curves.map(({ outline, label, stroke }, index) => {
    const { colour, dash } = stroke ?? strokeOf(theme, index)
    const inPixels = (point: Point): Point => ({
      x: x.place(domain[0] + (point.x / outline.columns) * (domain[1] - domain[0])),
      y: Math.max(-1e4, Math.min(1e4, y.place(point.y))),
    })
    const lines = outline.lines().map((line) => line.map(inPixels))
    const points = lines.flat()
    const marks =
      points.length > MOST_MARKED
        ? []
        : points.map((point) => element('circle', { cx: point.x, cy: point.y, r: 2.75, stroke: 'none', fill: colour }))
    const d = lines.map((line) => pathOf(simplify(line, 0.08))).join('')
    const path = element('path', { d, 'stroke-dasharray': dash })
    return element('g', { stroke: colour }, element('title', {}, escapeXml(label)), path, ...marks)
  })
  const style = { fill: 'none', 'stroke-width': 2, 'stroke-linejoin': 'round', 'stroke-linecap': 'butt' } as const
  return element('svg', box, element('g', style, ...drawn.reverse()))
}

function pathOf(line: readonly Point[]): string {
  const steps: string[] = []
  for (const { x, y } of line) {
    const step = `${rounded(x)} ${rounded(y)}`
    if (steps.at(-1) !== step) steps.push(step)
  }
  // The stretch of a moment: one that is all alone is drawn as well.
  return steps.length === 1 ? `M${steps[0]}h0.01` : `M${steps.join('L')}`
}

/** A count in a name: 209.7M says enough of where a phase ends. */
const shortCount = (value: number): string => countLabel(Number(value.toPrecision(4)))

/** What the chart shows, for those who hear it. */
function describe(options: FigureOptions): string {
  const { xLabel, xDomain, log, below = [] } = options
  return [options, ...below]
    .flatMap(({ yLabel, curves }) => [
      `${yLabel} by ${xLabel}, from ${shortCount(xDomain[0])} to ${shortCount(xDomain[1])}${log ? ', on a logarithmic scale' : ''}.`,
      ...curves.map(describeCurve),
    ])
    .join(' ')
}

function describeCurve({ label, outline }: FigureCurve): string {
  const points = outline.lines().flat()
  const [first, last] = [points[0], points.at(-1)]
  const range = outline.range()
  if (first === undefined || last === undefined || range === null) return `${label}: no values.`
  const short = (value: number) => valueLabel(Number(value.toPrecision(4)))
  return `${label}: starts at ${short(first.y)}, ends at ${short(last.y)}, highest ${short(range[1])}, lowest ${short(range[0])}.`
}
