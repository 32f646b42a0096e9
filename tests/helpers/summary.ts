/** What values amount to, from their array, with the exact sum by integers of any size. */

import type { Configuration } from '../../ts/sweep/space/configuration.js'

/** Of every batch of a configuration, as `evaluate` gives them. */
export function learningRates({ curves, batches, baseLr }: Configuration): Float64Array {
  const product = new Float64Array(batches).fill(1)
  for (const curve of curves) {
    const values = curve.fill({ count: batches })
    for (let i = 0; i < batches; i++) product[i]! *= values[i]!
  }
  return product.map((value) => value * baseLr)
}

/** In units of the least float. */
function toUnits(value: number): bigint {
  const bits = new BigUint64Array(Float64Array.of(Math.abs(value)).buffer)[0]!
  const [exponent, fraction] = [bits >> 52n, bits & (2n ** 52n - 1n)]
  const size = exponent === 0n ? fraction : (fraction | (2n ** 52n)) << (exponent - 1n)
  return value < 0 ? -size : size
}

/** The float that is nearest to a quotient of integers, of two the even one; in units of the least float. */
function nearest(numerator: bigint, denominator: bigint): number {
  const size = numerator < 0n ? -numerator : numerator
  let exponent = 0n
  while (size >= denominator << (53n + exponent)) exponent++
  const divisor = denominator << exponent
  const [quotient, rest] = [size / divisor, size % divisor]
  const isUp = 2n * rest > divisor || (2n * rest === divisor && quotient % 2n === 1n)
  // The bits of a float are its fraction and above it the exponent, also where rounding reaches the next binade.
  const bits = quotient + (isUp ? 1n : 0n) + (exponent << 52n)
  const infinite = 0x7ffn << 52n
  const value = new Float64Array(BigUint64Array.of(bits < infinite ? bits : infinite).buffer)[0]!
  return numerator < 0n ? -value : value
}

/** The columns of a sweep that its values alone decide. */
export function summaryOf(values: Float64Array) {
  const numbers = values.filter((value) => !Number.isNaN(value))
  const peak = numbers.reduce((a, b) => Math.max(a, b), -Infinity)
  let [jump, jumpStep]: [number, number | null] = [0, null]
  for (let i = 1; i < values.length; i++) {
    const distance = Math.abs(values[i]! - values[i - 1]!)
    if (distance > jump) [jump, jumpStep] = [distance, i]
  }
  const areFinite = values.every(Number.isFinite)
  let sum = 0n
  if (areFinite) for (const value of values) sum += toUnits(value)
  const total = values.reduce((a, b) => a + b, 0)
  const half = values.findIndex((value) => value >= peak / 2)
  return {
    batches: values.length,
    area: areFinite ? nearest(sum, 1n) : total,
    mean: areFinite ? nearest(sum, BigInt(values.length)) : total,
    final: values.at(-1)!,
    // A -0 counts as 0.
    peak: peak + 0,
    peak_step: values.indexOf(peak),
    minimum: numbers.reduce((a, b) => Math.min(a, b), Infinity) + 0,
    half_peak_step: half < 0 ? null : half,
    largest_jump: jump,
    largest_jump_step: jumpStep,
  }
}
