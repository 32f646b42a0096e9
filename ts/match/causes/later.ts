/**
 * Schedules that part from the plan at some row: from there on f(s + d). One that begins again, f(s − R) from step R on, or
 * that is multiplied by a second warm-up; and one that goes on at another place, with steps skipped or taken twice.
 */
import { SequenceScheduler } from '../../schedulers/classes.js'
import type { Case, RateAt } from '../case.js'
import { largestOf } from '../numbers.js'
import { tried } from '../plan.js'
import type { Schedule } from '../values.js'
import type { Explanation, Finder } from './explanation.js'
import { shifted } from './shift.js'

// Probes for a shift: of these the one with the fewest places in the plan is taken.
const PROBES = 6
const MOST_PLACES = 200_000

/** A shift that every row from one on has. */
interface Shift {
  readonly by: number
  readonly from: number
  readonly offset: number
}

/** The shifts from the first row that differs on, the least first. */
function shiftsOf(kase: Case, offset: number): Shift[] {
  const planned = kase.planned(offset)
  const [from] = kase.differing(planned)
  if (from === undefined) return []
  const { steps } = kase.series
  const rows = kase.count - from
  const length = kase.plan.total ?? 0
  const end = Math.min(4e6, 2 * Math.max(length, largestOf(steps)) + 1000)
  const probes = Array.from({ length: Math.min(PROBES, rows) }, (_, index) => {
    return from + Math.floor((index * (rows - 1)) / Math.max(1, Math.min(PROBES, rows) - 1))
  })
  const places = probes.map((row) => {
    const found: number[] = []
    for (let n = 0; n <= end && found.length <= MOST_PLACES; n++) if (kase.agrees(row, kase.rates.at(n))) found.push(n)
    return { row, found }
  })
  const best = places.reduce((least, each) => (each.found.length < least.found.length ? each : least))
  return best.found
    .map((n) => n - offset - steps[best.row]!)
    .filter((by) => by !== 0)
    .sort((a, b) => Math.abs(a) - Math.abs(b))
    .filter((by) => kase.fits((row) => kase.rates.at(steps[row]! + by + offset), from))
    .map((by) => ({ by, from, offset }))
}

const found = new WeakMap<Case, Shift[]>()

/** The shifts of a case under its offsets, looked for once. */
function shifts(kase: Case): Shift[] {
  let known = found.get(kase)
  if (known === undefined) {
    // A shift has a place among all steps, and a row at which it begins.
    const isCredible = kase.isCredible(1e4)
    known = isCredible ? kase.offsets.flatMap((offset) => shiftsOf(kase, offset)) : []
    found.set(kase, known)
  }
  return known
}

const partly =
  (kase: Case, { by, from, offset }: Shift): RateAt =>
  (row) =>
    kase.rates.at(kase.series.steps[row]! + offset + (row < from ? 0 : by))

/** Whether a shift is a schedule that begins again at step −by. */
function isRestart(kase: Case, { by, from, offset }: Shift): boolean {
  const { steps } = kase.series
  const at = -by
  const first = steps[from]!
  if (at < 1 || at > first) return false
  if (from === 0) return at >= first / 2
  // Rows before it are as planned: those at the same steps or later ones were logged before a resume.
  const resumed = steps.reduce(
    (last, step, row) => (row > 0 && row <= from && step <= steps[row - 1]! ? row : last),
    -1,
  )
  // So are those behind it at which the schedule that begins again has the planned rates too, to the printed digits.
  const isAlike = (row: number) => kase.agrees(row, kase.rates.at(steps[row]! + by + offset))
  return steps.every((step, row) => row >= from || row < resumed || step <= at || isAlike(row))
}

export const findRestart: Finder = (kase) => {
  const restart = shifts(kase).find((shift) => isRestart(kase, shift))
  if (restart === undefined) return findSecondRamp(kase)
  const at = -restart.by
  return {
    cause: 'warmup-restarted',
    name: 'f(s − R)',
    parameters: { R: at },
    at: partly(kase, restart),
    offset: restart.offset,
    schedule: sequence(kase.plan, at, shifted(kase.plan, at)),
    note: `the schedule began again at step ${at}`,
  }
}

export const findSkipped: Finder = (kase): Explanation | null => {
  const { steps, skipped } = kase.series
  if (skipped !== null) {
    for (const offset of kase.offsets) {
      const at: RateAt = (row) => kase.rates.at(steps[row]! + offset - skipped[row]!)
      if (!kase.fits(at)) continue
      const most = largestOf(skipped)
      return {
        cause: 'steps-skipped',
        name: 'f(s − skipped)',
        parameters: { skipped: most, d: -most },
        at,
        offset,
        schedule: null,
        note: `the schedule was not stepped at the ${most} updates that the log counts as skipped`,
      }
    }
  }
  const [shift] = shifts(kase)
  if (shift === undefined) return null
  const { by, from, offset } = shift
  const step = steps[from]!
  return {
    cause: 'steps-skipped',
    name: 'f(s + d)',
    parameters: { d: by, from: step },
    at: partly(kase, shift),
    offset,
    schedule: from === 0 ? shifted(kase.plan, -by) : sequence(kase.plan, step, shifted(kase.plan, -by)),
    note: `from step ${step} on the schedule was ${Math.abs(by)} updates ${by < 0 ? 'behind' : 'ahead'}`,
  }
}

/** The plan up to a step, then another schedule on the same clock. */
function sequence(plan: Schedule, at: number, then: Schedule): Schedule | null {
  const [first, second] = [plan.schedulers, then.schedulers]
  if (first.length !== 1 || second.length !== 1) return null
  return tried(() => ({
    schedulers: [
      new SequenceScheduler({
        schedulers: [
          { scheduler: first[0]!, clock: 'outer' },
          { scheduler: second[0]!, clock: 'outer' },
        ],
        at: [`${at}ba`],
      }),
    ],
    run: plan.run,
    baseLr: plan.baseLr,
  }))
}

/** f(s) times a second ramp from step R on: the rates below the plan rise in a line to it. */
function findSecondRamp(kase: Case): Explanation | null {
  const { steps, rates } = kase.series
  for (const offset of kase.offsets) {
    const planned = kase.planned(offset)
    const below = kase.differing(planned)
    const [first, last] = [below[0], below.at(-1)]
    if (first === undefined || last === undefined || last - first + 1 !== below.length) continue
    const parts = below.map((row) => rates[row]! / planned(row))
    if (!parts.every((part) => part > -1e-9 && part < 1)) continue
    for (const length of lengthsOf(kase, below, parts, offset)) {
      // Some trainers give the first update a part already, which is a ramp that begins one earlier.
      const anchor = below.at(-1)!
      const around = Math.round(steps[anchor]! - parts.at(-1)! * length)
      for (const at of [around, around - 1, around + 1]) {
        const ramped: RateAt = (row) => {
          const part = row < first ? 1 : Math.min(1, Math.max(0, (steps[row]! - at) / length))
          return planned(row) * part
        }
        if (at < 1 || at > steps[first]! || !kase.fits(ramped)) continue
        return {
          cause: 'warmup-restarted',
          name: 'f(s) times a second ramp',
          parameters: { R: at, ramp: length },
          at: ramped,
          offset,
          schedule: null,
          note: `a second warm-up of ${length} updates began at step ${at}`,
        }
      }
    }
  }
  return null
}

/** The lengths that a second ramp may have: by the slope between rows, or that of the plan's own where one row is in it. */
function lengthsOf(kase: Case, below: readonly number[], parts: readonly number[], offset: number): number[] {
  const { steps } = kase.series
  const [first, last] = [below[0]!, below.at(-1)!]
  if (below.length >= 2) {
    const slope = (parts.at(-1)! - parts[0]!) / (steps[last]! - steps[first]!)
    // Two rows of two numbers say nothing unless a third agrees.
    if (!(slope > 0)) return []
    const length = Math.round(1 / slope)
    const isSure = below.length >= 3 || length === rampOf(kase, offset)
    return isSure ? [length, length - 1, length + 1].filter((each) => each >= 1) : []
  }
  return []
}

/** The length of the plan's own warm-up: its first update at the top. */
function rampOf(kase: Case, offset: number): number {
  const end = largestOf(kase.series.steps) + offset
  let [top, at] = [kase.rates.at(0), 0]
  for (let n = 1; n <= end; n++) {
    const rate = kase.rates.at(n)
    if (!(rate > top)) break
    ;[top, at] = [rate, n]
  }
  return at
}
