/**
 * Which interval of warm restarts holds a moment: the core's own loop, for telling it.
 */

/** An interval between restarts. */
export interface RestartInterval {
  /** How many came before. */
  readonly index: number
  readonly start: number
  readonly length: number
}

/** The interval that holds `t`, for a moment of which the core has found that there is one. */
export function intervalAt(t: number, t0: number, tMult: number): RestartInterval {
  let [index, start, length] = [0, 0, t0]
  while (start + length <= t) {
    const next = Math.trunc(tMult * length)
    if (next === length) {
      const passed = Math.floor((t - start) / length)
      return { index: index + passed, start: start + passed * length, length }
    }
    index++
    start += length
    length = next
  }
  return { index, start, length }
}
