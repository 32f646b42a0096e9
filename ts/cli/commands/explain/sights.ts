/**
 * What a part of a tree sees: the run and the clock of its segment, and which parts there are to see anything.
 */

import { type Amount, type Length, lengthOf, type PartRun } from '../../../languages/lengths.js'
import { isParts } from '../../../languages/program.js'
import { boundariesOf, partRuns } from '../../../languages/segments.js'
import { convertTime } from '../../../run/convert.js'
import type { TrainingRun } from '../../../run/run.js'
import { perBatch, rateOf } from '../../../state/pace.js'
import type { TimeUnit } from '../../../state/time/time.js'
import { fieldsOf, type SchedulerType } from '../../../wasm/table.js'

/** A run and a moment on its clock. */
export interface Sight {
  readonly run: PartRun
  /** The batch, counted from where this run begins. */
  readonly batch: number
  /** What a counter reads. */
  read(unit: TimeUnit): number
}

/** A scheduler by its options. */
export type Scheduler = { readonly name: string }

/** A part that is on at a moment. */
export interface PartAt {
  readonly scheduler: Scheduler
  /** Where it is in its node, as code has it: 'schedulers[1]'. */
  readonly path: string
  /** Which part it is and since when, in words; null where there is nothing to say. */
  readonly place: string | null
  readonly sight: Sight
}

/** What a scheduler of a run sees at a batch. */
export function sightOf(run: TrainingRun, batch: number): Sight {
  const { maxDuration, dataloaderLen, scaleScheduleRatio: ratio, pace } = run
  const timestamp = run.timestampAt(batch)
  return {
    run: { maxDuration, dataloaderLen, ratio, pace, convert: convertTime },
    batch,
    read: (unit) => timestamp.get(unit).value,
  }
}

/** The first batch at which a time is reached. */
const batchOf = ({ value, unit }: Amount, { pace }: PartRun): number =>
  Math.ceil(value / (perBatch(pace, unit) ?? Number.NaN))

const countAt = (batch: number, unit: TimeUnit, { pace }: PartRun): number => {
  const { times, per } = rateOf(pace, unit)
  return Math.floor((batch * times) / per)
}

/** What a counter reads at the first batch that reaches a time; at the time itself, if it is of that counter. */
export const onCounter = (time: Amount, counter: TimeUnit | null, run: PartRun): number =>
  counter === null || time.unit === counter ? time.value : countAt(batchOf(time, run), counter, run)

/** The same run at a time of it: its own counter reads exactly that, all others what they read at the first such batch. */
export function sightAt(sight: Sight, time: Amount): Sight {
  const batch = batchOf(time, sight.run)
  return { ...sight, batch, read: (unit) => (unit === time.unit ? time.value : countAt(batch, unit, sight.run)) }
}

/** The same run at its start. */
export const sightAtStart = (sight: Sight): Sight => ({ ...sight, batch: 0, read: () => 0 })

/** A segment that began at a time; earlier than the outer run, if it is negative. */
function since(sight: Sight, start: Amount, run: PartRun): Sight {
  const first = Math.sign(start.value) * batchOf({ ...start, value: Math.abs(start.value) }, sight.run)
  const batch = sight.batch - first
  return {
    run,
    batch,
    read: (unit) => (unit === start.unit ? sight.read(unit) - start.value : countAt(batch, unit, run)),
  }
}

/** What the options of nodes are, as far as segments come from them. */
interface NodeValues {
  readonly at: readonly Length[]
  readonly by: Length
  readonly every: Length
  readonly factor: number
  readonly times: number | null
  readonly start: string
  readonly tWarmup: Length
  readonly scaleWarmup: boolean
  readonly tStart: Length | null
  readonly tCooldown: Length | null
  readonly tEnd: Length
  readonly from: string
}

const partsField = (scheduler: Scheduler) => fieldsOf(scheduler.name as SchedulerType).find(({ kind }) => isParts(kind))

/** Whether a scheduler is made of others. */
export const isNode = (scheduler: Scheduler): boolean => partsField(scheduler) !== undefined

/**
 * The parts of a node that are asked at a moment, each with what it sees; none of what is no node. One that is asked for
 * another moment than now sees that.
 */
export function partsAt(scheduler: Scheduler, sight: Sight): PartAt[] {
  const type = scheduler.name as SchedulerType
  const field = partsField(scheduler)
  if (field === undefined) return []
  const values = scheduler as unknown as NodeValues & Readonly<Record<string, unknown>>
  const given = values[field.name]
  const parts = (Array.isArray(given) ? given : [given]).map(clocked)
  const runs = partRuns(type, values, sight.run, parts.length)
  const path = (index: number) => (field.kind === 'scheduler' ? field.key : `${field.key}[${index}]`)
  const part = (index: number, seen: Sight, place: string | null = null): PartAt => {
    return { scheduler: parts[index]!.scheduler, path: path(index), place, sight: seen }
  }
  const { run } = sight
  switch (type) {
    case 'SequenceScheduler': {
      const starts = boundariesOf(values.at, run)
      const index = partOn(starts, sight)
      const start = starts[index - 1]
      const place = `part ${index + 1} of ${parts.length}${start === undefined ? '' : `, since ${start.value} ${start.unit}`}`
      if (parts[index]!.isOuter) return [part(index, sight, `${place}, on the outer clock`)]
      return [part(index, start === undefined ? { ...sight, run: runs[0]! } : since(sight, start, runs[index]!), place)]
    }
    case 'ShiftScheduler': {
      const by = lengthOf(values.by, run, run.ratio)
      const own = since(sight, by, runs[0]!)
      return [own.read(by.unit) < 0 ? part(0, sightAtStart(own), 'before its start') : part(0, own)]
    }
    case 'WithWarmupScheduler': {
      const length = lengthOf(values.tWarmup, run, values.scaleWarmup ? run.ratio : 1)
      const own = values.start === 'after' ? since(sight, length, runs[0]!) : sight
      const isAsked = values.start === 'together' || sight.read(length.unit) >= length.value
      return [isAsked ? part(0, own) : part(0, sightAtStart(own), 'at its start')]
    }
    case 'RepeatScheduler': {
      const every = lengthOf(values.every, run, run.ratio)
      const cycle = Math.floor(sight.read(every.unit) / every.value)
      const start = { value: cycle * every.value, unit: every.unit }
      if (values.times !== null && cycle >= values.times) {
        return [part(0, sightAt({ ...sight, run: runs[0]! }, every), `at the end of cycle ${values.times}`)]
      }
      return [part(0, since(sight, start, runs[0]!), `cycle ${cycle + 1}`)]
    }
    case 'CooldownScheduler': {
      const end = lengthOf(values.tEnd, run, run.ratio)
      if (sight.read(end.unit) >= end.value) return []
      const start = cooldownStart(values, run, end)
      const isFrozen = values.from === 'frozen' && sight.read(start.unit) >= start.value
      return [isFrozen ? part(0, sightAt(sight, start), 'where the cooldown starts') : part(0, sight)]
    }
    case 'StretchScheduler':
      return [part(0, { ...sight, run: runs[0]! })]
    default:
      return parts.map((_, index) => part(index, sight))
  }
}

function cooldownStart({ tStart, tCooldown }: NodeValues, run: PartRun, end: Amount): Amount {
  if (tStart !== null) return lengthOf(tStart, run, run.ratio)
  const length = tCooldown === null ? 0 : lengthOf(tCooldown, run, run.ratio).value
  return { value: Math.max(0, end.value - length), unit: end.unit }
}

/** A part, and whether it sees the clock of its node. */
function clocked(part: unknown): { readonly scheduler: Scheduler; readonly isOuter: boolean } {
  if (typeof part !== 'object') return { scheduler: part as Scheduler, isOuter: false }
  const { scheduler, clock } = part as { scheduler: Scheduler; clock?: string }
  return { scheduler, isOuter: clock === 'outer' }
}

/** Which part of a sequence is on: one that would come on when the run is over never does. */
function partOn(starts: readonly Amount[], sight: Sight): number {
  const { maxDuration } = sight.run
  const end = batchOf(maxDuration, sight.run)
  const isOver = (start: Amount) =>
    start.unit === maxDuration.unit ? start.value >= maxDuration.value : batchOf(start, sight.run) >= end
  let index = 0
  while (index < starts.length && !isOver(starts[index]!) && sight.read(starts[index]!.unit) >= starts[index]!.value)
    index++
  return index
}
