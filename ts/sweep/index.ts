/**
 * Sweeps: named re-exports only. Needs Node; nothing of it is imported by the core.
 */

export { SweepError, type SweepErrorCode } from './errors.js'
export { type Expression, ExpressionError, parseExpression } from './expression/expression.js'
export type { ExpressionValue } from './expression/operators.js'
export type { ExpressionOptions, Scope } from './expression/parser.js'
export type { FormatName } from './formats/registry.js'
export type { ColumnSpec, ColumnType } from './formats/table.js'
export type { Part } from './plan/parts.js'
export { type PlanJSON, type PlanOptions, planSweep, SweepPlan } from './plan/plan.js'
export type { Totals } from './plan/survey.js'
export { readSweep, SweepReader } from './read/reader.js'
export type { SweepEnd } from './run/end.js'
export { type KeptCurve, type SweepResult, sweepInMemory } from './run/memory.js'
export type { Cell, ConfigurationRow, SummaryCells, TableRow } from './run/rows.js'
export type { Shard } from './run/shard.js'
export {
  type FinishedPart,
  type FinishSweepOptions,
  finishSweep,
  type SweepOptions,
  type SweepProgress,
  sweep,
} from './run/sweep.js'
export { type SearchOptions, type SearchResult, searchSweep } from './search/search.js'
export type { Configuration, ConfiguredQuantity } from './space/configuration.js'
export {
  type Amount,
  type AxisSpec,
  type AxisValue,
  type BaseSpec,
  type CompleteSpec,
  type Keep,
  type RandomAxisSpec,
  type RandomSpec,
  type ReadSpecOptions,
  readSpec,
  type SweepSpec,
} from './spec/spec.js'
export type { Fault } from './store/fault.js'
export { FolderStore, type FolderStoreOptions } from './store/folder.js'
export { MemoryStore } from './store/memory.js'
export { openStore } from './store/open.js'
export type { Digest, Store, StoreEntry } from './store/store.js'
export { type StatusOptions, type SweepStatus, sweepStatus } from './verify/status.js'
export { type Verification, type VerifyOptions, verifySweep } from './verify/verify.js'
