/**
 * What is told of a schedule that was read from another library, in words.
 */
import type { Assumed, Unmatched } from './types.js'

/** A default that was taken. */
export const assumedWords = ({ path, value, by }: Assumed): string =>
  `${path} is ${JSON.stringify(value)}, as ${by} has it`

/** Something that the scheduler doesn't do. */
export const unmatchedWords = ({ path, reason, step }: Unmatched): string =>
  `${path === '' ? '' : `${path}: `}${reason}${step === undefined ? '' : ` From step ${step} on.`}`
