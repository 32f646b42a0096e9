/**
 * The phases of several curves that multiply, within a run: each begins where one of theirs does.
 */
import { Curve } from '../curve/curve.js'

/** A stretch of a schedule with one formula, in batches of its run. */
export interface Stretch {
  /** What the formula is called, such as 'warmup' or 'cosine'; of several that multiply 'warmup × hold'; 'function' of yours. */
  name: string
  /** The first batch. */
  from: number
  /** The first batch that is not in it any more. */
  until: number
  /** Of one tree: which of its schedulers it comes from, such as 'schedulers[1]'. */
  path?: string
}

/** The phases of what multiplies, up to the end of the run; of what is no curve one. */
export function stretchesOf(factors: readonly unknown[], end: number): Stretch[] {
  const parts = factors.map((factor) =>
    factor instanceof Curve ? factor.phases({ in: 'ba' }) : [{ name: 'function', from: 0, until: Infinity }],
  )
  if (parts.length === 1) {
    return parts[0]!
      .map(({ name, from, until, ...rest }) => {
        const stretch: Stretch = { name, from, until: Math.min(until, end) }
        if ('path' in rest && rest.path !== undefined) stretch.path = rest.path
        return stretch
      })
      .filter(({ from, until }) => from < until)
  }
  const ends = [...new Set(parts.flat().map(({ until }) => Math.min(until, end)))].sort((a, b) => a - b)
  return ends
    .map((until, index) => ({
      name: parts.map((phases) => phases.find((phase) => phase.until >= until)!.name).join(' × '),
      from: ends[index - 1] ?? 0,
      until,
    }))
    .filter(({ from, until }) => from < until)
}
