/**
 * The value of one parameter of a schedule at which it has every row of a log: looked for at each of some values, and
 * between two at which a row's difference changes its sign.
 */
import type { Case, RateAt } from '../case.js'
import { Rates, type Schedule } from '../values.js'

/** A value that fits. */
export interface Solution {
  readonly value: number
  readonly schedule: Schedule
  readonly offset: number
  readonly at: RateAt
}

/** What is looked for. */
export interface Search {
  /** The values to try, rising. */
  readonly values: readonly number[]
  /** The schedules at a value in all ways that differ by more than rounding, always in one order. */
  readonly schedulesAt: (value: number) => readonly Schedule[]
  /** All schedules at a value. */
  readonly allAt: (value: number) => readonly Schedule[]
  /** The value between two, or null where they are neighbours. */
  readonly between: (low: number, high: number) => number | null
  /** The values to try near a solution, best first: rounder ones. */
  readonly near: (value: number) => readonly number[]
}

// The rows that a candidate is tried on before all are.
const PROBES = 3

/** The first value that has every row. */
export function solve(kase: Case, search: Search): Solution | null {
  const probes = probesOf(kase)
  if (probes.length === 0) return null
  const steps = probes.map((row) => kase.series.steps[row]!)
  const updates = kase.offsets.flatMap((offset) => steps.map((step) => step + offset))
  /** The differences of the probes from a schedule, for each offset. */
  const allDifferences = (schedule: Schedule): number[][] => {
    const rates = new Rates(schedule).many(updates)
    return kase.offsets.map((_, index) => {
      const own = rates.slice(index * steps.length, (index + 1) * steps.length)
      return own.map((rate, probe) => rate - kase.series.rates[probes[probe]!]!)
    })
  }
  // The offsets look at the same values.
  const known = new Map<number, number[][][]>()
  const allAt = (value: number): number[][][] => {
    let found = known.get(value)
    if (found === undefined) {
      found = search.schedulesAt(value).map(allDifferences)
      known.set(value, found)
    }
    return found
  }
  for (const [index, offset] of kase.offsets.entries()) {
    const differences = (schedule: Schedule): number[] => allDifferences(schedule)[index]!
    const differencesAt = (value: number) => allAt(value).map((way) => way[index]!)
    const isNear = (found: readonly number[]) =>
      found.every((each, index) => Math.abs(each) <= kase.tolerance(probes[index]!))
    const check = (value: number): Solution | null => {
      for (const schedule of search.allAt(value)) {
        if (!isNear(differences(schedule))) continue
        const rates = new Rates(schedule).many(kase.series.steps.map((step) => step + offset))
        const at: RateAt = (row) => rates[row]!
        if (kase.fits(at)) return { value, schedule, offset, at }
      }
      return null
    }
    const tryNear = (value: number) => {
      for (const each of [...search.near(value), value]) {
        const found = check(each)
        if (found !== null) return found
      }
      return null
    }
    let before: { value: number; found: number[][] } | null = null
    for (const value of search.values) {
      const found = differencesAt(value)
      if (found.some(isNear)) {
        const solution = tryNear(value)
        if (solution !== null) return solution
      }
      for (const [way, probe] of before === null ? [] : changesOfSign(before.found, found)) {
        const sign = Math.sign(before!.found[way]![probe]!)
        const root = bisect(before!.value, value, search, (middle) => {
          const at = differencesAt(middle)[way]?.[probe]
          return at === undefined || Number.isNaN(at) ? null : at * sign > 0
        })
        const solution = root === null ? null : tryNear(root)
        if (solution !== null) return solution
      }
      before = { value, found }
    }
  }
  return null
}

/** The ways in which a probe's difference has another sign, and the first such probe of each. */
function changesOfSign(before: readonly number[][], now: readonly number[][]): [way: number, probe: number][] {
  return now.flatMap((differences, way): [number, number][] => {
    const then = before[way]
    if (then === undefined) return []
    const probe = differences.findIndex((difference, index) => difference * then[index]! < 0)
    return probe < 0 ? [] : [[way, probe]]
  })
}

/** Where a sign changes between two values. */
function bisect(
  low: number,
  high: number,
  { between }: Search,
  isLow: (value: number) => boolean | null,
): number | null {
  let [from, to] = [low, high]
  for (let turn = 0; turn < 60; turn++) {
    const middle = between(from, to)
    if (middle === null) return to
    const side = isLow(middle)
    if (side === null) return null
    if (side) from = middle
    else to = middle
  }
  return to
}

/** Rows that differ from the plan: the one that does most, and the first and the last. */
function probesOf(kase: Case): number[] {
  const planned = kase.planned()
  const differing = kase.differing(planned)
  if (differing.length === 0) return []
  const by = (row: number) => Math.abs(kase.series.rates[row]! - planned(row)) || 0
  const most = differing.reduce((best, row) => (by(row) > by(best) ? row : best))
  const middle = differing[Math.floor(differing.length / 2)]!
  return [...new Set([most, differing[0]!, differing.at(-1)!, middle])].slice(0, PROBES + 1)
}
