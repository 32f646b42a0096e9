/**
 * Where handles are drawn: at their places, or beside where another one is already.
 */
import type { Point } from '../chart/placement.js'

/** The edges within which they are drawn. */
export interface Bounds {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

// Rings of as many places, each as far from the next as two handles.
const RINGS = 5
const PER_RING = 8

/** Where each is drawn, in their order; the first to come has its place. */
export function apart(points: readonly Point[], distance: number, bounds: Bounds): Point[] {
  const taken: Point[] = []
  for (const point of points) {
    const free = candidates(point, distance).find(
      (each) =>
        isWithin(each, bounds) && taken.every((other) => Math.hypot(other.x - each.x, other.y - each.y) >= distance),
    )
    taken.push(free ?? point)
  }
  return taken
}

function* ring(point: Point, distance: number): Generator<Point> {
  yield point
  for (let round = 1; round <= RINGS; round++) {
    for (let place = 0; place < PER_RING * round; place++) {
      const angle = (2 * Math.PI * place) / (PER_RING * round) - Math.PI / 2
      yield { x: point.x + Math.cos(angle) * distance * round, y: point.y + Math.sin(angle) * distance * round }
    }
  }
}

const candidates = (point: Point, distance: number): Point[] => [...ring(point, distance * 1.001)]

const isWithin = ({ x, y }: Point, { left, top, right, bottom }: Bounds): boolean =>
  x >= left - 1 && x <= right + 1 && y >= top - 1 && y <= bottom + 1
