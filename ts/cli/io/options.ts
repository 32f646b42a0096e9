/**
 * The values of options, from text. A wrong one is wrong usage.
 */
import { InvalidArgumentError, Option } from 'commander'

function integer(text: string, min: number): number {
  const value = /^\d+(?:e\+?\d+)?$/i.test(text.trim()) ? Number(text) : Number.NaN
  if (Number.isSafeInteger(value) && value >= min) return value
  throw new InvalidArgumentError(`It must be an integer from ${min} to 2^53 - 1.`)
}

/** An integer of at least 0, such as 100 or 1e6. */
export const parseCount = (text: string): number => integer(text, 0)

/** An integer of at least 1. */
export const parsePositive = (text: string): number => integer(text, 1)

const decimal = (text: string): number =>
  /^[+]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?$/i.test(text.trim()) ? Number(text) : Number.NaN

/** A number above 0. */
export function parseRatio(text: string): number {
  const value = decimal(text)
  if (Number.isFinite(value) && value > 0) return value
  throw new InvalidArgumentError('It must be a number above 0.')
}

/** A learning rate: a number of at least 0. */
export function parseRate(text: string): number {
  const value = decimal(text)
  if (Number.isFinite(value)) return value
  throw new InvalidArgumentError('It must be a number of at least 0.')
}

/** A relative difference: a number from 0 on, below 1. */
export function parseTolerance(text: string): number {
  const value = decimal(text)
  if (value >= 0 && value < 1) return value
  throw new InvalidArgumentError('It must be a number of at least 0 and below 1.')
}

/** Ratios with commas between, after those that were given before. */
export function parseRatios(text: string, before: number[] = []): number[] {
  return [...before, ...text.split(',').map(parseRatio)]
}

/** An option that takes one of some words; help and completions tell them. */
export function oneOf(flags: string, description: string, words: readonly string[]): Option {
  return new Option(flags, description).choices(words).argParser((text) => {
    if (words.includes(text)) return text
    throw new InvalidArgumentError(`It must be ${words.join(', ').replace(/, (?=\w+$)/, ' or ')}.`)
  })
}

/** The ratio of a command that reads one configuration. */
export const ratioOption = (): Option =>
  new Option('--ssr <ratio>', 'scale schedule ratio, in place of scale_schedule_ratio').argParser(parseRatio)

/** The length of an epoch that a configuration lacks, or another one. */
export const dataloaderLenOption = (): Option =>
  new Option('--dataloader-len <batches>', 'batches in an epoch, in place of dataloader_len').argParser(parsePositive)
