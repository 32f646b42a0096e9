/**
 * The options of a scheduler as they are told: times with their conversions, all others as they are.
 */
import type { Length, PartRun } from '../../../languages/lengths.js'
import { isParts } from '../../../languages/program.js'
import { isImplied } from '../../../schedulers/kinds/kinds.js'
import { type Field, type FieldKind, fieldsOf, type SchedulerType } from '../../../wasm/table.js'
import { type Conversion, convert } from './conversions.js'
import type { Scheduler } from './sights.js'

/** An option of a scheduler: a time with its conversion, or a value as it is. */
export interface ExplainedOption {
  readonly name: string
  readonly kind: FieldKind
  readonly value: number | boolean | string | null | readonly number[]
  /** Of a time, or of each of a list. */
  readonly conversions: readonly Conversion[]
}

/**
 * All but the parts of a node, which are explained themselves.
 *
 * @param attempt - what a conversion comes to, or null where it may fail
 */
export function optionsOf(
  scheduler: Scheduler,
  run: PartRun,
  attempt: (convertOne: () => Conversion) => Conversion | null,
): ExplainedOption[] {
  const values = scheduler as unknown as Readonly<Record<string, unknown>>
  const fields = fieldsOf(scheduler.name as SchedulerType).filter(
    ({ name, kind }) => !isParts(kind) && !isImplied(kind, values[name]),
  )
  return fields.map((field): ExplainedOption => {
    const { name, key, kind } = field
    const value = values[name]
    if (!isTime(kind)) return { name: key, kind, value: plain(value), conversions: [] }
    const times = (value === null ? [] : Array.isArray(value) ? value : [value]) as readonly Length[]
    const ratio = ratioOf(field, values, run)
    const conversions = times.map((time) => attempt(() => convert(time, run, ratio)))
    return { name: key, kind, value: null, conversions: conversions.filter((conversion) => conversion !== null) }
  })
}

/** Whether an option of a kind holds times. */
const isTime = (kind: Field['kind']): boolean => kind.startsWith('time') || kind.startsWith('exact')

/** What an option is scaled by: a ramp only where it is asked for, and Composer's, which scale its slope, never. */
function ratioOf({ key, kind }: Field, values: Readonly<Record<string, unknown>>, run: PartRun): number {
  if (key !== 't_warmup') return run.ratio
  const isWhole = kind !== 'time' || values.scaleWarmup === 'fixed'
  return isWhole && values.scaleWarmup ? run.ratio : 1
}

const plain = (value: unknown): ExplainedOption['value'] =>
  typeof value === 'object' && value !== null
    ? Array.from(value as readonly number[])
    : (value as ExplainedOption['value'])
