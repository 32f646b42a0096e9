/**
 * Paints the axes of the chart with their titles, and those of the first steps beside it.
 */
import { countLabel, valueLabel } from '../../plot/labels.js'
import { widthOf } from '../../plot/text.js'
import type { Theme } from '../../plot/theme.js'
import { linearTicks } from '../../plot/ticks.js'

/** A plot in pixels of the screen, and how many pixels of the canvas each has. */
export interface Place {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
  readonly ratio: number
}

/** The size of letters on the chart. */
export const SIZE = 12
/** The font of a canvas. */
export const fontOf = (ratio: number): string => `${SIZE * ratio}px system-ui, sans-serif`

/** A value of the y axis, and the pixel of the screen at which it stands. */
export interface ValueTick {
  readonly value: number
  readonly at: number
}

/** What axes show. */
export interface Axes {
  readonly x: readonly [number, number]
  /** Whether the x axis counts what has no parts. */
  readonly isInteger: boolean
  readonly xLabel: string
  readonly yLabel: string
  readonly y: readonly ValueTick[]
  readonly isLog: boolean
  /** Where the labels of the y axis end: the first steps may stand between them and the plot. */
  readonly left: number
  readonly plot: Place
}

// The pixels that a label of the x axis needs, and those between marks, labels and titles.
const EACH = 74
const MARK = 5

/** The lines and labels of both axes, and their titles. */
export function paintAxes(
  context: CanvasRenderingContext2D,
  { x, isInteger, xLabel, yLabel, y, isLog, left: labels, plot }: Axes,
  theme: Theme,
): void {
  const { left, top, width, height, ratio } = plot
  const bottom = top + height
  context.save()
  context.scale(ratio, ratio)
  context.font = fontOf(1)
  context.lineWidth = 1
  context.strokeStyle = theme.grid
  for (const { at } of y) line(context, left, at, left + width, at)
  context.strokeStyle = theme.frame
  context.fillStyle = theme.muted
  context.textAlign = 'center'
  context.textBaseline = 'top'
  const edge = context.canvas.width / ratio - 1
  for (const tick of linearTicks(x[0], x[1], Math.max(2, Math.floor(width / EACH)), isInteger ? 1 : 0)) {
    const at = left + ((tick - x[0]) / (x[1] - x[0])) * width
    line(context, at, bottom, at, bottom + MARK)
    // The last one may be at the edge of the canvas.
    const text = countLabel(tick)
    context.fillText(text, Math.min(at, edge - widthOf(text, SIZE) / 2), bottom + MARK + 4)
  }
  context.fillStyle = theme.text
  context.fillText(xLabel, left + width / 2, bottom + 28)
  context.fillStyle = theme.muted
  context.textAlign = 'right'
  context.textBaseline = 'middle'
  const largest = Math.max(...y.map(({ value }) => Math.abs(value)))
  for (const { value, at } of y) {
    const text = valueLabel(Number(value.toPrecision(4)), isLog ? undefined : largest)
    context.fillText(text, labels - 6, at)
  }
  context.fillStyle = theme.text
  context.textAlign = 'center'
  context.translate(10, top + height / 2)
  context.rotate(-Math.PI / 2)
  context.fillText(yLabel, 0, 0, height + top)
  context.restore()
}

/** How wide a y axis at the right is. */
export const AXIS_RIGHT = 78

/** The labels of a y axis at the right, and its title; the first is at the plot, the others beside it. */
export function paintRight(
  context: CanvasRenderingContext2D,
  ticks: readonly ValueTick[],
  title: string,
  index: number,
  { left, top, width, height, ratio }: Place,
  theme: Theme,
): void {
  const right = left + width + index * AXIS_RIGHT
  context.save()
  context.scale(ratio, ratio)
  context.font = fontOf(1)
  context.lineWidth = 1
  context.strokeStyle = theme.frame
  line(context, right, top, right, top + height)
  context.fillStyle = theme.muted
  context.textAlign = 'left'
  context.textBaseline = 'middle'
  const largest = Math.max(...ticks.map(({ value }) => Math.abs(value)))
  for (const { value, at } of ticks) {
    line(context, right, at, right + MARK, at)
    context.fillText(valueLabel(Number(value.toPrecision(4)), largest), right + MARK + 4, at)
  }
  context.fillStyle = theme.text
  context.textAlign = 'center'
  context.textBaseline = 'top'
  context.translate(right + 60, top + height / 2)
  context.rotate(-Math.PI / 2)
  context.fillText(title, 0, 0, height + top)
  context.restore()
}

/** A straight line. */
function line(context: CanvasRenderingContext2D, x0: number, y0: number, x1: number, y1: number): void {
  context.beginPath()
  context.moveTo(x0, y0)
  context.lineTo(x1, y1)
  context.stroke()
}

/** The lines of the y axis and the ends of the x axis of the first steps, and that the axis is broken after them. */
export function paintStart(
  context: CanvasRenderingContext2D,
  end: number,
  y: readonly ValueTick[],
  { left, top, width, height, ratio }: Place,
  theme: Theme,
): void {
  const bottom = top + height
  const right = left + width
  const middle = left + width / 2
  context.save()
  context.scale(ratio, ratio)
  context.font = fontOf(1)
  context.lineWidth = 1
  context.strokeStyle = theme.grid
  for (const { at } of y) line(context, left, at, right, at)
  context.strokeStyle = theme.frame
  line(context, left, bottom, right, bottom)
  for (const at of [left, middle]) line(context, at, bottom, at, bottom + MARK)
  // Two strokes over the gap.
  for (const at of [right + 4, right + 8]) line(context, at, bottom + 4, at + 4, bottom - 4)
  context.fillStyle = theme.muted
  context.textBaseline = 'top'
  context.textAlign = 'center'
  const text = countLabel(Number((end / 2).toPrecision(4)))
  context.fillText(text, middle, bottom + MARK + 4)
  if (width / 2 > widthOf(text, SIZE) / 2 + 10) context.fillText('0', left, bottom + MARK + 4)
  context.restore()
}
