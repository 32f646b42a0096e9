/**
 * Checks of what callers pass, plain JavaScript included: option objects, numbers, counts. Knows no option by name.
 */
import { SchedulerError } from '../errors/error.js'

/** Refuses what is no object, and names that are no keys of `known`: a misspelt option would be ignored in silence. */
export function checkOptions<K extends string>(
  options: unknown,
  known: Readonly<Record<K, unknown>>,
  owner: string,
): asserts options is { [option in K]?: unknown } {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new SchedulerError('bad-type', {
      what: `The argument of ${owner}`,
      expected: 'an options object',
      found: options,
    })
  }
  for (const option in options) {
    if (Object.hasOwn(known, option)) continue
    throw new SchedulerError('unknown-option', { owner, option, known: Object.keys(known) })
  }
}

/** A number of any value; wrong types are `bad-type`. */
export function checkNumber(what: string, found: unknown): number {
  if (typeof found !== 'number') throw new SchedulerError('bad-type', { what, expected: 'a number', found })
  return found
}

/** A number that is neither infinite nor NaN (`not-finite`). */
export function checkFinite(what: string, found: unknown): number {
  if (!Number.isFinite(checkNumber(what, found))) throw new SchedulerError('not-finite', { what, found })
  return found as number
}

/** A safe integer of at least `min`, and at most `max` if given; `integer-range` else. */
export function checkCount(what: string, found: unknown, min: number, max?: number): number {
  const fits = Number.isSafeInteger(checkNumber(what, found)) && (found as number) >= min
  if (!fits || (max !== undefined && (found as number) > max)) {
    throw new SchedulerError('integer-range', { what, found, min, max })
  }
  return found as number
}
