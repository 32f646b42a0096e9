/**
 * Where the formulas of a configuration's curves change, in batches.
 */
import type { Curve } from '../../curve/curve.js'
import type { Configuration } from '../space/configuration.js'

/** The phases of all curves that end, each with its end in batches. */
export const phaseEnds = ({ curves, quantities }: Configuration): { name: string; until: number }[] =>
  endsOf([...curves, ...quantities.flatMap((quantity) => quantity.curves)])

/** Those of some curves. */
export const endsOf = (curves: readonly Curve[]): { name: string; until: number }[] =>
  curves.flatMap((curve) => curve.phases({ in: 'ba' }).filter(({ until }) => Number.isFinite(until)))
