/**
 * The plan that a log is held against: its rates, and what it would be with another length, ratio or base.
 */
import type { TrainingConfig } from '../config/read.js'
import { SchedulerError } from '../errors/error.js'
import type { Assumed } from '../frameworks/types.js'
import { TrainingRun } from '../run/run.js'
import type { BuiltinScheduler } from '../schedulers/builtin.js'
import { type TimeOption, withTimes } from './tree.js'
import type { Schedule } from './values.js'

/** What was planned: a configuration that was read, what `importSchedule` gave, or a schedule of yours. */
export interface MatchPlan {
  /** One scheduler; or give `schedulers`. */
  readonly scheduler?: BuiltinScheduler
  /** Several that multiply. */
  readonly schedulers?: readonly BuiltinScheduler[]
  /** The run that was planned. */
  readonly run: TrainingRun
  /** Default 1. */
  readonly baseLr?: number
  /** Whose schedule it is; where it is `transformers`, a log may have the rate of either update. */
  readonly library?: string
  /** Whether the plan has a scale schedule ratio; by default whether that is another than 1. */
  readonly hasRatio?: boolean
  /** Whether the plan gives a base learning rate; where it does not, that of the log is taken. Default true. */
  readonly hasLr?: boolean
  /** The defaults that were taken: what `importSchedule` gave. */
  readonly assumed?: readonly Assumed[]
  /** The plan for another number of updates: of a source, which knows what depends on it. */
  readonly withTotal?: (total: number) => MatchPlan | null
  /** The plan with another base rate: of a source, in which a floor may be absolute. */
  readonly withBaseLr?: (baseLr: number) => MatchPlan | null
}

/** A plan made ready. */
export interface Plan extends Schedule {
  readonly isTrainers: boolean
  readonly hasRatio: boolean
  readonly hasLr: boolean
  /** Updates; null where the plan has no length. */
  readonly total: number | null
  /** Whether the length is the plan's own, and not one that was assumed. */
  readonly hasTotal: boolean
  readonly source: MatchPlan
}

const TRAINERS = /^(?:hf|transformers|huggingface)$/i

/** Makes a plan ready. */
export function planOf(source: MatchPlan | TrainingConfig): Plan {
  const given: MatchPlan = source
  const { run, baseLr = 1, library = '', assumed = [] } = given
  const schedulers = given.schedulers ?? (given.scheduler === undefined ? [] : [given.scheduler])
  if (schedulers.length === 0) {
    throw new SchedulerError('missing-option', { owner: 'A plan', option: 'scheduler' })
  }
  return {
    schedulers,
    run,
    baseLr,
    isTrainers: TRAINERS.test(library),
    hasRatio: given.hasRatio ?? run.scaleScheduleRatio !== 1,
    hasLr: given.hasLr ?? !assumed.some(({ path }) => path === 'baseLr'),
    total: totalOf(run),
    hasTotal: !assumed.some(({ path }) => path === 'total'),
    source: given,
  }
}

/** How many updates a run has; null where its counters don't tell. */
export function totalOf(run: TrainingRun): number | null {
  try {
    return run.batches
  } catch {
    return null
  }
}

/** The run with another length, in updates; null where that is no whole number of its unit. */
function runOf(run: TrainingRun, total: number): TrainingRun | null {
  const options = run.toJSON()
  const before = totalOf(run)
  if (before === null) return null
  const { unscaled } = run
  const value = total === before ? unscaled.value : (unscaled.value * total) / before
  if (unscaled.unit === 'ep' || unscaled.unit === 'iter' || run.scaleScheduleRatio !== 1) {
    if (!Number.isInteger(value)) return null
  }
  const rounded = Math.round(value)
  return rounded < 1 ? null : new TrainingRun({ ...options, maxDuration: `${rounded}${unscaled.unit}` as never })
}

/** How the times of a plan change with its length. */
type Change = (time: TimeOption, from: number, to: number) => number | null

const isRamp = ({ name }: TimeOption) => name === 'tWarmup'
const rounded = (value: number, isExact: boolean, round: (value: number) => number) =>
  Number.isInteger(value) || (isExact && round === Number) ? value : round === Number ? Math.trunc(value) : round(value)

const atEnd: Change = ({ value }, from, to) => (value === from ? to : null)

/** All times in proportion; those that are the end are the end. */
const inProportion =
  (round: (value: number) => number, keepRamp: boolean): Change =>
  (time, from, to) => {
    if (time.value === from) return to
    if (keepRamp && isRamp(time)) return null
    return rounded((time.value * to) / from, time.isExact, round)
  }

/** One cycle of torch: its phases end one update before a part of the length. */
const oneCycle: Change = ({ type, name, value }, from, to) => {
  if (type !== 'OneCycleScheduler') return null
  const before = name === 'tReturn' ? 2 : 1
  return name === 'tPeak' || name === 'tReturn' || name === 'tEnd' ? ((value + before) * to) / from - before : null
}

// Those that differ in nothing but how a whole number is made come last: between two of them a search sees no difference.
const ROUGH: readonly Change[] = [atEnd, inProportion(Number, false), inProportion(Number, true), oneCycle]
const FINE: readonly Change[] = [Math.ceil, Math.round, Math.floor].flatMap((round) => [
  inProportion(round, false),
  inProportion(round, true),
])

/**
 * A plan with another length, in each way in which its times may depend on it: those that are its end alone, all in
 * proportion, all but warm-ups. A source that was read is read again.
 *
 * @param isFine - whether in each way of rounding too
 */
export function withTotal(plan: Plan, total: number, isFine = true): Schedule[] {
  const schedules: Schedule[] = []
  const seen = new Set<string>()
  const add = (schedule: Schedule) => {
    const key = schedule.schedulers.map(String).join() + schedule.run.maxDuration.toTimestring()
    if (!seen.has(key)) schedules.push(schedule)
    seen.add(key)
  }
  const again = tried(() => plan.source.withTotal?.(total) ?? null)
  if (again !== null) add(planOf(again))
  const run = tried(() => runOf(plan.run, total))
  if (run === null || plan.total === null) return schedules
  const [from, to] = [plan.run.unscaled.value, run.unscaled.value]
  const { unit } = run.unscaled
  for (const change of isFine ? [...ROUGH, ...FINE] : ROUGH) {
    const schedulers = tried(() =>
      plan.schedulers.map((scheduler) =>
        withTimes(scheduler, (time) => (time.unit === unit ? change(time, from, to) : null)),
      ),
    )
    if (schedulers !== null) add({ schedulers, run, baseLr: plan.baseLr })
  }
  return schedules
}

/** A plan with another ratio; null where there is none such. */
export const withRatio = (plan: Plan, ratio: number): Schedule | null =>
  tried(() => ({
    schedulers: plan.schedulers,
    run: new TrainingRun({ ...plan.run.toJSON(), scaleScheduleRatio: ratio }),
    baseLr: plan.baseLr,
  }))

/** What has no meaning for a schedule is no candidate. */
export function tried<T>(make: () => T | null): T | null {
  try {
    return make()
  } catch (error) {
    if (error instanceof Error && 'code' in error) return null
    throw error
  }
}
