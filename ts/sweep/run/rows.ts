/**
 * The columns of a summary, and the types of rows that have them: what each column holds follows from its declaration,
 * and which there are from the type of the specification.
 */
import type { ColumnSpec } from '../formats/table.js'
import type { SweepSpec } from '../spec/types.js'

/** The unit of learning rates. */
export const LEARNING_RATE = 'learning rate'

/** What a summary has, beside the columns of the axes. */
export const SUMMARY = [
  { name: 'batches', type: 'int32', unit: 'ba', description: 'length of the run' },
  { name: 'peak', type: 'float64', unit: LEARNING_RATE, description: 'highest learning rate' },
  { name: 'peak_step', type: 'int32', unit: 'ba', description: 'first batch with the highest learning rate' },
  { name: 'final', type: 'float64', unit: LEARNING_RATE, description: 'learning rate of the last batch' },
  { name: 'minimum', type: 'float64', unit: LEARNING_RATE, description: 'lowest learning rate' },
  {
    name: 'area',
    type: 'float64',
    unit: `${LEARNING_RATE} x ba`,
    description: 'exact sum of the learning rates of all batches, rounded once',
  },
  { name: 'mean', type: 'float64', unit: LEARNING_RATE, description: 'exact sum over batches, rounded once' },
  { name: 'warmup_fraction', type: 'float64', unit: 'dur', description: 'part of the batches before the warm-up ends' },
  {
    name: 'half_peak_step',
    type: 'int32',
    unit: 'ba',
    nullable: true,
    description: 'first batch with at least half of the peak',
  },
  {
    name: 'largest_jump',
    type: 'float64',
    unit: LEARNING_RATE,
    description: 'largest change from a batch to the next',
  },
  {
    name: 'largest_jump_step',
    type: 'int32',
    unit: 'ba',
    nullable: true,
    description: 'first batch after such a change',
  },
  {
    name: 'boundaries',
    type: 'text',
    unit: 'ba',
    description: 'batches at which a formula changes, as a JSON list in order',
  },
] as const satisfies readonly ColumnSpec[]

/** A cell of a row. */
export type Cell = number | string | null

/** A row of any table, by the names of its columns. */
export type TableRow = Readonly<Record<string, Cell>>

type CellOf<C extends ColumnSpec> =
  | (C extends { readonly type: 'text' } ? string : number)
  | (C extends { readonly nullable: true } ? null : never)

/** The summary of a configuration's curve: `peak`, `area`, `half_peak_step` and so on. */
export type SummaryCells = { readonly [C in (typeof SUMMARY)[number] as C['name']]: CellOf<C> }

/** Whether a type of specifications is that of all of them, so that its axes are not known. */
type IsAny<S> = SweepSpec extends S ? true : false

/** Whether there may be configurations without a curve, and so without a summary. */
type MayBeInvalid<S> =
  IsAny<S> extends true
    ? true
    : 'invalid' extends keyof S
      ? S['invalid'] extends 'error' | undefined
        ? false
        : true
      : false

type Summary<S> =
  MayBeInvalid<S> extends false
    ? SummaryCells
    : { readonly [K in keyof SummaryCells]: SummaryCells[K] | null } & { readonly error?: string | null }

type KeysOf<S, K extends string> = S extends Readonly<Record<K, infer Axes>> ? keyof Axes & string : never

type AxisName<S> =
  | KeysOf<S, 'grid'>
  | (S extends { readonly random: infer Random } ? KeysOf<Random, 'axes'> : never)
  | (S extends { readonly bases: object } ? 'base' : never)

type Axes<S> =
  IsAny<S> extends true
    ? TableRow
    : string extends AxisName<S>
      ? TableRow
      : { readonly [N in AxisName<S>]: number | string }

/**
 * A configuration's row: its number, the values of its axes, and its summary. Where the type of the specification tells
 * the names of the axes, they are columns of numbers or texts; a summary is only missing where `invalid` may be 'record'.
 */
export type ConfigurationRow<S = SweepSpec> = { readonly configuration: number } & Summary<S> & Axes<S>
