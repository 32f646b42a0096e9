/**
 * Curves as a chart of characters: lowest and highest value in each column, so that a spike of one batch shows.
 */
import { Outline } from '../outline.js'
import { DECADES, linearScale, logScale, type Scale } from '../scale.js'
import { type Drawing, dotsWide, markOf, Raster } from './raster.js'
import { coloured, type Terminal } from './terminal.js'

// Odd, so that the label in the middle stands at half the height.
const ROWS = 13
const LABEL = 10

/** A curve and what the legend calls it. */
export interface ChartCurve {
  readonly label: string
  readonly outline: Outline
}

/** How a chart looks. */
export interface ChartOptions {
  readonly terminal: Terminal
  /** How many lines the curves have; odd. Default 13. */
  readonly rows?: number
  /** What stands below, at both ends. */
  readonly ends: readonly [left: string, right: string]
  /** A logarithmic y axis; the outlines then hold positive values only. */
  readonly log?: boolean
}

/** With several curves and no colour, each needs a mark of its own. */
const drawingOf = ({ unicode, colour }: Terminal, curves: number): Drawing =>
  unicode && (curves === 1 || colour) ? 'dots' : 'marks'

/** How many columns an outline has for a chart of so many curves. */
export const columnsOf = (terminal: Terminal, curves: number): number =>
  (terminal.width - LABEL - 3) * dotsWide(drawingOf(terminal, curves))

/** The chart as lines; none where there is no value. */
export function chartLines(curves: readonly ChartCurve[], options: ChartOptions): string[] {
  const { terminal, rows = ROWS, ends, log = false } = options
  const ranges = curves.map(({ outline }) => outline.range()).filter((range) => range !== null)
  if (ranges.length === 0) return []
  const { unicode } = terminal
  const width = terminal.width - LABEL - 3
  const raster = new Raster(width, rows, drawingOf(terminal, curves.length))
  const top = ranges.reduce((most, [, high]) => Math.max(most, high), log ? 0 : -Infinity)
  const bottom = ranges.reduce((least, [low]) => Math.min(least, low), log ? Infinity : 0)
  const scale = scaleOf(log, bottom, top, raster.height - 1)
  // The first curve is drawn last, in front.
  for (let curve = curves.length - 1; curve >= 0; curve--) drawCurve(raster, curve, curves[curve]!.outline, scale)
  const lines = raster
    .lines((text, curve) => coloured(text, terminal, curve))
    .map((cells, row) => {
      const labelled = row === 0 || row === rows - 1 || row === (rows - 1) / 2
      const axis = unicode ? (labelled ? '┤' : '│') : labelled ? '+' : '|'
      const label = labelled ? short(valueAt(scale, log, 1 - row / (rows - 1))) : ''
      return `${label.padStart(LABEL)} ${axis}${cells}`
    })
  const [left, right] = ends
  lines.push(`${' '.repeat(LABEL + 1)}${unicode ? `└${'─'.repeat(width)}` : `+${'-'.repeat(width)}`}`)
  lines.push(`${' '.repeat(LABEL + 2)}${left}${right.padStart(width - left.length)}`.trimEnd())
  return curves.length === 1 ? lines : [...lines, '', ...legendLines(curves, terminal)]
}

function legendLines(curves: readonly ChartCurve[], terminal: Terminal): string[] {
  const isDots = drawingOf(terminal, curves.length) === 'dots'
  return curves.map(({ label }, curve) => {
    const sample = isDots ? '━━' : markOf(curve).repeat(2)
    return `${' '.repeat(LABEL + 2)}${coloured(sample, terminal, curve)} ${label}`
  })
}

/** From values to dots: from 0 or below, or from the lowest on a logarithmic axis. */
function scaleOf(log: boolean, bottom: number, top: number, height: number): Scale {
  if (log) {
    const low = Math.max(bottom, top / 10 ** DECADES)
    return logScale(top > low ? [low, top] : [low / 2, top], [0, height])
  }
  const upper = Math.max(top, 0)
  return linearScale([bottom, upper === bottom ? bottom + 1 : upper], [0, height])
}

function valueAt({ domain: [low, high] }: Scale, log: boolean, share: number): number {
  return log ? low * (high / low) ** share : low + (high - low) * share
}

function drawCurve(raster: Raster, curve: number, outline: Outline, scale: Scale): void {
  const { low: lows, high: highs } = outline.held()
  let before: [number, number] | null = null
  for (let column = 0; column < outline.columns; column++) {
    if (Number.isNaN(highs[column]!)) {
      before = null
      continue
    }
    let [low, high] = [Math.round(scale.place(lows[column]!)), Math.round(scale.place(highs[column]!))]
    const reached: [number, number] = [low, high]
    // A jump between two columns is drawn as a line between them.
    if (before !== null && before[1] < low) low = before[1] + 1
    if (before !== null && before[0] > high) high = before[0] - 1
    before = reached
    raster.draw(curve, column, Math.max(0, low), high)
  }
}

/** A number in at most ten characters. */
function short(value: number): string {
  const text = String(Number(value.toPrecision(3)))
  return text.length <= LABEL ? text : value.toExponential(2)
}

/** The chart of one curve whose values come one after the other, in a fixed amount of memory. */
export class Chart {
  readonly #terminal: Terminal
  readonly #outline: Outline
  #batches: [first: number, last: number] = [0, 0]

  /**
   * @param count - how many values will come
   * @param terminal - decides the width
   */
  constructor(count: number, terminal: Terminal) {
    const columns = columnsOf(terminal, 1)
    this.#terminal = terminal
    this.#outline = new Outline(columns, { step: columns / count })
  }

  /** Adds values, of which `first` is the index of the first. */
  add(first: number, batch: ArrayLike<number>, values: ArrayLike<number>): void {
    if (first === 0) this.#batches[0] = batch[0] ?? 0
    this.#batches[1] = batch[batch.length - 1] ?? this.#batches[1]
    this.#outline.add(first, values)
  }

  /** The chart, as lines. */
  lines(): string[] {
    const [first, last] = this.#batches
    const ends = [`batch ${first}`, last > first ? String(last) : ''] as const
    return chartLines([{ label: '', outline: this.#outline }], { terminal: this.#terminal, ends })
  }
}
