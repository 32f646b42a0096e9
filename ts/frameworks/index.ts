/**
 * The schedules of other libraries: read as schedulers of this package.
 */
export { importSchedule } from './import/import.js'
export type { Assumed, ImportedSchedule, ImportOptions, Library, OtherSchedules, Unmatched } from './types.js'
