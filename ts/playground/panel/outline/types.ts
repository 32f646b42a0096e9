/**
 * The lists of schedulers to choose from, and a new one of each.
 */
import { infoOf, SCHEDULERS } from '../../state/catalogue.js'
import { nestOf } from '../../state/options.js'
import { makeFactor } from '../../state/state.js'
import type { Factor } from '../../state/tree.js'

/** What stands for a function in lists. */
export const FUNCTION = 'function'

type Entry = readonly [value: string, label: string, group: string]

/** All schedulers, and a function. */
export const TYPES: readonly Entry[] = [
  ...SCHEDULERS.map(({ type, label, group }) => [type, label, group] as const),
  [FUNCTION, 'Custom function', 'Your own'],
]

/** Those that are made of others. */
export const NODE_TYPES: readonly Entry[] = TYPES.filter(([type]) => nestOf(type) !== undefined)

const FIRST_CODE = '(state, ssr) => (state.timestamp.batch < 500 * ssr ? 1 : 0.5)'

/** A new scheduler; one that is made of others has a line in it. */
export function newFactor(type: string): Factor {
  if (type === FUNCTION) return { kind: 'function', code: FIRST_CODE, held: false }
  const isNode = nestOf(type) !== undefined
  const parts = isNode ? [{ factor: makeFactor('LinearScheduler'), isOuter: false }] : []
  return makeFactor(type, nestOf(type)?.kind === 'parts' ? { at: '' } : {}, parts)
}

/** What a scheduler is called. */
export const nameOf = (factor: Factor): string =>
  factor.kind === 'function' ? 'Custom function' : infoOf(factor.type)!.label

/** What it is, in a line. */
export const summaryOf = (factor: Factor): string =>
  factor.kind === 'function'
    ? 'A function of the state and the ratio, run in a worker of its own.'
    : infoOf(factor.type)!.summary
