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
