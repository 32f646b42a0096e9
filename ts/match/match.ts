/**
 * Whether a run trained as planned: its log held against a plan, and if it differs, why; or which schedule a log shows.
 */
import type { TrainingConfig } from '../config/read.js'
import type { MatchAnswer, MatchedSchedule } from './answer.js'
import { Case, type RateAt } from './case.js'
import type { Explanation } from './causes/explanation.js'
import { CAUSES } from './causes/registry.js'
import { findBase } from './causes/scale.js'
import { nameOf } from './causes/shift.js'
import { identify } from './identify/identify.js'
import { type Log, readLog } from './log/read.js'
import type { LogRow } from './log/types.js'
import { heightOf, largestOf } from './numbers.js'
import { type MatchPlan, type Plan, planOf } from './plan.js'
import { runsOf } from './runs.js'
import { exactSeries, type Series, seriesOf } from './series.js'
import { configurationOf, has, knotsOf } from './written.js'

/** How a log is matched. */
export interface MatchOptions {
  /** What was planned: of `readConfig`, of `importSchedule` (with its `library`), or a schedule and its run. */
  readonly plan?: MatchPlan | TrainingConfig
  /** Which rate of the log, where several differ. */
  readonly column?: string
  /** What messages call the log. Default 'log'. */
  readonly file?: string
}

/**
 * Holds a log of training against its plan: whether every rate is as planned, to the last place that the log prints, and
 * if not, the first of these causes that explains every row: one step late or early, accumulation, another ratio or
 * total, a warm-up that began again, steps that were skipped, float32, another base rate. Without a plan: the schedules
 * that fit, those of the fewest parameters first. See docs/match.md.
 *
 * @param log - the text of a log, or what `readLog` made of it
 * @throws LogError for a log that can't be read; what the plan's own schedule throws
 *
 * @example
 * ```ts
 * const plan = { scheduler: new LinearScheduler(), run: new TrainingRun({ maxDuration: '100ba' }), baseLr: 0.1 }
 * const log = [10, 20, 30, 40, 50].map((step) => JSON.stringify({ step, lr: 0.1 * (1 - (step - 1) / 100) })).join('\n')
 * const { same, cause, firstStep } = matchLog(log, { plan })
 * same // => false
 * cause // => 'one-step-late'
 * firstStep // => 10
 * ```
 */
export function matchLog(log: string | Log, options: MatchOptions = {}): MatchAnswer {
  const { plan, ...how } = options
  const read = typeof log === 'string' ? readLog(log, how) : log
  if (plan === undefined) return identify(read)
  return new Match(read, planOf(plan)).answer()
}

// Six digits and a half: what float32 tells is enough.
const LITTLE = 1e-5

// More are rows in another order.
const MOST_RUNS = 8

/** One log and its plan. */
class Match {
  readonly #log: Log
  readonly #plan: Plan
  readonly #notes: string[]

  constructor(log: Log, plan: Plan) {
    this.#log = log
    this.#notes = [...log.notes]
    this.#plan = plan
    const { total } = log
    if (total !== null && plan.hasTotal && plan.total !== null && total !== plan.total) {
      this.#notes.push(`Plan and log disagree on the total: ${plan.total} updates are planned, the log says ${total}.`)
    }
  }

  answer(): MatchAnswer {
    const { rows } = this.#log
    const runs = runsOf(rows)
    // A run that was appended is no part of the one before that began again.
    const isSeveral = runs.length > 1 && runs.length <= MOST_RUNS
    const each = isSeveral ? this.#judgeRuns(runs) : null
    if (each !== null) return each
    const answer = this.#judge(rows)
    if (answer.identified || !isSeveral) return answer
    return { ...answer, reason: joined([`The log has ${runs.length} runs, one after another.`, answer.reason]) }
  }

  /** Of runs that were appended each on its own; null where they are not all explained. */
  #judgeRuns(runs: readonly LogRow[][]): MatchAnswer | null {
    const judged = runs.map((run) => this.#judge(run))
    if (judged.every(({ same }) => same)) return null
    const causes = new Set(judged.filter(({ same }) => same !== true).map(({ cause }) => cause))
    if (causes.size !== 1 || causes.has(null)) return null
    const index = judged.findIndex(({ same }) => same !== true)
    const found = judged[index]!
    const which = `The log has ${runs.length} runs, one after another; this is run ${index + 1}, the others ${
      judged.every(({ same }, other) => other === index || same) ? 'are as planned' : 'differ too'
    }.`
    return {
      ...found,
      largest: Math.max(...judged.map(({ largest }) => largest ?? 0)),
      reason: joined([which, found.reason]),
    }
  }

  /** A series of rows, with means of several steps left out where they hinder. */
  #judge(rows: readonly LogRow[]): MatchAnswer {
    const answer = this.#judgeRows(rows)
    const single = rows.filter(({ isBucket }) => isBucket !== true)
    if (answer.identified || single.length === rows.length || single.length < 2) return answer
    const left = this.#judgeRows(single)
    if (!left.identified) return answer
    const note = `${rows.length - single.length} rows are means of several steps, and are left out.`
    return { ...left, reason: joined([left.reason, note]) }
  }

  #judgeRows(rows: readonly LogRow[]): MatchAnswer {
    const series = seriesOf(this.#log, rows)
    const exact = exactSeries(this.#log, rows)
    // Numbers of one or two digits are more often exact than rounded.
    const kases = [...(exact === null ? [] : [exact]), series].map((each) => this.#case(each))
    for (const kase of kases) {
      const answer = this.#explain(kase)
      if (answer !== null) return answer
    }
    return this.#unexplained(kases.at(-1)!)
  }

  /** The case, with the base of the log where the plan has none. */
  #case(series: Series): Case {
    const kase = new Case(this.#log, this.#plan, series)
    if (this.#plan.hasLr) return kase
    const based = findBase(kase)
    const guess = based?.schedule?.baseLr ?? guessBase(kase)
    return guess === null
      ? kase
      : new Case(this.#log, planOf({ ...this.#plan.source, baseLr: guess, assumed: [], hasLr: true }), series)
  }

  #explain(kase: Case): MatchAnswer | null {
    const offset = kase.offsets.find((each) => kase.fits(kase.planned(each)))
    if (offset !== undefined) return this.#same(kase, offset)
    const found: Explanation[] = []
    for (const find of CAUSES) {
      const explanation = find(kase)
      if (explanation === null) continue
      found.push(explanation)
      // A total says the same of a log as a ratio does where all times are parts of the run.
      if (explanation.cause !== 'ssr') break
    }
    const [first] = found
    if (first === undefined) return null
    // A log that may have either update is read as the plan's nearest one.
    const planned = kase.planned(kase.offsets.includes(first.offset) ? first.offset : kase.offset)
    return {
      same: false,
      cause: first.cause,
      ...firstOf(kase, planned),
      largest: kase.residual(planned),
      schedules: found.map((each) => matched(kase, each)),
      identified: true,
      reason: joined([...this.#notes, ...found.map(({ note }) => sentence(note)), ...this.#seen(kase)]),
    }
  }

  #same(kase: Case, offset: number): MatchAnswer {
    const planned = kase.planned(offset)
    const name = nameOf(offset)
    const read = kase.offsets.length > 1 ? `The rate at step s is read as ${name}.` : null
    const looksAlike = [offset - 1, offset + 1].some((each) => kase.fits(kase.planned(each)))
    const alike = looksAlike && kase.offsets.length === 1
    const base = this.#plan.hasLr ? null : `The plan has no base learning rate: the log's ${kase.plan.baseLr} is taken.`
    return {
      same: true,
      cause: null,
      firstStep: null,
      first: null,
      largest: kase.residual(planned),
      schedules: [
        {
          name,
          parameters: {},
          residual: kase.residual(planned),
          configuration: configurationOf(kase.plan, 'plan'),
        },
      ],
      identified: true,
      reason: joined([
        ...this.#notes,
        read,
        base,
        alike ? 'The rows would be the same one step late or early: the schedule hardly moves where they are.' : null,
        ...this.#seen(kase),
      ]),
    }
  }

  #unexplained(kase: Case): MatchAnswer {
    const planned = kase.planned()
    const differing = kase.differing(planned)
    const few = kase.count < 3 ? 'Too few points to tell why: a log needs three rows.' : null
    const found = few === null ? identify(this.#log) : null
    const names = found?.identified ? `The log by itself is ${found.schedules[0]!.name}.` : null
    const still = kase.series.rates.every((rate) => rate === kase.series.rates[0])
    return {
      same: false,
      cause: null,
      ...firstOf(kase, planned),
      largest: kase.residual(planned),
      schedules: found?.schedules ?? [],
      identified: false,
      reason: joined([
        `${differing.length} of ${kase.count} rows differ from the plan, and no single cause explains all rows.`,
        few,
        still && kase.count > 2 ? 'The logged rate never changes: was the scheduler stepped?' : null,
        names,
        ...this.#notes,
        ...this.#seen(kase),
      ]),
    }
  }

  /** How little was seen, where it is little. */
  #seen({ series }: Case): string[] {
    const top = heightOf(series.rates)
    const half = heightOf(series.halves)
    if (top === 0 || half / top < LITTLE) return []
    const distinct = new Set(series.rates).size
    const part = ((100 * half) / top).toPrecision(2)
    return [
      `Few digits were seen: the log prints rates to within ${Number(half.toPrecision(3))}, ${part} % of the highest, and has ${distinct} different ones.`,
    ]
  }
}

/** The factor that brings the plan's highest row to the log's highest. */
function guessBase(kase: Case): number | null {
  const planned = kase.planned()
  const top = largestOf(kase.series.steps.map((_, row) => planned(row)))
  const logged = largestOf(kase.series.rates)
  const base = (kase.plan.baseLr * logged) / top
  return Number.isFinite(base) && base > 0 ? base : null
}

/** The first row that differs. */
function firstOf(kase: Case, planned: RateAt): Pick<MatchAnswer, 'firstStep' | 'first'> {
  const [row] = kase.differing(planned)
  if (row === undefined) return { firstStep: null, first: null }
  const { steps, rates } = kase.series
  const step = steps[row]!
  return { firstStep: step, first: { step, logged: rates[row]!, planned: planned(row) } }
}

const sentence = (note: string | undefined): string | null =>
  note === undefined ? null : `${note[0]!.toUpperCase()}${note.slice(1)}.`

const joined = (notes: readonly (string | null)[]): string | null =>
  notes.filter((note) => note !== null && note !== '').join(' ') || null

/** An explanation with its configuration: its own schedule where that has the rows, else lines between its rates. */
function matched(kase: Case, { name, parameters, at, offset, schedule }: Explanation): MatchedSchedule {
  const updates = kase.series.steps.map((step) => step + offset)
  const isOwn = schedule !== null && has(schedule, updates, at, kase.noise)
  const written = isOwn ? schedule : knotsOf(updates, at, kase.plan.baseLr)
  return {
    name,
    parameters,
    residual: kase.residual(at),
    configuration: configurationOf(written, name),
  }
}
