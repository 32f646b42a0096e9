/**
 * What a family of schedules is: which parameters it has, and where the search for them begins.
 */
import type { Ramp } from './ramps.js'
import type { Shape } from './shape.js'
import type { View } from './view.js'

/** A shape after its ramp: parameters that are no height. */
export interface Family {
  /** Its name in configurations. */
  readonly name: string
  /** Its parameters in the order of the values; all but `power`, `gamma` and `cycle_decay` are times. */
  readonly parameters: readonly string[]
  /** Options that are always the same. */
  readonly fixed?: Readonly<Record<string, unknown>>
  /** Which of these are told though they are numbers. */
  readonly isTold?: (name: string) => boolean
  /** The option of its floor; null where it has none. */
  readonly floor: string | null
  /** The option of what it starts from, where that is no ramp's. */
  readonly start?: string
  /** Whether a height is in more rows than those below a top of 1. */
  readonly isMixed?: boolean
  /** Whether it rises again after it fell. */
  readonly risesAgain?: boolean
  /** Whether its ramp's end is seen without its ramp. */
  readonly showsRamp?: boolean
  /** Whether it has a ramp of another's: default true. */
  readonly hasRamp?: boolean
  /** What else is an option, made of the parameters and the ramp. */
  readonly more?: (values: readonly number[], ramp: number) => Record<string, number>
  /** Where to begin; none where the family can't be it. */
  readonly starts: (view: View, ramp: Ramp) => number[][]
  /** Other ways in which the same is written, those that people write first; the first that fits of each name is told. */
  readonly spellings?: (values: readonly number[], ramp: number, view: View) => Spelling[]
  /** How likely it is beside another of as many numbers: lower is likelier, 1 where nothing is said. */
  readonly rank?: (values: readonly number[], ramp: number) => number
  /** Why it is not believed though it fits; null where it is. */
  readonly doubt?: (view: View) => string | null
}

/** A way to write what was fitted: its options in place of the family's. */
export interface Spelling extends Pick<Shape, 'name' | 'rank' | 'note'> {
  /** Parameters in the order of their telling; those that are times in updates. */
  readonly parameters: Readonly<Record<string, number>>
  /** Options that are always the same. */
  readonly fixed?: Readonly<Record<string, unknown>>
}
