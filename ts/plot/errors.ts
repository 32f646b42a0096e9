/**
 * What goes wrong with a chart beyond its input: what draws a PNG is not there.
 */
import { ScaleScheduleError } from '../errors/base.js'

/** The stable names of a chart's errors: what a program tests, where a person reads `message`. */
export type PlotErrorCode =
  /** The optional package that draws a PNG is not installed, or does not load. */
  | 'missing-package'
  /** The machine has no font for the text of a PNG. */
  | 'missing-font'

/** A PNG that can't be drawn here. */
export class PlotError extends ScaleScheduleError {
  /** Stable name of what went wrong. */
  readonly code: PlotErrorCode

  constructor(code: PlotErrorCode, message: string, options?: ErrorOptions) {
    super(message.replace(/\s+/g, ' '), options)
    this.name = 'PlotError'
    this.code = code
  }
}
