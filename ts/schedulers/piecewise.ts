/**
 * Schedulers of values that are written down: factors, levels, knots; and the line of a range test.
 */
import type { ExactTime, ExactTimeInput } from '../state/time/exact.js'
import type { Choice } from '../wasm/table.js'
import { BuiltinScheduler } from './builtin.js'
import { checkOrder, refuse } from './checks.js'
import { RampedScheduler, type RampOptions } from './ramp.js'

/** The options of a MultiplicativeScheduler. */
export interface MultiplicativeSchedulerOptions {
  /** A factor for each step. */
  factors: ArrayLike<number>
}

/**
 * A factor for each step, multiplied up: α(t) = factors[0] · … · factors[t − 1], constant once they are used up.
 * `torch.optim.lr_scheduler.MultiplicativeLR`.
 *
 * The t is a count of batches, divided by the scale schedule ratio.
 *
 * @example
 * ```ts
 * const run = new TrainingRun({ maxDuration: '100ba' })
 * const curve = new MultiplicativeScheduler({ factors: [0.5, 0.5, 2] }).resolve(run)
 * Array.from(curve.fill({ count: 5 })) // => [1, 0.5, 0.25, 0.5, 0.5]
 * ```
 */
export class MultiplicativeScheduler extends BuiltinScheduler {
  /** A factor for each step. */
  declare readonly factors: readonly number[]

  constructor(options: MultiplicativeSchedulerOptions) {
    super('MultiplicativeScheduler', options)
  }
}

/** The options of a PiecewiseConstantScheduler. */
export interface PiecewiseConstantSchedulerOptions extends RampOptions {
  /** When the value changes, in order. */
  boundaries: readonly ExactTimeInput[]
  /** The values, one more than boundaries. */
  values: ArrayLike<number>
}

/**
 * A ramp, then a value between each two boundaries: α(t) = values[n], where n boundaries are at most t − w, and w is
 * tWarmup.
 * `optax.piecewise_constant_schedule`, `keras.optimizers.schedules.PiecewiseConstantDecay`.
 *
 * @example
 * ```ts
 * const run = new TrainingRun({ maxDuration: '100ba' })
 * const curve = new PiecewiseConstantScheduler({ boundaries: ['50ba', '0.75dur'], values: [1, 0.5, 0.1] }).resolve(run)
 * Array.from(curve.fill({ stride: 25 })) // => [1, 1, 0.5, 0.1]
 * ```
 */
export class PiecewiseConstantScheduler extends RampedScheduler {
  /** When the value changes. */
  declare readonly boundaries: readonly ExactTime[]
  /** The values. */
  declare readonly values: readonly number[]

  constructor(options: PiecewiseConstantSchedulerOptions) {
    super('PiecewiseConstantScheduler', options)
    const { boundaries, values } = this
    if (values.length !== boundaries.length + 1) {
      refuse(
        'values',
        `one more than the ${boundaries.length} boundaries`,
        values,
        'Give a value before the first, and after each.',
      )
    }
    checkOrder('boundaries', boundaries)
  }
}

/** The options of a PiecewiseInterpolateScheduler. */
export interface PiecewiseInterpolateSchedulerOptions {
  /** Where the values are reached, in order. */
  knots: readonly ExactTimeInput[]
  /** The values, one for each knot. */
  values: ArrayLike<number>
  /** What lies between knots: 'linear' or 'cosine'. Default 'linear'. */
  interpolate?: Choice<'blend'>
}

/**
 * Values at knots, and lines or half cosines between them; the last value from the last knot on.
 * `optax.piecewise_interpolate_schedule`.
 *
 * @example
 * ```ts
 * const run = new TrainingRun({ maxDuration: '100ba' })
 * const curve = new PiecewiseInterpolateScheduler({ knots: ['0ba', '20ba', '100ba'], values: [0, 1, 0.5] }).resolve(run)
 * Array.from(curve.fill({ stride: 20 })) // => [0, 1, 0.875, 0.75, 0.625]
 * ```
 */
export class PiecewiseInterpolateScheduler extends BuiltinScheduler {
  /** Where the values are reached. */
  declare readonly knots: readonly ExactTime[]
  /** The values. */
  declare readonly values: readonly number[]
  /** What lies between knots. */
  declare readonly interpolate: Choice<'blend'>

  constructor(options: PiecewiseInterpolateSchedulerOptions) {
    super('PiecewiseInterpolateScheduler', options)
    const { knots, values } = this
    if (knots.length === 0) refuse('knots', 'at least one', knots, 'Give where the first value stands.')
    if (values.length !== knots.length)
      refuse('values', `as many as the ${knots.length} knots`, values, 'Give one for each.')
    checkOrder('knots', knots)
  }
}

/** The options of a LrRangeTestScheduler. */
export interface LrRangeTestSchedulerOptions {
  /** Length of a step. */
  tStep: ExactTimeInput
  /** What a step adds. Default 1. */
  rate?: number
  /** Whether only whole steps count. Default false. */
  staircase?: boolean
}

/**
 * A line without end, to find the highest learning rate that trains: α(t) = 1 + rate · t / tStep. DeepSpeed's
 * `LRRangeTest`; Smith (2017).
 *
 * @example
 * ```ts
 * const run = new TrainingRun({ maxDuration: '100ba' })
 * const curve = new LrRangeTestScheduler({ tStep: '50ba', rate: 2 }).resolve(run)
 * Array.from(curve.fill({ stride: 25 })) // => [1, 2, 3, 4]
 * ```
 */
export class LrRangeTestScheduler extends BuiltinScheduler {
  /** Length of a step. */
  declare readonly tStep: ExactTime
  /** What a step adds. */
  declare readonly rate: number
  /** Whether only whole steps count. */
  declare readonly staircase: boolean

  constructor(options: LrRangeTestSchedulerOptions) {
    super('LrRangeTestScheduler', options)
  }
}
