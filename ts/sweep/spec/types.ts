/**
 * What a specification says, as types; types only.
 */
import type { Time } from '../../state/time/time.js'
import type { FormatName } from '../formats/registry.js'

/** An end of an interval: a number, or a time such as '10ep'. */
export type Amount = number | string | Time

/** A value that an axis takes: one of an option, null for one that may be absent, or a list of times or numbers. */
export type AxisValue = number | string | boolean | null | Time | readonly (string | Time)[] | readonly number[]

/** The values of a grid axis. */
export type AxisSpec =
  | readonly AxisValue[]
  | { readonly linspace: readonly [from: Amount, to: Amount, count: number] }
  | { readonly logspace: readonly [from: Amount, to: Amount, count: number] }
  | { readonly range: readonly [from: Amount, to: Amount, step: Amount] }

/** What the values of a random axis are drawn from. */
export type RandomAxisSpec =
  | { readonly uniform: readonly [low: Amount, high: Amount] }
  | { readonly log_uniform: readonly [low: Amount, high: Amount] }
  | { readonly choice: readonly AxisValue[] }

/** Random axes, all drawn `samples` times. */
export interface RandomSpec {
  /** How many draws; each grid combination gets all of them. */
  readonly samples: number
  /** What the draws follow from. Default 0. */
  readonly seed?: number
  /** The axes by name. */
  readonly axes: Readonly<Record<string, RandomAxisSpec>>
}

/** Which batches of each curve are kept beside its summary; of a mapping all together, and the last batch. */
export type Keep =
  | 'summaries'
  | 'all'
  | {
      /** Every so many batches, from batch 0. */
      readonly every?: number
      /** The first batches. */
      readonly first?: number
      /** So many batches before and after each point where a curve's formula changes. */
      readonly around_boundaries?: number
    }

/** A training configuration, as `readConfig` reads it. */
export type BaseSpec = Readonly<Record<string, unknown>>

/** The specification of a sweep: plain data, in code as in YAML. */
export interface SweepSpec {
  /** What titles call the sweep. */
  readonly name?: string
  /** The training configuration that all others are made from. */
  readonly base?: BaseSpec
  /** Several of them by name, in place of `base`; `base` is then the first axis. */
  readonly bases?: Readonly<Record<string, BaseSpec>>
  /** What interpolations by oc.env read; `readSpec` fills it in. It is written into plan.json and manifest.json. */
  readonly environment?: Readonly<Record<string, string>>
  /** Axes by name; the last runs fastest. */
  readonly grid?: Readonly<Record<string, AxisSpec>>
  /** Random axes. */
  readonly random?: RandomSpec
  /** Conditions that all hold for the combinations that stay. */
  readonly where?: string | readonly string[]
  /** Which batches are kept. Default 'summaries'. */
  readonly keep?: Keep
  /** What becomes of a configuration without a curve: 'error' (default) stops the sweep, 'record' makes it a row. */
  readonly invalid?: 'error' | 'record'
  /** The format of the files. Default 'parquet'. */
  readonly format?: FormatName
  /** Rows for values ('long', default) or columns for configurations ('wide'). */
  readonly layout?: 'long' | 'wide'
  /** The most bytes of values in a file, before compression: a number, or a text such as '64MB'. Default 64 MB. */
  readonly part_size?: number | string
}

/** A specification with nothing left open. */
export interface CompleteSpec extends SweepSpec {
  readonly grid: Readonly<Record<string, AxisSpec>>
  readonly where: readonly string[]
  readonly keep: Keep
  readonly invalid: 'error' | 'record'
  readonly format: FormatName
  readonly layout: 'long' | 'wide'
  readonly part_size: number
}
