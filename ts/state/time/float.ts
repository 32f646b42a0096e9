/**
 * Floats as text, as Python's `float()` reads and `repr` writes them. Knows no error: who reads decides what is wrong.
 */

const DIGITS = String.raw`\d(?:_?\d)*`
const FLOAT = new RegExp(`^[+-]?(?:${DIGITS}(?:\\.(?:${DIGITS})?)?|\\.${DIGITS})(?:e[+-]?${DIGITS})?$`, 'i')
const NOT_FINITE = /^([+-]?)(inf|infinity|nan)$/i

/** The number in a text that Python's `float()` takes (ASCII digits only), or undefined. */
export function parseFloatText(text: string): number | undefined {
  const trimmed = strip(text)
  if (FLOAT.test(trimmed)) return Number(trimmed.replaceAll('_', ''))
  const match = NOT_FINITE.exec(trimmed)
  if (!match) return undefined
  if (match[2]!.toLowerCase() === 'nan') return Number.NaN
  return match[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
}

/** Without what Python's `float()` takes for white space at both ends: that of JavaScript and U+0085, but not U+FEFF. */
function strip(text: string): string {
  const isSpace = (c: string | undefined) => c !== undefined && (c === '\u0085' || (c !== '\uFEFF' && c.trim() === ''))
  let from = 0
  let to = text.length
  while (isSpace(text[from])) from++
  while (to > from && isSpace(text[to - 1])) to--
  return text.slice(from, to)
}

/** A number as Python's `repr` of a float writes it: '1.0', '1e-05', '1e+16', 'inf', '-0.0'. */
export function formatFloat(x: number): string {
  if (Number.isNaN(x)) return 'nan'
  if (!Number.isFinite(x)) return x < 0 ? '-inf' : 'inf'
  if (Object.is(x, -0)) return '-0.0'
  // Both languages write the same shortest digits; Python goes to exponents below 1e-4 and from 1e16 on.
  const size = Math.abs(x)
  if (x !== 0 && (size < 1e-4 || size >= 1e16)) {
    const [digits, exponent] = x.toExponential().split('e') as [string, string]
    return `${digits}e${exponent[0]}${exponent.slice(1).padStart(2, '0')}`
  }
  const text = String(x)
  return text.includes('.') ? text : `${text}.0`
}
