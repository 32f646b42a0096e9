/**
 * Amounts as people write them (300B, 1.5T, 20k, 3e9, 1,000): one reader, which tells what is wrong in one line.
 */
import { numberOf } from '../state/number.js'

/** A number, or why there is none. */
export type Read = { readonly value: number } | { readonly problem: string }

const POWERS: Readonly<Record<string, number>> = { '': 0, k: 3, m: 6, b: 9, g: 9, t: 12 }
const AMOUNT = /^([\d.,_\s]*\d[\d.,_\s]*(?:e[-+]?\d+)?)\s*([kmbgt]?)\s*(?:tok|tokens?)?$/i
// Commas between groups of three digits, and nowhere else.
const GROUPED = /^\d{1,3}(,\d{3})+(\.\d+)?$/

/** The number that a text means, with its thousands, millions, billions or trillions; null where it is none. */
export function amountIn(text: string): number | null {
  const [, digits, letter] = AMOUNT.exec(text.trim()) ?? []
  if (digits === undefined) return null
  const plain = digits.trim().replace(/(\d)\s(?=\d{3}\b)/g, '$1')
  if (plain.includes(',') && !GROUPED.test(plain)) return null
  const power = POWERS[letter!.toLowerCase()]!
  const own = plain.replaceAll(',', '')
  // As one number in decimal, so that 0.3T is 300000000000.
  const value = /e/i.test(own) ? (numberOf(own) ?? Number.NaN) * 10 ** power : numberOf(`${own}e${power}`)
  return value !== null && Number.isFinite(value) ? value : null
}

/** A number above 0, and at most a limit. */
export function amountOf(text: string, what: string, example: string, most = Number.MAX_VALUE): Read {
  const value = amountIn(text)
  if (value !== null && value > 0 && value <= most) return { value }
  const rule = most === Number.MAX_VALUE ? 'a number above 0' : `a number above 0, at most ${most}`
  return { problem: `${what} is ${rule}; found ${JSON.stringify(text.trim())}. Write for example ${example}.` }
}

/** A whole number that is not below a least one. */
export function wholeOf(text: string, what: string, least: number, most = Number.MAX_SAFE_INTEGER): Read {
  const value = amountIn(text)
  if (value !== null && Number.isSafeInteger(value) && value >= least && value <= most) return { value }
  const end = most === Number.MAX_SAFE_INTEGER ? '' : ` and at most ${most}`
  const found = JSON.stringify(text.trim())
  return { problem: `${what} is a whole number of at least ${least}${end}; found ${found}. Write for example 20k.` }
}
