/**
 * What is said of an export's text: where its target differs, with the first step and the size.
 */
import type { Comparison, Difference } from './compare.js'

/** A number in a few digits. */
export const brief = (value: number): string => String(Number(value.toPrecision(3)))

const counted = (steps: number): string => (steps === 1 ? '1 step' : `${steps.toLocaleString('en-US')} steps`)

const sizeOf = ({ first, largest, at }: Difference, peak: number): string => {
  const share = peak === 0 ? '' : ` (${brief((100 * largest) / peak)} % of the peak)`
  return at === first
    ? `first and most at step ${first}, by ${brief(largest)}${share}`
    : `first at step ${first}, and most at step ${at}, by ${brief(largest)}${share}`
}

/** How large a difference is; null where there is none. */
export const sizeWords = ({ difference, peak }: Comparison): string | null =>
  difference === null ? null : sizeOf(difference, peak)

/** How a target's own schedule compares. */
export function comparedWords(
  { difference, compared, peak }: Comparison,
  target: string,
  steps: number,
  values = 'rates',
): string {
  const of = compared < steps ? `the first ${counted(compared)}` : counted(steps)
  return difference === null
    ? `${target} has the same ${values} at ${of === counted(steps) ? `all ${of}` : of}.`
    : `${target} differs from the schedule ${sizeOf(difference, peak)}; compared at ${of}.`
}

/** How far a recursion drifts. */
export const driftWords = ({ difference, peak }: Comparison, target: string): string | null =>
  difference === null
    ? null
    : `${target} multiplies from step to step, so that rounding drifts: ${sizeOf(difference, peak)}.`

/** What 32 bits do to the rates. */
export const float32Words = ({ difference, peak }: Comparison, values: string, cure: string): string | null =>
  difference === null
    ? null
    : `In 32 bits the ${values} are rounded ${sizeOf(difference, peak)}; the operations add a few such roundings.${cure}`

/** What a target does past the end of the run. */
export function pastWords(target: string, step: number, found: number, expected: number): string {
  // With all digits where a few would be the same.
  const digits = brief(found) === brief(expected) ? String : brief
  return `Past the end of the run ${target} goes on otherwise: at step ${step} it has ${digits(found)}, the schedule ${digits(expected)}.`
}
