/**
 * The first steps: a ramp that is too short to be seen in the whole run has a plot of its own beside it, on the same y
 * axis.
 */
import type { Info } from '../engine/messages.js'
import type { Axis } from '../state/state.js'
import type { Drawing } from './drawing.js'

// A ramp of as many pixels is seen where it is.
const SEEN = 44
/** The pixels between the first steps and the whole. */
export const START_GAP = 16

/** The width of the first steps beside a whole of some width. */
export const startWidth = (width: number): number => Math.round(Math.max(52, Math.min(120, width * 0.16)))

/** Where the ramp of a schedule ends, in batches; null where it has none, or nothing but one. */
export function rampOf({ phases, batches }: Info): number | null {
  let end: number | null = null
  for (const { name, until } of phases) {
    if (!name.split(' × ').includes('warmup')) break
    end = until
  }
  return end === null || end >= batches ? null : end
}

/**
 * The end of the first steps on the axis, twice as far as the longest ramp that would not be seen; null where all are, or
 * where the view begins later.
 *
 * @param width - of the plot, in pixels
 */
export function startOf(drawing: Drawing, axis: Axis, x: readonly [number, number], width: number): number | null {
  if (x[0] > 0) return null
  let most: number | null = null
  for (const { schedule, info } of drawing.drawn.values()) {
    const rate = info?.rates[axis]
    const ramp = info == null ? null : rampOf(info)
    if (rate == null || ramp === null || !schedule.visible) continue
    const end = 2 * ramp * rate
    if (((end / 2) * width) / (x[1] - x[0]) < SEEN) most = Math.max(most ?? 0, end)
  }
  return most
}
