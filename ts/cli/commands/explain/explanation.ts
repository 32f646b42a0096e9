/**
 * Why a learning rate is what it is, as data: the piece of each scheduler, its numbers, its multiplier, the product.
 */
import { CATALOGUE } from '../../../catalogue/index.js'
import { snakeCase } from '../../../config/names.js'
import type { TrainingConfig } from '../../../config/read.js'
import { evaluate } from '../../../evaluate/evaluate.js'
import type { BuiltinScheduler } from '../../../schedulers/builtin.js'
import { isTime, type Time } from '../../../state/time/time.js'
import type { SchedulerType } from '../../../wasm/table.js'
import { known } from '../../io/summary.js'
import { type Conversion, convert } from './conversions.js'
import { type Formula, formulaAt } from './formulas.js'

/** An option of a scheduler: a time with its conversion, or a value as it is. */
export interface ExplainedOption {
  readonly name: string
  readonly value: number | boolean | null
  /** Of a time, or of each milestone. */
  readonly conversions: readonly Conversion[]
}

/** What one scheduler does at a batch. */
export interface ExplainedScheduler {
  readonly type: string
  /** The piece that applies, and where it lies on its counter. */
  readonly phase: { readonly name: string; readonly from: number; readonly until: number; readonly counter: string }
  readonly options: readonly ExplainedOption[]
  /** What the times are compared with, or null for milestones on several counters. */
  readonly t: Time | null
  readonly formula: Formula
  readonly multiplier: number
  readonly notes: readonly string[]
}

/** A learning rate and all that it comes from. */
export interface Explanation {
  readonly config: TrainingConfig
  readonly batch: number
  readonly schedulers: readonly ExplainedScheduler[]
  /** The product of all multipliers. */
  readonly multiplier: number
  readonly learningRate: number
}

/** Explains a batch, at which every scheduler has a value. */
export function explainBatch(config: TrainingConfig, batch: number): Explanation {
  const { run, schedulers, baseLr } = config
  const at = { from: batch, count: 1 }
  return {
    config,
    batch,
    schedulers: schedulers.map((scheduler) => explainScheduler(scheduler, config, batch)),
    multiplier: evaluate(schedulers, run, at)[0]!,
    learningRate: evaluate(schedulers, run, { ...at, baseLr })[0]!,
  }
}

function explainScheduler(scheduler: BuiltinScheduler, { run }: TrainingConfig, batch: number): ExplainedScheduler {
  const timestamp = run.timestampAt(batch)
  const clock = (unit: Time['unit']) => timestamp.get(unit).value
  const values = Object.entries(scheduler)
  const ratio = run.scaleScheduleRatio
  // Composer scales every time but the end of a warm-up.
  const convertOption = (name: string, time: Time) => convert(time, run, name === 'tWarmup' ? 1 : ratio)
  const phases = scheduler.resolve(run).phases()
  const phase = phases.find(({ until, counter }) => until === Infinity || clock(counter) < until)!
  const isRamp = phase.name === 'warmup'
  const options = values.map(([key, value]): ExplainedOption => {
    const list: Time[] = isTime(value) ? [value] : Array.isArray(value) ? value : []
    // As in Composer, a milestone that can't be converted is no error as long as the ramp lasts.
    const converted = list.map((time) => (isRamp ? known(() => convertOption(key, time)) : convertOption(key, time)))
    const conversions = converted.filter((conversion) => conversion !== null)
    return { name: snakeCase(key), value: typeof value === 'object' ? null : value, conversions }
  })
  const milestones = options.find(({ name }) => name === 'milestones')?.conversions
  const times = options.flatMap(({ name, conversions: [conversion] }) =>
    name === 'milestones' || conversion === undefined ? [] : [[name, conversion.converted] as const],
  )
  // Milestones may be on several counters, so that there is no one t.
  const unit = milestones !== undefined && !isRamp ? undefined : times[0]?.[1].unit
  const t = unit === undefined ? null : timestamp.get(unit)
  const { tWarmup, scaleWarmup } = scheduler as { tWarmup?: Time; scaleWarmup?: boolean }
  const formula = formulaAt(CATALOGUE[scheduler.name as SchedulerType], {
    numbers: Object.fromEntries(
      options.flatMap(({ name, value }) => (typeof value === 'number' ? [[name, value]] : [])),
    ),
    times: Object.fromEntries(times.map(([name, { value }]) => [name, value])),
    scaled: tWarmup === undefined ? {} : { t_warmup: convert(tWarmup, run, scaleWarmup ? ratio : 1).converted.value },
    reached: {
      milestones: (milestones ?? []).filter(({ converted }) => clock(converted.unit) >= converted.value).length,
    },
    t: t?.value ?? Number.NaN,
  })
  const multiplier = evaluate(scheduler, run, { from: batch, count: 1 })[0]!
  const notes = [
    ...new Set([...formula.notes, ...options.flatMap(({ conversions }) => conversions.flatMap((c) => c.notes))]),
  ]
  return { type: scheduler.name, phase, options, t, formula, multiplier, notes }
}
