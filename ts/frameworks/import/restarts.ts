/**
 * Where libraries that find a cycle by a logarithm are one cycle off.
 */
import { log } from './logarithm.js'
import type { Reading } from './reading.js'

// Cycles that grow reach 2^53 long before; those that shrink come to an end.
const MOST_CYCLES = 64
// No training is longer.
const LONGEST = 1e9

/**
 * Tells of the first whole step at which ⌊log_m(1 − t / t₀ · (1 − m))⌋ in floats is not the cycle that begins there.
 *
 * @param start - where the first cycle begins
 */
export function tellLogarithm(
  reading: Reading,
  path: string,
  t0: number,
  mult: number,
  limit: number,
  start = 0,
): void {
  if (mult === 1 || !(mult > 0)) return
  let begin = 0
  for (let cycle = 1; cycle < MOST_CYCLES && cycle <= limit; cycle++) {
    begin += t0 * mult ** (cycle - 1)
    if (begin + start > LONGEST) return
    const left = 1 - (begin / t0) * (1 - mult)
    if (!(left > 0 && Number.isFinite(left))) return
    if (!Number.isInteger(begin)) continue
    const found = Math.floor(log(left) / log(mult))
    if (found === cycle) continue
    reading.differs(
      path,
      'The library finds the cycle by a logarithm, which is one off at this restart.',
      begin + start,
    )
    return
  }
}

/** Tells where cycles that shrink have come to an end, at which the logarithm is one of 0. */
export function tellEnd(reading: Reading, path: string, t0: number, mult: number, start = 0): void {
  if (!(mult > 0 && mult < 1)) return
  reading.differs(
    path,
    'Cycles that shrink come to an end here: a math domain error.',
    Math.ceil(t0 / (1 - mult) + start),
  )
}
