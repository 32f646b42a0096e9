/**
 * The chart as an SVG document by the package's own writer, and that as pixels. Loaded on demand.
 */
import { drawFigure, type FigureCurve } from '../../plot/figure.js'
import { Outline } from '../../plot/outline.js'
import type { Layer } from '../chart/drawing.js'
import { GHOST } from '../chart/drawing.js'
import { labelOf, strokeFor } from '../chart/look.js'
import { shownLayers, yLabelOf } from '../chart/scene.js'
import { themeName } from '../panel/theme.js'
import { isComparison, isOther, measureOf } from '../state/measure.js'
import { numberOf } from '../state/number.js'
import { AXIS_LABELS, type Axis, quantityName } from '../state/state.js'
import { domainOf, rateOf } from '../state/view.js'
import type { Shared } from './shared.js'

const [WIDTH, HEIGHT] = [960, 540]
// For each plot below the first.
const PANEL = 200
// As sharp as screens are.
const PIXELS = 2
const COLUMNS = 900

/** What is in view now, as SVG: what is edited on top, and each other quantity in a plot of its own below. */
export function pictureOf({ drawing, state, active }: Shared): string {
  const x = domainOf(drawing, state)
  if (x === null) throw new Error('A picture shows a curve; found none. Correct the schedule first.')
  const { axis, log } = state
  const y = measureOf(state)
  // The one that is edited comes first; its unscaled form follows.
  const rank = (key: string) => (key === String(active.id) ? 0 : key === GHOST ? 1 : 2)
  const drawn = [...drawing.drawn.values()]
    .filter(({ whole, schedule }) => whole !== null && schedule.visible)
    .sort((a, b) => rank(a.key) - rank(b.key))
  const curves: FigureCurve[] = []
  const others = new Map<string, FigureCurve[]>()
  for (const each of drawn) {
    const { key, schedule } = each
    const isAnother = isOther(y, schedule, active)
    // What is held against the edited one is of its quantity.
    if (isAnother && isComparison(y)) continue
    const { whole, part } = shownLayers(each, y)!
    const outline = outlineOf((state.view === null ? null : part) ?? whole, axis, x, log)
    if (outline === null) continue
    const curve = { label: labelOf(key, schedule), outline, stroke: strokeFor(key, schedule.colour) }
    const name = quantityName(schedule)
    if (isAnother) others.set(name, [...(others.get(name) ?? []), curve])
    else curves.push(curve)
  }
  const info = drawing.drawn.get(String(active.id))?.info
  const rate = rateOf(drawing, state)
  const ratio = numberOf(active.run.scaleScheduleRatio) ?? 1
  const phases =
    info == null || rate === null || info.phases.length < 2
      ? []
      : info.phases.map(({ name, from, until }) => ({ name, from: from * rate, until: until * rate }))
  return drawFigure({
    title: active.name,
    subtitle: `${active.run.maxDuration}${ratio === 1 ? '' : ` × ${ratio}`}`,
    xLabel: AXIS_LABELS[axis],
    yLabel: yLabelOf(state),
    xDomain: x,
    isInteger: axis !== 'dur' && axis !== 'ep',
    log,
    curves,
    phases,
    below: Array.from(others, ([yLabel, curves]) => ({ yLabel, curves, phases: [] })),
    legend: [...curves, ...[...others.values()].flat()],
    width: WIDTH,
    height: HEIGHT + others.size * PANEL,
    theme: themeName(),
  })
}

/** A layer's low and high values, each half a column after the other, in the columns of the picture. */
function outlineOf({ columns, rates }: Layer, axis: Axis, x: readonly [number, number], log: boolean): Outline | null {
  const rate = rates[axis]
  if (rate === null) return null
  const { from, count, low, high } = columns
  const accepts = (value: number) => Number.isFinite(value) && (!log || value > 0)
  const perColumn = (count / low.length) * rate
  const first = Math.max(0, Math.floor((x[0] - from * rate) / perColumn))
  const last = Math.min(low.length, Math.ceil((x[1] - from * rate) / perColumn))
  if (last <= first) return null
  const scale = COLUMNS / (x[1] - x[0])
  const start = (from * rate + first * perColumn - x[0]) * scale
  const isExact = count === low.length
  const values: number[] = []
  for (let i = first; i < last; i++) {
    if (isExact) values.push(low[i]!)
    else {
      const isFalling = i > 0 && Math.abs(high[i]! - high[i - 1]!) > 0 && high[i]! <= high[i - 1]!
      values.push(...(isFalling ? [high[i]!, low[i]!] : [low[i]!, high[i]!]))
    }
  }
  const outline = new Outline(COLUMNS, { start, step: (perColumn * scale) / (isExact ? 1 : 2), accepts })
  outline.add(0, values)
  return outline
}

/** An SVG document as PNG. */
export async function rasterOf(svg: string): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }))
  try {
    const image = new Image()
    image.src = url
    await image.decode()
    const canvas = document.createElement('canvas')
    canvas.width = image.naturalWidth * PIXELS
    canvas.height = image.naturalHeight * PIXELS
    canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height)
    return await new Promise((resolve, reject) => {
      const failure = new Error('The browser must turn the chart into pixels; found that it gave none. Save it as SVG.')
      canvas.toBlob((blob) => (blob === null ? reject(failure) : resolve(blob)), 'image/png')
    })
  } finally {
    URL.revokeObjectURL(url)
  }
}
