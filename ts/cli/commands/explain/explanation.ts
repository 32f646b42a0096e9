/**
 * Why a learning rate is what it is, as data: the piece of each scheduler, its numbers, its multiplier, the product. Of
 * a tree, each part that is on, on its own clock.
 */
import { CATALOGUE } from '../../../catalogue/index.js'
import { type Facts, NO_FACTS } from '../../../catalogue/value.js'
import type { TrainingConfig } from '../../../config/read.js'
import { evaluate } from '../../../evaluate/evaluate.js'
import type { BuiltinScheduler } from '../../../schedulers/builtin.js'
import { perBatch } from '../../../state/pace.js'
import type { TimeUnit } from '../../../state/time/time.js'
import { fieldsOf, type SchedulerType } from '../../../wasm/table.js'
import { orNull } from '../../io/summary.js'
import { convert } from './conversions.js'
import { type Formula, formulaAt } from './formulas.js'
import { type ExplainedOption, optionsOf } from './options.js'
import { isNode, onCounter, partsAt, type Scheduler, type Sight, sightOf } from './sights.js'

/** A piece of a curve, and where it lies on its counter. */
export interface ExplainedPhase {
  readonly name: string
  readonly from: number
  readonly until: number
  readonly counter: string
}

/** What one scheduler does at a batch. */
export interface ExplainedScheduler {
  readonly type: string
  /** The piece that applies; null of a node and of its parts, whose pieces are those of the whole tree. */
  readonly phase: ExplainedPhase | null
  readonly options: readonly ExplainedOption[]
  /** What the times are compared with, or null for a list of times, which may be on several, and where there is none. */
  readonly t: { readonly value: number; readonly unit: TimeUnit } | null
  readonly formula: Formula
  readonly multiplier: number
  readonly notes: readonly string[]
  /** Of a node: the parts that are on. */
  readonly parts: readonly ExplainedPart[]
}

/** A part of a node that is on. */
export interface ExplainedPart extends ExplainedScheduler {
  /** Where it is in the whole tree, as code has it: 'schedulers[1].scheduler'. */
  readonly path: string
  /** Which part it is and since when, in words. */
  readonly place: string | null
}

/** A learning rate and all that it comes from. */
export interface Explanation {
  readonly config: TrainingConfig
  readonly batch: number
  readonly schedulers: readonly ExplainedScheduler[]
  /** The product of all multipliers. */
  readonly multiplier: number
  readonly learningRate: number
  /** What else is scheduled, in the order of the configuration. */
  readonly quantities: readonly ExplainedQuantity[]
}

/** Something else than a learning rate, and all that it comes from. */
export interface ExplainedQuantity {
  readonly name: string
  readonly schedulers: readonly ExplainedScheduler[]
  /** The product of all multipliers, which is the value. */
  readonly value: number
}

/** Explains a batch, at which every scheduler has a value. */
export function explainBatch(config: TrainingConfig, batch: number): Explanation {
  const { run, schedulers, baseLr, quantities } = config
  const at = { from: batch, count: 1 }
  const sight = sightOf(run, batch)
  const explained = (scheduler: BuiltinScheduler): ExplainedScheduler => ({
    ...explainScheduler(scheduler, sight, phaseOf(scheduler, config, sight)),
    multiplier: evaluate(scheduler, run, at)[0]!,
  })
  return {
    config,
    batch,
    schedulers: schedulers.map(explained),
    multiplier: evaluate(schedulers, run, at)[0]!,
    learningRate: evaluate(schedulers, run, { ...at, baseLr })[0]!,
    quantities: quantities.map(({ name, schedulers }) => {
      return { name, schedulers: schedulers.map(explained), value: evaluate(schedulers, run, at)[0]! }
    }),
  }
}

/** The piece of the curve of a scheduler that is no node. */
function phaseOf(scheduler: BuiltinScheduler, { run }: TrainingConfig, sight: Sight): ExplainedPhase | null {
  if (isNode(scheduler)) return null
  const phases = scheduler.resolve(run).phases()
  return phases.find(({ until, counter }) => until === Infinity || sight.read(counter) < until) ?? null
}

/**
 * Explains what a scheduler gives at a moment, as its formula has it.
 *
 * @param sight - the run that it sees and the clock on it: for a part of a node, those of its segment
 */
export function explainScheduler(
  scheduler: Scheduler,
  sight: Sight,
  phase: ExplainedPhase | null = null,
  path = '',
): ExplainedScheduler {
  const type = scheduler.name as SchedulerType
  const isRamp = phase?.name === 'warmup'
  const parts = partsAt(scheduler, sight).map(({ path: step, place, ...part }): ExplainedPart => {
    const whole = path === '' ? step : `${path}.${step}`
    return { ...explainScheduler(part.scheduler, part.sight, null, whole), path: whole, place }
  })
  // As in Composer, a milestone that can't be converted is no error as long as the ramp lasts.
  const options = optionsOf(scheduler, sight.run, (convertOne) => (isRamp ? orNull(convertOne) : convertOne()))
  // The times of a list may be on several counters, so that there is no one t.
  const isList = options.some(({ kind }) => kind === 'times')
  const unit = isList && !isRamp ? null : counterOf(type, options)
  const t = unit === null ? null : { value: sight.read(unit), unit }
  const formula = formulaAt(CATALOGUE[type], {
    ...factsOf(scheduler, options, sight, unit),
    parts: parts.map(({ multiplier }) => multiplier),
    // The part that a formula asks at another moment than now is told at that moment.
    partAt: { 0: parts[0]?.multiplier, t_start: parts[0]?.multiplier, every: parts[0]?.multiplier },
    t: t?.value ?? Number.NaN,
    batch: unit === null ? 1 : (perBatch(sight.run.pace, unit) ?? 1),
  })
  const notes = [
    ...new Set([...formula.notes, ...options.flatMap(({ conversions }) => conversions.flatMap((c) => c.notes))]),
  ]
  return { type, phase, options, t, formula, multiplier: formula.value, notes, parts }
}

/** Forms that count batches where no time says otherwise. */
const BY_BATCHES: ReadonlySet<SchedulerType> = new Set([
  'MultiplicativeScheduler',
  'PowerLawScheduler',
  'InverseSquareRootScheduler',
])

/** The counter of a scheduler: that of its first time that its formula always reads. */
function counterOf(type: SchedulerType, options: readonly ExplainedOption[]): TimeUnit | null {
  // Without a cooldown nothing ends there.
  const isUnread = ({ name }: ExplainedOption) => type === 'InverseSquareRootScheduler' && name === 't_max'
  const times = options.filter((option) => option.kind !== 'times' && !isUnread(option))
  const [first] = times.flatMap(({ conversions }) => conversions.slice(0, 1))
  return first?.converted.unit ?? (BY_BATCHES.has(type) ? 'ba' : null)
}

/** The facts of a formula that are the scheduler's own. */
function factsOf(
  scheduler: Scheduler,
  options: readonly ExplainedOption[],
  { run, read, batch }: Sight,
  counter: TimeUnit | null,
): Facts {
  const numbers: Record<string, number> = {}
  const times: Record<string, number> = {}
  const lists: Record<string, readonly number[]> = {}
  const reached: Record<string, number> = {}
  const settings: Record<string, string | boolean | null> = {}
  for (const { name, kind, value, conversions } of options) {
    const converted = conversions.map((conversion) => conversion.converted)
    reached[name] = converted.filter((time) => read(time.unit) >= time.value).length
    if (kind === 'exacts') lists[name] = converted.map((time) => onCounter(time, counter, run)).sort((a, b) => a - b)
    else if (converted.length > 0) {
      times[name] = converted[0]!.value
      // A ramp without a length is none.
      if (name === 't_warmup' && times[name] === 0 && kind !== 'time') settings[name] = null
    } else if (typeof value === 'number') numbers[name] = value
    else if (Array.isArray(value)) lists[name] = value
    else if (kind !== 'times') settings[name] = value as string | boolean | null
  }
  const epoch = run.dataloaderLen ?? Number.NaN
  return {
    ...NO_FACTS,
    numbers,
    times,
    lists,
    reached,
    settings,
    scaled: scaledOf(scheduler, options, run),
    ratio: run.ratio,
    epoch: Math.floor(batch / epoch) * epoch,
  }
}

/** Composer's times that the ratio leaves as they are, scaled if `scale_warmup` is on. */
function scaledOf(scheduler: Scheduler, options: readonly ExplainedOption[], run: Sight['run']): Facts['scaled'] {
  const values = scheduler as unknown as Readonly<Record<string, unknown>>
  const ratio = values.scaleWarmup ? run.ratio : 1
  const unscaled = fieldsOf(scheduler.name as SchedulerType).filter(
    ({ kind, isScaled }) => kind === 'time' && !isScaled,
  )
  return Object.fromEntries(
    unscaled
      .filter(({ key }) => options.some(({ name }) => name === key))
      .map(({ name, key }) => [key, convert(values[name] as never, run, ratio).converted.value]),
  )
}
