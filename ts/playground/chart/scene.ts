/**
 * What the chart shows of the drawn schedules: the one that is edited in front, its unscaled form and the others behind.
 */

import { isComparison, isOther, measureOf } from '../state/measure.js'
import { activeOf, MEASURE_LABELS, type Measure, type PageState, quantityName } from '../state/state.js'
import type { Scene } from './chart.js'
import type { CurveLook } from './curves.js'
import { type Drawing, type Drawn, GHOST, type Layer } from './drawing.js'
import { strokeFor } from './look.js'
import { partOf, peakOf } from './parts.js'

/** The scene of a state. */
export function sceneOf(
  drawing: Drawing,
  state: PageState,
  x: readonly [number, number],
  cursor: Scene['cursor'],
  start: number | null,
): Scene {
  const { axis, log, fit, active } = state
  const y = measureOf(state)
  const activeKey = String(active)
  const looks: CurveLook[] = []
  const add = (drawn: Drawn | undefined, look: Pick<CurveLook, 'width' | 'opacity'>) => {
    const shown = drawn === undefined ? null : shownLayers(drawn, y)
    if (drawn === undefined || shown === null) return
    const isAnother = isOther(y, drawn.schedule, activeOf(state))
    if (isAnother && isComparison(y)) return
    const { whole, part, start } = shown
    const layers = part === null ? [whole] : [whole, part]
    const opacity = drawn.problem === null ? look.opacity : 0.3
    const { colour, dash } = strokeFor(drawn.key, drawn.schedule.colour)
    // What is another quantity than that of the edited one stands on an axis at the right.
    const further = isAnother ? quantityName(drawn.schedule) : null
    looks.push({ ...look, layers, start, colour, opacity, dash: lengthsOf(dash), further })
  }
  for (const drawn of drawing.drawn.values()) {
    if (drawn.key === activeKey || drawn.key === GHOST || !drawn.schedule.visible) continue
    add(drawn, { width: 1.75, opacity: 1 })
  }
  if (activeOf(state).visible) {
    add(drawing.drawn.get(GHOST), { width: 1.5, opacity: 0.8 })
    add(drawing.drawn.get(activeKey), { width: 2.25, opacity: 1 })
  }
  const shown = drawing.drawn.get(activeKey)
  const info = shown?.info
  const rate = info?.rates[axis] ?? null
  const phases =
    info == null || rate === null || info.phases.length < 2
      ? []
      : info.phases.map(({ name, from, until }) => ({ name, from: from * rate, until: until * rate }))
  const isMarked = activeOf(state).visible && shown?.problem === null && shown.whole !== null && rate !== null
  const marked = isMarked && !isComparison(y) ? shownLayers(shown, y) : null
  return {
    curves: looks,
    axis,
    log,
    fit,
    x,
    yLabel: yLabelOf(state),
    phases,
    start,
    marked: marked?.whole.columns ?? null,
    rate: rate ?? 1,
    cursor,
  }
}

/** The layers of a schedule in what the y axis shows; null while there are none. */
export function shownLayers(
  { whole, part, start }: Pick<Drawn, 'whole' | 'part' | 'start'>,
  y: Measure,
): { readonly whole: Layer; readonly part: Layer | null; readonly start: Layer | null } | null {
  if (whole === null) return null
  const peak = y === 'peak' ? peakOf(whole) : null
  if (peak === null) return { whole, part, start }
  const divided = (layer: Layer | null) => (layer === null ? null : partOf(layer, peak))
  return { whole: partOf(whole, peak), part: divided(part), start: divided(start) }
}

/** The title of the y axis. */
export function yLabelOf(state: PageState): string {
  const y = measureOf(state)
  const label = y === 'lr' ? quantityName(activeOf(state)) : MEASURE_LABELS[y]
  return isComparison(y) ? `${label} to ${activeOf(state).name}` : label
}

const lengthsOf = (dash: string | undefined): number[] => dash?.split(' ').map(Number) ?? []
