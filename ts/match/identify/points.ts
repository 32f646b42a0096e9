/**
 * A log as points of one curve: by step, each once, with what is seen at first sight: the ramp, the top, where it falls.
 */

import { heightOf } from '../numbers.js'
import type { Series } from '../series.js'

/** Points by step, rising. */
export interface Points {
  readonly steps: readonly number[]
  readonly rates: readonly number[]
  readonly halves: readonly number[]
}

/** What is seen of a curve. */
export interface Outline {
  /** The rate at the end of the first rise, or at the first point. */
  readonly top: number
  /** The first point at the top, and the last in an unbroken row. */
  readonly first: number
  readonly last: number
  /** The line through the points before the top; null where there are none, or no line. */
  readonly ramp: Line | null
}

/** A line through points. */
export interface Line {
  readonly slope: number
  /** Its value at step 0. */
  readonly start: number
  /** Whether it goes through one point alone, and that of step 0 is supposed. */
  readonly isSupposed: boolean
}

/** The points of a series; null where a step has two rates: two runs. */
export function pointsOf({ steps, rates, halves }: Series): Points | null {
  const found = new Map<number, number>()
  for (const [row, step] of steps.entries()) {
    const before = found.get(step)
    if (before === undefined) found.set(step, row)
    else if (Math.abs(rates[before]! - rates[row]!) > halves[before]! + halves[row]! + 1e-9 * Math.abs(rates[row]!)) {
      return null
    }
  }
  const rows = Array.from(found)
    .sort(([a], [b]) => a - b)
    .map(([, row]) => row)
  return {
    steps: rows.map((row) => steps[row]!),
    rates: rows.map((row) => rates[row]!),
    halves: rows.map((row) => halves[row]!),
  }
}

/** How far a rate may be off: by its digits, and by what two ways of computing it differ by. */
export const tolerancesOf = ({ rates, halves }: Points): number[] => {
  const top = heightOf(rates)
  return halves.map((half) => half * (1 + 1e-9) + 1e-9 * top)
}

/** What is seen of points at first sight. */
export function outlineOf(points: Points, tolerances: readonly number[]): Outline {
  const { rates, steps } = points
  // The end of the first rise: later cycles may be as high.
  let highest = rates[0]!
  for (let row = 1; row < rates.length && rates[row]! >= highest - tolerances[row]!; row++) {
    highest = Math.max(highest, rates[row]!)
  }
  const isTop = (row: number) => Math.abs(highest - rates[row]!) <= 2 * tolerances[row]!
  const first = rates.findIndex((_, row) => isTop(row))
  let last = first
  while (last + 1 < rates.length && isTop(last + 1)) last++
  const top = rates[first]!
  return { top, first, last, ramp: first === 0 ? null : lineOf(steps, rates, tolerances, first) }
}

/** The line through the first points; through the origin where there is one alone; null where they are on none. */
function lineOf(
  steps: readonly number[],
  rates: readonly number[],
  tolerances: readonly number[],
  count: number,
): Line | null {
  if (count === 1) return { slope: rates[0]! / Math.max(1, steps[0]!), start: 0, isSupposed: true }
  const [from, to] = [0, count - 1]
  const slope = (rates[to]! - rates[from]!) / (steps[to]! - steps[from]!)
  const start = rates[from]! - slope * steps[from]!
  for (let row = 0; row < count; row++) {
    if (Math.abs(start + slope * steps[row]! - rates[row]!) > 3 * tolerances[row]!) return null
  }
  return slope > 0 ? { slope, start, isSupposed: false } : null
}
