/**
 * Schedulers that decay again and again, as other libraries have them.
 */
import type { ExactTime, ExactTimeInput } from '../state/time/exact.js'
import type { Choice } from '../wasm/table.js'
import { checkNotNegative, checkPositive } from './checks.js'
import { RampedScheduler, type RampOptions } from './ramp.js'

/** The options of a CosineHardRestartsScheduler. */
export interface CosineHardRestartsSchedulerOptions extends RampOptions {
  /** Where the decay ends. Default '1dur'. */
  tMax?: ExactTimeInput
  /** How many cycles there are until tMax. Default 1. */
  numCycles?: number
}

/**
 * A ramp, then half cosines that start again: α(t) = ½(1 + cos(π · ((numCycles · τ) mod 1))) with τ = (t − w) / (tMax
 * − w), and 0 from tMax on; w is tWarmup. `transformers.get_cosine_with_hard_restarts_schedule_with_warmup`.
 *
 * @example
 * ```ts
 * const run = new TrainingRun({ maxDuration: '100ba' })
 * const curve = new CosineHardRestartsScheduler({ numCycles: 2 }).resolve(run)
 * Array.from(curve.fill({ stride: 25 })) // => [1, 0.5, 1, 0.5]
 * ```
 */
export class CosineHardRestartsScheduler extends RampedScheduler {
  /** Where the decay ends. */
  declare readonly tMax: ExactTime
  /** How many cycles there are until tMax. */
  declare readonly numCycles: number

  constructor(options: CosineHardRestartsSchedulerOptions = {}) {
    super('CosineHardRestartsScheduler', options)
    checkNotNegative({ numCycles: this.numCycles })
  }
}

/** The options of a CosineRestartsScheduler. */
export interface CosineRestartsSchedulerOptions extends RampOptions {
  /** Length of the first cycle. */
  t0: ExactTimeInput
  /** Length of a cycle over the one before, above 0; lengths are not truncated. Default 1. */
  tMult?: number
  /** What each cycle is lowered by, γ. Default 1. */
  cycleDecay?: number
  /**
   * What γ lowers: the 'peak' (timm), the 'amplitude' above alphaF (keras), or 'all', peak and floor (fairseq).
   * Default 'peak'.
   */
  decayApplies?: Choice<'applies'>
  /** How many cycles there are; alphaF after them. Default null: without end. */
  cycleLimit?: number | null
  /** The power of the time in a cycle, above 0. Default 1. */
  k?: number
  /** Multiplier at the end of a cycle. Default 0. */
  alphaF?: number
  /** Whether cycles count from the end of the ramp, or else from its start. Default true. */
  warmupPrefix?: boolean
}

/**
 * Half cosines that start again, with peaks that may fall: α = alphaF + (γ^i − alphaF) · ½(1 + cos(π x^k / d^k)) in
 * cycle i, whose length is d = t0 · tMult^i, x being the time in it.
 * `torch.optim.lr_scheduler.CosineAnnealingWarmRestarts`, `timm.scheduler.CosineLRScheduler`,
 * `keras.optimizers.schedules.CosineDecayRestarts`.
 *
 * With decayApplies 'amplitude' α = alphaF + (1 − alphaF) · γ^i · c, with 'all' γ^i · (alphaF + (1 − alphaF) · c),
 * where c is the cosine.
 *
 * @example
 * ```ts
 * const run = new TrainingRun({ maxDuration: '100ba' })
 * const curve = new CosineRestartsScheduler({ t0: '20ba', tMult: 2, cycleDecay: 0.5 }).resolve(run)
 * Array.from(curve.fill({ count: 4, stride: 20 })) // => [1, 0.5, 0.25, 0.25]
 * ```
 */
export class CosineRestartsScheduler extends RampedScheduler {
  /** Length of the first cycle. */
  declare readonly t0: ExactTime
  /** Length of a cycle over the one before. */
  declare readonly tMult: number
  /** What each cycle is lowered by. */
  declare readonly cycleDecay: number
  /** What the factor of a cycle lowers. */
  declare readonly decayApplies: Choice<'applies'>
  /** How many cycles there are; null for no end. */
  declare readonly cycleLimit: number | null
  /** The power of the time in a cycle. */
  declare readonly k: number
  /** Multiplier at the end of a cycle. */
  declare readonly alphaF: number
  /** Whether cycles count from the end of the ramp. */
  declare readonly warmupPrefix: boolean

  constructor(options: CosineRestartsSchedulerOptions) {
    super('CosineRestartsScheduler', options)
    checkPositive({ tMult: this.tMult, k: this.k })
    checkNotNegative({ cycleLimit: this.cycleLimit })
  }
}

/** The options of a PolynomialRestartsScheduler. */
export interface PolynomialRestartsSchedulerOptions extends RampOptions {
  /** Length of the first cycle. */
  t0: ExactTimeInput
  /** The power. Default 1. */
  power?: number
  /** Length of a cycle over the one before, above 0; lengths are not truncated. Default 1. */
  tMult?: number
  /** What each cycle is lowered by, γ. Default 1. */
  cycleDecay?: number
  /**
   * What γ lowers: the 'peak' (timm), the 'amplitude' above alphaF (keras), or 'all', peak and floor (fairseq).
   * Default 'peak'.
   */
  decayApplies?: Choice<'applies'>
  /** How many cycles there are; alphaF after them. Default null: without end. */
  cycleLimit?: number | null
  /** The power of the time in a cycle, above 0. Default 1. */
  k?: number
  /** Multiplier at the end of a cycle. Default 0. */
  alphaF?: number
  /** Whether cycles count from the end of the ramp, or else from its start. Default true. */
  warmupPrefix?: boolean
}

/**
 * Powers of what is left, that start again: as CosineRestartsScheduler, with c = (1 − x^k / d^k)^power in cycle i,
 * whose length is d = t0 · tMult^i, x being the time in it. `timm.scheduler.PolyLRScheduler`.
 *
 * @example
 * ```ts
 * const run = new TrainingRun({ maxDuration: '100ba' })
 * const curve = new PolynomialRestartsScheduler({ t0: '40ba', cycleDecay: 0.5 }).resolve(run)
 * Array.from(curve.fill({ stride: 20 })) // => [1, 0.5, 0.5, 0.25, 0.25]
 * ```
 */
export class PolynomialRestartsScheduler extends RampedScheduler {
  /** Length of the first cycle. */
  declare readonly t0: ExactTime
  /** The power. */
  declare readonly power: number
  /** Length of a cycle over the one before. */
  declare readonly tMult: number
  /** What each cycle is lowered by. */
  declare readonly cycleDecay: number
  /** What the factor of a cycle lowers. */
  declare readonly decayApplies: Choice<'applies'>
  /** How many cycles there are; null for no end. */
  declare readonly cycleLimit: number | null
  /** The power of the time in a cycle. */
  declare readonly k: number
  /** Multiplier at the end of a cycle. */
  declare readonly alphaF: number
  /** Whether cycles count from the end of the ramp. */
  declare readonly warmupPrefix: boolean

  constructor(options: PolynomialRestartsSchedulerOptions) {
    super('PolynomialRestartsScheduler', options)
    checkPositive({ tMult: this.tMult, k: this.k })
    checkNotNegative({ cycleLimit: this.cycleLimit })
  }
}

/** The options of a TanhRestartsScheduler. */
export interface TanhRestartsSchedulerOptions extends RampOptions {
  /** Length of the first cycle. */
  t0: ExactTimeInput
  /** Where on the tangent a cycle starts. Default -7. */
  lb?: number
  /** Where on the tangent a cycle ends. Default 3. */
  ub?: number
  /** Length of a cycle over the one before, above 0; lengths are not truncated. Default 1. */
  tMult?: number
  /** What each cycle is lowered by, γ. Default 1. */
  cycleDecay?: number
  /**
   * What γ lowers: the 'peak' (timm), the 'amplitude' above alphaF (keras), or 'all', peak and floor (fairseq).
   * Default 'peak'.
   */
  decayApplies?: Choice<'applies'>
  /** How many cycles there are; alphaF after them. Default null: without end. */
  cycleLimit?: number | null
  /** Multiplier at the end of a cycle. Default 0. */
  alphaF?: number
  /** Whether cycles count from the end of the ramp, or else from its start. Default true. */
  warmupPrefix?: boolean
}

/**
 * Hyperbolic tangents that start again: as CosineRestartsScheduler, with c = ½(1 − tanh(lb · (1 − x / d) + ub · x /
 * d)) in cycle i, whose length is d = t0 · tMult^i, x being the time in it. `timm.scheduler.TanhLRScheduler`; Hsueh et
 * al., "Stochastic Gradient Descent with Hyperbolic-Tangent Decay on Classification" (2018).
 *
 * @example
 * ```ts
 * const run = new TrainingRun({ maxDuration: '100ba' })
 * const curve = new TanhRestartsScheduler({ t0: '100ba', lb: -3, ub: 3 }).resolve(run)
 * curve.at(50) // => 0.5
 * ```
 */
export class TanhRestartsScheduler extends RampedScheduler {
  /** Length of the first cycle. */
  declare readonly t0: ExactTime
  /** Where on the tangent a cycle starts. */
  declare readonly lb: number
  /** Where on the tangent a cycle ends. */
  declare readonly ub: number
  /** Length of a cycle over the one before. */
  declare readonly tMult: number
  /** What each cycle is lowered by. */
  declare readonly cycleDecay: number
  /** What the factor of a cycle lowers. */
  declare readonly decayApplies: Choice<'applies'>
  /** How many cycles there are; null for no end. */
  declare readonly cycleLimit: number | null
  /** Multiplier at the end of a cycle. */
  declare readonly alphaF: number
  /** Whether cycles count from the end of the ramp. */
  declare readonly warmupPrefix: boolean

  constructor(options: TanhRestartsSchedulerOptions) {
    super('TanhRestartsScheduler', options)
    checkPositive({ tMult: this.tMult })
    checkNotNegative({ cycleLimit: this.cycleLimit })
  }
}
