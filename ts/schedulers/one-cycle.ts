/**
 * The scheduler that goes up once and down once, and its momentum.
 */
import type { ExactTime, ExactTimeInput } from '../state/time/exact.js'
import type { Choice } from '../wasm/table.js'
import { BuiltinScheduler } from './builtin.js'
import { checkWhole } from './checks.js'

// PyTorch's defaults of OneCycleLR.
const MOMENTA = { low: 0.85, high: 0.95 } as const

/** The options of a OneCycleScheduler. */
export interface OneCycleSchedulerOptions {
  /** Where the peak is. Default '0.3dur'. */
  tPeak?: ExactTimeInput
  /** Where it is back at alphaI; a third piece follows. Default null: there are two pieces. */
  tReturn?: ExactTimeInput | null
  /** Where it ends. Default '1dur'. */
  tEnd?: ExactTimeInput
  /** Multiplier at the start. Default 0.04. */
  alphaI?: number
  /** Multiplier at the peak. Default 1. */
  alphaM?: number
  /** Multiplier at the end. Default 4e-6. */
  alphaF?: number
  /** How each piece leads to its end: 'linear' or 'cosine'. Default 'cosine'. */
  anneal?: Choice<'blend'>
  /** How many stairs the first piece has, as in DeepSpeed; at least 1. Default null: none. */
  stairsUp?: number | null
  /** How many stairs the second piece has. Default null: none. */
  stairsDown?: number | null
  /** Length of a decay period after tEnd. Default null: no decay. */
  tDecay?: ExactTimeInput | null
  /** What each decay period adds to the divisor. Default 0. */
  rate?: number
}

/**
 * One cycle: from alphaI to alphaM at tPeak, back to alphaI at tReturn if it is given, and to alphaF at tEnd; then
 * alphaF / (1 + rate · (t − tEnd) / tDecay). Each piece is a line or half a cosine.
 * `torch.optim.lr_scheduler.OneCycleLR`, `optax.cosine_onecycle_schedule`, DeepSpeed's `OneCycle`; Smith and Topin,
 * "Super-Convergence" (2018).
 *
 * Where tPeak is not above 0, it starts within the second piece.
 *
 * @example
 * ```ts
 * const run = new TrainingRun({ maxDuration: '100ba' })
 * const curve = new OneCycleScheduler({ tPeak: '50ba', alphaI: 0.5, alphaF: 0, anneal: 'linear' }).resolve(run)
 * Array.from(curve.fill({ stride: 25 })) // => [0.5, 0.75, 1, 0.5]
 * ```
 */
export class OneCycleScheduler extends BuiltinScheduler {
  /** Where the peak is. */
  declare readonly tPeak: ExactTime
  /** Where it is back at the start of the first piece; null for two pieces. */
  declare readonly tReturn: ExactTime | null
  /** Where it ends. */
  declare readonly tEnd: ExactTime
  /** Multiplier at the start. */
  declare readonly alphaI: number
  /** Multiplier at the peak. */
  declare readonly alphaM: number
  /** Multiplier at the end. */
  declare readonly alphaF: number
  /** How each piece leads to its end. */
  declare readonly anneal: Choice<'blend'>
  /** How many stairs the first piece has; null for none. */
  declare readonly stairsUp: number | null
  /** How many stairs the second piece has; null for none. */
  declare readonly stairsDown: number | null
  /** Length of a decay period after the end; null for no decay. */
  declare readonly tDecay: ExactTime | null
  /** What each decay period adds to the divisor. */
  declare readonly rate: number

  constructor(options: OneCycleSchedulerOptions = {}) {
    super('OneCycleScheduler', options)
    checkWhole({ stairsUp: this.stairsUp, stairsDown: this.stairsDown })
  }

  /**
   * The momentum that goes with it, as PyTorch cycles it: high where the multiplier is low. An absolute value, no
   * multiplier: from 0.95 to 0.85 at the peak, and back.
   *
   * @example
   * ```ts
   * const run = new TrainingRun({ maxDuration: '100ba' })
   * const { momentum } = new OneCycleScheduler({ tPeak: '50ba', anneal: 'linear' })
   * Array.from(momentum.resolve(run).fill({ stride: 50 })) // => [0.95, 0.85]
   * ```
   */
  get momentum(): OneCycleScheduler {
    const { tPeak, tReturn, tEnd, anneal, stairsUp, stairsDown } = this
    const levels = { alphaI: MOMENTA.high, alphaM: MOMENTA.low, alphaF: MOMENTA.high }
    return new OneCycleScheduler({ tPeak, tReturn, tEnd, anneal, stairsUp, stairsDown, ...levels })
  }
}
