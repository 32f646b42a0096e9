/**
 * A fit in round numbers, and under each name that it has, where these have every point as well.
 */
import { TrainingRun } from '../../run/run.js'
import { roundest } from '../causes/scale.js'
import { Rates, type Schedule } from '../values.js'
import type { Found } from './candidate.js'
import type { Spelling } from './family.js'
import { isTime, type Problem, shapeOf, time } from './fit.js'
import { oneCycles } from './one-cycle.js'
import type { Points } from './points.js'
import { type Heights, type Shape, schedulerOf, solved } from './shape.js'
import type { View } from './view.js'

// More ways of rounding are not tried.
const MOST = 40

/** Of each name that a fit has the roundest that has every point. */
export function rounded(problem: Problem, values: readonly number[], view: View, sample: View): Found[] {
  const found: Found[] = []
  for (const shapes of spelled(problem, values, view)) {
    for (const shape of shapes) {
      const heights = settled(shape, problem, sample)
      const schedule = heights === null ? null : scheduleOf(shape, heights, view)
      if (schedule === null) continue
      // Heights of all points, where those of some are not near enough.
      const all = settled(shape, problem, view)
      if (all === null) continue
      const last = scheduleOf(shape, all, view)
      if (last === null || !hasAll(last, view)) continue
      found.push(candidateOf(shape, all, problem, last))
      break
    }
  }
  return found
}

function candidateOf(shape: Shape, { base, start, floor }: Heights, problem: Problem, schedule: Schedule): Found {
  // A floor that was not asked for is one number more; that of a line is seen by where it would be zero.
  const isMore = floor !== 0 && !problem.hasFloor && problem.family.name !== 'linear_decay'
  const count = problem.count + (isMore ? 1 : 0)
  const parameters: Record<string, number | string> = { base_lr: base }
  for (const [name, value] of Object.entries(shape.parameters)) if (typeof value === 'number') parameters[name] = value
  if (shape.floor !== null && floor !== 0) parameters[shape.floor] = clean(floor)
  if (shape.start !== null) parameters[shape.start] = clean(start)
  for (const [name, value] of Object.entries(shape.parameters)) if (typeof value !== 'number') parameters[name] = value
  const { name, rank, note } = shape
  const optional = {
    ...(rank === undefined ? {} : { rank }),
    ...(note === undefined ? {} : { note: note({ start, floor }) }),
  }
  return { name, parameters, count, schedule, ...optional }
}

/** The shapes that a fit may have been, by name; of each the likeliest first. */
function spelled(problem: Problem, values: readonly number[], view: View): Shape[][] {
  const { family, ramp } = problem
  const own = roundings(problem, values, view.total).map((each) => shapeOf(problem, each))
  const length = ramp.firstStep === null ? 0 : values[family.parameters.length]!
  const ramps = ramp.firstStep === null ? [0] : [...new Set([...nice(length), Math.round(length), length])]
  const others = ramps.flatMap((each) => {
    const exact = [...values.slice(0, family.parameters.length), ...(ramp.firstStep === null ? [] : [each])]
    const all = [...(family.spellings?.(exact, each, view) ?? []), ...cyclesOf(problem, exact, each, view)]
    return all.map((spelling) => shapeOfSpelling(problem, spelling, each))
  })
  const names = [...new Set(others.map(({ name }) => name))].filter((name) => name !== family.name)
  return [
    [...others.filter(({ name }) => name === family.name), ...own],
    ...names.map((name) => others.filter((shape) => shape.name === name)),
  ]
}

/** A ramp and a decay may be the two phases of one cycle. */
function cyclesOf({ family, ramp }: Problem, values: readonly number[], length: number, view: View): Spelling[] {
  if (ramp.firstStep !== 't/w' || family.fixed !== undefined) return []
  if (family.name === 'cosine_decay' && ramp.rise === 'cosine') {
    return oneCycles(values, length, view, 'cosine', ramp.hasStart)
  }
  const isLine = family.name === 'linear_decay' && ramp.rise === 'linear' && ramp.hasStart
  return isLine ? oneCycles(values, length, view, 'linear', true) : []
}

function shapeOfSpelling(problem: Problem, spelling: Spelling, ramp: number): Shape {
  const { family } = problem
  const isCycle = spelling.name === 'one_cycle'
  const own = shapeOf(problem, [...family.parameters.map(() => 1), ...(problem.ramp.firstStep === null ? [] : [ramp])])
  const ofRamp = (values: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(Object.entries(values).filter(([name]) => /^(t_warmup|warmup|first_step)$/.test(name)))
  const { parameters, fixed = {}, name, rank, note } = spelling
  const times = Object.entries(parameters).map(([each, value]) => [each, isTime(each) ? time(value) : value])
  const texts = Object.entries(fixed).filter(([, value]) => typeof value === 'string')
  return {
    name,
    options: { ...(isCycle ? {} : ofRamp(own.options)), ...fixed, ...Object.fromEntries(times) },
    parameters: {
      ...(isCycle ? {} : (ofRamp(own.parameters) as Record<string, number>)),
      ...Object.fromEntries(Object.entries(parameters).map(([each, value]) => [each, clean(value)])),
      ...(Object.fromEntries(texts) as Record<string, string>),
    },
    start: isCycle ? 'alpha_i' : own.start,
    rise: isCycle ? parameters.t_peak! : ramp,
    floor: isCycle ? 'alpha_f' : problem.hasFloor && name === family.name ? family.floor : null,
    ...(isCycle && family.name === 'one_cycle' ? { isMixed: true } : {}),
    ...(rank === undefined ? {} : { rank }),
    ...(note === undefined ? {} : { note }),
  }
}

/** The run that a schedule is in, at its heights. */
function scheduleOf(shape: Shape, heights: Heights, { points, total }: View): Schedule | null {
  const scheduler = schedulerOf(shape, heights)
  if (scheduler === null) return null
  const end = shape.parameters.t_max ?? shape.parameters.t_end
  const length = Math.max(total ?? 0, typeof end === 'number' ? Math.ceil(end) : 0, points.steps.at(-1)! + 1, 1)
  const run = new TrainingRun({ maxDuration: `${length}ba` })
  return { schedulers: [scheduler], run, baseLr: heights.base }
}

const hasAll = (schedule: Schedule, { points, tolerances }: View): boolean =>
  new Rates(schedule).many(points.steps).every((rate, row) => Math.abs(rate - points.rates[row]!) <= tolerances[row]!)

/** Heights in the fewest digits with which a shape has every point; null where there are none. */
function settled(shape: Shape, problem: Problem, view: View): Heights | null {
  const { points, tolerances } = view
  const exact = solved(shape, points, tolerances)
  if (exact === null || exact.left.some((each) => Math.abs(each) > 3)) return null
  const { base: top, start, floor } = exact
  if (problem.hasFloor && shape.floor !== null && (floor <= 0 || floor >= 1)) return null
  if (shape.start !== null && shape.start !== 'alpha_i' && (start <= 0 || start >= 1)) return null
  // One cycle may begin at zero, and end there.
  if (start < -1e-6 || start > 1 || floor < -1e-6) return null
  const floors = shape.floor === null ? [0] : partsOf(floor, top, start)
  const starts = shape.start === null ? [0] : partsOf(start, top, 0)
  for (const from of starts) {
    for (const end of floors) {
      const base = baseOf(shape, { start: from, floor: end }, points, tolerances)
      if (base !== null) return { base, start: from, floor: end }
      // Only the roundest of both are tried together.
      if (from !== starts[0] && end !== floors[0] && starts.length * floors.length > MOST) break
    }
  }
  return null
}

/** The roundest base with which every row is as printed; null where there is none. */
function baseOf(
  shape: Shape,
  heights: Omit<Heights, 'base'>,
  { steps, rates }: Points,
  tolerances: readonly number[],
): number | null {
  const scheduler = schedulerOf(shape, heights)
  if (scheduler === null) return null
  const run = new TrainingRun({ maxDuration: '1ba' })
  const values = new Rates({ schedulers: [scheduler], run, baseLr: 1 }).many(steps)
  let [low, high] = [0, Number.POSITIVE_INFINITY]
  for (const [row, value] of values.entries()) {
    if (!(value > 0)) {
      if (Math.abs(rates[row]!) > tolerances[row]!) return null
      continue
    }
    low = Math.max(low, (rates[row]! - tolerances[row]!) / value)
    high = Math.min(high, (rates[row]! + tolerances[row]!) / value)
  }
  return low <= high ? roundest(low, high) : null
}

const clean = (value: number): number => Number(value.toPrecision(10))

/** Parts near one that people write: of few digits, of which one is few of another, or such that the rate has few. */
function partsOf(part: number, base: number, of: number): number[] {
  if (Math.abs(part) < 1e-12) return [0]
  const digits = [1, 2, 3, 4]
  const parts = digits.map((each) => Number(part.toPrecision(each)))
  const quotients = digits.slice(0, 3).map((each) => 1 / Number((1 / part).toPrecision(each)))
  const further = of > 0 ? digits.slice(0, 3).map((each) => niceStart(of) / Number((of / part).toPrecision(each))) : []
  const rates = digits.slice(0, 3).map((each) => {
    const [lowest, highest] = [Number((base * part).toPrecision(each)), Number(base.toPrecision(each + 1))]
    return lowest / highest
  })
  return [...new Set([...parts, ...quotients, ...further, ...rates, part])]
}

/** One over a number of few digits, where that is nearly it. */
const niceStart = (part: number): number => {
  const near = 1 / Number((1 / part).toPrecision(3))
  return Math.abs(near / part - 1) < 1e-3 ? near : part
}

/** A length in few digits, where that is nearly it. */
const nice = (value: number): number[] =>
  [1, 2, 3]
    .map((digits) => Number(value.toPrecision(digits)))
    .filter((each) => Number.isInteger(each) && Math.abs(each - value) <= 0.005 * value)

/** Values near those of a fit, the roundest first: whole updates, the log's own total. */
function roundings({ family }: Problem, values: readonly number[], total: number | null): number[][] {
  const choices = values.map((value, index) => {
    if (!isTime(family.parameters[index])) return [1, 2, 3, 4].map((digits) => Number(value.toPrecision(digits)))
    const own = total !== null && Math.abs(total - value) < 0.02 * value + 2 ? [total] : []
    return [...own, ...nice(value), Math.round(value)]
  })
  const all = choices.reduce<number[][]>(
    (lists, each) => lists.flatMap((list) => [...new Set(each)].map((choice) => [...list, choice])),
    [[]],
  )
  const whole = values.map((value, index) =>
    isTime(family.parameters[index]) ? Math.max(1, Math.round(value)) : value,
  )
  // Rounder values are tried only near enough: else the digits of the log decide.
  return [...all.slice(0, MOST), whole, [...values]]
}
