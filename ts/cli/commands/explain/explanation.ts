/**
 * Why a learning rate is what it is, as data: the piece of each scheduler, its numbers, its multiplier, the product.
 */
import { CATALOGUE } from '../../../catalogue/index.js'
import type { Facts } from '../../../catalogue/value.js'
import type { TrainingConfig } from '../../../config/read.js'
import { evaluate } from '../../../evaluate/evaluate.js'
import type { BuiltinScheduler } from '../../../schedulers/builtin.js'
import { isTime, type Time } from '../../../state/time/time.js'
import { type FieldKind, fieldsOf, type SchedulerType } from '../../../wasm/table.js'
import { orNull } from '../../io/summary.js'
import { type Conversion, convert } from './conversions.js'
import { type Formula, formulaAt } from './formulas.js'

/** An option of a scheduler: a time with its conversion, or a value as it is. */
export interface ExplainedOption {
  readonly name: string
  readonly kind: FieldKind
  readonly value: number | boolean | null
  /** Of a time, or of each of a list. */
  readonly conversions: readonly Conversion[]
}

/** What one scheduler does at a batch. */
export interface ExplainedScheduler {
  readonly type: string
  /** The piece that applies, and where it lies on its counter. */
  readonly phase: { readonly name: string; readonly from: number; readonly until: number; readonly counter: string }
  readonly options: readonly ExplainedOption[]
  /** What the times are compared with, or null for a list of times, which may be on several. */
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
  const type = scheduler.name as SchedulerType
  const values = scheduler as unknown as OptionValues
  const phases = scheduler.resolve(run).phases()
  const phase = phases.find(({ until, counter }) => until === Infinity || clock(counter) < until)!
  const isRamp = phase.name === 'warmup'
  const options = fieldsOf(type).map(({ name, key, kind, isScaled }): ExplainedOption => {
    const value = values[name]!
    const convertOne = (time: Time) => convert(time, run, isScaled ? run.scaleScheduleRatio : 1)
    // As in Composer, a milestone that can't be converted is no error as long as the ramp lasts.
    const converted = timesOf(value).map((time) => (isRamp ? orNull(() => convertOne(time)) : convertOne(time)))
    const conversions = converted.filter((conversion) => conversion !== null)
    return { name: key, kind, value: typeof value === 'object' ? null : value, conversions }
  })
  const single = options.flatMap(({ kind, conversions: [first] }) => (kind === 'time' && first ? [first] : []))
  const isList = options.some(({ kind }) => kind === 'times')
  // The times of a list may be on several counters, so that there is no one t.
  const unit = isList && !isRamp ? undefined : single[0]?.converted.unit
  const t = unit === undefined ? null : timestamp.get(unit)
  const formula = formulaAt(CATALOGUE[type], {
    ...numbersOf(options),
    scaled: scaledOf(type, values, run),
    reached: Object.fromEntries(
      options.map(({ name, conversions }) => [
        name,
        conversions.filter(({ converted }) => clock(converted.unit) >= converted.value).length,
      ]),
    ),
    t: t?.value ?? Number.NaN,
  })
  const multiplier = evaluate(scheduler, run, { from: batch, count: 1 })[0]!
  const notes = [
    ...new Set([...formula.notes, ...options.flatMap(({ conversions }) => conversions.flatMap((c) => c.notes))]),
  ]
  return { type, phase, options, t, formula, multiplier, notes }
}

type OptionValues = Readonly<Record<string, number | boolean | Time | readonly Time[]>>

const timesOf = (value: OptionValues[string]): readonly Time[] =>
  typeof value !== 'object' ? [] : isTime(value) ? [value] : value

/** The options that are numbers, and those that are one time, converted. */
function numbersOf(options: readonly ExplainedOption[]): Pick<Facts, 'numbers' | 'times'> {
  const numbers: Record<string, number> = {}
  const times: Record<string, number> = {}
  for (const { name, kind, value, conversions } of options) {
    if (typeof value === 'number') numbers[name] = value
    else if (kind === 'time') for (const { converted } of conversions) times[name] = converted.value
  }
  return { numbers, times }
}

/** The times that the ratio leaves as they are, scaled if `scale_warmup` is on. */
function scaledOf(type: SchedulerType, values: OptionValues, run: TrainingConfig['run']): Facts['scaled'] {
  const ratio = values.scaleWarmup === true ? run.scaleScheduleRatio : 1
  const unscaled = fieldsOf(type).filter(({ kind, isScaled }) => kind === 'time' && !isScaled)
  return Object.fromEntries(
    unscaled.map(({ name, key }) => [key, convert(values[name] as Time, run, ratio).converted.value]),
  )
}
