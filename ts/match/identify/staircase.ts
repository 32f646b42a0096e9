/**
 * Steps down by equal factors, at equal distances or at any, after a ramp or without one.
 */
import { roundest } from '../causes/scale.js'
import type { Read } from './candidate.js'
import type { View } from './view.js'

// More steps are no staircase, but a curve.
const MOST = 64
// Steps before the first row, at most.
const MOST_BEFORE = 20

/** Between which updates each fall is: behind the one, and not behind the other. */
type Between = readonly [after: number, at: number]

/** What steps down may be. */
export function staircase(view: View): Read[] {
  const { points, tolerances, outline } = view
  const { steps, rates } = points
  const { first, ramp } = outline
  if (first > 0 && ramp === null) return []
  const falls = rates.flatMap((rate, row) =>
    row > first && Math.abs(rate - rates[row - 1]!) > 2 * tolerances[row]! ? [row] : [],
  )
  if (falls.length === 0 || falls.length > MOST) return []
  // A curve falls at each row.
  const flats = [first, ...falls].filter((row, index, all) => (all[index + 1] ?? rates.length) - row > 1)
  if (flats.length < falls.length / 2) return []
  const levels = [first, ...falls].map((row) => rates[row]!)
  if (levels.some((level) => !(level > 0))) return []
  const gamma = factorOf(view, levels, falls)
  if (gamma === null) return []
  const top = baseOf(view, first, falls[0]! - 1)
  const between = falls.map((row): Between => [steps[row - 1]!, steps[row]!])
  return rampOptions(view, top).flatMap(({ options, parameters, length, count }) => {
    const base = { base_lr: top, ...parameters }
    const equal = equalSteps(between, length, gamma, first === 0 ? MOST_BEFORE : 0)
    const single = falls.length === 1
    const found: Read[] = equal === null ? [] : equalReads(equal, { options, base, gamma, count: count + 2, single })
    const doubt = first === 0 && equal === null ? lateDoubt(between, steps[0]!) : null
    const isSparse = falls.length > rates.length / 3
    return (single || equal === null) && !isSparse
      ? [
          ...found,
          { ...milestonesRead(between, length, gamma, options, base, count), ...(doubt === null ? {} : { doubt }) },
        ]
      : found
  })
}

/** The roundest rate that all points in a row of them may have. */
export function baseOf({ points: { rates }, tolerances }: View, first: number, last: number): number {
  let [low, high] = [0, Number.POSITIVE_INFINITY]
  for (let row = first; row <= last; row++) {
    low = Math.max(low, rates[row]! - tolerances[row]!)
    high = Math.min(high, rates[row]! + tolerances[row]!)
  }
  return low <= high ? roundest(low, high) : rates[first]!
}

/** The factor from level to level, in few digits where that is it; null where there is no single one. */
function factorOf({ tolerances, points: { rates } }: View, levels: readonly number[], falls: readonly number[]) {
  let [low, high] = [0, Number.POSITIVE_INFINITY]
  for (const [index, row] of falls.entries()) {
    const [from, to] = [levels[index]!, levels[index + 1]!]
    const off = tolerances[row]! / to + tolerances[row - 1]! / from + 1e-10
    low = Math.max(low, (to / from) * (1 - off))
    high = Math.min(high, (to / from) * (1 + off))
  }
  if (low > high || rates.length === 0) return null
  const middle = (low + high) / 2
  const round = [1, 2, 3]
    .map((digits) => Number(middle.toPrecision(digits)))
    .find((each) => each >= low && each <= high)
  return round ?? Number(middle.toPrecision(10))
}

interface RampRead {
  readonly options: Readonly<Record<string, unknown>>
  readonly parameters: Readonly<Record<string, number>>
  readonly length: number
  readonly count: number
}

/** The ramp that leads to a top, from whose end steps count, or from update 0. */
function rampOptions({ outline: { first, ramp } }: View, top: number): RampRead[] {
  if (first === 0) return [{ options: {}, parameters: {}, length: 0, count: 1 }]
  const { start, slope, isSupposed } = ramp!
  // A line that begins a step late, or above zero, is another ramp.
  if (!isSupposed && Math.abs(start) > 1e-2 * top && Math.abs(start) > 0.5 * slope) return []
  const length = Math.round((top - start) / slope)
  if (length < 1) return []
  const read = { options: { t_warmup: `${length}ba` }, parameters: { t_warmup: length }, count: 2 }
  return [
    { ...read, length },
    { ...read, options: { ...read.options, warmup_prefix: false }, length: 0 },
  ]
}

/** Whether falls are at equal distances from a ramp's end before the first row. */
function lateDoubt(between: readonly Between[], begin: number): string | null {
  let [low, high] = [0, Number.POSITIVE_INFINITY]
  for (const [index, [after, at]] of between.entries()) {
    for (const [before, [from, to]] of between.slice(0, index).entries()) {
      low = Math.max(low, (after - to) / (index - before))
      high = Math.min(high, (at - from) / (index - before))
    }
  }
  if (between.length < 2 || low >= high || between[0]![1] - begin > high + begin) return null
  return `The log begins at update ${begin}: multi_step_decay and step_decay after a warm-up that is not seen fit equally well.`
}

interface Equal {
  readonly length: number
  /** Steps before the first that is seen. */
  readonly before: number
  readonly note: string | null
}

/** The length of equal steps from a begin, of which some may be before the first row; null where they are not equal. */
function equalSteps(between: readonly Between[], begin: number, gamma: number, most: number): Equal | null {
  for (let before = 0; before <= most; before++) {
    const low = Math.max(...between.map(([after], index) => (after - begin) / (index + 1 + before)))
    const high = Math.min(...between.map(([, at], index) => (at - begin) / (index + 1 + before)))
    if (!(low < high) || high < 1) continue
    const [least, most] = [Math.floor(low) + 1, Math.floor(high)]
    if (least > most) continue
    // The first row is before the first step that is seen, and behind those that are not.
    const length = wholeBetween(low, high)
    if (!(length > low && length <= high) || !(gamma ** -before < 1e12)) continue
    const note = least === most ? null : `The length of a step is between ${least} and ${most}.`
    return { length, before, note }
  }
  return null
}

interface EqualReading {
  readonly options: Readonly<Record<string, unknown>>
  readonly base: Readonly<Record<string, number>>
  readonly gamma: number
  readonly count: number
  readonly single: boolean
}

/** Equal steps; an exponential with a staircase is the same. */
function equalReads({ length, before, note }: Equal, { options, base, gamma, count, single }: EqualReading): Read[] {
  const base_lr = Number((base.base_lr! * gamma ** -before).toPrecision(12))
  const parameters = { ...base, base_lr }
  const noted = note === null ? {} : { note }
  const steps: Read = {
    name: 'step_decay',
    options: { ...options, t_step: `${length}ba`, gamma },
    parameters: { ...parameters, t_step: length, gamma },
    count,
    // Of one step alone it isn't known whether another comes.
    rank: single ? 2 : 1,
    ...noted,
  }
  return [steps]
}

/** Steps at any distances. */
function milestonesRead(
  between: readonly Between[],
  begin: number,
  gamma: number,
  options: Readonly<Record<string, unknown>>,
  base: Readonly<Record<string, number>>,
  count: number,
): Read {
  const milestones = between.map(([after, at]) => wholeBetween(after - begin, at - begin))
  const parameters: Record<string, number> = { ...base, gamma }
  for (const [index, milestone] of milestones.entries()) parameters[`milestones[${index}]`] = milestone
  const isRough = between.some(([after, at]) => at - after > 1)
  return {
    name: 'multi_step_decay',
    options: { ...options, milestones: milestones.map((each) => `${each}ba`), gamma },
    parameters,
    count: count + 1 + milestones.length,
    ...(isRough ? { note: 'Milestones are known to within a row of the log.' } : {}),
  }
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
