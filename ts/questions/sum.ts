/**
 * An exact sum of floats, rounded once when it is asked for: the same for values in any order, and that of the crate.
 */

// What is at least so large is summed as so many times less, so that no sum of up to 2⁵³ values, nor what a mean needs of
// it, is beyond floats.
const LARGE = 2 ** 900
const SCALE = 2 ** 128
// A sum of large ones below that, as many times less, is not beyond them as it is either.
const MOST = 2 ** 842
// Where a part of a quotient may be less than the least float.
const SMALL = 2 ** -900

/** A sum so far. */
export class ExactSum {
  /** Floats that do not overlap, from the least: their sum is that of all values so far but the large ones. */
  readonly #parts: number[] = []
  /** The same of the large ones, scaled down. */
  readonly #large: number[] = []
  /** The plain sum of what is infinite or NaN; 0 without such. */
  #special = 0

  /** Adds one. */
  add(value: number): void {
    if (Math.abs(value) < LARGE) grow(this.#parts, value)
    else if (Number.isFinite(value)) grow(this.#large, value / SCALE)
    else this.#special += value
  }

  /** The sum, rounded to the nearest float. */
  sum(): number {
    return this.#over(1)
  }

  /** The sum over a count, rounded once. */
  mean(count: number): number {
    return this.#over(count)
  }

  #over(count: number): number {
    // NaN is not 0 either.
    if (this.#special !== 0) return this.#special
    const { parts, scale } = this.#all()
    const quotient = rounded(parts) / count
    if (count === 1) return quotient * scale + 0
    // What the quotient leaves of the exact sum, and what a second one leaves: halfway between two floats it decides.
    const second = rest(parts, quotient, count) / count
    const third = Math.abs(quotient) < SMALL ? 0 : Math.sign(rest(parts, second, count)) * Number.MIN_VALUE
    const all: number[] = []
    for (const part of [third, second, quotient]) grow(all, part)
    return rounded(all) * scale + 0
  }

  /** All that was added, as parts that are so many times less. */
  #all(): { parts: number[]; scale: number } {
    const isHuge = Math.abs(this.#large.at(-1) ?? 0) >= MOST
    const parts = isHuge ? [] : [...this.#parts]
    if (isHuge) {
      // What is too small to be scaled only tells on which side of a float the sum is.
      for (const part of this.#parts) grow(parts, part / SCALE || Math.sign(part) * Number.MIN_VALUE)
    }
    for (const part of this.#large) grow(parts, isHuge ? part : part * SCALE)
    return { parts, scale: isHuge ? SCALE : 1 }
  }
}

/** Takes so many times a quotient from the parts of a sum; what is left, rounded. */
function rest(parts: number[], quotient: number, count: number): number {
  for (const product of exactProduct(quotient, count)) grow(parts, -product)
  return rounded(parts)
}

/** Adds one more value to the parts of a sum. */
function grow(parts: number[], value: number): void {
  let [high, kept] = [value, 0]
  for (const part of parts) {
    const sum = high + part
    const rest = Math.abs(high) < Math.abs(part) ? high - (sum - part) : part - (sum - high)
    if (rest !== 0) parts[kept++] = rest
    high = sum
  }
  parts[kept] = high
  parts.length = kept + 1
}

/** The sum of parts, rounded once. */
function rounded(parts: readonly number[]): number {
  let at = parts.length - 1
  if (at < 0) return 0
  let [high, low] = [parts[at]!, 0]
  while (at > 0 && low === 0) {
    const part = parts[--at]!
    const sum = high + part
    low = part - (sum - high)
    high = sum
  }
  // Halfway between two floats, what is below decides.
  const below = at > 0 ? parts[at - 1]! : 0
  if ((low < 0 && below < 0) || (low > 0 && below > 0)) {
    const sum = high + 2 * low
    if (2 * low === sum - high) return sum
  }
  return high
}

/** A product as two floats whose sum it is. */
function exactProduct(a: number, b: number): [number, number] {
  const product = a * b
  const [aHigh, aLow] = halves(a)
  const [bHigh, bLow] = halves(b)
  return [product, aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow)]
}

/** A float as two of half the digits. */
function halves(value: number): [number, number] {
  const scaled = 134217729 * value
  const high = scaled - (scaled - value)
  return [high, value - high]
}
