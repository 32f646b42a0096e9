/**
 * Families whose parameters are seen without a search: what holds, what falls by equal factors, what falls by steps.
 */
import { TrainingRun } from '../../run/run.js'
import { createScheduler } from '../../schedulers/create.js'
import { roundest } from '../causes/scale.js'
import { tried } from '../plan.js'
import type { Found } from './candidate.js'
import type { Outline, Points } from './points.js'

/** What they may be. */
export function directly(
  points: Points,
  tolerances: readonly number[],
  outline: Outline,
  offset: number,
  total: number | null,
): Found[] {
  const length = Math.max(total ?? 0, points.steps.at(-1)! + offset + 1, 1)
  const make = (name: string, options: Record<string, unknown>, base: number) =>
    tried(() => ({
      schedulers: [createScheduler(name, options)],
      run: new TrainingRun({ maxDuration: `${length}ba` }),
      baseLr: base,
    }))
  const found: Found[] = []
  const add = (
    name: string,
    options: Record<string, unknown>,
    parameters: Record<string, number>,
    count: number,
    note?: string,
  ) => {
    const schedule = make(name, options, parameters.base_lr!)
    if (schedule !== null) found.push({ name, parameters, count, schedule, ...(note === undefined ? {} : { note }) })
  }
  const { rates } = points
  const { first, last, ramp } = outline
  const base = baseOf(points, tolerances, first, last)
  if (last === rates.length - 1) {
    if (first === 0) add('constant', {}, { base_lr: base }, 1)
    else if (ramp !== null) {
      const length = Math.round(base / ramp.slope)
      if (length >= 1) add('constant_with_warmup', { t_warmup: `${length}ba` }, { base_lr: base, t_warmup: length }, 2)
    }
  }
  if (first === 0) {
    staircase(points, tolerances, offset, add)
    exponential(points, offset, add)
  }
  return found
}

type Add = (
  name: string,
  options: Record<string, unknown>,
  parameters: Record<string, number>,
  count: number,
  note?: string,
) => void

/** The roundest rate that all points at the top may have. */
function baseOf({ rates }: Points, tolerances: readonly number[], first: number, last: number): number {
  let [low, high] = [0, Number.POSITIVE_INFINITY]
  for (let row = first; row <= last; row++) {
    low = Math.max(low, rates[row]! - tolerances[row]!)
    high = Math.min(high, rates[row]! + tolerances[row]!)
  }
  return low <= high ? roundest(low, high) : rates[first]!
}

// Factors that people write.
const GAMMAS = [0.5, 0.1, 0.9, 0.95, 0.96, 0.97, 0.98, 0.99]

/** Equal factors: the logarithm is a line. All that it may be in round numbers are given: the points decide. */
function exponential({ steps, rates }: Points, offset: number, add: Add): void {
  const end = rates.length - 1
  if (rates.some((rate) => !(rate > 0)) || rates[0]! <= rates[end]!) return
  const slope = Math.log(rates[end]! / rates[0]!) / (steps[end]! - steps[0]!)
  const base = rates[0]! * Math.exp(-slope * (steps[0]! + offset))
  const bases = roundings(base, [1, 2, 3, 4, 6])
  for (const gamma of GAMMAS) {
    const decay = Math.log(gamma) / slope
    for (const whole of roundings(decay, [1, 2, 3, 4]).filter(Number.isInteger)) {
      for (const base_lr of bases) {
        add('exponential_decay', { gamma, t_decay: `${whole}ba` }, { base_lr, gamma, t_decay: whole }, 2)
      }
    }
  }
  for (const gamma of [...roundings(Math.exp(slope), [2, 3, 4, 5, 6]), Number(Math.exp(slope).toPrecision(12))]) {
    for (const base_lr of [...bases, base]) add('exponential_decay', { gamma, t_decay: '1ba' }, { base_lr, gamma }, 2)
  }
}

/** A number in fewer digits, where that is nearly it. */
const roundings = (value: number, digits: readonly number[]): number[] => [
  ...new Set(digits.map((each) => Number(value.toPrecision(each))).filter((each) => Math.abs(each / value - 1) < 2e-3)),
]

/** Steps down, by equal factors at equal distances or at any. */
function staircase({ steps, rates }: Points, tolerances: readonly number[], offset: number, add: Add): void {
  const falls = rates.flatMap((rate, row) =>
    row > 0 && Math.abs(rate - rates[row - 1]!) > 2 * tolerances[row]! ? [row] : [],
  )
  if (falls.length === 0 || falls.length > rates.length / 3 || falls.length > 64) return
  const levels = [0, ...falls].map((row) => rates[row]!)
  if (levels.some((level) => !(level > 0))) return
  const gamma = Number((levels[1]! / levels[0]!).toPrecision(10))
  const isEqual = levels.every((level, index) => index === 0 || Math.abs(level / levels[index - 1]! / gamma - 1) < 1e-4)
  if (!isEqual) return
  const round =
    [1, 2, 3].map((digits) => Number(gamma.toPrecision(digits))).find((each) => Math.abs(each / gamma - 1) < 1e-6) ??
    gamma
  const between = falls.map((row): [number, number] => [steps[row - 1]! + offset, steps[row]! + offset])
  // Step i falls at i · length: behind the one point, and not behind the other.
  const low = Math.max(...between.map(([before], index) => before / (index + 1)))
  const high = Math.min(...between.map(([, at], index) => at / (index + 1)))
  const base = baseOf({ steps, rates, halves: [] }, tolerances, 0, falls[0]! - 1)
  if (falls.length > 1 && low < high) {
    const length = Math.ceil(high) - 1 > low ? wholeBetween(low, high) : Math.floor(high)
    const spread = Math.floor(high) - Math.floor(low)
    const note =
      spread > 1 ? `The length of a step is between ${Math.floor(low) + 1} and ${Math.floor(high)}.` : undefined
    if (length > low && length <= high) {
      add(
        'step_decay',
        { t_step: `${length}ba`, gamma: round },
        { base_lr: base, t_step: length, gamma: round },
        3,
        note,
      )
      return
    }
  }
  const milestones = between.map(([before, at]) => wholeBetween(before, at))
  const parameters: Record<string, number> = { base_lr: base, gamma: round }
  for (const [index, milestone] of milestones.entries()) parameters[`milestones[${index}]`] = milestone
  const note = between.some(([before, at]) => at - before > 1)
    ? 'Milestones are known to within a row of the log.'
    : undefined
  add(
    'multi_step_decay',
    { milestones: milestones.map((each) => `${each}ba`), gamma: round },
    parameters,
    2 + milestones.length,
    note,
  )
}

/** The roundest whole number above one and not above another. */
function wholeBetween(low: number, high: number): number {
  for (let digits = 1; digits <= 15; digits++) {
    for (const from of [high, (low + high) / 2]) {
      const near = Number(from.toPrecision(digits))
      if (Number.isInteger(near) && near > low && near <= high) return near
    }
  }
  return Math.floor(high)
}
