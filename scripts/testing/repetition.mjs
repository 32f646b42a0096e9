// How often tests repeat what is random or large, from the environment: SEED, RUNS (of each property), SIZE=full.

const SEED = 20_211_013

function count(name) {
  const text = process.env[name]
  if (text === undefined || text === '') return null
  const value = Number(text)
  if (!Number.isInteger(value) || Math.abs(value) >= 2 ** 31) {
    throw new Error(`${name} must be an integer below 2^31; found "${text}". Set it like this: ${name}=7`)
  }
  return value
}

/** What vitest's projects are given; the crate's tests read the same variables. */
export const repetition = { seed: count('SEED') ?? SEED, runs: count('RUNS'), isFull: process.env.SIZE === 'full' }
