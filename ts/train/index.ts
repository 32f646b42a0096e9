/**
 * Schedules in training loops: named re-exports only.
 */
export { type GroupsOptimizer, type GroupsOptions, scheduleGroups } from './groups.js'
export { scheduleTfjs, type TfjsModel, type TfjsOptimizer, type TfjsOptions, TfjsSchedule } from './tfjs.js'
export { type Schedule, type ScheduleOptions, toSchedule } from './to-schedule.js'
export { UpdateSchedule } from './updates.js'
