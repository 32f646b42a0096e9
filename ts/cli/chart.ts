/**
 * A curve as a chart of characters: lowest and highest value in each column, so that a spike of one batch shows.
 */
import { coloured, type Terminal } from './terminal.js'

// Odd, so that the label in the middle stands at half the height.
const ROWS = 13
const LABEL = 10

/** Collects values that come one after the other, in a fixed amount of memory. */
export class Chart {
  readonly #terminal: Terminal
  readonly #count: number
  readonly #low: Float64Array
  readonly #high: Float64Array
  #batches: [first: number, last: number] = [0, 0]

  /**
   * @param count - how many values will come
   * @param terminal - decides the width
   */
  constructor(count: number, terminal: Terminal) {
    const dots = (terminal.width - LABEL - 3) * (terminal.unicode ? 2 : 1)
    this.#terminal = terminal
    this.#count = count
    this.#low = new Float64Array(dots).fill(Infinity)
    this.#high = new Float64Array(dots).fill(-Infinity)
  }

  /** Adds values, of which `first` is the index of the first. */
  add(first: number, batch: ArrayLike<number>, values: ArrayLike<number>): void {
    if (first === 0) this.#batches[0] = batch[0] ?? 0
    this.#batches[1] = batch[batch.length - 1] ?? this.#batches[1]
    const dots = this.#low.length
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!
      if (!Number.isFinite(value)) continue
      // A value holds until the next, so that few values fill all columns.
      const from = Math.floor(((first + i) * dots) / this.#count)
      const until = Math.max(from + 1, Math.floor(((first + i + 1) * dots) / this.#count))
      for (let dot = from; dot < until; dot++) {
        if (value < this.#low[dot]!) this.#low[dot] = value
        if (value > this.#high[dot]!) this.#high[dot] = value
      }
    }
  }

  /** The chart, as lines. */
  lines(): string[] {
    const top = this.#high.reduce((a, b) => Math.max(a, b), -Infinity)
    const bottom = this.#low.reduce((a, b) => Math.min(a, b), 0)
    if (top === -Infinity) return []
    const upper = Math.max(top, 0) === bottom ? bottom + 1 : Math.max(top, 0)
    const cells = this.#draw(bottom, upper)
    const { unicode } = this.#terminal
    const lines = cells.map((cell, row) => {
      const labelled = row === 0 || row === ROWS - 1 || row === (ROWS - 1) / 2
      const value = upper - ((upper - bottom) * row) / (ROWS - 1)
      const axis = unicode ? (labelled ? '┤' : '│') : labelled ? '+' : '|'
      return `${(labelled ? short(value) : '').padStart(LABEL)} ${axis}${coloured(cell.trimEnd(), this.#terminal)}`.trimEnd()
    })
    const width = this.#terminal.width - LABEL - 3
    lines.push(`${' '.repeat(LABEL + 1)}${unicode ? `└${'─'.repeat(width)}` : `+${'-'.repeat(width)}`}`)
    lines.push(`${' '.repeat(LABEL + 2)}${this.#batchLabels(width)}`.trimEnd())
    return lines
  }

  #batchLabels(width: number): string {
    const [first, last] = this.#batches
    const left = `batch ${first}`
    const right = last > first ? String(last) : ''
    return left + right.padStart(width - left.length)
  }

  /** One text for each row of characters, top first. */
  #draw(bottom: number, upper: number): string[] {
    const { unicode } = this.#terminal
    const [wide, tall] = unicode ? [2, 4] : [1, 1]
    const height = ROWS * tall
    const level = (value: number) => Math.round(((value - bottom) / (upper - bottom)) * (height - 1))
    const cells = Array.from({ length: ROWS }, () => new Array<number>(Math.ceil(this.#low.length / wide)).fill(0))
    let before: [number, number] | null = null
    for (let dot = 0; dot < this.#low.length; dot++) {
      if (this.#high[dot] === -Infinity) {
        before = null
        continue
      }
      let [low, high] = [level(this.#low[dot]!), level(this.#high[dot]!)]
      const reached: [number, number] = [low, high]
      // A jump between two columns is drawn as a line between them.
      if (before !== null && before[1] < low) low = before[1] + 1
      if (before !== null && before[0] > high) high = before[0] - 1
      before = reached
      for (let y = low; y <= high; y++) {
        const down = height - 1 - y
        const row = cells[Math.floor(down / tall)]!
        row[Math.floor(dot / wide)]! |= unicode ? BRAILLE[dot % 2]![down % 4]! : 1
      }
    }
    return cells.map((row) => row.map((bits) => character(bits, unicode)).join(''))
  }
}

/** The dots of a braille character by column and row. */
const BRAILLE = [
  [0x01, 0x02, 0x04, 0x40],
  [0x08, 0x10, 0x20, 0x80],
] as const

function character(bits: number, unicode: boolean): string {
  if (bits === 0) return ' '
  return unicode ? String.fromCodePoint(0x2800 + bits) : '*'
}

/** A number in at most ten characters. */
function short(value: number): string {
  const text = String(Number(value.toPrecision(3)))
  return text.length <= LABEL ? text : value.toExponential(2)
}
