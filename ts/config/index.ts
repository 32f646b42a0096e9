/**
 * Training configurations: named re-exports only.
 */
export { ConfigError, type KeyPath } from './errors.js'
export { type ReadOptions, readConfig, type ScheduledQuantity, type TrainingConfig } from './read.js'
