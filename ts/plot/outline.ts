/**
 * A curve of any number of values in a fixed number of columns: of each column the first, the lowest, the highest and
 * the last value, so that a spike of one batch among millions shows.
 */
import { ColumnBounds, type Columns } from '../evaluate/columns.js'

/** A value and its place: a column, with a fraction. */
export interface Point {
  readonly x: number
  readonly y: number
}

/** Where values stand and which are shown. */
export interface OutlineOptions {
  /** The place of the value of index 0, in columns. Default 0. */
  readonly start?: number
  /** From one value to the next, in columns. */
  readonly step: number
  /** Which values are shown; the others leave a gap. Default: the finite ones. */
  readonly accepts?: (value: number) => boolean
}

const NONE = -1

/** Collects values that come one after the other. */
export class Outline {
  /** How many columns there are. */
  readonly columns: number
  readonly #start: number
  readonly #step: number
  readonly #accepts: (value: number) => boolean
  // Indexes of values; doubles, as there may be more than 2³² of them.
  readonly #first: Float64Array
  readonly #lowest: Float64Array
  readonly #highest: Float64Array
  readonly #last: Float64Array
  readonly #firstValue: Float64Array
  readonly #lastValue: Float64Array
  readonly #bounds: ColumnBounds
  // The first and the last value of a column that is not shown.
  readonly #gapFrom: Float64Array
  readonly #gapUntil: Float64Array
  #count = 0

  constructor(columns: number, { start = 0, step, accepts = Number.isFinite }: OutlineOptions) {
    const indexes = () => new Float64Array(columns).fill(NONE)
    this.columns = columns
    this.#start = start
    this.#step = step
    this.#accepts = accepts
    this.#first = indexes()
    this.#lowest = indexes()
    this.#highest = indexes()
    this.#last = indexes()
    this.#firstValue = new Float64Array(columns)
    this.#bounds = new ColumnBounds(columns)
    this.#lastValue = new Float64Array(columns)
    this.#gapFrom = indexes()
    this.#gapUntil = indexes()
  }

  /** Adds the values from index `first` on; they come in order. */
  add(first: number, values: ArrayLike<number>): void {
    const { low, high } = this.#bounds
    for (let i = 0; i < values.length; i++) {
      const index = first + i
      const column = this.#columnOf(index)
      const value = values[i]!
      if (!this.#accepts(value)) {
        if (this.#gapFrom[column] === NONE) this.#gapFrom[column] = index
        this.#gapUntil[column] = index
        continue
      }
      if (this.#first[column] === NONE) {
        this.#first[column] = index
        this.#firstValue[column] = value
      }
      const [lowBefore, highBefore] = [low[column], high[column]]
      this.#bounds.include(column, value, value)
      if (low[column] !== lowBefore) this.#lowest[column] = index
      if (high[column] !== highBefore) this.#highest[column] = index
      this.#last[column] = index
      this.#lastValue[column] = value
    }
    this.#count = first + values.length
  }

  /** The lines to draw: of each column at most four points, in order; a gap ends a line. */
  lines(): Point[][] {
    const lines: Point[][] = []
    let line: Point[] = []
    const end = () => {
      if (line.length > 0) lines.push(line)
      line = []
    }
    for (let column = 0; column < this.columns; column++) {
      const [first, last] = [this.#first[column]!, this.#last[column]!]
      const [gapFrom, gapUntil] = [this.#gapFrom[column]!, this.#gapUntil[column]!]
      if (gapFrom !== NONE && (first === NONE || gapFrom < first)) end()
      if (first !== NONE) this.#pointsOf(column, line)
      if (gapUntil > last) end()
    }
    end()
    return lines
  }

  /** What each column spans when a value holds until the next one. */
  held(): Columns {
    const [low, high] = [this.#bounds.low.slice(), this.#bounds.high.slice()]
    const end = Math.min(this.columns, Math.floor(this.#start + this.#count * this.#step))
    let value = Number.NaN
    for (let column = 0; column < this.columns; column++) {
      const isEmpty = this.#first[column] === NONE && this.#gapFrom[column] === NONE
      if (!isEmpty) value = this.#gapUntil[column]! > this.#last[column]! ? Number.NaN : this.#lastValue[column]!
      else if (column < end && !Number.isNaN(value)) {
        low[column] = value
        high[column] = value
      }
    }
    return { low, high }
  }

  /** The lowest and the highest of all values, or null without any. */
  range(): readonly [low: number, high: number] | null {
    const least = this.#bounds.low.reduce((a, b) => (b < a ? b : a), Infinity)
    return least === Infinity ? null : [least, this.#bounds.high.reduce((a, b) => (b > a ? b : a), -Infinity)]
  }

  #columnOf(index: number): number {
    const column = Math.floor(this.#start + index * this.#step)
    // Rounding may lead past either end.
    return column < 0 ? 0 : column >= this.columns ? this.columns - 1 : column
  }

  #pointsOf(column: number, line: Point[]): void {
    const points: [index: number, value: number][] = [
      [this.#first[column]!, this.#firstValue[column]!],
      [this.#lowest[column]!, this.#bounds.low[column]!],
      [this.#highest[column]!, this.#bounds.high[column]!],
      [this.#last[column]!, this.#lastValue[column]!],
    ]
    points.sort(([a], [b]) => a - b)
    let before = NONE
    for (const [index, y] of points) {
      if (index !== before) line.push({ x: this.#start + index * this.#step, y })
      before = index
    }
  }
}
