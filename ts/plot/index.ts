/**
 * Charts: named re-exports only.
 */
export type { AxisName } from './axis.js'
export { PlotError, type PlotErrorCode } from './errors.js'
export type { CurveLine, PlotInput, PlotLine, SchedulerLine, ValuesLine } from './input.js'
export { Plot, type PlotBundle, type PlotFormat, type PlotOptions, plot, plotPng } from './plot.js'
export type { ThemeName } from './theme.js'
