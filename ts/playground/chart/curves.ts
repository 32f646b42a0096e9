/**
 * Paints curves on a canvas: of each column a stroke from its lowest to its highest value, so that no spike is lost.
 */

import type { Axis } from '../state/state.js'
import type { Layer } from './drawing.js'

/** A curve and how it looks. */
export interface CurveLook {
  readonly layers: readonly Layer[]
  /** The first steps, where they have a plot of their own. */
  readonly start: Layer | null
  readonly colour: string
  readonly width: number
  readonly opacity: number
  readonly dash: readonly number[]
  /** The quantity whose y axis at the right it stands on; null for the axis at the left. */
  readonly further: string | null
}

/** Where values stand, in pixels of the canvas. */
export interface Frame {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
  readonly x: readonly [number, number]
  y(value: number): number
}

// Batches as far distance as this are drawn as points as well.
const POINTS = 9

/** What a curve is drawn with. */
type Pen = Pick<CanvasPath, 'moveTo' | 'lineTo'>

/** Paints one curve within a frame. */
export function paintCurve(
  context: CanvasRenderingContext2D,
  look: CurveLook,
  frame: Frame,
  axis: Axis,
  ratio: number,
): void {
  context.save()
  context.strokeStyle = context.fillStyle = look.colour
  context.globalAlpha = look.opacity
  context.lineWidth = look.width * ratio
  context.lineJoin = 'round'
  context.beginPath()
  const { distance, batches } = follow(context, look, frame, axis)
  // Far beyond the edges, where a column is wider than the plot, dashes take a third of a second.
  if (distance < frame.width) context.setLineDash(look.dash.map((length) => length * ratio))
  context.stroke()
  if (distance > POINTS * ratio) {
    for (const [x, y] of batches()) {
      context.beginPath()
      context.arc(x, y, Math.min(3.2, distance / ratio / 5) * ratio, 0, 2 * Math.PI)
      context.fill()
    }
  }
  context.restore()
}

/** A curve that was followed: how far one column is from the next, and where single batches are, none where columns have more. */
interface Followed {
  readonly distance: number
  batches(): Iterable<readonly [x: number, y: number]>
}

const NOTHING: Followed = { distance: 0, batches: () => [] }

/** Follows a curve with a pen. */
export function follow(pen: Pen, { layers }: CurveLook, frame: Frame, axis: Axis): Followed {
  const layer = bestLayer(layers, frame, axis)
  const rate = layer?.rates[axis] ?? null
  if (layer === null || rate === null) return NOTHING
  const { columns } = layer
  const { low, high } = columns
  const wide = low.length
  // A column stands for a range of batches; a single batch is drawn at its start.
  const perColumn = columns.count / wide
  const inset = perColumn > 1 ? perColumn / 2 : 0
  const scale = frame.width / (frame.x[1] - frame.x[0])
  const place = (column: number) =>
    frame.left + ((columns.from + column * perColumn + inset) * rate - frame.x[0]) * scale
  const column = (value: number) => (value / rate - columns.from - inset) / perColumn
  const first = Math.max(0, Math.floor(column(frame.x[0])) - 1)
  const last = Math.min(wide - 1, Math.ceil(column(frame.x[1])) + 1)
  let before = Number.NaN
  const line = straight(pen)
  for (let i = first; i <= last; i++) {
    const [a, b] = [frame.y(low[i]!), frame.y(high[i]!)]
    const x = place(i)
    if (Number.isNaN(a) || Number.isNaN(b)) {
      before = Number.NaN
      continue
    }
    const isRising = Math.abs(a - before) <= Math.abs(b - before)
    const [near, far] = isRising ? [a, b] : [b, a]
    const isSpread = Math.abs(far - near) > 0.25
    // From edge to edge of the column, so that a steep line is one and no stairs.
    const half = isSpread ? inset * rate * scale : 0
    if (Number.isNaN(before)) line.moveTo(x - half, near)
    else line.lineTo(x - half, near)
    if (isSpread) line.lineTo(x + half, far)
    before = far
  }
  line.end()
  const batches = function* () {
    if (perColumn > 1) return
    for (let i = first; i <= last; i++) {
      const y = frame.y(low[i]!)
      if (!Number.isNaN(y)) yield [place(i), y] as const
    }
  }
  return { distance: perColumn * rate * scale, batches }
}

// In pixels: less is not seen.
const SEEN = 0.2

/** Leaves out what is on the way of a straight line: strokes of a thousand points, with dashes, cost most of a frame. */
function straight(pen: Pen): Pen & { end(): void } {
  // From the last point that was drawn, the one that waits, and the slopes that pass all that were left out.
  let [x0, y0, x1, y1, least, most] = [0, 0, 0, 0, 0, 0]
  let isWaiting = false
  const from = (x: number, y: number) => {
    x0 = x
    y0 = y
    least = Number.NEGATIVE_INFINITY
    most = Number.POSITIVE_INFINITY
    isWaiting = false
  }
  const end = () => {
    if (!isWaiting) return
    pen.lineTo(x1, y1)
    from(x1, y1)
  }
  return {
    end,
    moveTo: (x, y) => {
      end()
      pen.moveTo(x, y)
      from(x, y)
    },
    lineTo: (x, y) => {
      const slope = (y - y0) / (x - x0)
      if (isWaiting && !(slope >= least && slope <= most)) end()
      if (!(x > x0)) {
        pen.lineTo(x, y)
        return from(x, y)
      }
      least = Math.max(least, (y - SEEN - y0) / (x - x0))
      most = Math.min(most, (y + SEEN - y0) / (x - x0))
      x1 = x
      y1 = y
      isWaiting = true
    },
  }
}

/** The finest layer that holds all that is in view, or else the whole. */
function bestLayer(layers: readonly Layer[], frame: Frame, axis: Axis): Layer | null {
  const [whole, part] = layers
  if (part === undefined) return whole ?? null
  const rate = part.rates[axis]
  const end = whole === undefined ? Number.POSITIVE_INFINITY : whole.columns.count
  if (rate === null) return whole ?? null
  const { from, count } = part.columns
  const isEnough = from <= Math.max(0, frame.x[0] / rate) && from + count >= Math.min(end, frame.x[1] / rate)
  return isEnough ? part : (whole ?? part)
}

/** The lowest and highest value in view, or null. */
export function rangeInView(looks: readonly CurveLook[], x: readonly [number, number], axis: Axis, isLog: boolean) {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const { layers } of looks) {
    const layer = bestLayer(layers, { left: 0, top: 0, width: 1, height: 1, x, y: () => 0 }, axis)
    const rate = layer?.rates[axis]
    if (!layer || !rate) continue
    const { from, count, low, high } = layer.columns
    const column = (value: number) => ((value / rate - from) * low.length) / count
    const first = Math.max(0, Math.floor(column(x[0])))
    const last = Math.min(low.length - 1, Math.ceil(column(x[1])))
    for (let i = first; i <= last; i++) {
      if (high[i]! > most) most = high[i]!
      const value = isLog && !(low[i]! > 0) ? high[i]! : low[i]!
      if ((!isLog || value > 0) && value < least) least = value
    }
  }
  return least <= most ? ([least, most] as const) : null
}
