/**
 * Where a curve turns: its peaks and troughs, between rows where the lines on both sides meet, and where it jumps.
 */
import type { Points } from './points.js'

/** What comes again. */
export interface Turns {
  /** Steps of peaks and troughs, each after the other; where the log begins or ends is none. */
  readonly peaks: readonly number[]
  readonly troughs: readonly number[]
  /** Heights of the rows nearest to them. */
  readonly peakRates: readonly number[]
  readonly troughRates: readonly number[]
}

// Rows on a side that a line goes through.
const BESIDE = 3

/** The turns of points. */
export function turnsOf(points: Points, tolerances: readonly number[]): Turns {
  const { steps, rates } = points
  const rows: { row: number; isPeak: boolean }[] = []
  let direction = 0
  let extreme = 0
  for (let row = 1; row < rates.length; row++) {
    const change = rates[row]! - rates[extreme]!
    const isSeen = Math.abs(change) > tolerances[row]! + tolerances[extreme]!
    if (!isSeen) continue
    const sign = Math.sign(change)
    if (direction !== 0 && sign !== direction) rows.push({ row: extreme, isPeak: direction > 0 })
    direction = sign
    extreme = row
  }
  const turns = rows.map(({ row, isPeak }, index) => {
    const before = lineIn(points, Math.max((rows[index - 1]?.row ?? -1) + 1, row - BESIDE), row - 1)
    const after = lineIn(points, row + 1, Math.min((rows[index + 1]?.row ?? rates.length) - 1, row + BESIDE))
    return { row, isPeak, step: meeting(before, after, steps, row) }
  })
  const peaks = turns.filter(({ isPeak }) => isPeak)
  const troughs = turns.filter(({ isPeak }) => !isPeak)
  return {
    peaks: peaks.map(({ step }) => step),
    troughs: troughs.map(({ step }) => step),
    peakRates: peaks.map(({ row }) => rates[row]!),
    troughRates: troughs.map(({ row }) => rates[row]!),
  }
}

/** The line through the first and the last of rows; null where they are not two. */
function lineIn({ steps, rates }: Points, from: number, to: number): { slope: number; start: number } | null {
  if (to <= from) return null
  const slope = (rates[to]! - rates[from]!) / (steps[to]! - steps[from]!)
  return { slope, start: rates[from]! - slope * steps[from]! }
}

/** Where two lines meet, if that is beside a row; else the row's step. */
function meeting(
  before: ReturnType<typeof lineIn>,
  after: ReturnType<typeof lineIn>,
  steps: readonly number[],
  row: number,
): number {
  if (before === null || after === null || before.slope === after.slope) return steps[row]!
  const step = (after.start - before.start) / (before.slope - after.slope)
  return step >= steps[row - 1]! && step <= steps[row + 1]! ? step : steps[row]!
}
