/**
 * Text with commas between as a table: quoted cells, empty ones, and a last line that may be cut. Knows no column.
 */

/** A table. */
export interface Table {
  readonly header: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** The cells of a line; null where a quote is not closed. */
export function cellsOf(line: string): string[] | null {
  const cells: string[] = []
  let at = 0
  while (true) {
    if (line[at] === '"') {
      let cell = ''
      let end = line.indexOf('"', at + 1)
      let from = at + 1
      while (end >= 0 && line[end + 1] === '"') {
        cell += line.slice(from, end + 1)
        from = end + 2
        end = line.indexOf('"', from)
      }
      if (end < 0) return null
      cells.push(cell + line.slice(from, end))
      at = end + 1
      if (at < line.length && line[at] !== ',') return null
    } else {
      const end = line.indexOf(',', at)
      cells.push((end < 0 ? line.slice(at) : line.slice(at, end)).trim())
      at = end < 0 ? line.length : end
    }
    if (at >= line.length) return cells
    at++
    if (at === line.length) return [...cells, '']
  }
}

/** The table of lines; null where the first is no header. A header that comes again is that of a file appended. */
export function tableOf(lines: readonly string[]): Table | null {
  const filled = lines.filter((line) => line.trim() !== '')
  const first = filled[0]
  if (first === undefined || !first.includes(',')) return null
  const header = cellsOf(first)
  if (header === null || header.length < 2 || header.some((name) => /^[-+]?[\d.]+(?:e[-+]?\d+)?$/i.test(name))) {
    return null
  }
  const rows = filled
    .slice(1)
    .filter((line) => line !== first)
    .map(cellsOf)
  return { header, rows: rows.filter((cells) => cells !== null) }
}
