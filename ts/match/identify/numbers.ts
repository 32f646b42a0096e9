/**
 * Numbers that people write, near those that were found.
 */

/** Factors of exponentials that people write. */
export const GAMMAS = [0.5, 0.1, 0.9, 0.95, 0.96, 0.97, 0.98, 0.99]

/** A number in fewer digits, where that is nearly it. */
export const fewer = (value: number, digits: readonly number[]): number[] => [
  ...new Set(digits.map((each) => Number(value.toPrecision(each))).filter((each) => Math.abs(each / value - 1) < 2e-3)),
]
