/**
 * The plan's curve at another height: in float32, or with another base learning rate.
 */
import type { Case, RateAt } from '../case.js'
import { heightOf } from '../numbers.js'
import { planOf, tried } from '../plan.js'
import { Rates, type Schedule } from '../values.js'
import type { Finder } from './explanation.js'

// What a schedule that is computed in float32 throughout may be off by, as a part of its height.
const COMPUTED = 2e-6

export const findFloat32: Finder = (kase) => {
  const { rates } = kase.series
  for (const offset of kase.offsets) {
    const planned = kase.planned(offset)
    const rounded: RateAt = (row) => Math.fround(planned(row))
    const height = heightOf(rates)
    const isClose = rates.every((rate, row) => Math.abs(rate - planned(row)) <= COMPUTED * height)
    if (!isClose) continue
    const isRounded = rates.every((rate, row) => isFloat32(kase, row, rate) && kase.agrees(row, rounded(row)))
    const isComputed = rates.every((rate, row) => isFloat32(kase, row, rate))
    if (!isRounded && !isComputed) continue
    const note = isRounded ? 'each rate is rounded to float32' : 'the rates are computed in float32'
    const at = isRounded ? rounded : (row: number) => rates[row]!
    return {
      cause: 'float32',
      name: 'float32(f(s))',
      parameters: {},
      at,
      offset,
      schedule: kase.plan,
      note,
    }
  }
  return null
}

/** Whether a rate is a float32 as far as it was printed. */
const isFloat32 = ({ series }: Case, row: number, rate: number): boolean =>
  Math.abs(Math.fround(rate) - rate) <= series.halves[row]! + 1e-15 * Math.abs(rate)

export const findBase: Finder = (kase) => {
  const { plan, series } = kase
  const { rates } = series
  if (kase.count < 2 || !kase.isScalable()) return null
  for (const offset of kase.offsets) {
    const planned = kase.planned(offset)
    // The factors that have every row are between these.
    let [least, most] = [0, Number.POSITIVE_INFINITY]
    let top = 0
    for (let row = 0; row < kase.count; row++) {
      const [rate, from] = [rates[row]!, planned(row)]
      top = Math.max(top, Math.abs(from))
      if (!(Math.abs(from) > kase.tolerance(row))) continue
      const [low, high] = [(rate - kase.tolerance(row)) / from, (rate + kase.tolerance(row)) / from]
      least = Math.max(least, Math.min(low, high))
      most = Math.min(most, Math.max(low, high))
    }
    const found = least <= most && Number.isFinite(most) && most > 0
    const baseLr = found ? roundest(least * plan.baseLr, most * plan.baseLr) : null
    if (baseLr !== null && baseLr > 0 && baseLr !== plan.baseLr) {
      const at: RateAt = (row) => (planned(row) * baseLr) / plan.baseLr
      if (kase.fits(at)) return explained({ ...plan, baseLr }, at, offset)
    }
    // A floor that is absolute stays where it is.
    const solved = withFloor(kase, offset)
    if (solved !== null) return explained(solved.schedule, solved.at, offset)
  }
  return null

  function explained(schedule: Schedule, at: RateAt, offset: number) {
    const { baseLr } = schedule
    const parameters = { base_lr: baseLr, factor: baseLr / plan.baseLr }
    return { cause: 'base-lr' as const, name: `base LR ${baseLr}`, parameters, at, offset, schedule }
  }
}

/** A source read again with the base that its highest row asks for: twice, as what is absolute in it doesn't grow. */
function withFloor(kase: Case, offset: number): { schedule: Schedule; at: RateAt } | null {
  const { plan, series } = kase
  const again = (baseLr: number): Schedule | null =>
    tried(() => {
      const source = plan.source.withBaseLr?.(baseLr) ?? null
      return source === null ? null : planOf(source)
    })
  const planned = kase.planned(offset)
  const top = series.rates.reduce((best, _, row) => (planned(row) > planned(best) ? row : best), 0)
  const step = [series.steps[top]! + offset]
  let [before, rate] = [plan.baseLr, planned(top)]
  let now = (plan.baseLr * series.rates[top]!) / rate
  for (let turn = 0; turn < 6 && Number.isFinite(now) && now > 0; turn++) {
    const nice = Number(now.toPrecision(12))
    const schedule = again(nice)
    if (schedule === null) return null
    const values = new Rates(schedule).many(series.steps.map((each) => each + offset))
    const at: RateAt = (row) => values[row]!
    if (kase.fits(at)) return { schedule, at }
    const [next] = new Rates(schedule).many(step)
    const slope = (next! - rate) / (nice - before)
    ;[before, rate] = [nice, next!]
    now = nice + (series.rates[top]! - next!) / slope
  }
  return null
}

/** The number of the fewest digits between two. */
export function roundest(low: number, high: number): number {
  const middle = (low + high) / 2
  for (let digits = 1; digits <= 15; digits++) {
    const near = Number(middle.toPrecision(digits))
    if (near >= low && near <= high) return near
  }
  return middle
}
