/**
 * Schedulers that change when others begin, and how long they are.
 */
import type { ExactTime, ExactTimeInput } from '../../state/time/exact.js'
import type { ComposerScheduler } from '../callable.js'
import { checkPositive, checkWhole, refuse } from '../checks.js'
import type { SequencePart } from '../tree.js'
import { SchedulerNode } from './node.js'

/** A part of a sequence as it is given. */
export interface PartInput {
  /** What it is. */
  scheduler: ComposerScheduler
  /** Whether its clock and its run begin with it ('inner'), or are those of the sequence ('outer'). Default 'inner'. */
  clock?: 'inner' | 'outer'
}

/** The options of a SequenceScheduler. */
export interface SequenceSchedulerOptions {
  /** The parts; at least one. */
  schedulers: readonly (ComposerScheduler | PartInput)[]
  /** Where each part but the first begins, in order. */
  at: readonly ExactTimeInput[]
}

/**
 * One after another: the first up to at[0], the second from there up to at[1], and so on; each sees a clock that
 * begins with it, and a run of its own segment, so that '1dur' in it ends where it ends.
 * `torch.optim.lr_scheduler.SequentialLR`, `optax.join_schedules`.
 *
 * A part given as `{ scheduler, clock: 'outer' }` sees the clock and the run of the sequence. Errors:
 * `'boundary-order'`, where it is on.
 *
 * @example
 * ```ts
 * const run = new TrainingRun({ maxDuration: '100ba' })
 * const schedulers = [new LinearScheduler(), new LinearScheduler({ alphaI: 0.5 })]
 * const sequence = new SequenceScheduler({ schedulers, at: ['50ba'] })
 * Array.from(sequence.resolve(run).fill({ stride: 25 })) // => [1, 0.5, 0.5, 0.25]
 * new SequenceScheduler({ schedulers, at: [] }) // throws 'option-range'
 * ```
 */
export class SequenceScheduler extends SchedulerNode {
  /** The parts. */
  declare readonly schedulers: readonly SequencePart[]
  /** Where each part but the first begins. */
  declare readonly at: readonly ExactTime[]

  constructor(options: SequenceSchedulerOptions) {
    super('SequenceScheduler', options)
    const { schedulers, at } = this
    if (at.length !== schedulers.length - 1) {
      const rule = `one time fewer than there are schedulers, ${schedulers.length}`
      refuse('at', rule, at, 'Give where each but the first begins.')
    }
  }
}

/** The options of a ShiftScheduler. */
export interface ShiftSchedulerOptions {
  /** The scheduler. */
  scheduler: ComposerScheduler
  /** When it begins. */
  by: ExactTimeInput
}

/**
 * Another that begins at `by`, and is before that what it is at its start. With a negative `by` it is as if the run
 * had begun that much earlier.
 *
 * @example
 * ```ts
 * const run = new TrainingRun({ maxDuration: '100ba' })
 * const shifted = new ShiftScheduler({ scheduler: new LinearScheduler(), by: '50ba' })
 * Array.from(shifted.resolve(run).fill({ stride: 25 })) // => [1, 1, 1, 0.5]
 * ```
 */
export class ShiftScheduler extends SchedulerNode {
  /** The scheduler. */
  declare readonly scheduler: ComposerScheduler
  /** When it begins. */
  declare readonly by: ExactTime

  constructor(options: ShiftSchedulerOptions) {
    super('ShiftScheduler', options)
  }
}

/** The options of a StretchScheduler. */
export interface StretchSchedulerOptions {
  /** The scheduler. */
  scheduler: ComposerScheduler
  /** The factor; above 0. */
  factor: number
}

/**
 * Another for a run that is longer or shorter by a factor: all of its times are scaled, as by the scale schedule
 * ratio.
 *
 * @example
 * ```ts
 * const run = new TrainingRun({ maxDuration: '100ba' })
 * const stretched = new StretchScheduler({ scheduler: new LinearScheduler(), factor: 2 })
 * Array.from(stretched.resolve(run).fill({ stride: 50 })) // => [1, 0.75]
 * ```
 */
export class StretchScheduler extends SchedulerNode {
  /** The scheduler. */
  declare readonly scheduler: ComposerScheduler
  /** The factor. */
  declare readonly factor: number

  constructor(options: StretchSchedulerOptions) {
    super('StretchScheduler', options)
    checkPositive({ factor: this.factor })
  }
}

/** The options of a RepeatScheduler. */
export interface RepeatSchedulerOptions {
  /** The scheduler. */
  scheduler: ComposerScheduler
  /** Length of a cycle; not negative. */
  every: ExactTimeInput
  /** How many cycles there are; an integer of at least 1. Default null: without end. */
  times?: number | null
  /** What each cycle is multiplied by, once more than the one before. Default 1. */
  decay?: number
}

/**
 * Another again and again: in cycle k it is decay^k · s, on a clock that begins with the cycle, in a run of the length
 * `every`. After `times` cycles it stays what it is at the end of the last.
 *
 * @example
 * ```ts
 * const run = new TrainingRun({ maxDuration: '100ba' })
 * const repeated = new RepeatScheduler({ scheduler: new LinearScheduler(), every: '50ba', decay: 0.5 })
 * Array.from(repeated.resolve(run).fill({ stride: 25 })) // => [1, 0.5, 0.5, 0.25]
 * ```
 */
export class RepeatScheduler extends SchedulerNode {
  /** The scheduler. */
  declare readonly scheduler: ComposerScheduler
  /** Length of a cycle. */
  declare readonly every: ExactTime
  /** How many cycles there are; null for no end. */
  declare readonly times: number | null
  /** What each cycle is multiplied by, once more than the one before. */
  declare readonly decay: number

  constructor(options: RepeatSchedulerOptions) {
    super('RepeatScheduler', options)
    const { every, times } = this
    if (every.value < 0) refuse('every', 'no negative time', every, 'Give a positive one.')
    checkWhole({ times })
  }
}
