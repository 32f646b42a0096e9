/**
 * Numbers as a log prints them: the value, and where its last digit stands.
 */

/** A number that was read. */
export interface Printed {
  /** The number. */
  readonly value: number
  /** Significant digits; 0 for a zero. */
  readonly digits: number
  /** The power of ten of the last digit: −4 for 0.0003 and for 1.5000. */
  readonly place: number
  /** Whether it was written with an exponent. */
  readonly isScientific: boolean
}

const NUMBER = /^[+-]?(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/

/** A number from its text; null for what is none, or not finite. */
export function printed(text: string): Printed | null {
  const found = text.trim()
  const match = NUMBER.exec(found)
  const value = Number(found)
  if (match === null || found === '' || !Number.isFinite(value)) return null
  const [, whole = '', fraction = '', exponent] = match
  if (whole === '' && fraction === '') return null
  const significant = (whole + fraction).replace(/^0+/, '')
  return {
    value,
    digits: significant.length,
    place: Number(exponent ?? 0) - fraction.length,
    isScientific: exponent !== undefined,
  }
}

/** A number that has no text of its own any more, as in JSON: by its shortest text, which is what Python writes. */
export const printedNumber = (value: number): Printed | null => printed(String(value))
