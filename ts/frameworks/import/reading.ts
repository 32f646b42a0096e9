/**
 * One import as it goes on: what was asked for, which defaults were taken, what the schedule can't express.
 */
import { SchedulerError } from '../../errors/error.js'
import { DEEPEST, MOST_SCHEDULERS, tooDeep } from '../../schedulers/tree.js'
import type { Assumed, ImportOptions, Unmatched } from '../types.js'

/** What times count: batches, epochs, samples or tokens. */
export type Unit = 'ba' | 'ep' | 'sp' | 'tok'

// More are told as a number: a file of 8 MiB may have as many unknown keys.
const MOST_TOLD = 100
// Enough for any key that has a meaning; others may be as long as a file.
const LONGEST_PATH = 200

/** What one import has found so far; readers of libraries write it, and ask it for the options. */
export class Reading {
  /** The library with the version that its defaults are of. */
  readonly by: string
  /** The options of `importSchedule`. */
  readonly options: ImportOptions
  readonly #assumed: Assumed[] = []
  readonly #unmatched: Unmatched[] = []
  #untold = 0
  #schedulers = 0
  #lr: number | null = null
  #start = 0
  #end = Number.POSITIVE_INFINITY

  constructor(by: string, options: ImportOptions) {
    this.by = by
    this.options = options
  }

  /** Each default that was taken. */
  get assumed(): readonly Assumed[] {
    return this.#assumed
  }

  /** Each key or quirk that the schedule can't express. */
  get unmatched(): readonly Unmatched[] {
    if (this.#untold === 0) return this.#unmatched
    return [...this.#unmatched, { path: '', reason: `${this.#untold} more keys are not read.` }]
  }

  /** Takes a default of the library. */
  assume<T>(path: string, value: T, by = this.by): T {
    this.#assumed.push({ path, value, by })
    return value
  }

  /** The step of the whole at which the part begins that is being read. */
  get start(): number {
    return this.#start
  }

  /** Reads a part that is on from one step of its whole to another: what differs in it is told at steps of the whole. */
  during<T>(start: number, end: number, make: () => T): T {
    const whole = [this.#start, this.#end] as const
    this.#start = whole[0] + start
    this.#end = Math.min(whole[1], whole[0] + end)
    try {
      return make()
    } finally {
      ;[this.#start, this.#end] = whole
    }
  }

  /** Tells what the library does and the schedule doesn't, from a step on where that is known. */
  differs(path: string, reason: string, ownStep?: number): void {
    const step = ownStep === undefined ? undefined : ownStep + this.#start
    if (step !== undefined && step >= this.#end) return
    if (this.#unmatched.length >= MOST_TOLD) this.#untold++
    else {
      const shown = path.length > LONGEST_PATH ? `${path.slice(0, LONGEST_PATH)}…` : path
      this.#unmatched.push(step === undefined ? { path: shown, reason } : { path: shown, reason, step })
    }
  }

  /** Counts a scheduler within the source, at a depth; sources are as limited as trees of schedulers. */
  enter(path: string, depth: number): void {
    if (depth > DEEPEST) this.at(path, () => fail(tooDeep(depth)))
    if (++this.#schedulers > MOST_SCHEDULERS) {
      const what = 'The count of schedulers'
      throw new SchedulerError('integer-range', { what, found: this.#schedulers, min: 1, max: MOST_SCHEDULERS })
    }
  }

  /** What is made of the source at a path: an error of it names the path. */
  at<T>(path: string, make: () => T): T {
    try {
      return make()
    } catch (error) {
      if (path === '' || !SchedulerError.is(error) || 'within' in error.details) throw error
      // What was read from the source tells its path already.
      if (error.message.includes(path)) throw error
      throw new SchedulerError(error.code, { ...error.details, within: path } as never, { cause: error })
    }
  }

  /** Refuses what the library itself refuses. */
  refuse(path: string, rule: string, found: unknown, cure?: string): never {
    throw new SchedulerError('option-range', { option: path, rule, found, cure })
  }

  /**
   * The learning rate of the optimizer: what the source says, else the option, else 1 where the multiplier doesn't depend on
   * it. A source that says one and an option that says another are told.
   *
   * @param own - what the source says, or null
   * @param isNeeded - whether the multiplier depends on it
   */
  baseLr(own: number | null, isNeeded = false): number {
    const { baseLr } = this.options
    const stated = own ?? this.#lr
    if (stated !== null) {
      if (baseLr !== undefined && baseLr !== stated) {
        this.differs('baseLr', `The source says its learning rates itself, of ${stated}; ${baseLr} is not used.`)
      }
      return stated
    }
    if (baseLr !== undefined) return baseLr
    if (isNeeded) throw new SchedulerError('missing-option', { owner: this.by, option: 'baseLr' })
    return this.assume('baseLr', 1, 'scale-schedule')
  }

  /** Keeps what a source says of the optimizer, for schedulers that are built without it. */
  stateLr(lr: number): void {
    this.#lr = lr
  }

  /** How many steps training has, where the source can't say it. */
  total(): number {
    const { total } = this.options
    if (total === undefined) throw new SchedulerError('missing-option', { owner: this.by, option: 'total' })
    return total
  }
}

function fail(error: unknown): never {
  throw error
}

/** A value as a part of a learning rate; of 0 there are no parts. */
export function ratio(value: number, base: number): number {
  return value === 0 ? 0 : value / base
}

/** The text of a time. */
export const time = (value: number, unit: Unit = 'ba'): `${number}${Unit}` => `${value}${unit}`
