/**
 * What may lie over the schedules on the chart and is none of them: a fan of curves, and points. How points are painted
 * comes with them, as few visits need it.
 */
import type { Theme } from '../../plot/theme.js'
import type { CurveLook, Frame } from './curves.js'

/** What of a scene tells which points are in view. */
export interface Seen {
  readonly x: readonly [number, number]
  /** What a batch adds on the axis. */
  readonly rate: number
  readonly log: boolean
}

/** Points over the curves. */
export interface Points {
  /** The range of values in view, with those of the points that are in view too. */
  range(curves: readonly [number, number], seen: Seen): readonly [number, number]
  paint(context: CanvasRenderingContext2D, frame: Frame, rate: number, ratio: number, theme: Theme): void
}

/** What lies over the schedules. */
export interface Overlay {
  readonly points: Points | null
  readonly fan: readonly CurveLook[]
}
