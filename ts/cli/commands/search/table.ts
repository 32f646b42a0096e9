/**
 * Rows as an aligned table, its numbers as short as they can be while those that differ still look different.
 */
import { oneLine } from '../../../config/errors.js'
import { coloured, type Terminal } from '../../../plot/terminal/terminal.js'
import type { ColumnSpec } from '../../../sweep/formats/table.js'
import type { Cell, TableRow } from '../../../sweep/run/rows.js'

const FEWEST_DIGITS = 4
const MOST_DIGITS = 17
const NOTHING = '-'

/** The lines of a table. */
export function tableOf(rows: readonly TableRow[], columns: readonly ColumnSpec[], terminal: Terminal): string[] {
  const aligned = columns.map(({ name, type }) => {
    const cells = rows.map((row) => row[name] ?? null)
    const texts = [oneLine(name), ...(type === 'float64' ? floats(cells) : cells.map(plain))]
    const width = Math.max(...texts.map(lengthOf))
    return texts.map((text) => pad(text, width, type === 'text'))
  })
  const lines = [-1, ...rows.keys()].map((row) =>
    aligned
      .map((texts) => texts[row + 1]!)
      .join('  ')
      .trimEnd(),
  )
  return [coloured(lines[0]!, terminal), ...lines.slice(1)]
}

/** Numbers of a column, in as few digits as tell all of them apart. */
function floats(cells: readonly Cell[]): string[] {
  const numbers = cells.map((cell) => (cell === null ? null : Number(cell)))
  const different = new Set(numbers.map(String)).size
  for (let digits = FEWEST_DIGITS; digits < MOST_DIGITS; digits++) {
    const texts = numbers.map((number) => rounded(number, digits))
    if (new Set(texts).size === different) return texts
  }
  return numbers.map((number) => (number === null ? NOTHING : String(number)))
}

const rounded = (number: number | null, digits: number): string =>
  number === null ? NOTHING : String(Number(number.toPrecision(digits)))

/** Without control characters, which could change what the terminal shows. */
const plain = (cell: Cell): string => (cell === null ? NOTHING : oneLine(String(cell)))

const lengthOf = (text: string): number => Array.from(text).length

function pad(text: string, width: number, toTheLeft: boolean): string {
  const space = ' '.repeat(width - lengthOf(text))
  return toTheLeft ? text + space : space + text
}
