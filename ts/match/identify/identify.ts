/**
 * Which schedule a log shows by itself: the families that fit, those of the fewest parameters first.
 */
import { TrainingRun } from '../../run/run.js'
import type { MatchAnswer, MatchedSchedule } from '../answer.js'
import { roundest } from '../causes/scale.js'
import type { Log } from '../log/read.js'
import { bounds, heightOf } from '../numbers.js'
import { seriesOf } from '../series.js'
import { Rates, type Schedule } from '../values.js'
import { configurationOf } from '../written.js'
import type { Candidate, Found } from './candidate.js'
import { directly } from './direct.js'
import { FAMILIES, type FirstStep } from './families.js'
import { type Fitted, fit, type Problem, refit, schedulerOf } from './fit.js'
import { type Outline, outlineOf, type Points, pointsOf, tolerancesOf } from './points.js'

// Fewer points show no schedule.
const FEWEST = 4
// Points that a fit looks at; all are looked at in the end.
const SAMPLE = 48
// What each parameter takes of what was seen, in bits.
const BITS = 10

/** Looks for schedules that have every row. */
export function identify(log: Log): MatchAnswer {
  const series = seriesOf(log, log.rows)
  const points = pointsOf(series)
  if (points === null) return refused(log, 'The log has two runs: at one step there are two rates.')
  const distinct = points.steps.length
  if (distinct < FEWEST) return refused(log, `Too few points: ${distinct} of at least ${FEWEST} that show a schedule.`)
  const tolerances = tolerancesOf(points)
  const outline = outlineOf(points, tolerances)
  const isFlat = points.rates.every((rate) => rate === points.rates[0])
  if (!isFlat && outline.first === distinct - 1) {
    return refused(log, 'Only a part of the warm-up is seen: rates rise to the last row.')
  }
  const offsets = log.update === 'either' ? [0, -1] : [log.update === 'before' ? -1 : 0]
  const found = offsets.flatMap((offset) => candidatesAt(log, points, tolerances, outline, offset))
  found.sort((a, b) => a.count - b.count || a.digits - b.digits)
  const best = likeliest(found)
  const [first] = best
  // Where a tool prints numbers in full, what fits them in full has seen them so.
  const isExact = log.printing === 'shortest' && first !== undefined && first.residual <= 1e-9 * outline.top
  const seen = bitsOf(points, isExact ? tolerances.map(() => 1e-9 * outline.top) : tolerances)
  if (first === undefined) {
    const digits = seen < 5 * BITS ? ' Few digits were seen.' : ''
    return refused(log, `No family that is known here fits all ${distinct} points.${digits}`)
  }
  const schedules = best.map((each) => written(each))
  if (first.count > 1 && seen < BITS * first.count) {
    return refused(log, 'Too few digits: what was printed fits many schedules.', schedules)
  }
  const names = [...new Set(best.filter(({ count }) => count === first.count).map(({ name }) => name))]
  if (names.length > 1) return refused(log, `Families fit equally well: ${names.join(', ')}.`, schedules)
  const few = distinct < first.count + 2 && !isFlat
  if (few) return refused(log, `Too few points: ${distinct} for ${first.count} parameters.`, schedules)
  const read = offsets.length > 1 ? `The rate at step s is read as ${first.offset === 0 ? 'f(s)' : 'f(s − 1)'}.` : null
  const notes = [read, first.note ?? null, ...log.notes].filter((note) => note !== null)
  return { ...NOTHING, schedules, identified: true, reason: notes.join(' ') || null }
}

const NOTHING = { same: null, cause: null, firstStep: null, first: null, largest: null } as const

const refused = (log: Log, reason: string, schedules: readonly MatchedSchedule[] = []): MatchAnswer => ({
  ...NOTHING,
  schedules,
  identified: false,
  reason: [reason, ...log.notes].join(' '),
})

/** Of each family the likeliest. */
function likeliest(found: readonly Candidate[]): Candidate[] {
  const names = new Set<string>()
  return found.filter(({ name }) => !names.has(name) && names.add(name))
}

const written = ({ name, parameters, schedule, residual }: Candidate): MatchedSchedule => ({
  name,
  parameters,
  residual,
  configuration: configurationOf(schedule, name),
})

/** How much the points say: the bits of each rate that there is. */
function bitsOf({ rates }: Points, tolerances: readonly number[]): number {
  const [least, most] = bounds(rates)
  const range = most - least
  const values = new Map(rates.map((rate, row) => [rate, row]))
  let bits = 0
  for (const row of values.values()) bits += Math.max(0, Math.log2(range / (2 * tolerances[row]!) || 1))
  return bits
}

/** All that fit under one reading of the steps. */
function candidatesAt(
  log: Log,
  points: Points,
  tolerances: readonly number[],
  outline: Outline,
  offset: number,
): Candidate[] {
  const fits = (candidate: Found | null): Candidate[] => {
    if (candidate === null) return []
    const rates = new Rates(candidate.schedule).many(points.steps.map((step) => step + offset))
    const apart = rates.map((rate, row) => Math.abs(rate - points.rates[row]!))
    if (!apart.every((each, row) => each <= tolerances[row]!)) return []
    const digits = Object.values(candidate.parameters).reduce<number>((sum, value) => sum + digitsOf(value), 0)
    return [{ ...candidate, offset, residual: heightOf(apart), digits }]
  }
  const found = directly(points, tolerances, outline, offset, log.total).flatMap(fits)
  const sample = sampleOf(points, outline)
  // Of those that fit, those of the fewest parameters are asked for: what has more is not looked for.
  for (const problem of problemsOf(outline, offset)) {
    if (found.some(({ count }) => count < problem.count)) break
    for (const start of problem.family.starts(points, outline, log.total)) {
      const begin = problem.firstStep === null ? start : [...start, problem.length]
      const fitted = begin.length === 0 ? refit(problem, sample, begin) : fit(problem, sample, begin)
      if (fitted === null || !isPlausible(problem, fitted, points, log.total)) continue
      const all = fits(rounded(problem, fitted, points, tolerances, log.total))
      found.push(...all)
      if (all.length > 0) break
    }
  }
  return found
}

/** All families with each ramp, those of the fewest parameters first. */
function problemsOf(outline: Outline, offset: number): (Problem & { count: number; length: number })[] {
  const all = FAMILIES.flatMap((family) =>
    (family.floor === null ? [false] : [false, true]).flatMap((hasFloor) =>
      rampsOf(outline, offset).map((ramp) => {
        const numbers = [hasFloor, ramp.firstStep !== null, ramp.alphaW !== 0].filter(Boolean).length
        return { family, ...ramp, hasFloor, offset, count: 1 + family.parameters.length + numbers }
      }),
    ),
  )
  return all.sort((a, b) => a.count - b.count)
}

// How much longer than the log a run may be, and how steep a power, without being another family's limit.
const LONGEST = 30
const POWERS = [0.1, 12] as const

/** Whether a fit is more than the limit of another family: a power of 20,000 over a million updates is an exponential. */
function isPlausible({ family }: Problem, { values }: Fitted, { steps }: Points, total: number | null): boolean {
  const longest = LONGEST * Math.max(steps.at(-1)!, total ?? 0)
  return family.parameters.every((name, index) => {
    const value = values[index]!
    return name === 'power' ? value >= POWERS[0] && value <= POWERS[1] : value <= longest
  })
}

const digitsOf = (value: number | string): number =>
  typeof value === 'string'
    ? 0
    : Number(value.toPrecision(12)).toExponential().replace(/e.*/, '').replace(/\D/g, '').length

interface Ramp {
  readonly firstStep: FirstStep | null
  readonly alphaW: number
  readonly length: number
}

/** The ramps that the line before the top may be. */
function rampsOf({ ramp, top, first }: Outline, offset: number): Ramp[] {
  if (first === 0) return [{ firstStep: null, alphaW: 0, length: 0 }]
  if (ramp === null) return []
  const { slope, isSupposed } = ramp
  // The line's value at update 0.
  const start = ramp.start - slope * offset
  const length = top / slope
  const near = (value: number) => Math.abs(start - value) < 1e-3 * slope
  const plain: Ramp = { firstStep: 't/w', alphaW: 0, length }
  const early: readonly Ramp[] = [
    { firstStep: '(t+1)/w', alphaW: 0, length },
    { firstStep: '(t+1)/(w+1)', alphaW: 0, length: Math.max(1, length - 1) },
  ]
  if (isSupposed) return [plain, ...early]
  if (near(0)) return [plain]
  if (near(slope)) return [...early]
  return start > 0 ? [{ firstStep: 't/w', alphaW: start / top, length: (top - start) / slope }] : []
}

/** Some points: those about the top and the ends, and others between at equal distances. */
function sampleOf(points: Points, { first, last }: Outline): Points {
  const count = points.steps.length
  const rows = new Set([0, 1, first - 1, first, first + 1, last - 1, last, last + 1, last + 2, count - 2, count - 1])
  const between = Math.max(1, Math.floor(count / SAMPLE))
  for (let row = 0; row < count; row += between) rows.add(row)
  const kept = [...rows].filter((row) => row >= 0 && row < count).sort((a, b) => a - b)
  const of = (values: readonly number[]) => kept.map((row) => values[row]!)
  return { steps: of(points.steps), rates: of(points.rates), halves: of(points.halves) }
}

/** A fit in round numbers where these have every point as well. */
function rounded(
  problem: Problem,
  fitted: Fitted,
  points: Points,
  tolerances: readonly number[],
  total: number | null,
): Found | null {
  const { family, firstStep, alphaW, hasFloor, offset } = problem
  const steps = points.steps.map((step) => step + offset)
  const has = (values: readonly number[], base: number, floor: number): Schedule | null => {
    const scheduler = schedulerOf(problem, values, floor)
    if (scheduler === null) return null
    const length = Math.max(
      total ?? 0,
      Math.ceil(values[family.parameters.indexOf('t_max')] ?? 0),
      steps.at(-1)! + 1,
      1,
    )
    const schedule: Schedule = {
      schedulers: [scheduler],
      run: new TrainingRun({ maxDuration: `${length}ba` }),
      baseLr: base,
    }
    const rates = new Rates(schedule).many(steps)
    return rates.every((rate, row) => Math.abs(rate - points.rates[row]!) <= tolerances[row]!) ? schedule : null
  }
  /** Base and floor in the fewest digits at values. */
  const settled = (values: readonly number[]): { schedule: Schedule; base: number; floor: number } | null => {
    const again = refit(problem, points, values)
    if (again === null || !(again.base > 0)) return null
    for (const floor of hasFloor ? floorsOf(again) : [0]) {
      const scheduler = schedulerOf(problem, values, floor)
      if (scheduler === null) continue
      const shape = new Rates({
        schedulers: [scheduler],
        run: new TrainingRun({ maxDuration: '1ba' }),
        baseLr: 1,
      }).many(steps)
      let [low, high] = [0, Number.POSITIVE_INFINITY]
      for (const [row, value] of shape.entries()) {
        if (!(value > 0)) continue
        low = Math.max(low, (points.rates[row]! - tolerances[row]!) / value)
        high = Math.min(high, (points.rates[row]! + tolerances[row]!) / value)
      }
      if (!(low <= high)) continue
      const base = roundest(low, high)
      const schedule = has(values, base, floor)
      if (schedule !== null) return { schedule, base, floor }
    }
    return null
  }
  for (const values of roundings(problem, fitted.values, total)) {
    const found = settled(values)
    if (found === null) continue
    const { schedule, base, floor } = found
    if (hasFloor && (floor <= 0 || floor >= 1)) return null
    const parameters: Record<string, number | string> = { base_lr: base }
    if (firstStep !== null) parameters.t_warmup = clean(values[family.parameters.length]!)
    for (const [index, name] of family.parameters.entries()) parameters[name] = clean(values[index]!)
    for (const [name, value] of Object.entries(family.more?.(values, values.at(-1) ?? 0) ?? {}))
      parameters[name] = clean(value)
    if (family.floor !== null && floor !== 0) parameters[family.floor] = clean(floor)
    if (alphaW !== 0) parameters.alpha_w = clean(alphaW)
    const count = 1 + values.length + (floor === 0 ? 0 : 1) + (alphaW === 0 ? 0 : 1)
    for (const [name, value] of Object.entries(family.fixed ?? {}))
      if (typeof value === 'string') parameters[name] = value
    if (firstStep !== null && firstStep !== 't/w') parameters.first_step = firstStep
    return { name: family.name, parameters, count, schedule }
  }
  return null
}

const clean = (value: number): number => Number(value.toPrecision(10))

/** Floors near one that people write: of few digits, or such that the least rate has few. */
function floorsOf({ base, floor }: Fitted): number[] {
  const digits = [1, 2, 3, 4]
  const parts = digits.map((each) => Number(floor.toPrecision(each)))
  const rates = digits.slice(0, 3).map((each) => {
    const [lowest, highest] = [Number((base * floor).toPrecision(each)), Number(base.toPrecision(each + 1))]
    return lowest / highest
  })
  return [...parts, ...rates, floor]
}

/** Values near those of a fit, the roundest first: whole updates, the log's own total. */
function roundings({ family }: Problem, values: readonly number[], total: number | null): number[][] {
  const isTime = (index: number) => family.parameters[index] === undefined || family.parameters[index] !== 'power'
  const nice = values.map((value, index) => {
    if (!isTime(index)) return [1, 2, 3].map((digits) => Number(value.toPrecision(digits)))
    const whole = Math.round(value)
    const few = [1, 2, 3].map((digits) => Number(value.toPrecision(digits))).filter((each) => Number.isInteger(each))
    const own = total !== null && Math.abs(total - value) < 0.02 * value + 2 ? [total] : []
    return [...own, ...few.filter((each) => Math.abs(each - value) <= 0.005 * value), whole]
  })
  const all = nice.reduce<number[][]>(
    (lists, choices) => lists.flatMap((list) => [...new Set(choices)].map((choice) => [...list, choice])),
    [[]],
  )
  const whole = values.map((value, index) => (isTime(index) ? Math.max(1, Math.round(value)) : value))
  // Rounder values are tried only near enough: else the digits of the log decide.
  return [...all.slice(0, 40), whole, [...values]]
}
