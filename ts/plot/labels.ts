/**
 * Numbers as an axis shows them: 12k, 1.5M and 100B where things are counted, 0.05 or 1.2e-4 for learning rates.
 */

const SUFFIXES = [
  [1e12, 'T'],
  [1e9, 'B'],
  [1e6, 'M'],
  [1e3, 'k'],
] as const

/** A count, in at most four digits where it is round. */
export function countLabel(value: number): string {
  const size = Math.abs(value)
  if (size >= 1e16) return exponential(value)
  const suffix = SUFFIXES.find(([from]) => size >= from)
  if (suffix === undefined) return String(Number(value.toPrecision(12)))
  return `${Number((value / suffix[0]).toPrecision(12))}${suffix[1]}`
}

/** A learning rate, or a multiplier: all of one axis look alike when `largest` is the largest of them. */
export function valueLabel(value: number, largest = Math.abs(value)): string {
  if (value === 0) return '0'
  if (largest >= 1e-3 && largest < 1e5 && Math.abs(value) >= 1e-5) return String(Number(value.toPrecision(12)))
  return exponential(value)
}

/** With an exponent, as configurations have it: 1.2e-4. */
function exponential(value: number): string {
  return Number(value.toPrecision(12)).toExponential().replace('e+', 'e')
}
