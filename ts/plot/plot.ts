/**
 * Charts from code: schedulers, curves and values as SVG, as lines of characters, or as the bytes of a PNG.
 */
import { SchedulerError } from '../errors/error.js'
import type { TrainingRun } from '../run/run.js'
import { checkCount, checkOptions } from '../state/checks.js'
import { INSPECT } from '../state/inspect.js'
import { AXES, type AxisName, axisLabel, isIntegerAxis } from './axis.js'
import { drawFigure, type FigurePanel } from './figure.js'
import { type PlannedLines, type PlotInput, planLines } from './input.js'
import { countLabel } from './labels.js'
import { leastHeight, MOST_PANELS, usualHeight } from './layout.js'
import { type DrawnLine, domainOf, outlining, sharedPhases } from './lines.js'
import { makePngWriter, PIXELS } from './png.js'
import { chartLines, columnsOf } from './terminal/chart.js'
import { THEMES, type ThemeName } from './theme.js'

/** What a chart is made as. */
export type PlotFormat = 'svg' | 'text'

/** How a chart looks, and what it shows of its lines. */
export interface PlotOptions {
  /** What the text of the chart is: 'svg' (default) a document, 'text' lines of characters. */
  format?: PlotFormat
  /** The run of schedulers that have none of their own. */
  run?: TrainingRun
  /** What multipliers are multiplied by: the initial learning rate. Default: they are shown as they are. */
  baseLr?: number
  /** What the x axis counts. Default 'batch'. */
  axis?: AxisName
  /** The first batch that is drawn. Default 0. */
  from?: number
  /** The first batch that is not drawn any more. Default: the end of each line. */
  to?: number
  /** Whether the y axis is logarithmic. Default false. */
  log?: boolean
  /** Whether the phases of an SVG are shown, where all lines have the same. Default true. */
  phases?: boolean
  /** Whether each line has a plot and a y axis of its own, as quantities in different units need it. Default false. */
  panels?: boolean
  /** The title. Default: the name of the only line, or what all of them are. */
  title?: string
  /** What stands below the title. Default: how long the runs are. */
  subtitle?: string
  /** What the y axis shows. Default: 'learning rate', 'multiplier of the learning rate' or 'value'; of panels their lines' names. */
  yLabel?: string
  /** Of an SVG in pixels, from 320 to 4000, default 960; of text in characters, from 40 to 400, default 80. */
  width?: number
  /**
   * Of an SVG in pixels, from 240 to 4000, default 540, with panels 200 more for each but the first; of text in lines of a plot,
   * from 5 to 200, default 17.
   */
  height?: number
  /** The colours of an SVG. Default 'light'. */
  theme?: ThemeName
  /** Whether text has the colours of a terminal. Default false. */
  colour?: boolean
  /** Whether text has more than ASCII. Default true. */
  unicode?: boolean
}

const KNOWN: Readonly<Record<keyof PlotOptions, true>> = {
  format: true,
  run: true,
  baseLr: true,
  axis: true,
  from: true,
  to: true,
  log: true,
  phases: true,
  panels: true,
  title: true,
  subtitle: true,
  yLabel: true,
  width: true,
  height: true,
  theme: true,
  colour: true,
  unicode: true,
}

/** The sizes that a chart may have: an SVG in pixels, text in characters. */
const SIZES = {
  svg: { width: { usual: 960, least: 320, most: 4000 }, height: { usual: 540, least: 240, most: 4000 } },
  text: { width: { usual: 80, least: 40, most: 400 }, height: { usual: 17, least: 5, most: 200 } },
} as const

/** A chart by the types of its contents, as notebooks take it. */
export interface PlotBundle {
  /** The chart as a picture. */
  'image/svg+xml': string
  /** The chart as lines of characters, for where no pictures are shown. */
  'text/plain': string
}

/** The name under which notebooks ask an object what to show. */
const DISPLAY: unique symbol = Symbol.for('Jupyter.display') as never

/**
 * A chart: its text is what `format` says, and notebooks that ask for it (Deno's, in Jupyter) show the picture when it is
 * the last value of a cell. `plot` makes one.
 *
 * @example
 * ```ts
 * const chart = plot(new LinearScheduler(), { run: new TrainingRun({ maxDuration: '100ba' }) })
 * String(chart) === chart.svg // => true
 * chart.svg.startsWith('<svg') // => true
 * ```
 */
export class Plot {
  /** What its text is. */
  readonly format: PlotFormat
  readonly #draw: Readonly<Record<PlotFormat, () => string>>
  readonly #drawn: Partial<Record<PlotFormat, string>> = {}

  /** @internal `plot` makes charts. */
  constructor(format: PlotFormat, draw: Readonly<Record<PlotFormat, () => string>>) {
    this.format = format
    this.#draw = draw
    // What is wrong is told here, and not when it is first looked at.
    this.#get(format)
  }

  /** The chart as an SVG document, complete in itself, with a title and a description for those who can't see it. */
  get svg(): string {
    return this.#get('svg')
  }

  /** The chart as lines of characters. */
  get text(): string {
    return this.#get('text')
  }

  /** `svg` or `text`, as `format` says. */
  toString(): string {
    return this.#get(this.format)
  }

  /** What notebooks show: the picture, and the lines of characters for where there are none. */
  [DISPLAY](): PlotBundle {
    return { 'image/svg+xml': this.svg, 'text/plain': this.text }
  }

  /** @internal console.log shows the lines of characters in Node. */
  [INSPECT](): string {
    return this.text
  }

  #get(format: PlotFormat): string {
    this.#drawn[format] ??= this.#draw[format]()
    return this.#drawn[format]
  }
}

/**
 * A chart of schedulers, curves and values.
 *
 * Lines are drawn from the lowest and the highest value of each column, so that a spike of one batch among millions shows.
 * Phases have bands where all lines have the same; several lines have a legend, colours and dashes.
 *
 * @param input - a scheduler, a curve or an array of numbers, bare or as `{ scheduler, run, baseLr, name }`,
 * `{ curve, baseLr, name }` or `{ values, from, stride, name }`; several in an array, or by their names in an object, each
 * with a plot of its own where `panels` is true
 * @param options - see {@link PlotOptions}
 * @throws `bad-type`, `unknown-option`, `option-range`, `integer-range`; `missing-option` for a scheduler without a run;
 * `counter-missing` where a run does not say what the axis counts; what `resolve` and `evaluate` throw
 *
 * @example
 * ```ts
 * const run = new TrainingRun({ maxDuration: '100ba' })
 * const lines = { linear: new LinearScheduler(), cosine: new CosineAnnealingScheduler() }
 * plot(lines, { run, baseLr: 3e-4 }).svg.includes('>cosine</text>') // => true
 * const chart = plot([1, 2, 4], { format: 'text', width: 40, height: 5, unicode: false, title: 'doubled', subtitle: '' })
 * String(chart).split('\n')[0] // => 'doubled'
 *
 * const { momentum } = new OneCycleScheduler({ tPeak: '50ba' })
 * const record = { lr: { scheduler: new LinearScheduler(), baseLr: 3e-4 }, momentum }
 * plot(record, { run, panels: true }).svg.includes('>momentum</text>') // => true
 * plot(new LinearScheduler()) // throws 'missing-option'
 * ```
 */
export function plot(input: PlotInput, options: PlotOptions = {}): Plot {
  const { format, planned } = prepare(input, options)
  return new Plot(format, {
    svg: () => drawSvg(planned, options, sizeOf('svg', format, options, panelsOf(planned, options))),
    text: () => drawText(planned, options, sizeOf('text', format, options)),
  })
}

/**
 * The same chart as the bytes of a PNG, with two pixels for each of `width` and `height`, in one of the machine's own
 * fonts. It needs the optional package `@resvg/resvg-js`; `format`, `colour` and `unicode` say nothing here.
 *
 * @param input - what {@link plot} takes
 * @param options - see {@link PlotOptions}
 * @throws what `plot` throws; PlotError `missing-package` and `missing-font`
 *
 * @example
 * ```ts
 * const png = await plotPng(new LinearScheduler(), { run: new TrainingRun({ maxDuration: '100ba' }), width: 400, height: 300 })
 * String.fromCharCode(...png.subarray(1, 4)) // => 'PNG'
 * ```
 */
export async function plotPng(input: PlotInput, options: PlotOptions = {}): Promise<Uint8Array> {
  const { planned } = prepare(input, options)
  const size = sizeOf('svg', 'svg', options, panelsOf(planned, options))
  const { draw, fontFamily } = await makePngWriter()
  return draw(drawSvg(planned, options, size, fontFamily))
}

/** Checks everything, and finds the lines. */
function prepare(input: PlotInput, options: PlotOptions): { format: PlotFormat; planned: PlannedLines } {
  checkOptions(options, KNOWN, 'plot')
  const format = checkWord('format', options.format ?? 'svg', ['svg', 'text'])
  const axis = checkWord('axis', options.axis ?? 'batch', AXES)
  checkWord('theme', options.theme ?? 'light', THEMES)
  for (const name of ['log', 'phases', 'panels', 'colour', 'unicode'] as const)
    checkType(name, options[name], 'boolean')
  for (const name of ['title', 'subtitle', 'yLabel'] as const) checkType(name, options[name], 'string')
  if (options.from !== undefined) checkCount('from', options.from, 0)
  if (options.to !== undefined) checkCount('to', options.to, 1)
  sizeOf(format, format, options)
  const { run, baseLr, from, to } = options
  const planned = planLines(input, { run, baseLr, from, to, axis })
  if (options.panels) {
    checkCount('The count of lines with a plot of their own', planned.lines.length, 1, MOST_PANELS)
    sizeOf(format, format, options, planned.lines.length)
  }
  return { format, planned }
}

function checkWord<W extends string>(option: string, found: unknown, words: readonly W[]): W {
  if (words.includes(found as W)) return found as W
  const rule = `one of ${words.map((word) => `'${word}'`).join(', ')}`
  throw new SchedulerError('option-range', { option, rule, found, cure: 'Use one of these.' })
}

function checkType(what: string, found: unknown, type: 'boolean' | 'string'): void {
  if (found === undefined || typeof found === type) return
  const expected = type === 'boolean' ? 'true or false' : 'a string'
  throw new SchedulerError('bad-type', { what, expected, found })
}

interface Size {
  readonly width: number
  readonly height: number
}

/** The size that is given if it is that of this format, else what is usual; of an SVG for so many panels. */
function sizeOf(wanted: PlotFormat, given: PlotFormat, options: PlotOptions, panels = 1): Size {
  const side = (name: 'width' | 'height', limits: { usual: number; least: number; most: number }) => {
    const { usual, least, most } = limits
    const found = options[name]
    return wanted === given && found !== undefined ? checkCount(name, found, least, most) : Math.min(usual, most)
  }
  const { width, height } = SIZES[wanted]
  const many = { ...height, usual: usualHeight(panels), least: leastHeight(panels) }
  return { width: side('width', width), height: side('height', panels > 1 && wanted === 'svg' ? many : height) }
}

/** How many plots a chart has. */
const panelsOf = ({ lines }: PlannedLines, { panels = false }: PlotOptions): number => (panels ? lines.length : 1)

function outlined({ lines }: PlannedLines, columns: number, log: boolean): DrawnLine[] {
  const domain = domainOf(lines)
  const drawn = lines.map((line) => {
    const work = outlining(line, domain, columns, log)
    let step = work.next()
    while (step.done !== true) step = work.next()
    return { label: line.label, outline: step.value }
  })
  if (log && drawn.every(({ outline }) => outline.range() === null)) {
    const rule = 'used where something is above 0'
    throw new SchedulerError('option-range', { option: 'log', rule, found: true, cure: 'Leave it out.' })
  }
  return drawn
}

function drawSvg(planned: PlannedLines, options: PlotOptions, { width, height }: Size, fontFamily?: string): string {
  const { axis = 'batch', log = false, phases = true, theme = 'light' } = options
  const curves = outlined(planned, width * PIXELS, log)
  const phasesOf = (lines: PlannedLines['lines']) => (phases ? sharedPhases(lines) : [])
  const panels: FigurePanel[] = options.panels
    ? planned.lines.map((line, index) => {
        return { yLabel: options.yLabel ?? line.label, curves: [curves[index]!], phases: phasesOf([line]) }
      })
    : [{ yLabel: yLabelOf(planned, options), curves, phases: phasesOf(planned.lines) }]
  return drawFigure({
    title: titleOf(planned, options),
    subtitle: subtitleOf(planned, options),
    xLabel: axisLabel(axis),
    xDomain: domainOf(planned.lines),
    isInteger: isIntegerAxis(axis),
    log,
    ...panels[0]!,
    below: panels.slice(1),
    width,
    height,
    theme,
    fontFamily,
  })
}

function drawText(planned: PlannedLines, options: PlotOptions, { width, height }: Size): string {
  const { axis = 'batch', log = false, colour = false, unicode = true } = options
  const terminal = { width, unicode, colour }
  const curves = outlined(planned, columnsOf(terminal, options.panels ? 1 : planned.lines.length), log)
  const [low, high] = domainOf(planned.lines).map((value) => countLabel(Number(value.toPrecision(6))))
  const ends = [`${axisLabel(axis)} ${low}`, `${high}`] as const
  // An odd number of lines has a middle, for a label.
  const rows = height - ((height + 1) % 2)
  const heading = [titleOf(planned, options), subtitleOf(planned, options)].filter((text) => text !== '')
  const look = { terminal, rows, ends, log }
  const charts = options.panels
    ? curves.flatMap((curve, index) => [...(index === 0 ? [] : ['']), curve.label, ...chartLines([curve], look)])
    : chartLines(curves, look)
  return [...heading, ...(heading.length > 0 ? [''] : []), ...charts].join('\n')
}

/** The name of the only line, else what all of them are. */
function titleOf({ lines, hasLr, hasAlpha }: PlannedLines, { title, panels }: PlotOptions): string {
  if (title !== undefined) return title
  if (lines.length === 1) return lines[0]!.label
  if (panels) return 'Schedules'
  return hasLr ? 'Learning rates' : hasAlpha ? 'Multipliers' : 'Values'
}

const MOST_NAMED = 4

function subtitleOf({ durations }: PlannedLines, { subtitle }: PlotOptions): string {
  if (subtitle !== undefined) return subtitle
  if (durations.length === 0) return ''
  const left = durations.length - MOST_NAMED
  return `max_duration ${[...durations.slice(0, MOST_NAMED), ...(left > 0 ? [`and ${left} more`] : [])].join(', ')}`
}

function yLabelOf({ hasLr, hasAlpha }: PlannedLines, { yLabel }: PlotOptions): string {
  return yLabel ?? (hasLr ? 'learning rate' : hasAlpha ? 'multiplier of the learning rate' : 'value')
}
