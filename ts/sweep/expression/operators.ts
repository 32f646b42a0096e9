/**
 * What the operators of an expression do with values. Knows no text and no names.
 */
import { describeValue } from '../../errors/error.js'
import { ExpressionError } from './tokens.js'

/** A value of an expression; null is one that is missing. */
export type ExpressionValue = number | string | boolean | null

/** An operator with two operands; `at` is its place, for errors. */
type Operator = (left: ExpressionValue, right: ExpressionValue, at: number) => ExpressionValue

const KINDS: { readonly [type: string]: string } = { number: 'a number', string: 'a text', boolean: 'true or false' }
const kindOf = (value: ExpressionValue): string => KINDS[typeof value] ?? 'nothing'

const arithmetic =
  (sign: string, compute: (left: number, right: number) => number): Operator =>
  (left, right, at) => {
    if (typeof left === 'number' && typeof right === 'number') return compute(left, right)
    if (left === null || right === null) return null
    const wrong = typeof left === 'number' ? right : left
    throw new ExpressionError(
      `The operands of ${sign} are numbers or times`,
      `${kindOf(wrong)}, ${describeValue(wrong)},`,
      at,
      'Compare it with = or != instead.',
    )
  }

// What is missing compares as false with everything.
const comparison =
  (sign: string, holds: (left: number | string | boolean, right: number | string | boolean) => boolean): Operator =>
  (left, right, at) => {
    if (left === null || right === null) return false
    if (typeof left === typeof right) return holds(left, right)
    throw new ExpressionError(
      `Both sides of ${sign} are numbers or times, or both are texts`,
      `${kindOf(left)}, ${describeValue(left)}, and ${kindOf(right)}, ${describeValue(right)},`,
      at,
      'Write texts in quotes, and numbers without.',
    )
  }

const equal = comparison('=', (left, right) => left === right)

/** The operators by their signs. */
export const OPERATORS: { readonly [sign: string]: Operator } = {
  '+': arithmetic('+', (left, right) => left + right),
  '-': arithmetic('-', (left, right) => left - right),
  '*': arithmetic('*', (left, right) => left * right),
  '/': arithmetic('/', (left, right) => left / right),
  '%': arithmetic('%', (left, right) => left % right),
  '<': comparison('<', (left, right) => left < right),
  '<=': comparison('<=', (left, right) => left <= right),
  '>': comparison('>', (left, right) => left > right),
  '>=': comparison('>=', (left, right) => left >= right),
  '=': equal,
  '==': equal,
  '!=': comparison('!=', (left, right) => left !== right),
}

/** Whether a value is within bounds, both included. */
export function isBetween(value: ExpressionValue, low: ExpressionValue, high: ExpressionValue, at: number): boolean {
  const atMost = OPERATORS['<=']!
  return atMost(low, value, at) === true && atMost(value, high, at) === true
}

/** Whether a value is one of several. */
export const isAmong = (value: ExpressionValue, items: readonly ExpressionValue[], at: number): boolean =>
  items.some((item) => equal(value, item, at) === true)

/** Whether a value holds; only true and false say. */
export function truth(value: ExpressionValue, what: string, at: number): boolean {
  if (typeof value === 'boolean') return value
  if (value === null) return false
  const cure = 'Compare it with something, for example by <, = or between.'
  throw new ExpressionError(`${what} is true or false`, `${kindOf(value)}, ${describeValue(value)},`, at, cure)
}
