/**
 * The golden files as rows, and the values in them as this package's: numbers, times, timestamps, states, schedulers.
 */
import { Scheduler, type State, Time, Timestamp } from 'scale-schedule'
import { readRows } from '../helpers/rows.js'
import type { ComposerError } from './errors.js'
import type { GoldenRow } from './skip.js'

/** A time in a row: text, or a value and a unit. */
export type RowTime = string | { value: number | string; unit: string }

/** A value in a row that Composer returned, or could not. */
export type RowValue = number | string | { complex: unknown } | { error: ComposerError }

/** A row that runs one scheduler. */
export interface SchedulerRow extends GoldenRow {
  scheduler: { type: string; [option: string]: unknown }
  ssr: number | string
  state: { max_duration: RowTime | null; dataloader_len: number | null }
  timestamps?: Record<string, number | string>[]
  timestamps_spec?: { num_steps: number; samples: number; tokens: number }
  expected?: RowValue[]
  error?: ComposerError
  warns?: boolean
}

/** The rows of one golden file. */
export function rowsOf<Row = GoldenRow>(file: string): Row[] {
  return readRows(`golden/${file}`)
}

/** A number, of which the non-finite ones are strings. */
export const toNumber = (value: unknown): number => Number(value)

/** A time as an option takes it: text stays text. */
export function toTime(time: RowTime): Time | string {
  return typeof time === 'string' ? time : new Time(Number(time.value), time.unit as 'ba')
}

/** The options of a row's scheduler under this package's names. */
export function toScheduler({ type, ...options }: SchedulerRow['scheduler']) {
  const entries = Object.entries(options).map(([name, value]) => {
    const camel = name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
    if (Array.isArray(value)) return [camel, value.map(toTime)]
    return [camel, typeof value === 'object' || typeof value === 'string' ? toTime(value as RowTime) : value]
  })
  return Scheduler.fromJSON({ type, ...Object.fromEntries(entries) })
}

/** The timestamps at which a row asks its scheduler. */
export function toTimestamps({ timestamps, timestamps_spec: spec }: SchedulerRow): Timestamp[] {
  if (timestamps !== undefined) {
    return timestamps.map(({ total_wct_seconds: totalWct, ...counters }) => {
      const numbers = Object.fromEntries(Object.entries(counters).map(([name, value]) => [name, toNumber(value)]))
      return new Timestamp({ ...numbers, totalWct: toNumber(totalWct ?? 0) })
    })
  }
  const out = [new Timestamp()]
  while (out.length < spec!.num_steps) {
    out.push(out.at(-1)!.toNextBatch({ samples: spec!.samples, tokens: spec!.tokens }))
  }
  return out
}

/** A row's state at a timestamp. */
export function toState({ state }: Pick<SchedulerRow, 'state'>, timestamp = new Timestamp()): State {
  const maxDuration = state.max_duration === null ? null : (toTime(state.max_duration) as Time)
  return { timestamp, maxDuration, dataloaderLen: state.dataloader_len }
}

/** How many floats lie between two finite numbers. */
export function ulps(a: number, b: number): number {
  const ordinal = (x: number) => {
    const bits = new BigInt64Array(new Float64Array([x]).buffer)[0]!
    return bits < 0n ? -(bits & 0x7fffffffffffffffn) : bits
  }
  const distance = ordinal(a) - ordinal(b)
  return Number(distance < 0n ? -distance : distance)
}
