/**
 * The columns of a summary, and the types of rows that have them: what each column holds follows from its declaration,
 * and which there are from the type of the specification.
 */
import type { ColumnSpec } from '../formats/table.js'
import type { SUMMARY } from '../space/summary.js'
import type { SweepSpec } from '../spec/types.js'

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

/** The quantities beside the learning rate, as far as the type of the specification tells them. */
type QuantityName<S> = S extends { readonly base: { readonly scheduler: infer Scheduler } }
  ? Scheduler extends { readonly lr: unknown }
    ? Exclude<keyof Scheduler & string, 'lr'>
    : never
  : never

/** The summary of each quantity, its name before that of each column: `momentum_peak`. */
type QuantityCells<Q extends string> = {
  readonly [K in Exclude<keyof SummaryCells, 'batches'> as `${Q}_${K}`]: SummaryCells[K]
}

type AllCells<S> = SummaryCells & QuantityCells<QuantityName<S>>

type Summary<S> =
  MayBeInvalid<S> extends false
    ? AllCells<S>
    : { readonly [K in keyof AllCells<S>]: AllCells<S>[K] | null } & { readonly error?: string | null }

type KeysOf<S, K extends string> = S extends Readonly<Record<K, infer Axes>> ? keyof Axes & string : never

type AxisName<S> =
  | KeysOf<S, 'grid'>
  | (S extends { readonly random: infer Random } ? KeysOf<Random, 'axes'> : never)
  | (S extends { readonly bases: object } ? 'base' : never)

/** What an axis of such a specification has in a row: null only where it is among the values. */
type AxisCell<Axis> = Axis extends readonly (infer Value)[] | { readonly choice: readonly (infer Value)[] }
  ? null extends Value
    ? number | string | null
    : number | string
  : number | string

type AxesIn<S, K extends string> =
  S extends Readonly<Record<K, infer Axes>> ? { readonly [N in keyof Axes]: AxisCell<Axes[N]> } : unknown

type Axes<S> =
  IsAny<S> extends true
    ? TableRow
    : string extends AxisName<S>
      ? TableRow
      : AxesIn<S, 'grid'> &
          (S extends { readonly random: infer Random } ? AxesIn<Random, 'axes'> : unknown) &
          (S extends { readonly bases: object } ? { readonly base: number | string } : unknown)

/**
 * A configuration's row: its number, the values of its axes, and its summary. Where the type of the specification tells
 * the names of the axes, they are columns of numbers or texts; a summary is only missing where `invalid` may be 'record'.
 */
export type ConfigurationRow<S = SweepSpec> = { readonly configuration: number } & Summary<S> & Axes<S>
