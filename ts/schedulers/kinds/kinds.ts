/**
 * The kinds of options: how a value of each is checked, written to JSON and to the wire. Knows no scheduler.
 */
import type { ExactTime } from '../../state/time/exact.js'
import type { Time } from '../../state/time/time.js'
import type { Choice, ChoiceKind, FieldKind } from '../../wasm/table.js'
import type { ComposerScheduler } from '../callable.js'
import type { SequencePart } from '../tree.js'
import { type Kind, nullable } from './kind.js'
import { EXACT, listOf, TIME } from './times.js'
import { treeKinds } from './trees.js'
import { choice, FLAG, NUMBER, NUMBERS, SCALE, type ScaleWarmup } from './values.js'

/** The words of each choice. */
type ChoiceValues = { [K in ChoiceKind]: Choice<K> }

/** What an option is once it is checked, by its kind. */
export interface KindValues extends ChoiceValues {
  number: number
  'number?': number | null
  numbers: readonly number[]
  flag: boolean
  scale: ScaleWarmup
  time: Time
  times: readonly Time[]
  exact: ExactTime
  'exact?': ExactTime | null
  exacts: readonly ExactTime[]
  scheduler: ComposerScheduler
  schedulers: readonly ComposerScheduler[]
  parts: readonly SequencePart[]
}

const KINDS: { readonly [K in FieldKind]: Kind<KindValues[K]> } = {
  number: NUMBER,
  'number?': nullable(NUMBER),
  numbers: NUMBERS,
  flag: FLAG,
  scale: SCALE,
  time: TIME,
  times: listOf(TIME),
  exact: EXACT,
  'exact?': nullable(EXACT),
  exacts: listOf(EXACT),
  ...treeKinds(kindOf),
  rise: choice('rise'),
  'first-step': choice('first-step'),
  start: choice('start'),
  decline: choice('decline'),
  decay: choice('decay'),
  stable: choice('stable'),
  from: choice('from'),
  after: choice('after'),
  blend: choice('blend'),
  applies: choice('applies'),
  mode: choice('mode'),
  check: { ...choice('check'), isImplied: (word) => word === 'composer' },
}

/** What is done with values of a kind. */
export function kindOf(kind: FieldKind): Kind<unknown> {
  return KINDS[kind] as Kind<unknown>
}

/** Whether a value of a kind goes without saying. */
export const isImplied = (kind: FieldKind, value: unknown): boolean => kindOf(kind).isImplied?.(value) === true
