/**
 * Values as the numbers of the wire, in the layout that the crate prints. No checks: what comes here is valid.
 */
import type { Pace } from '../state/pace.js'
import { Time } from '../state/time/time.js'
import { SCHEDULES, UNITS } from './generated/layout.js'

/** The class name of a built-in scheduler. */
export type SchedulerType = (typeof SCHEDULES)[number][0]

/** What a field of a description is. */
export type FieldKind = 'number' | 'time' | 'times' | 'flag'

/** A field of a description: its name here, and what it is. */
export interface Field {
  readonly name: string
  readonly kind: FieldKind
}

/** What a scheduler is resolved for: the facts of a state, or of a training run. */
export interface RunFacts {
  /** Already scaled by `ssr`. */
  readonly maxDuration: Time | null
  /** Batches in an epoch. */
  readonly dataloaderLen: number | null
  readonly ssr: number
}

/** Composer's `t_warmup` is `tWarmup` here, `t_0` is `t0`: mechanically. */
export const camelCase = (name: string): string => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())

/** The fields of a built-in scheduler, in the wire's order. */
export function fieldsOf(type: SchedulerType): readonly Field[] {
  const entry = SCHEDULES.find(([name]) => name === type)!
  return entry[1].map(([name, kind]) => ({ name: camelCase(name), kind }))
}

export function encodeTime(time: Time): [number, number] {
  return [time.value, UNITS.indexOf(time.unit)]
}

export function decodeTime(value: number, unit: number): Time {
  return new Time(value, UNITS[unit]!)
}

export function encodeRun(run: RunFacts): number[] {
  const maxDuration = run.maxDuration === null ? [Number.NaN, Number.NaN] : encodeTime(run.maxDuration)
  return [...maxDuration, run.dataloaderLen ?? Number.NaN, run.ssr]
}

export function encodePace(pace: Pace): number[] {
  const rates = [pace.dataloaderLen, pace.samplesPerBatch, pace.tokensPerSample, pace.epochsPerIteration]
  return [...rates, pace.microsecondsPerBatch].map((rate) => rate ?? Number.NaN)
}

/** A description: the number of its kind, then its fields as `values` has them by name. */
export function encodeSchedule(type: SchedulerType, values: Readonly<Record<string, unknown>>): number[] {
  const out = [SCHEDULES.findIndex(([name]) => name === type)]
  for (const { name, kind } of fieldsOf(type)) {
    const value = values[name]
    if (kind === 'time') out.push(...encodeTime(value as Time))
    else if (kind === 'times') {
      out.push((value as Time[]).length)
      // One by one: a spread of many arguments overflows the stack.
      for (const time of value as Time[]) out.push(...encodeTime(time))
    } else out.push(Number(value))
  }
  return out
}
