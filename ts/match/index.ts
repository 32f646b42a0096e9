/**
 * Logs of training held against their plan: named re-exports only.
 */

// What a plan that was imported says of its defaults.
export type { Assumed } from '../frameworks/types.js'
export type { DifferentRow, MatchAnswer, MatchedSchedule } from './answer.js'
export type { Cause } from './causes/explanation.js'
export { LogError, type LogErrorCode } from './error.js'
export type { Printed } from './log/printed.js'
export { type Log, type ReadLogOptions, readLog, refuseEvents } from './log/read.js'
export type { LogColumn, LogRow, LogText, Printing, Update } from './log/types.js'
export { type MatchOptions, matchLog } from './match.js'
export type { MatchPlan } from './plan.js'
export { type ReadPlanOptions, readPlan } from './source.js'
