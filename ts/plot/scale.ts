/**
 * Where a value stands on an axis: linear or logarithmic, from a range of values to one of pixels.
 */
import { linearTicks, logTicks } from './ticks.js'

/** An axis without its drawing. */
export interface Scale {
  /** The values at both ends. */
  readonly domain: readonly [low: number, high: number]
  /** The pixel of a value, also of one beyond the ends. */
  place(value: number): number
  /** Round values within the ends, at most so many. */
  ticks(most: number): number[]
}

type Pair = readonly [number, number]

/** An axis on which equal differences have equal lengths; with `finest` 1 its ticks are integers. */
export function linearScale(domain: Pair, pixels: Pair, finest = 0): Scale {
  const [low, high] = domain
  const [from, until] = pixels
  return {
    domain,
    // Divided before it is multiplied, so that no product overflows.
    place: (value) => from + ((value - low) / (high - low)) * (until - from),
    ticks: (most) => linearTicks(low, high, most, finest),
  }
}

/** An axis on which equal ratios have equal lengths; both ends are positive. */
export function logScale(domain: Pair, pixels: Pair): Scale {
  const [low, high] = domain
  const linear = linearScale([Math.log10(low), Math.log10(high)], pixels)
  return { domain, place: (value) => linear.place(Math.log10(value)), ticks: (most) => logTicks(low, high, most) }
}

// The difference of two such values is finite still.
const LARGEST = Number.MAX_VALUE / 4

/** What a linear axis of learning rates spans: 0, all values, and some room at the top. */
export function linearDomain(ranges: readonly Pair[]): Pair {
  const low = Math.min(0, ...ranges.map(([from]) => from))
  const high = Math.max(0, ...ranges.map(([, until]) => until))
  if (low === high) return [0, 1]
  const room = (high / 2 - low / 2) * 0.1
  return [low === 0 ? 0 : Math.max(low - room, -LARGEST), high === 0 ? 0 : Math.min(high + room, LARGEST)]
}

/** The most that a logarithmic axis spans: values that fall to nearly 0 would leave the rest a flat line. */
export const DECADES = 8

// Quotients of smaller numbers lose their digits.
const LEAST = 1e-300

/** What a logarithmic axis of positive learning rates spans: all of them, but at most eight decades below the highest. */
export function logDomain(ranges: readonly Pair[]): Pair {
  const most = Math.max(...ranges.map(([, until]) => until))
  const low = Math.max(Math.min(...ranges.map(([from]) => from)), most / 10 ** DECADES, LEAST)
  const high = Math.max(most, low)
  const room = Math.max((high / low) ** 0.05, 1.05)
  return [low / room, Math.min(high * room, LARGEST)]
}
