/**
 * Where the entries of a legend stand: in rows from left to right, as many as there is room for.
 */
import { fitted, widthOf } from './text.js'

/** An entry: whose it is, and the place of its sample; the label follows to the right. */
export interface LegendEntry {
  /** The curve's place; null for the note on those that are left out. */
  readonly curve: number | null
  readonly label: string
  readonly x: number
  readonly row: number
}

/** The width of the sample of a line, with the space behind it. */
export const SAMPLE = 36
const SPACE = 20
const WIDEST = 340

/** The entries of a legend within a width; with too many, the last one says how many are not named. */
export function layOutLegend(labels: readonly string[], size: number, width: number, rows: number): LegendEntry[] {
  const entries: LegendEntry[] = []
  let [x, row] = [0, 0]
  const place = (label: string, curve: number | null): boolean => {
    const needed = (curve === null ? 0 : SAMPLE) + widthOf(label, size)
    if (x > 0 && x + needed > width) [x, row] = [0, row + 1]
    if (row >= rows) return false
    entries.push({ curve, label, x, row })
    x += needed + SPACE
    return true
  }
  const texts = labels.map((label) => fitted(label, size, Math.min(WIDEST, width - SAMPLE)))
  for (const [index, label] of texts.entries()) {
    if (place(label, index)) continue
    // The note takes the place of as many entries as it needs.
    for (let left = entries.length - 1; left >= 0; left--) {
      const removed = entries.pop()!
      ;[x, row] = [removed.x, removed.row]
      if (place(`and ${labels.length - left} more`, null)) break
    }
    break
  }
  return entries
}
