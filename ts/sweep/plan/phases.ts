/**
 * Where the formulas of a configuration's curves change, in batches.
 */
import { Time } from '../../state/time/time.js'
import * as kernel from '../../wasm/kernel.js'
import type { Configuration } from '../space/configuration.js'

/** The phases of all curves that end, each with its end in batches. */
export function phaseEnds({ curves, run }: Configuration): { name: string; until: number }[] {
  return curves.flatMap((curve) =>
    curve
      .phases()
      .filter(({ until }) => Number.isFinite(until))
      .map(({ name, until, counter }) => ({
        name,
        until: counter === 'ba' || until <= 0 ? until : kernel.batchesUntil(new Time(until, counter), run.pace),
      })),
  )
}
