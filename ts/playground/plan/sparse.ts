/**
 * Which of many points are drawn, so that what lies below them is seen.
 */

/** Leaves out each point that is near the one drawn before it, both across and in height: no outlier is lost. */
export function* sparse<T extends readonly [x: number, y: number]>(points: Iterable<T>, apart: number): Generator<T> {
  let last: T | null = null
  for (const point of points) {
    if (last !== null && Math.abs(point[0] - last[0]) < apart && Math.abs(point[1] - last[1]) < apart) continue
    last = point
    yield point
  }
}
