/**
 * The rows of a calendar: one for each hour of a run, and those of steps that matter in their places. Any row is found by its
 * number, so that no run is too long to have all of them. Touches no element.
 */

/** A step that matters, at so many seconds from the beginning. */
export interface KeyMoment {
  readonly seconds: number
  readonly batch: number
  readonly what: string
}

/** A row: by the clock, or of a step that matters. */
export interface CalendarRow {
  readonly seconds: number
  readonly batch: number
  readonly what: string | null
}

/** All rows, in the order of time. */
export class CalendarRows {
  readonly count: number
  readonly #keys: readonly (KeyMoment & { readonly place: number; readonly next: number })[]
  readonly #seconds: number
  readonly #batchAt: (seconds: number) => number

  /**
   * @param keys - in the order of time
   * @param length - of the run, in seconds
   * @param interval - between two rows by the clock, in seconds
   * @param batchAt - the step of a moment
   */
  constructor(keys: readonly KeyMoment[], length: number, interval: number, batchAt: (seconds: number) => number) {
    this.#seconds = interval
    this.#batchAt = batchAt
    // How many rows more than those by the clock there are before the next one.
    let more = 0
    this.#keys = keys.map((key) => {
      const before = Math.ceil(key.seconds / interval - 1e-9)
      const place = before + more
      // One by the clock that is of the same step is the same row.
      const isSame = before * interval <= length && batchAt(before * interval) === key.batch
      more += isSame ? 0 : 1
      return { ...key, place, next: before + (isSame ? 1 : 0) }
    })
    this.count = Math.floor(length / interval) + 1 + more
  }

  /** A row by its number. */
  at(index: number): CalendarRow {
    const key = this.#keys.filter(({ place }) => place <= index).at(-1)
    if (key?.place === index) return key
    const tick = key === undefined ? index : key.next + (index - key.place - 1)
    const seconds = tick * this.#seconds
    return { seconds, batch: this.#batchAt(seconds), what: null }
  }
}
