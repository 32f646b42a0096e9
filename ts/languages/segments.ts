/**
 * The runs that the parts of a node see: that of a segment is as long as the segment.
 */
import { perBatch } from '../state/pace.js'
import type { SchedulerType } from '../wasm/table.js'
import { type Amount, inBatches, type Length, lengthOf, type PartRun } from './lengths.js'

/** The options of nodes that segments come from. */
interface NodeValues {
  readonly at: readonly Length[]
  readonly by: Length
  readonly every: Length
  readonly factor: number
  readonly start: string
  readonly tWarmup: Length
  readonly scaleWarmup: boolean
}

/** The run of each part of a node in a run. */
export function partRuns(type: SchedulerType, values: NodeValues, run: PartRun, count: number): PartRun[] {
  switch (type) {
    case 'SequenceScheduler':
      return sequenceRuns(values, run)
    case 'ShiftScheduler':
      return [after(lengthOf(values.by, run, run.ratio), run)]
    case 'WithWarmupScheduler': {
      const ramp = lengthOf(values.tWarmup, run, values.scaleWarmup ? run.ratio : 1)
      return [values.start === 'after' ? after(ramp, run) : run]
    }
    case 'StretchScheduler':
      return [stretched(values.factor, run)]
    case 'RepeatScheduler':
      return [{ ...run, maxDuration: lengthOf(values.every, run, run.ratio) }]
    default:
      return new Array<PartRun>(count).fill(run)
  }
}

/** The end of a run, on a counter that times are compared with. */
const endOf = ({ maxDuration, dataloaderLen }: PartRun): Amount => inBatches(maxDuration, dataloaderLen ?? Number.NaN)

/** Where the parts of a sequence but the first begin; one that scaling puts before its predecessor is taken there. */
export function boundariesOf(at: readonly Length[], run: PartRun): Amount[] {
  const boundaries: Amount[] = []
  for (const time of at) {
    const next = lengthOf(time, run, run.ratio)
    const last = boundaries.at(-1)
    boundaries.push(last !== undefined && last.unit === next.unit && next.value < last.value ? last : next)
  }
  return boundaries
}

function sequenceRuns({ at }: NodeValues, run: PartRun): PartRun[] {
  const ends = [...boundariesOf(at, run), endOf(run)]
  return ends.map(({ value, unit }, index) => ({
    ...run,
    maxDuration: { value: index === 0 ? value : value - readingAt(ends[index - 1]!, unit, run), unit },
  }))
}

/** The run from a time on; before it, if it is negative. */
function after(start: Amount, run: PartRun): PartRun {
  const { value, unit } = endOf(run)
  return { ...run, maxDuration: { value: value - readingAt(start, unit, run), unit } }
}

/** What a counter reads at the first batch that reaches a time of another; at the time itself, if it is of that one. */
function readingAt({ value, unit }: Amount, counter: Amount['unit'], { pace }: PartRun): number {
  if (unit === counter) return value
  const [rate, own] = [perBatch(pace, unit), perBatch(pace, counter)]
  if (rate === null || own === null) return Number.NaN
  return Math.sign(value) * Math.ceil(Math.abs(value) / rate) * own
}

/** Where a clock begins: at a time of a counter, which is so many batches, of which a part may be over. */
export interface Start {
  readonly batches: number
  readonly counter: Amount['unit']
}

/**
 * Where the clock of each part of a node begins on that of the node: of what is repeated, the first time; null for a part
 * that sees the clock of the node. NaN batches where the run does not tell.
 */
export function partStarts(type: SchedulerType, values: NodeValues, run: PartRun, count: number): (Start | null)[] {
  const startAt = ({ value, unit }: Amount): Start => ({
    batches: value / (perBatch(run.pace, unit) ?? Number.NaN),
    counter: unit,
  })
  switch (type) {
    case 'SequenceScheduler': {
      const boundaries = boundariesOf(values.at, run).map(startAt)
      return [{ batches: 0, counter: boundaries[0]?.counter ?? 'ba' }, ...boundaries]
    }
    case 'ShiftScheduler':
      return [startAt(lengthOf(values.by, run, run.ratio))]
    case 'WithWarmupScheduler': {
      if (values.start !== 'after') return [null]
      return [startAt(lengthOf(values.tWarmup, run, values.scaleWarmup ? run.ratio : 1))]
    }
    case 'RepeatScheduler':
      return [{ batches: 0, counter: lengthOf(values.every, run, run.ratio).unit }]
    default:
      return new Array<null>(count).fill(null)
  }
}

function stretched(factor: number, run: PartRun): PartRun {
  const { value, unit } = run.maxDuration
  const length = value * factor
  return {
    ...run,
    ratio: run.ratio * factor,
    maxDuration: { value: Number.isInteger(value) ? Math.trunc(length) : length, unit },
  }
}
