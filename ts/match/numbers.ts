/**
 * The least and the largest of numbers, of which there may be more than a call takes arguments.
 */

/** The least and the largest. */
export const bounds = (values: readonly number[]): [least: number, most: number] =>
  values.reduce<[number, number]>(
    ([least, most], value) => [Math.min(least, value), Math.max(most, value)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  )

/** The largest. */
export const largestOf = (values: readonly number[]): number => bounds(values)[1]

/** The largest without its sign; 0 of none. */
export const heightOf = (values: readonly number[]): number =>
  values.reduce((height, value) => Math.max(height, Math.abs(value)), 0)
