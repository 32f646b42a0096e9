/**
 * Numbers in JSON: what JSON has no number for is a string ('Infinity', '-Infinity', 'NaN', '-0').
 */
import { SchedulerError } from '../errors/error.js'

/** A number in JSON, or the string that stands for it. */
export type JsonNumber = number | 'Infinity' | '-Infinity' | 'NaN' | '-0'

/** A number as JSON keeps it without loss. */
export function toJsonNumber(value: number): JsonNumber {
  if (Number.isFinite(value) && !Object.is(value, -0)) return value
  return Object.is(value, -0) ? '-0' : (String(value) as JsonNumber)
}

/** The number again; `bad-type` for anything that `toJsonNumber` does not make. */
export function fromJsonNumber(what: string, found: unknown): number {
  if (typeof found === 'number') return found
  if (found === 'Infinity' || found === '-Infinity' || found === 'NaN' || found === '-0') return Number(found)
  throw new SchedulerError('bad-type', { what, expected: "a number, 'Infinity', '-Infinity', 'NaN' or '-0'", found })
}

/** An object of JSON, by its keys; a string is parsed first. */
export function fromJsonObject(what: string, json: unknown): Record<string, unknown> {
  let found = json
  if (typeof json === 'string') {
    try {
      found = JSON.parse(json)
    } catch {
      // Falls through: text that is no JSON is shown as it is.
    }
  }
  if (typeof found === 'object' && found !== null && !Array.isArray(found)) return found as Record<string, unknown>
  throw new SchedulerError('bad-type', { what, expected: 'an object as toJSON made it', found })
}
