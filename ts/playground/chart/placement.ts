/**
 * Finds places for labels around what they name: within an edge, clear of other labels and of handles, and of curves as far
 * as there is room.
 */
import type { Box, Trace } from './trace.js'

/** A place in pixels of the chart. */
export interface Point {
  readonly x: number
  readonly y: number
}

/** Where labels are placed, and what is there already. */
export interface Room {
  readonly bounds: Box
  /** Other labels, which no label covers. */
  readonly boxes: readonly Box[]
  /** The middles of handles and dots, which no label covers either. */
  readonly discs: readonly Point[]
  /** Lines from handles to where they belong. */
  readonly lines: readonly (readonly [Point, Point])[]
  readonly traces: readonly Trace[]
}

/** A place that was found. */
export interface Found extends Box {
  /** Which of the places around it was; the next time it is the first choice. */
  readonly choice: number
}

// To the right and down, and whether it is far in the second direction alone; the first is the first choice.
const SIDES = [
  [1, -1, false],
  [-1, -1, false],
  [1, 1, false],
  [-1, 1, false],
  [0, -1, false],
  [0, 1, false],
  [1, 0, false],
  [-1, 0, false],
  [1, 1, true],
  [1, -1, true],
  [-1, 1, true],
  [-1, -1, true],
] as const
const RINGS = [6, 12, 20, 32, 48, 68, 92, 120]
/** Half of what a handle or a dot covers, in pixels. */
export const DISC = 9
/** From one label to the next. */
const APART = 2
// What makes a place worse: its distance, its side, each pixel of a curve and each part of a line below it.
const [FAR, SIDE, CURVE, LINE, OTHER] = [0.35, 1.5, 2.5, 4, 4]

/**
 * The best place for a label of some size near a point; null where there is none.
 *
 * @param before - the choice of last time, so that labels don't jump from side to side
 */
export function placeNear(
  { x, y }: Point,
  width: number,
  height: number,
  room: Room,
  before: number | null,
): Found | null {
  const { bounds } = room
  if (width > bounds.width || height > bounds.height) return null
  let [best, least]: [Found | null, number] = [null, Number.POSITIVE_INFINITY]
  for (const [ring, distance] of RINGS.entries()) {
    // No further one is better.
    if (distance * FAR >= least) break
    for (const [side, [right, down, isBeside]] of SIDES.entries()) {
      const left = x + right * (isBeside ? RINGS[0]! : distance) + ((right - 1) / 2) * width
      const top = y + down * distance + ((down - 1) / 2) * height
      const choice = ring * SIDES.length + side
      const box = {
        left: within(left, bounds.left, bounds.width - width),
        top: within(top, bounds.top, bounds.height - height),
      }
      const found = { ...box, width, height, choice }
      if (!isFree(found, room)) continue
      const score =
        distance * FAR + (side % 8) * SIDE + (before === null || before === choice ? 0 : OTHER) + covered(found, room)
      if (score < least) [best, least] = [found, score]
    }
  }
  return best
}

const within = (value: number, from: number, room: number): number => Math.max(from, Math.min(from + room, value))

/** Whether two labels are nearer than they may be. */
export const touches = (a: Box, b: Box): boolean =>
  a.left < b.left + b.width + APART &&
  b.left < a.left + a.width + APART &&
  a.top < b.top + b.height + APART &&
  b.top < a.top + a.height + APART

/** How far a point is from a box. */
export const distanceTo = ({ left, top, width, height }: Box, { x, y }: Point): number =>
  Math.hypot(Math.max(left - x, 0, x - left - width), Math.max(top - y, 0, y - top - height))

const isFree = (box: Box, { boxes, discs }: Room): boolean =>
  boxes.every((other) => !touches(box, other)) && discs.every((disc) => distanceTo(box, disc) >= DISC)

const PARTS = 12

/** How much a label covers of curves and lines. */
function covered(box: Box, { traces, lines }: Room): number {
  let sum = 0
  for (const trace of traces) sum += CURVE * trace.within(box)
  for (const [a, b] of lines) {
    for (let part = 0; part <= PARTS; part++) {
      const at = { x: a.x + ((b.x - a.x) * part) / PARTS, y: a.y + ((b.y - a.y) * part) / PARTS }
      if (distanceTo(box, at) < 1) sum += LINE
    }
  }
  return sum
}
