/**
 * What part of the chart is in view, in units of its axis; zooming and panning within the run.
 */
import type { Drawing } from '../chart/drawing.js'
import { GHOST } from '../chart/drawing.js'
import { peakOf } from '../chart/parts.js'
import { measureOf } from './measure.js'
import { numberOf } from './number.js'
import { type Axis, activeOf, type PageState } from './state.js'

/** What a batch of the active schedule adds on the axis, or null. */
export function rateOf(drawing: Drawing, state: PageState, axis: Axis = state.axis): number | null {
  const drawn = drawing.drawn.get(String(state.active))
  return drawn?.info?.rates[axis] ?? drawn?.whole?.rates[axis] ?? null
}

/**
 * What a learning rate of the schedule that is edited is on the y axis, by a factor; null while that is not known, and
 * where all of it is compared with itself.
 */
export function factorOf(drawing: Drawing, state: PageState): number | null {
  switch (measureOf(state)) {
    case 'lr':
      return 1
    case 'alpha': {
      const lr = numberOf(activeOf(state).run.baseLr)
      return lr === null || lr === 0 ? null : 1 / lr
    }
    case 'peak': {
      const peak = peakOf(drawing.drawn.get(String(state.active))?.whole ?? null)
      return peak === null ? null : 1 / peak
    }
    default:
      return null
  }
}

/** The end of the longest schedule on the axis; null while none is known. */
export function extentOf(drawing: Drawing, state: PageState): number | null {
  let most: number | null = null
  for (const { key, schedule, info } of drawing.drawn.values()) {
    const rate = info?.rates[state.axis]
    if (!info || rate == null || !(schedule.visible || key === GHOST)) continue
    most = Math.max(most ?? 0, info.batches * rate)
  }
  return most
}

/** The batch at a place on the axis; a place between two batches may be one for the rounding of the rates. */
export const batchAt = (place: number, rate: number): number => Math.floor(place / rate + 1e-9)

/** The last batch of the schedule that is edited at which something shown has not ended; null while its own end is not known. */
export function lastBatchOf(drawing: Drawing, state: PageState): number | null {
  const own = drawing.drawn.get(String(state.active))?.info
  if (!own) return null
  const rate = own.rates[state.axis]
  const end = rate === null ? 0 : batchAt(extentOf(drawing, state) ?? 0, rate)
  return Math.max(own.batches, Math.min(end, Number.MAX_SAFE_INTEGER))
}

/** The ends of the x axis. */
export function domainOf(drawing: Drawing, state: PageState): readonly [number, number] | null {
  const extent = extentOf(drawing, state)
  if (extent === null) return null
  const rate = rateOf(drawing, state)
  if (state.view === null || rate === null) return [0, extent]
  return [state.view[0] * rate, state.view[1] * rate]
}

// Fewer batches than this show nothing more.
const LEAST = 4

/** A view from one place of the axis to another, in batches, within the run; null for all. */
export function viewWithin(
  from: number,
  until: number,
  extent: number,
  rate: number,
): readonly [number, number] | null {
  const end = extent / rate
  const span = Math.max(LEAST, (until - from) / rate)
  if (!(span < end * 0.999)) return null
  const start = Math.max(0, Math.min(end - span, from / rate))
  return [start, start + span]
}
