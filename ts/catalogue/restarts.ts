/**
 * The intervals of warm restarts: the core's walk over them, for telling and for printing it.
 */

/** An interval between restarts. */
export interface RestartInterval {
  /** How many came before. */
  readonly number: number
  readonly start: number
  readonly length: number
}

/** The interval that holds `t`, for a moment of which the core has found that there is one. */
export function intervalAt(t: number, first: number, growth: number, isWhole = true): RestartInterval {
  if (!isWhole && growth === 1) return equalAt(t, first)
  let interval: RestartInterval = { number: 0, start: 0, length: first }
  while (interval.start + interval.length <= t) {
    const next = nextInterval(interval, growth, isWhole)
    if (next.length === interval.length) {
      const passed = Math.floor((t - interval.start) / interval.length)
      return { ...next, number: interval.number + passed, start: interval.start + passed * interval.length }
    }
    interval = next
  }
  return interval
}

/** Of intervals that are all as long: a quotient of floats may be rounded over a bound, or short of it. */
function equalAt(t: number, length: number): RestartInterval {
  const near = Math.floor(t / length)
  const number = t >= (near + 1) * length ? near + 1 : t < near * length ? near - 1 : near
  return { number, start: number * length, length }
}

/**
 * The intervals that begin before `end`, up to the first one that others of its length follow for ever; null if one of
 * them has no length above 0, or if they are more than `most`.
 */
export function intervalsUntil(
  end: number,
  first: number,
  growth: number,
  most: number,
  isWhole = true,
): RestartInterval[] | null {
  const list: RestartInterval[] = []
  let interval: RestartInterval = { number: 0, start: 0, length: first }
  while (interval.start < end) {
    if (list.length === most || !(interval.length > 0)) return null
    list.push(interval)
    const next = nextInterval(interval, growth, isWhole)
    if (next.length === interval.length) break
    interval = next
  }
  return list
}

/** The interval after another; Composer truncates its length. */
function nextInterval({ number, start, length }: RestartInterval, growth: number, isWhole: boolean): RestartInterval {
  const next = growth * length
  return { number: number + 1, start: start + length, length: isWhole ? Math.trunc(next) : next }
}
