/**
 * How often what is random or repeated is tried: a small number in `npm test`, the full one in `.ci/run` (SIZE=full).
 * RUNS sets the number of runs of every property.
 */
import { inject } from 'vitest'

declare module 'vitest' {
  interface ProvidedContext {
    /** The seed of all properties, their number of runs where one is set, and whether sizes are full. */
    repetition: { seed: number; runs: number | null; isFull: boolean }
  }
}

const FEWEST = 5
const { seed, runs: set, isFull } = inject('repetition')

/** The seed of all properties. */
export const SEED = seed

/** The runs of a property that has `full` runs in full; a tenth of them otherwise. */
export const runs = (full: number): number =>
  set ?? sized(full, Math.max(Math.min(full, FEWEST), Math.round(full / 10)))

/** What is large by repetition only: rounds, rows, kills, batches that are looked at. */
export const sized = <T>(full: T, small: T): T => (isFull ? full : small)

/** How long a service is away that comes back, in milliseconds; AWAY_SECONDS=300 is what a queue promises to outlast. */
export const awayFor = (usual: number): number =>
  process.env.AWAY_SECONDS === undefined ? usual : Number(process.env.AWAY_SECONDS) * 1000
