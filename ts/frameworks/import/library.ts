/**
 * What a reader of a library's sources is.
 */
import type { BuiltinScheduler } from '../../schedulers/builtin.js'
import type { OtherSchedules } from '../types.js'
import type { Fields, Mapping } from './fields.js'
import type { Unit } from './reading.js'

/** What a reader makes of a source. */
export interface Outcome {
  readonly scheduler: BuiltinScheduler
  /** The learning rate that the multiplier is of. */
  readonly baseLr: number
  /** How many steps training has, where the source says it. */
  readonly length?: number | null
  /** The last step that the schedule names. */
  readonly last?: number
  /** The fewest steps of a run in which the scheduler is anything. Default 1. */
  readonly least?: number
  /** What the times count. Default batches. */
  readonly unit?: Unit
  /** How many units a batch is. Default 1. */
  readonly perBatch?: number
  readonly others?: OtherSchedules
}

/** A library: a file of its own, and a line in the registry. */
export interface LibraryReader {
  /** The version whose defaults and quirks are known. */
  readonly version: string
  /** Other names of it. */
  readonly aliases: readonly string[]
  /** What names of its classes and functions are, in full: `torch.optim.lr_scheduler.StepLR`. */
  readonly names?: RegExp
  /** What of a file's content is a source of it; null where the content is not its own. */
  recognize?(found: Mapping): Mapping | null
  /** What of a file's content may be a source of it, where no library knows it for its own. */
  suspect?(found: Mapping): Mapping | null
  /** What of the flags of a command line, named in snake_case, is a source of it. */
  recognizeFlags?(flags: Mapping): Mapping | null
  /** Reads a source; what the library refuses at construction is an error. */
  read(source: Fields): Outcome
}

/** The last part of a dotted name, as libraries export their classes under several. */
export const shortName = (name: string): string => name.slice(name.lastIndexOf('.') + 1)

/** Whether a mapping has one of some keys. */
export const hasAny = (found: Mapping, ...keys: string[]): boolean => keys.some((key) => Object.hasOwn(found, key))

/** The keys of a mapping that are of some names; others are left out. */
export const only = (found: Mapping, ...keys: string[]): Mapping =>
  Object.fromEntries(keys.filter((key) => Object.hasOwn(found, key)).map((key) => [key, found[key]]))
