/**
 * What a language writes: a schedule and its run as plain values, which may be posted from a worker. Reads no words of
 * a page and no configuration.
 */

import type { TrainingRun, TrainingRunOptions } from '../run/run.js'
import type { BuiltinScheduler } from '../schedulers/builtin.js'
import { type Pace, perBatch } from '../state/pace.js'
import type { State } from '../state/state.js'
import type { Time } from '../state/time/time.js'
import type { FieldKind, SchedulerType } from '../wasm/table.js'
import { fieldsOf } from '../wasm/table.js'

/** A length in batches of the scaled run; null where it is no whole number of them. */
export type Batches = number | null

/** An option of a factor. */
export interface ProgramOption {
  /** Its name in this package. */
  readonly name: string
  /** Its name in Composer. */
  readonly key: string
  readonly kind: FieldKind
  /** A time as its text. */
  readonly value: number | boolean | string | readonly string[]
  /** Whether it is what stands for one that is left out. */
  readonly isDefault: boolean
  /** Of a time, or of each of a list, as Composer converts them; empty for what is no time. */
  readonly batches: readonly Batches[]
  /** Of a time that the ratio leaves as it is: scaled all the same if `scale_warmup` is on. */
  readonly scaled: Batches
}

/** A built-in scheduler. */
export interface BuiltinFactor {
  readonly kind: 'builtin'
  readonly type: SchedulerType
  readonly options: readonly ProgramOption[]
}

/** A function, by its source text in JavaScript. */
export interface FunctionFactor {
  readonly kind: 'function'
  readonly code: string
}

/** A factor of a schedule: several multiply. */
export type Factor = BuiltinFactor | FunctionFactor

/** A schedule for a run. */
export interface Program {
  readonly name: string
  readonly factors: readonly Factor[]
  readonly run: Required<TrainingRunOptions>
  /** Of the scaled run. */
  readonly batches: number
  readonly baseLr: number
}

/** Thrown where a schedule has no counterpart in a language; the message is the reason. */
export class NoCounterpart extends Error {}

/** What a program is made of. */
export interface ProgramSource {
  readonly name: string
  /** Built-ins, and functions as their code. */
  readonly factors: readonly (BuiltinScheduler | string)[]
  readonly run: TrainingRun
  readonly baseLr: number
}

/** The core's conversion of times: that of the caller's entry of the package. */
export type Convert = (time: Time, state: Omit<State, 'timestamp'>, ssr: number) => Time

/** The program of schedulers and a run that they resolve for. */
export function programOf({ name, factors, run, baseLr }: ProgramSource, convert: Convert): Program {
  return {
    name,
    factors: factors.map((factor) =>
      typeof factor === 'string' ? { kind: 'function', code: factor } : factorOf(factor, run, convert),
    ),
    run: run.toJSON(),
    batches: run.batches,
    baseLr,
  }
}

function factorOf(scheduler: BuiltinScheduler, run: TrainingRun, convert: Convert): BuiltinFactor {
  const { maxDuration, dataloaderLen, scaleScheduleRatio, pace } = run
  const values = scheduler as unknown as Readonly<Record<string, number | boolean | Time | readonly Time[]>>
  const inBatches = (time: Time, ratio: number) =>
    wholeBatches(convert(time, { maxDuration, dataloaderLen }, ratio), pace)
  const options = fieldsOf(scheduler.name as SchedulerType).map(
    ({ name, key, kind, byDefault, isScaled }): ProgramOption => {
      const value = values[name]!
      const common = { name, key, kind }
      if (typeof value !== 'object') {
        return { ...common, value, isDefault: value === byDefault, batches: [], scaled: null }
      }
      const times = 'unit' in value ? [value] : value
      const texts = times.map((time) => time.toTimestring())
      const ratio = values.scaleWarmup === true ? scaleScheduleRatio : 1
      return {
        ...common,
        value: 'unit' in value ? texts[0]! : texts,
        isDefault: byDefault !== undefined && 'unit' in value && isSame(value, byDefault),
        batches: times.map((time) => inBatches(time, isScaled ? scaleScheduleRatio : 1)),
        scaled: isScaled || !('unit' in value) ? null : inBatches(value, ratio),
      }
    },
  )
  return { kind: 'builtin', type: scheduler.name as SchedulerType, options }
}

/** Whether a time is what a text says, in the same unit. */
const isSame = (time: Time, text: unknown): boolean => String(text).endsWith(time.unit) && time.equals(text)

/** A converted time in batches; iterations and seconds go in steps of many batches, or between two. */
function wholeBatches({ value, unit }: Time, pace: Pace): Batches {
  const rate = unit === 'iter' || unit === 'sec' ? null : perBatch(pace, unit)
  return rate !== null && Number.isInteger(value / rate) ? value / rate : null
}
