/**
 * Checks of options beyond their kinds: which values have a meaning, alone and together. Knows no class.
 */
import { SchedulerError } from '../errors/error.js'
import type { ExactTime } from '../state/time/exact.js'

/** Refuses the value of an option: `option-range`, with the rule, what was found, and the cure. */
export function refuse(option: string, rule: string, found: unknown, cure: string): never {
  throw new SchedulerError('option-range', { option, rule, found, cure })
}

/** Numbers by the names of their options; null is none. */
type Numbers = Readonly<Record<string, number | null>>

/** Refuses what is not above 0. */
export function checkPositive(numbers: Numbers): void {
  for (const [option, found] of Object.entries(numbers)) {
    if (found !== null && !(found > 0)) refuse(option, 'above 0', found, 'Give a positive number.')
  }
}

/** Refuses what is below 0. */
export function checkNotNegative(numbers: Numbers): void {
  for (const [option, found] of Object.entries(numbers)) {
    if (found !== null && !(found >= 0)) refuse(option, 'at least 0', found, 'Give 0 or a positive number.')
  }
}

/** Refuses what is no whole number of at least 1. */
export function checkWhole(numbers: Numbers): void {
  for (const [option, found] of Object.entries(numbers)) {
    if (found !== null && !(Number.isSafeInteger(found) && found >= 1)) {
      refuse(option, 'an integer of at least 1', found, 'Give a whole number, or leave it out.')
    }
  }
}

/** Refuses the ratio of an exponential decay for which there is none. */
export function checkDecayRatio(decayRatio: number): void {
  checkPositive({ decayRatio })
  if (decayRatio === 1) refuse('decayRatio', 'another number than 1', 1, "Use 'linear', to which it comes close.")
}

/** Refuses times that fall, as far as they are in one unit; what others convert to is known in a run. */
export function checkOrder(option: string, times: readonly ExactTime[]): void {
  const last = new Map<string, ExactTime>()
  for (const found of times) {
    const before = last.get(found.unit)
    if (before !== undefined && found.value < before.value)
      throw new SchedulerError('boundary-order', { option, before, found })
    last.set(found.unit, found)
  }
}
