/**
 * Schedulers that fall as powers of the time, for runs whose end is not known.
 */
import type { ExactTime, ExactTimeInput } from '../state/time/exact.js'
import { BuiltinScheduler } from './builtin.js'
import { checkPositive } from './checks.js'
import { RampedScheduler, type RampOptions } from './ramp.js'

/** The options of a InverseSquareRootScheduler. */
export interface InverseSquareRootSchedulerOptions extends RampOptions {
  /** Time after the ramp in which the root grows from 1 to √2. Default null: tWarmup, or 10000ba without one. */
  timescale?: ExactTimeInput | null
  /** Multiplier that the root falls to in the end. Default 0. */
  alphaFDecay?: number
  /** Where the line ends. Default '1dur'. */
  tMax?: ExactTimeInput
  /** Length of the line. Default null: there is none. */
  tCooldown?: ExactTimeInput | null
  /** Multiplier at the end of the line. Default 0. */
  alphaFCooldown?: number
  /** The lowest multiplier. Default null: there is none. */
  alphaMin?: number | null
  /** After this time it is alphaMin. Default null: never. */
  tEnd?: ExactTimeInput | null
}

/**
 * A ramp, then the inverse of a square root: α(t) = alphaFDecay + (1 − alphaFDecay) / √((t − w + s) / s) with s =
 * timescale, and a line to alphaFCooldown in the tCooldown before tMax; never below alphaMin.
 * `transformers.get_inverse_sqrt_schedule`, Megatron-LM's inverse-square-root, fairseq's inverse_sqrt; w is tWarmup.
 *
 * After tEnd, if it is given, it is alphaMin.
 *
 * @example
 * ```ts
 * const run = new TrainingRun({ maxDuration: '100ba' })
 * const curve = new InverseSquareRootScheduler({ tWarmup: '10ba', timescale: '10ba' }).resolve(run)
 * Array.from([5, 10, 40], (batch) => curve.at(batch)) // => [0.5, 1, 0.5]
 * ```
 */
export class InverseSquareRootScheduler extends RampedScheduler {
  /** Time in which the root grows from 1 to √2; null for the length of the ramp. */
  declare readonly timescale: ExactTime | null
  /** Multiplier that the root falls to. */
  declare readonly alphaFDecay: number
  /** Where the line ends. */
  declare readonly tMax: ExactTime
  /** Length of the line; null for none. */
  declare readonly tCooldown: ExactTime | null
  /** Multiplier at the end of the line. */
  declare readonly alphaFCooldown: number
  /** The lowest multiplier; null for none. */
  declare readonly alphaMin: number | null
  /** After this time it is the lowest; null for never. */
  declare readonly tEnd: ExactTime | null

  constructor(options: InverseSquareRootSchedulerOptions = {}) {
    super('InverseSquareRootScheduler', options)
  }
}

/** The options of a NoamScheduler. */
export interface NoamSchedulerOptions {
  /** Width of the model; above 0. */
  dModel: number
  /** Where the line ends; not scaled unless `scaleWarmup`. */
  tWarmup: ExactTimeInput
  /** Steps that are added to the time: 1 where the first is counted as 1. Default 0. */
  shift?: number
  /** Whether the scale schedule ratio scales tWarmup. Default false. */
  scaleWarmup?: boolean
}

/**
 * Up along a line, down along the inverse of a square root: α(t) = dModel^−½ · min(t^−½, t · w^−1.5), where w is
 * tWarmup. OpenNMT's noam; Vaswani et al., "Attention Is All You Need" (2017).
 *
 * As there t is a count, of the unit of tWarmup, divided by the scale schedule ratio. OpenNMT counts from 1:
 * that is a `shift` of 1.
 *
 * @example
 * ```ts
 * const run = new TrainingRun({ maxDuration: '100ba' })
 * const curve = new NoamScheduler({ dModel: 4, tWarmup: '4ba' }).resolve(run)
 * Array.from([1, 4, 16], (batch) => curve.at(batch)) // => [0.0625, 0.25, 0.125]
 * ```
 */
export class NoamScheduler extends BuiltinScheduler {
  /** Width of the model. */
  declare readonly dModel: number
  /** Where the line ends. */
  declare readonly tWarmup: ExactTime
  /** Steps that are added to the time. */
  declare readonly shift: number
  /** Whether the ratio scales the line. */
  declare readonly scaleWarmup: boolean

  constructor(options: NoamSchedulerOptions) {
    super('NoamScheduler', options)
    checkPositive({ dModel: this.dModel })
  }
}

/** The options of a PowerLawScheduler. */
export interface PowerLawSchedulerOptions {
  /** What the power is multiplied by. */
  amplitude: number
  /** What a count is multiplied by, such as tokens in a batch; above 0. Default 1. */
  rate?: number
  /** The exponent; below 0 to fall. */
  exponent: number
  /** Length of the ramp; not scaled unless `scaleWarmup`. Default null: there is none. */
  tWarmup?: ExactTimeInput | null
  /** Multiplier that the ramp starts from. Default 0. */
  alphaW?: number
  /** Whether the scale schedule ratio scales the ramp. Default false. */
  scaleWarmup?: boolean
}

/**
 * A power of the time, up to 1: α(t) = min(1, amplitude · (rate · t)^exponent), with a line from alphaW to its value
 * at tWarmup before. lm-engine's power schedule; Shen et al., "Power Scheduler" (2024).
 *
 * The t of the power is a count, of the unit of tWarmup or else of batches, divided by the scale schedule ratio.
 *
 * @example
 * ```ts
 * const run = new TrainingRun({ maxDuration: '100ba' })
 * const curve = new PowerLawScheduler({ amplitude: 4, exponent: -0.5, tWarmup: '16ba' }).resolve(run)
 * Array.from([8, 16, 64], (batch) => curve.at(batch)) // => [0.5, 1, 0.5]
 * ```
 */
export class PowerLawScheduler extends BuiltinScheduler {
  /** What the power is multiplied by. */
  declare readonly amplitude: number
  /** What a count is multiplied by. */
  declare readonly rate: number
  /** The exponent. */
  declare readonly exponent: number
  /** Length of the ramp; null for none. */
  declare readonly tWarmup: ExactTime | null
  /** Multiplier that the ramp starts from. */
  declare readonly alphaW: number
  /** Whether the ratio scales the ramp. */
  declare readonly scaleWarmup: boolean

  constructor(options: PowerLawSchedulerOptions) {
    super('PowerLawScheduler', options)
    checkPositive({ rate: this.rate })
  }
}

/** The options of a EdenScheduler. */
export interface EdenSchedulerOptions {
  /** Scale of the time. */
  tBatches: ExactTimeInput
  /** Scale of the epochs. Default null: they do not count. */
  tEpochs?: ExactTimeInput | null
  /** Length of the ramp; not scaled unless `scaleWarmup`. Default null: there is none. */
  tWarmup?: ExactTimeInput | null
  /** What the ramp starts from. Default 0.5. */
  alphaW?: number
  /** Whether the scale schedule ratio scales the ramp. Default false. */
  scaleWarmup?: boolean
}

/**
 * Inverse fourth roots of batches and epochs: α = ((t² + B²) / B²)^−¼ · ((e² + E²) / E²)^−¼, with B = tBatches and E =
 * tEpochs, times a line from alphaW to 1 in tWarmup. Without tEpochs the first root is a square root. icefall's `Eden`
 * and `Eden2`; Yao et al., "Zipformer" (2023).
 *
 * @example
 * ```ts
 * const run = new TrainingRun({ maxDuration: '100ba' })
 * const curve = new EdenScheduler({ tBatches: '100ba' }).resolve(run)
 * Array.from([0, 75], (batch) => curve.at(batch)) // => [1, 0.8]
 * ```
 */
export class EdenScheduler extends BuiltinScheduler {
  /** Scale of the time. */
  declare readonly tBatches: ExactTime
  /** Scale of the epochs; null where they do not count. */
  declare readonly tEpochs: ExactTime | null
  /** Length of the ramp; null for none. */
  declare readonly tWarmup: ExactTime | null
  /** What the ramp starts from. */
  declare readonly alphaW: number
  /** Whether the ratio scales the ramp. */
  declare readonly scaleWarmup: boolean

  constructor(options: EdenSchedulerOptions) {
    super('EdenScheduler', options)
  }
}
