/**
 * The y axis: where values stand on it, and its ticks, of which one is the peak.
 */
import { linearDomain } from '../../plot/scale.js'
import { linearTicks, logTicks } from '../../plot/ticks.js'

type Pair = readonly [low: number, high: number]

/** What an axis spans that shows as much as it can of a range: the range, and a little room. */
export function fittedDomain([low, high]: Pair): Pair {
  const room = (high - low) * 0.06
  // What never changes is seen best on an axis from 0.
  return room > 0 && Number.isFinite(room) ? [low - room, high + room] : linearDomain([[low, high]])
}

/** The part of an axis that is above a value. */
export const placeOf = ([low, high]: Pair, isLog: boolean): ((value: number) => number) =>
  isLog
    ? // Far below the axis rather than nowhere: a curve that reaches 0 leaves through the floor.
      (value) => (value > 0 ? (Math.log(high) - Math.log(value)) / (Math.log(high) - Math.log(low)) : 4)
    : (value) => (high - value) / (high - low)

/** The value at a part of an axis. */
export const valueAt = ([low, high]: Pair, isLog: boolean): ((part: number) => number) =>
  isLog ? (part) => high * (low / high) ** part : (part) => high - part * (high - low)

// Pixels between two ticks, and to the peak's.
const EACH = 44
const APART = 15

/** Round values, and the peak in place of those that are too near to it. */
export function ticksWithPeak([low, high]: Pair, isLog: boolean, height: number, peak: number | null): number[] {
  const most = Math.max(2, Math.floor(height / EACH))
  const ticks = isLog ? logTicks(low, high, most) : linearTicks(low, high, most)
  if (peak === null || !(peak > low && peak <= high)) return ticks
  const place = placeOf([low, high], isLog)
  const others = ticks.filter((tick) => Math.abs(place(tick) - place(peak)) * height >= APART)
  return [...others, peak].sort((a, b) => a - b)
}
