/**
 * Which schedule a log shows by itself: the families that fit, those of the fewest parameters first.
 */
import type { MatchAnswer, MatchedSchedule } from '../answer.js'
import type { Log } from '../log/read.js'
import { bounds, heightOf } from '../numbers.js'
import { exactSeries, seriesOf } from '../series.js'
import { Rates } from '../values.js'
import { configurationOf } from '../written.js'
import type { Candidate, Found } from './candidate.js'
import { directly } from './direct.js'
import { FAMILIES } from './families.js'
import type { Family } from './family.js'
import { fit, type Problem } from './fit.js'
import { outlineOf, type Points, pointsOf, tolerancesOf } from './points.js'
import { NO_RAMP, rampsOf, unseenRamps } from './ramps.js'
import { rounded } from './round.js'
import { turnsOf } from './turns.js'
import type { View } from './view.js'

// Fewer points show no schedule.
const FEWEST = 4
// Points that a fit looks at; all are looked at in the end.
const SAMPLE = 48
// Turns at each end whose rows are among these.
const SOME_TURNS = 6
// What each parameter takes of what was seen, in bits.
const BITS = 10
// How many more digits a schedule has that is only near another.
const ROUNDER = 6
// Updates at which two schedules are held against each other.
const COMPARED = 4096

/** Looks for schedules that have every row. */
export function identify(log: Log): MatchAnswer {
  // Rates of one or two digits are more often exact than rounded: 0.1 and 0.2 are no 0.15.
  const series = exactSeries(log, log.rows) ?? seriesOf(log, log.rows)
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
  const found = offsets.flatMap((offset) => candidatesAt(log, points, offset))
  found.sort((a, b) => a.count - b.count || (a.rank ?? 1) - (b.rank ?? 1) || a.digits - b.digits)
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
  const alike = best.filter((each) => each !== first && each.count === first.count)
  // What fits in round numbers alone is no coincidence.
  const others = alike.filter(
    (each) => each.digits < first.digits + ROUNDER && !isSameCurve(first, each, points, log.total),
  )
  if (others.length > 0) {
    const names = [first, ...others].map(({ name }) => name)
    return refused(log, `Families fit equally well: ${names.join(', ')}.`, schedules)
  }
  if (first.doubt !== undefined) return refused(log, first.doubt, schedules)
  const few = distinct < first.count + 2 && !isFlat
  if (few) return refused(log, `Too few points: ${distinct} for ${first.count} parameters.`, schedules)
  const read = offsets.length > 1 ? `The rate at step s is read as ${first.offset === 0 ? 'f(s)' : 'f(s − 1)'}.` : null
  const equal = alike.filter((each) => isSameCurve(first, each, points, log.total))
  const same = equal.length === 0 ? null : `The same curve is ${equal.map(({ name }) => name).join(', ')}.`
  const notes = [read, first.note ?? null, same, lateNote(points), ...log.notes].filter((note) => note !== null)
  return { ...NOTHING, schedules, identified: true, reason: notes.join(' ') || null }
}

/** What isn't seen of a log that begins late. */
function lateNote({ steps, rates }: Points): string | null {
  const [begin, next] = steps as [number, number]
  const isLate = begin > next - begin + 1 && rates.some((rate) => rate !== rates[0])
  return isLate ? `The log begins at step ${begin}: what was before, such as a ramp, is not seen.` : null
}

/** Whether two are the same at every update of the run, as far as one knows how long it is. */
function isSameCurve(one: Candidate, other: Candidate, { steps, rates }: Points, total: number | null): boolean {
  if (one.offset !== other.offset) return false
  const end = Math.max(steps.at(-1)! + one.offset + 1, total ?? 0)
  const stride = Math.max(1, Math.ceil(end / COMPARED))
  const updates = Array.from({ length: Math.ceil(end / stride) }, (_, index) => index * stride)
  const [a, b] = [one, other].map(({ schedule }) => new Rates(schedule).many(updates)) as [number[], number[]]
  const near = 1e-6 * heightOf(rates) + 2 * Math.max(one.residual, other.residual)
  return a.every((rate, index) => Math.abs(rate - b[index]!) <= near)
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
function candidatesAt(log: Log, read: Points, offset: number): Candidate[] {
  const points = { ...read, steps: read.steps.map((step) => Math.max(0, step + offset)) }
  const tolerances = tolerancesOf(points)
  const outline = outlineOf(points, tolerances)
  const view: View = { points, tolerances, outline, turns: turnsOf(points, tolerances), total: log.total }
  const fits = (candidate: Found, doubt: string | null): Candidate[] => {
    const rates = new Rates(candidate.schedule).many(points.steps)
    const apart = rates.map((rate, row) => Math.abs(rate - points.rates[row]!))
    if (!apart.every((each, row) => each <= tolerances[row]!)) return []
    const digits = Object.values(candidate.parameters).reduce<number>((sum, value) => sum + digitsOf(value), 0)
    return [{ ...candidate, offset, residual: heightOf(apart), digits, ...(doubt === null ? {} : { doubt }) }]
  }
  const found = directly(view).flatMap(({ doubt = null, ...each }) => fits(each, doubt))
  const sample = sampleOf(view)
  // Of those that fit, those of the fewest parameters are asked for: what has more is not looked for.
  for (const problem of problemsOf(view)) {
    if (found.some(({ count }) => count < problem.count)) break
    const { family, ramp } = problem
    for (const start of family.starts(view, ramp)) {
      const begin = ramp.firstStep === null ? start : [...start, ramp.length]
      const values = fit(problem, sample.points, sample.tolerances, begin)
      if (values === null || !isPlausible(problem, values, view)) continue
      const all = rounded(problem, values, view, sample).flatMap((each) => fits(each, doubtOf(each, problem, view)))
      found.push(...all)
      if (all.length > 0) break
    }
  }
  return found
}

/** Why what fits is not believed: too little was seen of where it begins, or of what comes again. */
function doubtOf({ parameters }: Found, { family, ramp }: Problem, view: View): string | null {
  const [begin, next] = view.points.steps as [number, number]
  if (ramp.isUnseen === true && begin > next - begin) {
    return family.risesAgain === true
      ? `The log begins at update ${begin}, behind a warm-up: which cycle it begins in is not seen.`
      : `The log begins at update ${begin}, behind a rise: ${family.name} and one_cycle fit equally well.`
  }
  const length = parameters.t_warmup
  if (ramp.isSupposed === true && typeof length === 'number' && !Number.isInteger(length)) {
    return 'Too few points: one row of the warm-up is seen, which a line from zero to a whole update does not have.'
  }
  return family.doubt?.(view) ?? null
}

/** All families with each ramp, those of the fewest parameters first. */
function problemsOf(view: View): Problem[] {
  const { points, tolerances, outline } = view
  const ramps = rampsOf(points, tolerances, outline)
  const unseen = unseenRamps(view)
  const none = ramps.length === 1 && ramps[0]!.firstStep === null ? ramps : [NO_RAMP]
  const rampsFor = ({ hasRamp = true, showsRamp = false, risesAgain = false }: Family) => {
    if (!hasRamp) return none
    // The first rise of what rises again may be a part of it.
    const first = risesAgain && none[0] !== ramps[0] ? [...ramps, NO_RAMP] : ramps
    return showsRamp ? [...first, ...unseen] : first
  }
  // What rises again after it fell is one of those that do.
  const isAgain = view.turns.troughs.length > 0
  const all = FAMILIES.filter(({ risesAgain = false }) => risesAgain === isAgain).flatMap((family) =>
    (family.floor === null ? [false] : family.start === undefined ? [false, true] : [true]).flatMap((hasFloor) =>
      rampsFor(family).map((ramp) => {
        const numbers = [hasFloor, ramp.firstStep !== null, ramp.hasStart || family.start !== undefined].filter(Boolean)
        return { family, ramp, hasFloor, count: 1 + family.parameters.length + numbers.length }
      }),
    ),
  )
  return all.sort((a, b) => a.count - b.count)
}

// How much longer than the log a run may be, and how steep a power, without being another family's limit.
const LONGEST = 30
const POWERS = [0.1, 12] as const

/** Whether a fit is more than the limit of another family: a power of 20,000 over a million updates is an exponential. */
function isPlausible(
  { family, ramp }: Problem,
  values: readonly number[],
  { points: { steps }, total }: View,
): boolean {
  const longest = LONGEST * Math.max(steps.at(-1)!, total ?? 0)
  if (ramp.isUnseen === true && values.at(-1)! > steps[0]! + 1e-6) return false
  return family.parameters.every((name, index) => {
    const value = values[index]!
    // A power of one is a line.
    if (name === 'power' && Math.abs(value - 1) < 2e-3) return false
    return name === 'power' ? value >= POWERS[0] && value <= POWERS[1] : value <= longest
  })
}

const digitsOf = (value: number | string): number =>
  typeof value === 'string'
    ? 0
    : Number(value.toPrecision(12)).toExponential().replace(/e.*/, '').replace(/\D/g, '').length

/** The rows at some of the turns: the first and the last of them. */
function turningRows({ turns: { peaks, troughs }, points: { steps } }: View): number[] {
  const all = [...peaks, ...troughs].sort((a, b) => a - b)
  const some = all.length <= 2 * SOME_TURNS ? all : [...all.slice(0, SOME_TURNS), ...all.slice(-SOME_TURNS)]
  return some.map((turn) => steps.findIndex((step) => step >= turn - 1e-9))
}

/** Some points: those about the top and the ends, and others between at equal distances. */
function sampleOf(view: View): View {
  const { points, tolerances } = view
  const { first, last } = view.outline
  const count = points.steps.length
  const rows = new Set([0, 1, first - 1, first, first + 1, last - 1, last, last + 1, last + 2, count - 2, count - 1])
  const between = Math.max(1, Math.floor(count / SAMPLE))
  for (let row = 0; row < count; row += between) rows.add(row)
  for (const row of turningRows(view)) for (const beside of [row - 1, row, row + 1]) rows.add(beside)
  const kept = [...rows].filter((row) => row >= 0 && row < count).sort((a, b) => a - b)
  const of = (values: readonly number[]) => kept.map((row) => values[row]!)
  const sampled = { steps: of(points.steps), rates: of(points.rates), halves: of(points.halves) }
  return { ...view, points: sampled, tolerances: of(tolerances) }
}
