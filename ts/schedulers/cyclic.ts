/**
 * The scheduler of triangles, one after another, and its momentum.
 */
import type { ExactTime, ExactTimeInput } from '../state/time/exact.js'
import type { Choice } from '../wasm/table.js'
import { AffineScheduler } from './nodes/value.js'
import { RampedScheduler, type RampOptions } from './ramp.js'

// PyTorch's defaults of CyclicLR.
const MOMENTA = { low: 0.8, high: 0.9 } as const

/** The options of a CyclicScheduler. */
export interface CyclicSchedulerOptions extends RampOptions {
  /** Length of the way up. */
  tUp: ExactTimeInput
  /** Length of the way down. Default null: that of the way up. */
  tDown?: ExactTimeInput | null
  /** Multiplier at the bottom. Default 0. */
  alphaMin?: number
  /** Multiplier at the top. Default 1. */
  alphaMax?: number
  /** How the top changes from cycle to cycle. Default 'triangular'. */
  mode?: Choice<'mode'>
  /** The factor of 'exp_range' and 'shrink'. Default 1. */
  gamma?: number
  /** Whether the bottom shrinks too, with the mode 'shrink'. Default false. */
  shrinkMin?: boolean
}

/**
 * Triangles, one after another: α = alphaMin + (alphaMax − alphaMin) · s · k, where s rises from 0 to 1 in tUp and
 * falls to 0 in tDown. In cycle c, k is 1 ('triangular'), 2^−c ('triangular2'), or gamma^t ('exp_range'); with
 * 'shrink' the top, and with shrinkMin the bottom, is multiplied by gamma^c. `torch.optim.lr_scheduler.CyclicLR`;
 * Smith, "Cyclical Learning Rates for Training Neural Networks" (2017).
 *
 * The t of gamma^t is a count of the unit of tUp, divided by the scale schedule ratio.
 *
 * @example
 * ```ts
 * const run = new TrainingRun({ maxDuration: '100ba' })
 * const curve = new CyclicScheduler({ tUp: '25ba', alphaMin: 0.5 }).resolve(run)
 * Array.from(curve.fill({ stride: 25 })) // => [0.5, 1, 0.5, 1]
 * ```
 */
export class CyclicScheduler extends RampedScheduler {
  /** Length of the way up. */
  declare readonly tUp: ExactTime
  /** Length of the way down; null for that of the way up. */
  declare readonly tDown: ExactTime | null
  /** Multiplier at the bottom. */
  declare readonly alphaMin: number
  /** Multiplier at the top. */
  declare readonly alphaMax: number
  /** How the top changes from cycle to cycle. */
  declare readonly mode: Choice<'mode'>
  /** The factor of the modes that have one. */
  declare readonly gamma: number
  /** Whether the bottom shrinks too. */
  declare readonly shrinkMin: boolean

  constructor(options: CyclicSchedulerOptions) {
    super('CyclicScheduler', options)
  }

  /**
   * The momentum that goes with it, as PyTorch cycles it: high where the multiplier is low. An absolute value, no
   * multiplier: from 0.9 to 0.8 at the top of a triangle, and back.
   *
   * @example
   * ```ts
   * const run = new TrainingRun({ maxDuration: '100ba' })
   * const { momentum } = new CyclicScheduler({ tUp: '25ba' })
   * Array.from(momentum.resolve(run).fill({ stride: 25 })) // => [0.9, 0.8, 0.9, 0.8]
   * ```
   */
  get momentum(): AffineScheduler {
    const { tUp, tDown, mode, gamma, tWarmup, warmup, firstStep, scaleWarmup } = this
    // From 0 to 1, also in a ramp, which starts at the bottom.
    const scheduler = new CyclicScheduler({ tUp, tDown, mode, gamma, tWarmup, warmup, firstStep, scaleWarmup })
    return new AffineScheduler({ scheduler, scale: MOMENTA.low - MOMENTA.high, offset: MOMENTA.high })
  }
}
