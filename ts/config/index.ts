/**
 * Training configurations: named re-exports only.
 */
export { ConfigError } from './errors.js'
export { type ReadOptions, readConfig, type TrainingConfig } from './read.js'
