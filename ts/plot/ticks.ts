/**
 * Round places on an axis: steps of 1, 2 or 5 times a power of ten, and powers of ten; never more than fit.
 */

/** A round step and how it is written: `factor`e`exponent`. */
interface Step {
  readonly factor: number
  readonly exponent: number
}

const FACTORS = [1, 2, 5] as const
// The values are at most so many steps: every multiple of a step is then a whole number below 2^53, whose successor is
// another one, and two neighbouring ticks are different doubles.
const MOST_STEPS = 1e15
// The exponents of the doubles, subnormal ones included.
const GREATEST_EXPONENT = 308
// No axis has room for more.
const MOST_TICKS = 10_000

/** `count` × `factor`e`exponent`, as the nearest double: 3 × 0.1 is 0.3. */
const multiple = (count: number, { factor, exponent }: Step): number => {
  const value = Number(`${count * factor}e${exponent}`)
  return value === 0 ? 0 : value
}

/**
 * The round values from `low` to `high`, both included if round, with an even step; in increasing order. None for ends
 * that are no finite numbers.
 *
 * Not by d3-array, which takes the number of ticks for a hint: it gives more than fit for four of ten random ranges, and
 * throws for subnormal ones.
 *
 * @param most - at most this many, at least 1
 * @param finest - no step is smaller: 1 where only integers make sense
 */
export function linearTicks(low: number, high: number, most: number, finest = 0): number[] {
  if (!(most >= 1)) return []
  if (!(high > low) || !Number.isFinite(high - low)) return Number.isFinite(low) ? [low] : []
  const largest = Math.max(Math.abs(low), Math.abs(high))
  const fitting = Math.min(most, MOST_TICKS)
  const least = Math.max(finest, (high - low) / fitting / 10, largest / MOST_STEPS, Number.MIN_VALUE)
  for (let exponent = Math.floor(Math.log10(least)); exponent <= GREATEST_EXPONENT; exponent++) {
    for (const factor of FACTORS) {
      const step = { factor, exponent }
      if (multiple(1, step) < least) continue
      const ticks = multiplesWithin(low, high, step, fitting)
      if (ticks !== null) return ticks
    }
  }
  return []
}

function multiplesWithin(low: number, high: number, step: Step, most: number): number[] | null {
  const size = multiple(1, step)
  const from = Math.floor(low / size)
  const until = Math.ceil(high / size)
  if (until - from > most + 2) return null
  const ticks: number[] = []
  // The quotients are rounded, so that the outermost are looked at themselves.
  for (let count = from; count <= until; count++) {
    const tick = multiple(count, step)
    if (tick >= low && tick <= high) ticks.push(tick)
  }
  return ticks.length <= most ? ticks : null
}

/**
 * Round values from `low` to `high`, both positive, for a logarithmic axis: powers of ten, with 2 and 5 times them
 * where there is room, and evenly spaced values where the axis spans less than a decade.
 */
export function logTicks(low: number, high: number, most: number): number[] {
  if (!(low > 0 && high < Infinity && most >= 1)) return []
  const first = Math.floor(Math.log10(low))
  const last = Math.ceil(Math.log10(high))
  const within = (factors: readonly number[], stride: number) => {
    const ticks: number[] = []
    for (let exponent = first; exponent <= last; exponent++) {
      if (exponent % stride !== 0) continue
      for (const factor of factors) ticks.push(Number(`${factor}e${exponent}`))
    }
    return ticks.filter((tick) => tick >= low && tick <= high)
  }
  for (const factors of [FACTORS, [1, 3], [1]]) {
    const ticks = within(factors, 1)
    if (ticks.length < 2 && factors === FACTORS) return linearTicks(low, high, most)
    if (ticks.length > 1 && ticks.length <= most) return ticks
  }
  for (let stride = 2; ; stride++) {
    const ticks = within([1], stride)
    if (ticks.length <= most) return ticks
  }
}
