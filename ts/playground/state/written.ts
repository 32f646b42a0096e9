/**
 * Numbers within the texts that were typed: read, and written again as they stood, with their unit and their grain.
 */
import { numberOf } from './number.js'

/** A time as it stands in a field. */
export interface TimeText {
  readonly value: number
  readonly unit: string
  /** Whether it counts in whole ones, as it stands. */
  readonly isWhole: boolean
  /** The same unit with another number. */
  write(value: number): string
}

const TIME = /^\s*(.*?)\s*(iter|ep|ba|sp|tok|dur|sec)\s*$/

/** The number's text and the unit of a time as it is typed; both '' where there is no unit. */
export function splitTime(text: string): readonly [number: string, unit: string] {
  const [, number = '', unit = ''] = TIME.exec(text) ?? []
  return [number, unit]
}

/** A time's text; null where it is none. */
export function timeTextOf(text: string): TimeText | null {
  const [digits, unit] = splitTime(text)
  const value = numberOf(digits)
  if (value === null || unit === '') return null
  const isWhole = unit !== 'dur' && Number.isInteger(value)
  return { value, unit, isWhole, write: (next) => `${plain(isWhole ? Math.round(next) : next)}${unit}` }
}

/** A list's text with another item at a place; what stands between the items stays. */
export function withItem(text: string, index: number, item: string): string {
  let place = -1
  return text.replace(/[^,\s]+/g, (found) => {
    place++
    return place === index ? item : found
  })
}

/** The greatest of 1, 2, 5, 10, 20 … that is not above a number, and so below 1. */
export function grainOf(most: number): number {
  const power = 10 ** Math.floor(Math.log10(most))
  for (const factor of [5, 2, 1]) if (factor * power <= most * (1 + 1e-9)) return factor * power
  return power
}

/** A number on a grain, without the digits that binary fractions add. */
export function onGrain(value: number, grain: number): number {
  const places = Math.max(0, Math.min(100, -Math.floor(Math.log10(grain))))
  return Number((Math.round(value / grain) * grain).toFixed(places))
}

/** A number as it is typed: without an exponent where that is short. */
export function plain(value: number): string {
  const text = String(value)
  if (!text.includes('e')) return text
  return text.replace('e+', 'e')
}
