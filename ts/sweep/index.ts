/**
 * Sweeps: named re-exports only. Needs Node; nothing of it is imported by the core.
 */
export type { Configuration } from './configuration.js'
export { SweepError, type SweepErrorCode } from './errors.js'
export { type Expression, ExpressionError, parseExpression } from './expression.js'
export type { ColumnSpec, ColumnType, FormatName } from './formats/format.js'
export { type KeptCurve, type SweepResult, sweepInMemory } from './memory.js'
export { type PlanOptions, planSweep, SweepPlan } from './plan.js'
export type { Part } from './plan-parts.js'
export { readSweep, SweepReader } from './read/reader.js'
export { type SearchOptions, type SearchResult, searchSweep } from './search.js'
export {
  type AxisSpec,
  type BaseSpec,
  type Keep,
  type RandomAxisSpec,
  type RandomSpec,
  readSpec,
  type SweepSpec,
} from './spec.js'
export { FolderStore } from './store/folder.js'
export { MemoryStore } from './store/memory.js'
export type { Digest, Store } from './store.js'
export type { CurveSummary } from './summary.js'
export { type FinishedPart, type SweepOptions, type SweepProgress, sweep } from './sweep.js'
export type { Cell, ConfigurationRow } from './tables.js'
