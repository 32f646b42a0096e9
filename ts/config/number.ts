/**
 * Numbers as configurations have them.
 */

/** A number; it has a point before its exponent: without it, PyYAML reads a text. */
export function numberText(value: number): string {
  if (Number.isNaN(value)) return '.nan'
  if (!Number.isFinite(value)) return value < 0 ? '-.inf' : '.inf'
  return Object.is(value, -0) ? '-0.0' : String(value).replace(/^(-?\d+)e/, '$1.0e')
}
