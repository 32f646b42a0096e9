/**
 * A grid of characters that curves are drawn on: by the dots of braille, or with a mark for each curve.
 */

/** How a curve is drawn: with eight dots a character, or with one mark. */
export type Drawing = 'dots' | 'marks'

const MARKS = ['*', '+', 'o', 'x', '#', '@', '%', '=', '~', '^'] as const

/** The mark of a curve by its place. */
export const markOf = (curve: number): string => MARKS[curve % MARKS.length]!

/** The dots of a braille character by column and row. */
const BRAILLE = [
  [0x01, 0x02, 0x04, 0x40],
  [0x08, 0x10, 0x20, 0x80],
] as const

const NOBODY = -1

/** The grid. Places are counted in dots, from the lower left. */
export class Raster {
  /** How many dots a character is wide and high. */
  readonly #wide: number
  readonly #tall: number
  readonly #drawing: Drawing
  readonly #bits: number[][]
  readonly #owners: number[][]

  /** @param columns - in characters, as `rows` */
  constructor(columns: number, rows: number, drawing: Drawing) {
    this.#drawing = drawing
    this.#wide = dotsWide(drawing)
    this.#tall = drawing === 'dots' ? 4 : 1
    this.#bits = Array.from({ length: rows }, () => new Array<number>(columns).fill(0))
    this.#owners = Array.from({ length: rows }, () => new Array<number>(columns).fill(NOBODY))
  }

  /** In dots. */
  get height(): number {
    return this.#bits.length * this.#tall
  }

  /** Draws a column of dots from `low` to `high`, both included; it covers what was there. */
  draw(curve: number, column: number, low: number, high: number): void {
    for (let y = low; y <= high; y++) {
      const down = this.height - 1 - y
      const [row, at] = [Math.floor(down / this.#tall), Math.floor(column / this.#wide)]
      this.#bits[row]![at]! |= this.#drawing === 'dots' ? BRAILLE[column % 2]![down % 4]! : 1
      this.#owners[row]![at] = curve
    }
  }

  /** One text for each row, top first; `paint` colours what belongs to a curve. */
  lines(paint: (text: string, curve: number) => string): string[] {
    return this.#bits.map((row, index) => {
      const owners = this.#owners[index]!
      let end = row.length
      while (end > 0 && row[end - 1] === 0) end--
      let line = ''
      for (let from = 0; from < end; ) {
        let until = from
        const owner = owners[from]!
        let text = ''
        // Blanks belong to whom they follow, so that a curve is not cut in many pieces.
        while (until < end && (owners[until] === owner || (owner !== NOBODY && owners[until] === NOBODY))) {
          text += this.#character(row[until]!, owners[until]!)
          until++
        }
        line += owner === NOBODY ? text : paint(text, owner)
        from = until
      }
      return line
    })
  }

  #character(bits: number, owner: number): string {
    if (bits === 0) return ' '
    return this.#drawing === 'dots' ? String.fromCodePoint(0x2800 + bits) : markOf(owner)
  }
}

/** How many dots a character is wide. */
export const dotsWide = (drawing: Drawing): number => (drawing === 'dots' ? 2 : 1)
