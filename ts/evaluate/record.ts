/**
 * Records of schedulers: one, or several that multiply, for each quantity that is scheduled.
 */
import type { RangeOptions } from '../curve/range.js'
import { SchedulerError } from '../errors/error.js'
import type { Moment } from '../run/run.js'
import type { ComposerScheduler } from '../schedulers/callable.js'
import { checkFinite, checkOptions } from '../state/checks.js'
import type { TrainerSteps } from './spans.js'

/** Schedulers by the quantities that they are of, such as `lr`, `momentum`, `weightDecay`. */
export type SchedulerRecord<K extends string = string> = {
  readonly [Q in K]: ComposerScheduler | readonly ComposerScheduler[]
}

/** Which batches to evaluate, and times what. */
export interface RecordOptions<K extends string = string> extends Omit<RangeOptions, 'out'> {
  /** What the multipliers of each quantity are multiplied by. Default 1 for each that is not there. */
  base?: { readonly [Q in K]?: number }
  /** The base of `lr`, in place of `base.lr`. */
  baseLr?: number
  /** These moments alone, in place of a range: batches, or times (the first batch at which the counter is reached). */
  at?: readonly Moment[]
  /** What Composer's Trainer trains with, as `evaluate` has it of one scheduler. Default false. */
  asTrained?: boolean | TrainerSteps
}

const KNOWN: Readonly<Record<keyof RecordOptions, true>> = {
  from: true,
  count: true,
  stride: true,
  base: true,
  baseLr: true,
  at: true,
  asTrained: true,
}

/** Whether a value is a record of schedulers, as far as can be told before each is looked at. */
export function isRecord(found: unknown): found is SchedulerRecord {
  if (typeof found !== 'object' || found === null || Array.isArray(found)) return false
  // What toJSON of a scheduler gave has its class.
  return Object.keys(found).length > 0 && typeof (found as { type?: unknown }).type !== 'string'
}

/** What is evaluated of a record: each quantity with its base. */
export function quantitiesOf(
  record: SchedulerRecord,
  options: RecordOptions,
): { quantity: string; schedulers: SchedulerRecord[string]; baseLr: number }[] {
  checkOptions(options, KNOWN, 'evaluate')
  const { base = {}, baseLr } = options
  checkOptions(base, record, 'base')
  if (baseLr !== undefined) checkBaseLr(record, base, checkFinite('baseLr', baseLr))
  return Object.entries(record).map(([quantity, schedulers]) => {
    const own = quantity === 'lr' ? (baseLr ?? base.lr) : base[quantity]
    return { quantity, schedulers, baseLr: checkFinite(`base.${quantity}`, own ?? 1) }
  })
}

/** Refuses a base that is of nothing, or one of two. */
function checkBaseLr(record: SchedulerRecord, base: Readonly<Record<string, number | undefined>>, found: number): void {
  const refuse = (rule: string, cure: string) =>
    new SchedulerError('option-range', { option: 'baseLr', rule, found, cure })
  if (!Object.hasOwn(record, 'lr')) throw refuse('left out of a record without lr', 'Give base, by quantity.')
  if (base.lr !== undefined) throw refuse('left out where base has lr', 'Remove one of the two.')
}
