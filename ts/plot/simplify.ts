/**
 * Fewer points for the same line: what stays within a distance nobody sees is left out (Ramer, Douglas, Peucker).
 */
import type { Point } from './outline.js'

/** The points of a line that matter; its ends, and every one further than `distance` from what is drawn without it. */
export function simplify(line: readonly Point[], distance: number): Point[] {
  if (line.length < 3) return [...line]
  const keep = new Uint8Array(line.length)
  keep[0] = 1
  keep[line.length - 1] = 1
  // A stack of its own: recursion would be as deep as the line is long.
  const open: [number, number][] = [[0, line.length - 1]]
  for (let pair = open.pop(); pair !== undefined; pair = open.pop()) {
    const [from, until] = pair
    const furthest = furthestWithin(line, from, until, distance)
    if (furthest < 0) continue
    keep[furthest] = 1
    open.push([from, furthest], [furthest, until])
  }
  return line.filter((_, index) => keep[index] === 1)
}

/** The index of the point furthest from the straight line between two others, or -1 if none is beyond `distance`. */
function furthestWithin(line: readonly Point[], from: number, until: number, distance: number): number {
  const [a, b] = [line[from]!, line[until]!]
  const [dx, dy] = [b.x - a.x, b.y - a.y]
  const length = Math.hypot(dx, dy)
  let [found, most] = [-1, distance]
  for (let i = from + 1; i < until; i++) {
    const [x, y] = [line[i]!.x - a.x, line[i]!.y - a.y]
    const along = length === 0 ? 0 : (x * dx + y * dy) / length
    // Beyond an end, that end is the nearest: a spike back over the line counts as one.
    const off =
      along <= 0 ? Math.hypot(x, y) : along >= length ? Math.hypot(x - dx, y - dy) : Math.abs(x * dy - y * dx) / length
    if (off > most) [found, most] = [i, off]
  }
  return found
}
