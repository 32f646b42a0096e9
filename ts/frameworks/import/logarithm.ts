/**
 * The natural logarithm, rounded once, as libm has it: that of JavaScript engines may be an ulp off.
 */

const BITS = 128n
const ONE = 1n << BITS

/** 2 · artanh z, of a fraction of at most a third. */
function twiceArtanh(z: bigint): bigint {
  const square = (z * z) >> BITS
  let power = z
  let sum = 0n
  for (let term = 1n; power !== 0n; term += 2n) {
    sum += power / term
    power = (power * square) >> BITS
  }
  return 2n * sum
}

/** ln x, for an x above 0. */
export function log(x: number): number {
  // Engines round this one too.
  let exponent = Math.min(1023, Math.floor(Math.log2(x)))
  // A mantissa in [1, 2), which is exact.
  let mantissa = x / 2 ** exponent
  if (mantissa >= 2) {
    mantissa /= 2
    exponent++
  }
  const f = BigInt(mantissa * 2 ** 52) << (BITS - 52n)
  const ln2 = twiceArtanh(ONE / 3n)
  const ln = BigInt(exponent) * ln2 + twiceArtanh(((f - ONE) << BITS) / (f + ONE))
  return Number(ln) / 2 ** Number(BITS)
}
