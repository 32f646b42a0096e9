/**
 * The ramp that all forms have which are neither Composer's nor llm-foundry's: its options, and the base of their classes.
 */
import type { ExactTime, ExactTimeInput } from '../state/time/exact.js'
import type { Choice } from '../wasm/table.js'
import { BuiltinScheduler } from './builtin.js'

/** The options of a ramp. */
export interface RampOptions {
  /** Length of the ramp; not scaled unless `scaleWarmup`. Default null: there is none. */
  tWarmup?: ExactTimeInput | null
  /** Multiplier that the ramp starts from. Default 0. */
  alphaW?: number
  /**
   * How it rises with its fraction p: 'linear' p, 'cosine' ½(1 − cos πp), '1-sqrt' 1 − √(1 − p), 'log' ln(t + 1) / ln w.
   * Default 'linear'.
   */
  warmup?: Choice<'rise'>
  /**
   * What p is at batch t of a ramp of w batches: 't/w', '(t+1)/w', '(t+1)/(w+1)' or 't/(w-1)'; in other units 1 is what
   * a batch adds. Default 't/w'.
   */
  firstStep?: Choice<'first-step'>
  /** Whether the scale schedule ratio scales the ramp, its end and its slope. Default false. */
  scaleWarmup?: boolean
}

/** A scheduler with a ramp before its form, or none: the base of those that have one. */
export abstract class RampedScheduler extends BuiltinScheduler {
  /** Length of the ramp; null for none. */
  declare readonly tWarmup: ExactTime | null
  /** Multiplier that the ramp starts from. */
  declare readonly alphaW: number
  /** How it rises. */
  declare readonly warmup: Choice<'rise'>
  /** What its fraction is at the first batch. */
  declare readonly firstStep: Choice<'first-step'>
  /** Whether the ratio scales the ramp. */
  declare readonly scaleWarmup: boolean
}
