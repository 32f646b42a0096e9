/**
 * What a language writes: a schedule and its run as plain values, which may be posted from a worker. Reads no words of
 * a page and no configuration.
 */

import type { TrainingRun, TrainingRunOptions } from '../run/run.js'
import type { BuiltinScheduler } from '../schedulers/builtin.js'
import type { ComposerScheduler } from '../schedulers/callable.js'
import type { TimeUnit } from '../state/time/time.js'
import type { FieldKind, SchedulerType } from '../wasm/table.js'
import { fieldsOf } from '../wasm/table.js'
import { batchesOf, type Convert, type Length, lengthOf, type PartRun } from './lengths.js'
import { partRuns, partStarts, type Start } from './segments.js'

/** A length in batches of the scaled run; null where it is no whole number of them, or where there is no such time. */
export type Batches = number | null

/** The value of an option: a time as its text, null for what is left out. What is a scheduler is among the parts. */
export type OptionValue = number | boolean | string | null | readonly string[] | readonly number[]

/** An option of a factor. */
export interface ProgramOption {
  /** Its name in this package. */
  readonly name: string
  /** Its name in Composer. */
  readonly key: string
  readonly kind: FieldKind
  readonly value: OptionValue
  /** Whether it is what stands for one that is left out. */
  readonly isDefault: boolean
  /** Of a time, or of each of a list, as they are converted; empty for what is no time. May be a fraction where times may. */
  readonly batches: readonly Batches[]
  /** What times are compared on: batches, or another counter; null for what is no time. */
  readonly counter: TimeUnit | null
  /** Of a time that the ratio leaves as it is: scaled all the same if `scale_warmup` is on. */
  readonly scaled: Batches
}

/** What a built-in scheduler is written by. */
interface Described {
  readonly type: SchedulerType
  readonly options: readonly ProgramOption[]
  /** The ratio that it is scaled by. */
  readonly ratio: number
  /** Batches in an epoch. */
  readonly dataloaderLen: number | null
}

/** A built-in scheduler with a formula of its own. */
export interface BuiltinFactor extends Described {
  readonly kind: 'builtin'
}

/** A scheduler that is made of others. */
export interface NodeFactor extends Described {
  readonly kind: 'node'
  readonly parts: readonly Part[]
}

/** A part of a node. */
export interface Part {
  readonly factor: Factor
  /** Whether it sees the clock of the node: in a sequence, of which others see one of their own. */
  readonly isOuter: boolean
  /** Where its own clock begins on that of the node, of what is repeated the first time. A part that sees the node's has none. */
  readonly start?: Start
}

/** A function, by its source text in JavaScript. */
export interface FunctionFactor {
  readonly kind: 'function'
  readonly code: string
}

/** A factor of a schedule: several multiply. */
export type Factor = BuiltinFactor | NodeFactor | FunctionFactor

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
  /** Built-ins, and functions, whose code is their text, or just their code. */
  readonly factors: readonly (ComposerScheduler | string)[]
  readonly run: TrainingRun
  readonly baseLr: number
}

/** The program of schedulers and a run that they resolve for. */
export function programOf({ name, factors, run, baseLr }: ProgramSource, convert: Convert): Program {
  const { maxDuration, dataloaderLen, scaleScheduleRatio: ratio, pace } = run
  const whole: PartRun = { maxDuration, dataloaderLen, ratio, pace, convert }
  return {
    name,
    factors: factors.map((factor) => factorOf(factor, whole)),
    run: run.toJSON(),
    batches: run.batches,
    baseLr,
  }
}

/** What a scheduler has for an option, by the kinds of the table. */
type FieldValue = number | boolean | string | null | Length | readonly (Length | number)[]

/** Where a part of a sequence is beside which clock it sees. */
interface ClockedPart {
  readonly scheduler: BuiltinScheduler | ((...args: never[]) => unknown)
  readonly clock: 'inner' | 'outer'
}

const isDescribed = (value: unknown): value is BuiltinScheduler =>
  typeof value === 'function' && 'toJSON' in value && 'resolve' in value

function factorOf(scheduler: unknown, run: PartRun): Factor {
  if (typeof scheduler === 'string') return { kind: 'function', code: scheduler }
  if (!isDescribed(scheduler)) return { kind: 'function', code: String(scheduler) }
  const type = scheduler.name as SchedulerType
  const values = scheduler as unknown as Readonly<Record<string, unknown>>
  const options = fieldsOf(type).map((field) => optionOf(field, values, run))
  const described = { type, options, ratio: run.ratio, dataloaderLen: run.dataloaderLen }
  const parts = partsOf(type, values)
  if (parts === null) return { kind: 'builtin', ...described }
  const runs = partRuns(type, values as never, run, parts.length)
  const starts = partStarts(type, values as never, run, parts.length)
  return {
    kind: 'node',
    ...described,
    parts: parts.map(({ scheduler: part, clock }, index) => {
      const isOuter = clock === 'outer'
      return {
        factor: factorOf(part, isOuter ? run : runs[index]!),
        isOuter,
        ...startOf(isOuter ? null : starts[index]!),
      }
    }),
  }
}

const startOf = (start: Start | null): Pick<Part, 'start'> => (start === null ? {} : { start })

/** The parts of a node; null for what is none. */
function partsOf(type: SchedulerType, values: Readonly<Record<string, unknown>>): ClockedPart[] | null {
  for (const { name, kind } of fieldsOf(type)) {
    const value = values[name]
    if (isParts(kind)) return (Array.isArray(value) ? value : [value]).map(clocked)
  }
  return null
}

const clocked = (part: unknown): ClockedPart =>
  typeof part === 'object' ? (part as ClockedPart) : { scheduler: part as BuiltinScheduler, clock: 'inner' }

/** Whether an option holds the parts of a node. */
export const isParts = (kind: FieldKind): boolean => kind === 'scheduler' || kind === 'schedulers' || kind === 'parts'

function optionOf(
  { name, key, kind, byDefault, isScaled }: ReturnType<typeof fieldsOf>[number],
  values: Readonly<Record<string, unknown>>,
  run: PartRun,
): ProgramOption {
  const common = { name, key, kind, batches: [], counter: null, scaled: null }
  if (isParts(kind)) return { ...common, value: null, isDefault: false }
  const value = values[name] as FieldValue
  if (!isTimes(kind)) return { ...common, value: plain(value), isDefault: value === byDefault }
  if (value === null) return { ...common, value, isDefault: byDefault === null }
  const times = (Array.isArray(value) ? value : [value]) as readonly Length[]
  const texts = times.map((time) => time.toTimestring())
  const isOne = !Array.isArray(value)
  // The warm-ups of Composer scale their slope only; those of other forms are as long as they are steep.
  const isExact = kind.startsWith('exact')
  const warmRatio = values.scaleWarmup ? run.ratio : 1
  const ratio = isScaled || key !== 't_warmup' ? run.ratio : isExact || values.scaleWarmup === 'fixed' ? warmRatio : 1
  const inBatches = (time: Length, by: number) => batchesOf(lengthOf(time, run, by), run.pace, isExact)
  return {
    ...common,
    value: isOne ? texts[0]! : texts,
    isDefault: isOne && isSame(times[0]!, byDefault),
    batches: times.map((time) => inBatches(time, ratio)),
    counter: times.length === 0 ? null : lengthOf(times[0]!, run, ratio).unit,
    scaled: isOne && !isScaled ? inBatches(times[0]!, warmRatio) : null,
  }
}

const isTimes = (kind: FieldKind): boolean => kind.startsWith('time') || kind.startsWith('exact')

/** A value as it may be posted: a list of numbers as an array. */
const plain = (value: FieldValue): OptionValue =>
  typeof value === 'object' && value !== null ? Array.from(value as readonly number[]) : value

/** Whether a time is what a text says, in the same unit. */
const isSame = (time: Length, text: unknown): boolean => {
  const [, value, unit] = /^(.*?)([a-z]+)$/.exec(String(text)) ?? []
  return unit === time.unit && Number(value) === time.value
}
