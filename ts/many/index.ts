/**
 * Many schedules at once: named re-exports only.
 */
export {
  type EvaluateManyOptions,
  evaluateMany,
  type ManyOptions,
  type OptionColumns,
  type SchedulerClass,
  type Summaries,
  summarizeMany,
} from './many.js'
