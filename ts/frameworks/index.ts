/**
 * The schedules of other libraries: read as schedulers of this package.
 */
export { importSchedule } from './import/import.js'
export {
  type Cause,
  type DifferentRow,
  type Log,
  LogError,
  type LogErrorCode,
  type LogRow,
  type MatchAnswer,
  type MatchedSchedule,
  type MatchOptions,
  type MatchPlan,
  matchLog,
  type Printed,
  type Printing,
  type ReadLogOptions,
  type ReadPlanOptions,
  readLog,
  readPlan,
  type Update,
} from './match/index.js'
export type { Assumed, ImportedSchedule, ImportOptions, Library, OtherSchedules, Unmatched } from './types.js'
