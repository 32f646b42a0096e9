/**
 * Another length: another scale schedule ratio, where the plan has one, or another total.
 */
import { withRatio, withTotal } from '../plan.js'
import type { Finder } from './explanation.js'
import { solve } from './solve.js'

// How much longer or shorter than planned.
const MOST = 32
// Of a plan as short as this all totals up to four times as long are tried.
const SHORT = 150

/** Values in equal ratios around one. */
const around = (value: number, count: number): number[] =>
  Array.from({ length: 2 * count + 1 }, (_, index) => value * MOST ** ((index - count) / count))

export const findRatio: Finder = (kase) => {
  const { plan } = kase
  if (!plan.hasRatio || !kase.isCredible(1e4)) return null
  const ratio = plan.run.scaleScheduleRatio
  const at = (value: number) => [withRatio(plan, value)].filter((schedule) => schedule !== null)
  const found = solve(kase, {
    values: [...new Set([...around(ratio, 60), 1, 0.5, 2])].sort((a, b) => a - b),
    schedulesAt: at,
    allAt: at,
    between: (low, high) => (high - low < 1e-9 * high ? null : Math.sqrt(low * high)),
    near: roundRatios,
  })
  if (found === null) return null
  const parameters = { ssr: found.value }
  return { cause: 'ssr', name: `ssr ${found.value}`, parameters, ...found }
}

/** Ratios near one that people write: of few digits, and of small numbers. */
function roundRatios(value: number): number[] {
  const decimals = [1, 2, 3, 4, 5, 6].map((digits) => Number(value.toPrecision(digits)))
  const parts = Array.from({ length: 16 }, (_, index) => index + 1).map((part) => Math.round(value * part) / part)
  return [...decimals, ...parts].filter((near) => near > 0 && Math.abs(near - value) < 0.01 * value)
}

export const findTotal: Finder = (kase) => {
  const { plan } = kase
  const { total } = plan
  if (total === null || !kase.isCredible(1e4)) return null
  const { unscaled } = plan.run
  // In epochs a run has a whole number of them.
  const unit = unscaled.unit === 'ep' ? Math.max(1, total / unscaled.value) : 1
  const whole = (value: number) => Math.max(1, Math.round(value / unit)) * unit
  const logged = kase.log.total === null ? [] : [kase.log.total]
  const count = total / unit > SHORT ? 0 : Math.ceil((4 * total) / unit)
  const short = Array.from({ length: count }, (_, index) => (index + 1) * unit)
  const values = [...logged, ...around(total, 75).map(whole), ...short]
  const near = (value: number) => {
    const rounded = [1, 2, 3].map((digits) => Number(value.toPrecision(digits)))
    return [...rounded.filter((each) => Math.abs(each - value) < 0.02 * value), value - unit, value + unit].map(whole)
  }
  const found = solve(kase, {
    values: [...new Set(values)].filter((value) => value !== total && value >= 1).sort((a, b) => a - b),
    schedulesAt: (value) => withTotal(plan, value, false),
    allAt: (value) => withTotal(plan, value),
    between: (low, high) => {
      const middle = whole((low + high) / 2)
      return middle <= low || middle >= high ? null : middle
    },
    near: (value) => near(value).filter((each) => each !== total),
  })
  if (found === null) return null
  const parameters = { total: found.value }
  return { cause: 'total', name: `total ${found.value}`, parameters, ...found }
}
