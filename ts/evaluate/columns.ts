/**
 * The lowest and the highest value of each column: what is left of a curve of many values in a chart.
 */

/** The lowest and the highest value of each column; NaN where a column has none. */
export interface Columns {
  /** As many as columns. */
  low: Float64Array
  /** As many as columns. */
  high: Float64Array
}

/** Columns in the making: values come one by one, or as the bounds of several. */
export class ColumnBounds implements Columns {
  readonly low: Float64Array
  readonly high: Float64Array

  constructor(columns: number) {
    this.low = new Float64Array(columns).fill(Number.NaN)
    this.high = new Float64Array(columns).fill(Number.NaN)
  }

  /** Includes values between `low` and `high`, neither of which is NaN; none where `low` is above `high`. */
  include(column: number, low: number, high: number): void {
    if (low > high) return
    // A comparison with NaN is false: the first values are always included.
    if (!(low >= this.low[column]!)) this.low[column] = low
    if (!(high <= this.high[column]!)) this.high[column] = high
  }

  /** Includes a part of some values; NaN is left out. */
  includeAll(column: number, values: ArrayLike<number>, from: number, until: number): void {
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
    for (let i = from; i < until; i++) {
      const value = values[i]!
      if (value < low) low = value
      if (value > high) high = value
    }
    this.include(column, low, high)
  }
}
