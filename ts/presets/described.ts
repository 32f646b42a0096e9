/**
 * A known run as plain data: what it was trained with, and who says so. Makes nothing of it.
 */
import type { TrainingRunOptions } from '../run/run.js'
import type { SchedulerJSON } from '../schedulers/kinds/kind.js'

/** Where a run was published. */
export interface PresetSource {
  /** The title of the paper, or the file of a repository. */
  readonly title: string
  /** Its address. */
  readonly url: string
}

/** What is told of a preset. */
export interface PresetInfo {
  /** What `preset` takes, such as 'mpt-7b'. */
  readonly name: string
  /** What people call it, such as 'MPT-7B'. */
  readonly title: string
  /** What lists put together. */
  readonly group: string
  /** Where the numbers are from. */
  readonly source: PresetSource
  /** What the source leaves open, what was chosen there, and where the run is not what a run here can say. */
  readonly note: string
}

/** A preset as data. */
export interface DescribedPreset extends PresetInfo {
  /** They multiply; at least one. */
  readonly schedulers: readonly SchedulerJSON[]
  /** What else the source schedules, by its name in records: schedulers that give the values themselves. */
  readonly others?: Readonly<Record<string, readonly SchedulerJSON[]>>
  readonly run: TrainingRunOptions
  /** The learning rate that the multipliers are of. */
  readonly baseLr: number
}
