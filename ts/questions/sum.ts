/**
 * An exact sum of floats, rounded once when it is asked for: the same for values in any order, and that of the crate.
 */
export class ExactSum {
  /** Floats that do not overlap, from the least: their sum is that of all values so far. */
  readonly #parts: number[] = []
  /** The sum as floats add up: what it is where values, or the sum, are beyond them. */
  #plain = 0

  /** Adds one. */
  add(value: number): void {
    this.#plain += value
    grow(this.#parts, value)
  }

  /** The sum, rounded to the nearest float. */
  sum(): number {
    const exact = rounded(this.#parts)
    // The crate's sums have no −0.
    return Number.isFinite(exact) ? exact + 0 : this.#plain
  }

  /** The sum over a count, rounded once. */
  mean(count: number): number {
    const quotient = this.sum() / count
    // What the quotient leaves of the exact sum.
    const left = [...this.#parts]
    for (const product of exactProduct(quotient, count)) grow(left, -product)
    const mean = quotient + rounded(left) / count
    return Number.isFinite(mean) ? mean : quotient
  }
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
