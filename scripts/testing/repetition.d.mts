/** What vitest's projects are given: the seed of all properties, their runs where set, and whether sizes are full. */
export const repetition: { seed: number; runs: number | null; isFull: boolean }
