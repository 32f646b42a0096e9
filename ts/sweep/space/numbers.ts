/**
 * Evenly spaced numbers, by difference or by ratio. What the numbers are is not known here.
 */

/**
 * A fraction with at most 15 significant digits: what computing in binary has added, as in 0.1 + 0.2, is gone, and powers
 * of ten are themselves whatever the engine's logarithm says in its last bit.
 */
const tidy = (value: number): number => (Number.isSafeInteger(value) ? value : Number(value.toPrecision(15)))

/** A step from one end: where the two cancel, the result is 0. */
function stepped(from: number, distance: number): number {
  const value = from + distance
  return Math.abs(value) < Math.abs(from) * 1e-15 ? 0 : tidy(value)
}

/** `count` numbers from one end to the other, both exact. */
export function linspace(from: number, to: number, count: number): number[] {
  const step = (to - from) / (count - 1)
  return between(from, to, count, (index) => stepped(from, index * step))
}

/** `count` numbers above 0 with equal ratios, both ends exact. */
export function logspace(from: number, to: number, count: number): number[] {
  const [low, high] = [Math.log10(from), Math.log10(to)]
  const step = (high - low) / (count - 1)
  return between(from, to, count, (index) => tidy(10 ** (low + index * step)))
}

function between(from: number, to: number, count: number, inner: (index: number) => number): number[] {
  return Array.from({ length: count }, (_, index) => {
    if (index === 0) return from
    return index === count - 1 ? to : inner(index)
  })
}

/** How many numbers a range has: 0 if its step leads away from its end. */
export const rangeCount = (from: number, to: number, step: number): number =>
  Math.max(0, Math.floor(tidy((to - from) / step)) + 1)

/** The numbers from one end in equal steps, the other end among them where it is reached. */
export const range = (from: number, to: number, step: number): number[] =>
  Array.from({ length: rangeCount(from, to, step) }, (_, index) => (index === 0 ? from : stepped(from, index * step)))
