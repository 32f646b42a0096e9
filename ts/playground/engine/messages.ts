/**
 * What the page asks of its workers, and what they answer; plain values only.
 */
import type { ExportTarget } from '../../frameworks/export/targets/registry.js'
import type { FactorData } from '../state/data.js'
import type { Axis, Further, RunField, RunText, Schedule } from '../state/state.js'
import type { Factor, Path } from '../state/tree.js'

/** The place of an error: a field of the run, a scheduler or one of its options; nothing for the whole schedule. */
export interface Place {
  readonly run?: RunField
  readonly factor?: Path
  readonly option?: string
}

/** What is wrong, in words, and where. */
export interface Problem {
  readonly message: string
  readonly place: Place
}

/** A part of the schedule with one formula, in batches; the last ends at Infinity. */
export interface Phase {
  readonly name: string
  readonly from: number
  readonly until: number
}

/** What a batch adds on each axis, or null where the run does not say. */
export type Rates = Readonly<Record<Axis, number | null>>

/** A time in batches: so many on a clock of its own, and the first one of the run that reaches it. */
export interface ClockTime {
  readonly own: number
  /** Null where it is not known. */
  readonly run: number | null
}

/** A scheduler that sees a clock of its own, or stands in what does. */
export interface Clock {
  readonly path: Path
  /** The batch of the run at which its clock begins; of what is repeated the first time; null where it is not known. */
  readonly start: number | null
  /** Whether what it stands in is repeated. */
  readonly isRepeated: boolean
  /** Its times that are known, by the names of the options. */
  readonly times: Readonly<Record<string, readonly ClockTime[]>>
}

/** What is known of a schedule before any value. */
export interface Info {
  readonly batches: number
  readonly rates: Rates
  readonly phases: readonly Phase[]
  readonly warnings: readonly string[]
  readonly clocks: readonly Clock[]
}

/** What a schedule is held against: at the same place of an axis. */
export interface Against {
  readonly schedule: Schedule
  readonly axis: Axis
  readonly as: 'difference' | 'ratio'
}

/** The lowest and highest learning rate of each column of batches, or what else the y axis shows. */
export interface Columns {
  readonly from: number
  readonly count: number
  readonly low: Float64Array
  readonly high: Float64Array
  /** 1 if every batch was looked at, else every how many. */
  readonly stride: number
  /** The learning rate of the last batch. */
  readonly end: number
}

/** The schedule at one batch. */
export interface Reading {
  readonly batch: number
  /** Each counter that the run gives, in the order of the readout. */
  readonly times: readonly (readonly [name: string, value: number])[]
  /** The multiplier and the learning rate; null after its end. */
  readonly alpha: number | null
  readonly lr: number | null
  readonly phase: string
}

/** A step that a plan is read by. */
export interface KeyStep {
  readonly batch: number
  readonly what: string
  readonly lr: number
}

/** What a schedule amounts to; learning rates, and their exact sum and mean over all batches. */
export interface Overview {
  readonly batches: number
  readonly rates: Rates
  readonly peak: number
  readonly peakBatch: number
  readonly final: number
  readonly area: number
  readonly mean: number
  readonly warmupEnd: number
  readonly findings: readonly { readonly level: 'warning' | 'note'; readonly message: string }[]
  readonly steps: readonly KeyStep[]
}

/** What moves a handle: an option of the scheduler, or one of a list; no option for the length of the run. */
export interface Lever {
  readonly option: string | null
  readonly index: number | null
  /** What one of its unit moves the handle by: so many batches of a time, or so much learning rate of a value. */
  readonly perUnit: number
}

/** A place of a curve that can be taken hold of: along it by a time, up and down by a value. */
export interface Handle {
  readonly batch: number
  readonly value: number
  readonly time: Lever | null
  readonly level: Lever | null
  /** The batches of the part of the schedule around it. */
  readonly around: readonly [from: number, until: number]
}

/** A schedule that is the old plan as far as that was trained, and goes on from there without a jump. */
export interface Continuation {
  readonly name: string
  readonly about: string
  readonly factors: Factor[]
  readonly run: RunText
}

/** What becomes of a plan that is trained to a batch, and goes on by another one from there. */
export interface Resumed {
  readonly batch: number
  /** How many batches the old and the new plan have. */
  readonly ends: readonly [old: number, next: number]
  /** The learning rate of the old plan at the batch, or of its last one where it ends there; and that of the new plan. */
  readonly before: number
  readonly after: number
  /** The first batch at which the two differ, and what they have there; null where they agree. */
  readonly parting: { readonly batch: number; readonly before: number; readonly after: number } | null
  readonly safe: readonly Continuation[]
}

/** A schedule that has the rows of a log. */
export interface LoggedSchedule {
  /** What it is, with its parameters and how near it comes. */
  readonly words: string
  /** Null where the page can't show it. */
  readonly contents: FileContents | null
}

/** Learning rates that were logged, by the batches that they are of. */
export interface LogPoints {
  readonly batches: Float64Array
  readonly rates: Float64Array
}

/** A log, held against a plan. */
export interface LogFound {
  /** What was read. */
  readonly about: string
  readonly points: LogPoints
  /** Whether every row is as planned; null without a plan. */
  readonly same: boolean | null
  /** Why not, in the package's word; null where it is the same, or where nothing explains it. */
  readonly cause: string | null
  readonly first: { readonly step: number; readonly logged: number; readonly planned: number } | null
  readonly largest: number | null
  readonly reason: string | null
  /** What explains the log, or without a plan or an explanation what fits it by itself. */
  readonly schedules: readonly LoggedSchedule[]
  readonly identified: boolean
}

/** Values of a table, by column. */
export interface Table {
  readonly names: readonly string[]
  readonly columns: readonly Float64Array[]
}

/** The formats of tables. */
export type Format = 'csv' | 'parquet'

/** What a configuration file says, as typed texts. */
export interface FileContents {
  readonly name: string | null
  /** As JSON has them. */
  readonly factors: readonly FactorData[]
  readonly run: Readonly<Partial<Record<RunField, string>>>
  /** What else it schedules, of which the page has curves: their values themselves. */
  readonly further: readonly { readonly quantity: Further; readonly factors: readonly FactorData[] }[]
  /** What else it schedules, which the page does not show. */
  readonly others: readonly string[]
  /** Whose it is; null for a configuration of Composer's kind. */
  readonly library: string | null
  /** What is to be known of it, a sentence each. */
  readonly told: readonly string[]
}

/** What texts of other libraries may not say. */
export const LACKED = ['total', 'baseLr', 'epochBatches'] as const
export type Lacked = (typeof LACKED)[number]

/** A text that is read, and what was said of it beside it. */
export interface ForeignText {
  readonly text: string
  /** What messages call it. */
  readonly file: string
  /** Whose it is, of those that it may be of; null for what its keys tell. */
  readonly library: string | null
  /** What it doesn't say, as typed. */
  readonly given: Readonly<Partial<Record<Lacked, string>>>
}

/** What came of reading a text: what it says, all that it may be of, or what has to be said beside it. */
export type Imported =
  | { readonly contents: FileContents }
  | { readonly libraries: readonly string[] }
  | { readonly lacks: Lacked; readonly by: string }

/** The multipliers of each factor that has a function in it; null for the others. */
export type FunctionValues = readonly (Float64Array | null)[]

/** A schedule as a text, or why there is none. */
export type Written = { readonly text: string } | { readonly reason: string }

/** The questions, and what their answers are. */
export interface Questions {
  info: { ask: { schedule: Schedule }; answer: Info }
  /** `slot`: a later question for the same one ends an earlier. */
  draw: {
    ask: { schedule: Schedule; against?: Against; slot: string; from: number; count: number; columns: number }
    answer: Columns
  }
  read: { ask: { schedule: Schedule; batch: number }; answer: Reading }
  /** `count` rows from the batch `from`, `stride` batches apart. */
  rows: { ask: { schedule: Schedule; from: number; count: number; stride: number }; answer: Table }
  /** Of `count` batches from the batch `from` on. */
  values: { ask: { schedule: Schedule; from: number; count: number }; answer: FunctionValues }
  /** The next rows of a file, or null for its end; the answer is what they add to it. */
  file: { ask: { file: number; format: Format; table: Table | null }; answer: Uint8Array<ArrayBuffer> }
  overview: { ask: { schedule: Schedule }; answer: Overview }
  /** Of one scheduler of a schedule without functions. */
  handles: { ask: { schedule: Schedule; path: Path }; answer: readonly Handle[] }
  /** The old plan is the schedule; a new one with functions has the same. */
  resume: { ask: { schedule: Schedule; next: Schedule; batch: number }; answer: Resumed }
  /** The learning rates of some batches. */
  rates: { ask: { schedule: Schedule; batches: readonly number[] }; answer: Float64Array }
  /** The plan is a schedule without functions, or null for none. */
  log: { ask: { text: string; file: string; column: string | null; plan: Schedule | null }; answer: LogFound }
  /** Loads what files and panels need, so that they need no network. */
  load: { ask: object; answer: null }
  /** Of functions nothing but their values is known, where they are listed; else null. */
  code: { ask: { schedule: Schedule; target: ExportTarget; values: FunctionValues | null }; answer: Written }
  import: { ask: ForeignText; answer: Imported }
  /** Starts the worker of texts. */
  start: { ask: object; answer: null }
}
export type Kind = keyof Questions

/** A question as it travels. */
export type Question = { [K in Kind]: { id: number; kind: K } & Questions[K]['ask'] }[Kind]

/** A reply: some of a drawing, how much of it is done, then the answer; or what is wrong. */
export type Reply =
  | { id: number; partial: Columns }
  | { id: number; done: number }
  | { id: number; answer: unknown }
  | { id: number; problem: Problem }
  /** A later question took its place. */
  | { id: number; dropped: true }
