/**
 * Numbers as people read them, without losing any digit.
 */

const GROUPED = new Intl.NumberFormat('en', { maximumFractionDigits: 6 })

/** A count, in groups of three digits. */
export const countText = (value: number): string => GROUPED.format(value)

/** A learning rate, all of its digits: what is read is what the core computed. */
export const lrText = (value: number): string => {
  const size = Math.abs(value)
  return size !== 0 && size < 1e-3 ? value.toExponential().replace('e+', 'e') : String(value)
}

/** What is read of a schedule after its end. */
export const ENDED = 'ended'

/** A learning rate that was read. */
export const readText = (value: number | null): string => (value === null ? ENDED : lrText(value))

/** A part of the whole, in percent. */
export const percentText = (part: number): string => `${Math.floor(part * 100)}%`

/** A learning rate in at most five digits. */
export const shortText = (value: number): string => lrText(Number(value.toPrecision(5)))

/** Two learning rates in as many digits as tell them apart, at least five. */
export function apartTexts(a: number, b: number): readonly [string, string] {
  for (let digits = 5; digits < 17; digits++) {
    const [one, other] = [a, b].map((value) => lrText(Number(value.toPrecision(digits))))
    if (one !== other) return [one!, other!]
  }
  return [lrText(a), lrText(b)]
}

const SHOWN = 6

/** A number's text in three: the six digits that are shown, those that need no room, and its exponent. */
export function shownDigits(text: string): readonly [head: string, rest: string, tail: string] {
  const [, digits, exponent] = /^(-?\d+\.\d+)(e[+-]?\d+)?$/.exec(text) ?? []
  if (digits === undefined) return [text, '', '']
  // Zeros in front are none of the six.
  const shown = /^-?[0.]*/.exec(digits)![0].length
  let [at, left] = [shown, SHOWN]
  while (at < digits.length && left > 0) if (digits[at++] !== '.') left--
  const end = Math.max(at, digits.indexOf('.') + 2)
  return [digits.slice(0, end), digits.slice(end), exponent ?? '']
}
