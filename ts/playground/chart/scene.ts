/**
 * What the chart shows of the drawn schedules: the one that is edited in front, its unscaled form and the others behind.
 */

import { activeOf, type PageState } from '../state/state.js'
import type { Scene } from './chart.js'
import type { CurveLook } from './curves.js'
import { type Drawing, type Drawn, GHOST } from './drawing.js'

/** The scene of a state. */
export function sceneOf(
  drawing: Drawing,
  state: PageState,
  x: readonly [number, number],
  cursor: Scene['cursor'],
  colourOf: (colour: number) => string,
): Scene {
  const { axis, log, active } = state
  const activeKey = String(active)
  const looks: CurveLook[] = []
  const add = (drawn: Drawn | undefined, look: Omit<CurveLook, 'layers' | 'colour'>) => {
    if (drawn?.whole == null) return
    const layers = drawn.part === null ? [drawn.whole] : [drawn.whole, drawn.part]
    const opacity = drawn.problem === null ? look.opacity : 0.3
    looks.push({ ...look, layers, colour: colourOf(drawn.schedule.colour), opacity })
  }
  for (const drawn of drawing.drawn.values()) {
    if (drawn.key === activeKey || drawn.key === GHOST || !drawn.schedule.visible) continue
    add(drawn, { width: 1.75, opacity: 0.85, dash: [] })
  }
  if (activeOf(state).visible) {
    add(drawing.drawn.get(GHOST), { width: 1.5, opacity: 0.65, dash: [5, 4] })
    add(drawing.drawn.get(activeKey), { width: 2.25, opacity: 1, dash: [] })
  }
  const info = drawing.drawn.get(activeKey)?.info
  const rate = info?.rates[axis] ?? null
  const phases =
    info == null || rate === null || info.phases.length < 2
      ? []
      : info.phases.map(({ name, from, until }) => ({ name, from: from * rate, until: until * rate }))
  return { curves: looks, axis, log, x, phases, cursor }
}
