/**
 * The order of keys in which a specification is kept: sorted, except where their order decides what a sweep computes. So one
 * plan is written down in one way, whoever writes it.
 */
import { isMapping } from '../../config/collections.js'
import { typeOf } from '../../schedulers/names.js'
import type { CompleteSpec } from './types.js'

/** The same specification in the order of keys that it is written down in. */
export function ordered(spec: CompleteSpec): CompleteSpec {
  const { bases, grid, random, base } = spec
  const own: CompleteSpec = {
    ...(sorted(spec) as CompleteSpec),
    // The first axis runs slowest.
    grid: each(grid, sorted) as CompleteSpec['grid'],
    ...(base && { base: sorted(base, true) as CompleteSpec['base'] }),
    ...(bases && { bases: each(bases, (inner) => sorted(inner, true)) as CompleteSpec['bases'] }),
    ...(random && {
      random: {
        ...(sorted(random) as NonNullable<CompleteSpec['random']>),
        axes: each(random.axes, sorted) as NonNullable<CompleteSpec['random']>['axes'],
      },
    }),
  }
  return own
}

/** The values of a mapping whose own order stays. */
const each = (mapping: object, inner: (value: unknown) => unknown): object =>
  Object.fromEntries(Object.entries(mapping).map(([key, value]) => [key, inner(value)]))

/** @param isBase - whether mappings from names of schedulers to options may stand in it, which multiply in their order */
function sorted(value: unknown, isBase = false): unknown {
  const inner = (value: unknown) => sortedWithin(value, isBase)
  if (!isMapping(value)) return inner(value)
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .map(([key, below]) => [key, inner(below)]),
  )
}

function sortedWithin(value: unknown, isBase: boolean): unknown {
  // Lists of an axis may have millions of values, which are none of these.
  if (Array.isArray(value)) {
    return value.some((one) => typeof one === 'object') ? value.map((one) => sortedWithin(one, isBase)) : value
  }
  if (!isMapping(value)) return value
  return isBase && isFactors(value) ? each(value, (below) => sortedWithin(below, isBase)) : sorted(value, isBase)
}

/** Whether a mapping may be read as several schedulers by their names, by itself or from where another value refers to it. */
function isFactors(value: object): boolean {
  const entries = Object.entries(value)
  const isOptions = (inner: unknown) => inner === null || isMapping(inner) || String(inner).includes('${')
  return entries.length > 1 && entries.every(([key, inner]) => isOptions(inner) || typeOf(key) !== undefined)
}
