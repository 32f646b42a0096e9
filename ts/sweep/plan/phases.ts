/**
 * Where the formulas of a configuration's curves change, in batches.
 */
import type { Configuration } from '../space/configuration.js'

/** The phases of all curves that end, each with its end in batches. */
export function phaseEnds({ curves }: Configuration): { name: string; until: number }[] {
  return curves.flatMap((curve) => curve.phases({ in: 'ba' }).filter(({ until }) => Number.isFinite(until)))
}
