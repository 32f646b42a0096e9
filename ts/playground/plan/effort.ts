/**
 * From tokens, machines and their speed to steps and wall clock. Touches no element.
 */

import { plain, timeTextOf } from '../state/written.js'

/** How fast training is: tokens a second of each GPU, or what it makes of the operations that it could do. */
export type Speed =
  | { readonly tokensPerGpu: number }
  | { readonly parameters: number; readonly peakTflops: number; readonly mfu: number }

/** Tokens a second of one GPU: training takes 6 operations for each parameter and token. */
export const tokensPerGpu = (speed: Speed): number =>
  'tokensPerGpu' in speed ? speed.tokensPerGpu : (speed.mfu * speed.peakTflops * 1e12) / (6 * speed.parameters)

/** The steps that a number of tokens takes. */
export const stepsFor = (tokens: number, tokensPerStep: number): number => Math.ceil(tokens / tokensPerStep)

/** What a step adds in the units of a length; null where the run does not say. */
export interface StepRates {
  readonly ep: number | null
  readonly sp: number | null
  readonly tok: number | null
}

/**
 * A number of steps as a max_duration: in the unit that stands there where it is a whole number of that, else in batches;
 * before a ratio scales it, and rounded up where it would be no whole number.
 */
export function durationFor(steps: number, before: string, ratio: number, rates: StepRates): string {
  const unscaled = Math.ceil(Number((steps / ratio).toPrecision(12)))
  const unit = timeTextOf(before)?.unit ?? 'ba'
  const rate = unit === 'ep' || unit === 'sp' || unit === 'tok' ? rates[unit] : null
  // An epoch is a part of its batches, which no double need be.
  const value = rate === null ? Number.NaN : unit === 'ep' ? unscaled / Math.round(1 / rate) : unscaled * rate
  return Number.isSafeInteger(value) ? `${plain(value)}${unit}` : `${plain(unscaled)}ba`
}
