/**
 * What the chart shows of the drawn schedules: the one that is edited in front, its unscaled form and the others behind.
 */
import { activeOf, type PageState } from '../state/state.js'
import type { Scene } from './chart.js'
import type { CurveLook } from './curves.js'
import { type Drawing, type Drawn, GHOST } from './drawing.js'
import { strokeFor } from './look.js'
import { marksOf } from './marks.js'

/** The scene of a state. */
export function sceneOf(
  drawing: Drawing,
  state: PageState,
  x: readonly [number, number],
  cursor: Scene['cursor'],
  start: number | null,
): Scene {
  const { axis, log, active } = state
  const activeKey = String(active)
  const looks: CurveLook[] = []
  const add = (drawn: Drawn | undefined, look: Pick<CurveLook, 'width' | 'opacity'>) => {
    if (drawn?.whole == null) return
    const layers = drawn.part === null ? [drawn.whole] : [drawn.whole, drawn.part]
    const opacity = drawn.problem === null ? look.opacity : 0.3
    const { colour, dash } = strokeFor(drawn.key, drawn.schedule.colour)
    looks.push({ ...look, layers, start: drawn.start, colour, opacity, dash: lengthsOf(dash) })
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
  const marks = isMarked ? marksOf(shown.whole!.columns) : []
  return { curves: looks, axis, log, x, phases, start, marks, rate: rate ?? 1, cursor }
}

const lengthsOf = (dash: string | undefined): number[] => dash?.split(' ').map(Number) ?? []
