/**
 * The values of options, from text. A wrong one is wrong usage.
 */
import { InvalidArgumentError } from 'commander'
import { FORMATS, type Format } from './rows.js'

function integer(text: string, min: number): number {
  const value = /^\d+(?:e\+?\d+)?$/i.test(text.trim()) ? Number(text) : Number.NaN
  if (Number.isSafeInteger(value) && value >= min) return value
  throw new InvalidArgumentError(`It must be an integer from ${min} to 2^53 - 1.`)
}

/** An integer of at least 0, such as 100 or 1e6. */
export const parseCount = (text: string): number => integer(text, 0)

/** An integer of at least 1. */
export const parsePositive = (text: string): number => integer(text, 1)

/** A number above 0. */
export function parseRatio(text: string): number {
  const value = /^[+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i.test(text.trim()) ? Number(text) : Number.NaN
  if (Number.isFinite(value) && value > 0) return value
  throw new InvalidArgumentError('It must be a number above 0.')
}

/** Batches with commas between. */
export function parseBatches(text: string): number[] {
  return text.split(',').map(parseCount)
}

/** One of the formats. */
export function parseFormat(text: string): Format {
  const format = FORMATS.find((known) => known === text)
  if (format !== undefined) return format
  throw new InvalidArgumentError(`It must be ${FORMATS.join(', ').replace(/, (?=\w+$)/, ' or ')}.`)
}
