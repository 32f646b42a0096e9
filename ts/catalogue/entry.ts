/**
 * An entry of the catalogue: the words of a scheduler, and its formula piece by piece.
 */

import type { OptionsOf, SchedulerType } from '../wasm/table.js'
import type { Condition, Term } from './term.js'

/** The words of an option. */
export interface OptionWords {
  readonly description: string
  /** A value to start from, for an option without a default, or for one of two of which one must be given. */
  readonly example?: string
}

/** Words, or what makes them of the values of terms. */
export type Words = string | ((calculate: (term: Term) => number) => string)

/** A documented surprise. */
export interface Note {
  /** Where it holds; everywhere in the piece if there is none. */
  readonly when?: Condition
  readonly words: Words
}

/** A quantity on the way to α. */
export interface Quantity {
  readonly name: string
  readonly is: Term
}

/** A piece of a formula. */
export interface Piece {
  /** Where it holds: the first piece whose condition does; the last one has none. */
  readonly when?: readonly Condition[]
  /** What happens, in a few words. */
  readonly words: Words
  /** Each may be a part of those after it. */
  readonly quantities: readonly Quantity[]
  readonly alpha: Term
  /** What follows the formula after a comma. */
  readonly remark?: string
  readonly notes?: readonly Note[]
}

/** A scheduler beyond its numbers; `O` are the names of its options. */
export interface Entry<O extends string = string> {
  /** What a list calls it. */
  readonly label: string
  /** What it does, in a line. */
  readonly summary: string
  /** The Python module of the class; 'composer.optim' if there is none. */
  readonly module?: string
  readonly options: Readonly<Record<O, OptionWords>>
  readonly formula: readonly Piece[]
}

/** The entries of a family by class: each option of the crate's table has its words. */
export type Entries<T extends SchedulerType> = { readonly [K in T]: Entry<OptionsOf<K>[0]> }
