/**
 * The ramps that the rows before the top may be: a line in each way of counting, or another rise; from zero, or above it.
 */
import type { Outline, Points } from './points.js'
import type { View } from './view.js'

/** How a ramp's first update counts. */
export type FirstStep = 't/w' | '(t+1)/w' | '(t+1)/(w+1)'

/** How a ramp rises. */
export type Rise = 'linear' | 'cosine' | '1-sqrt' | 'log'

/** A ramp. */
export interface Ramp {
  /** How it counts; null where there is none. */
  readonly firstStep: FirstStep | null
  readonly rise: Rise
  /** Whether it starts above zero. */
  readonly hasStart: boolean
  /** About how long it is. */
  readonly length: number
  /** Whether one row of it is seen. */
  readonly isSupposed?: boolean
  /** Whether it is before the first row. */
  readonly isUnseen?: boolean
}

/** No ramp. */
export const NO_RAMP: Ramp = { firstStep: null, rise: 'linear', hasStart: false, length: 0 }

/** The ramps that may be before the first row, for shapes that show where they begin. */
export function unseenRamps({ points: { steps }, outline: { first }, turns: { peaks } }: View): Ramp[] {
  const [begin] = steps as [number]
  if (first > 0 || begin === 0) return []
  const before = peaks.length < 2 ? [] : [2 * peaks[0]! - peaks[1]!]
  return [...before, begin, begin / 2]
    .filter((length) => length > 0 && length <= begin)
    .map((length) => ({ firstStep: 't/w', rise: 'linear', hasStart: false, length, isUnseen: true }))
}

// How far a rise may be from its rows at a length that is only about right: as a part of the top, in what the digits allow.
const NEAR = 1e-5
const TIMES = 5
// Lengths that are looked at, and rows.
const LENGTHS = 60
const MOST_ROWS = 24

/** The ramps that the rows before the top may be. */
export function rampsOf(points: Points, tolerances: readonly number[], outline: Outline): Ramp[] {
  const { first, ramp } = outline
  if (first === 0) return [NO_RAMP]
  const straight = ramp === null ? [] : lines(points, tolerances, outline)
  // Few rows are on a line by chance.
  const isLine = straight.length > 0 && first !== 2
  return isLine ? straight : [...straight, ...curvedRamps(points, tolerances, outline)]
}

/** The lines. */
function lines({ steps }: Points, tolerances: readonly number[], { ramp, top, first }: Outline): Ramp[] {
  const { slope, start, isSupposed } = ramp!
  const length = top / slope
  const plain: Ramp = { firstStep: 't/w', rise: 'linear', hasStart: false, length }
  const early: readonly Ramp[] = [
    { ...plain, firstStep: '(t+1)/w' },
    { ...plain, firstStep: '(t+1)/(w+1)', length: Math.max(1, length - 1) },
  ]
  if (isSupposed) return [plain, ...early].map((each) => ({ ...each, isSupposed }))
  // How far the line's start may be off by the digits of two rows.
  const width = steps[first - 1]! - steps[0]!
  const off = 2 * Math.max(tolerances[0]!, tolerances[first - 1]!) * (1 + steps[0]! / width)
  const near = (value: number) => Math.abs(start - value) < Math.max(1e-3 * slope, off)
  const found = [...(near(0) ? [plain] : []), ...(near(slope) ? early : [])]
  if (found.length > 0) return found
  return start > 0 ? [{ ...plain, hasStart: true, length: (top - start) / slope }] : []
}

/** The part of its rise that a ramp has at a part of its length. */
const RISES: Readonly<Record<Exclude<Rise, 'linear'>, (t: number, w: number) => number>> = {
  cosine: (t, w) => (1 - Math.cos((Math.PI * t) / w)) / 2,
  '1-sqrt': (t, w) => 1 - Math.sqrt(1 - t / w),
  log: (t, w) => Math.log(t + 1) / Math.log(w),
}

/** Other rises whose rows these may be, at the length that is nearest. */
function curvedRamps({ steps, rates }: Points, tolerances: readonly number[], outline: Outline): Ramp[] {
  const { first, last, top } = outline
  const stride = Math.ceil(first / MOST_ROWS)
  const rows = Array.from({ length: first }, (_, row) => row).filter((row) => row % stride === 0 || row === first - 1)
  const shortest = Math.max(2, steps[first - 1]! + 1e-3)
  const longest = steps[Math.min(last + 1, steps.length - 1)]!
  if (!(longest > shortest)) return []
  const found: Ramp[] = []
  for (const [rise, part] of Object.entries(RISES) as [Exclude<Rise, 'linear'>, (t: number, w: number) => number][]) {
    const distance = (length: number, hasStart: boolean) =>
      distanceOf(
        rows.map((row) => part(steps[row]!, length)),
        rows.map((row) => rates[row]!),
        rows.map((row) => TIMES * tolerances[row]! + NEAR * top),
        hasStart,
      )
    for (const hasStart of [false, true]) {
      // Two heights and a length go through any three rows.
      if (hasStart && rows.length < 4) continue
      const length = leastOf((value) => distance(value, hasStart), shortest, longest)
      if (distance(length, hasStart) > 1) continue
      found.push({ firstStep: 't/w', rise, hasStart, length })
      break
    }
  }
  return found
}

/** Where a function is least between two places. */
function leastOf(of: (value: number) => number, from: number, to: number): number {
  let [low, high] = [from, to]
  for (let turn = 0; turn < 4; turn++) {
    const width = (high - low) / LENGTHS
    const all = Array.from({ length: LENGTHS + 1 }, (_, index) => low + index * width)
    const distances = all.map(of)
    const best = all[distances.indexOf(Math.min(...distances))]!
    ;[low, high] = [Math.max(from, best - width), Math.min(to, best + width)]
  }
  return (low + high) / 2
}

/** How far rates are from top · part + start · (1 − part) at the best heights, as a part of what is allowed. */
function distanceOf(
  parts: readonly number[],
  rates: readonly number[],
  tolerances: readonly number[],
  hasStart: boolean,
): number {
  let [aa, ab, bb, ar, br] = [0, 0, 0, 0, 0]
  for (const [row, part] of parts.entries()) {
    const [a, b, rate] = [part, 1 - part, rates[row]!].map((value) => value / tolerances[row]!) as [
      number,
      number,
      number,
    ]
    aa += a * a
    ab += a * b
    bb += b * b
    ar += a * rate
    br += b * rate
  }
  const determinant = aa * bb - ab * ab
  const top = hasStart ? (ar * bb - br * ab) / determinant : ar / aa
  const start = hasStart ? (aa * br - ab * ar) / determinant : 0
  const left = parts.map((part, row) => (rates[row]! - top * part - start * (1 - part)) / tolerances[row]!)
  return Math.sqrt(left.reduce((sum, each) => sum + each * each, 0) / left.length)
}
