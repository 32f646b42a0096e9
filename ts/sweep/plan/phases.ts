/**
 * Where the formulas of a configuration's curves change, in batches.
 */
import type { Configuration } from '../space/configuration.js'

/** The phases of all curves that end, each with its end in batches. */
export function phaseEnds({ curves, quantities }: Configuration): { name: string; until: number }[] {
  const all = [...curves, ...quantities.flatMap((quantity) => quantity.curves)]
  return all.flatMap((curve) => curve.phases({ in: 'ba' }).filter(({ until }) => Number.isFinite(until)))
}
