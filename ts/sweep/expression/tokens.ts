/**
 * The words of an expression, each with its place. Knows no grammar.
 */
import { describeValue } from '../../errors/error.js'
import { Time } from '../../state/time/time.js'

/** What is wrong with an expression: one line with the place, and the place by itself. */
export class ExpressionError extends Error {
  /** The character that it is about, from 1. */
  readonly position: number

  constructor(rule: string, found: string, position: number, cure: string) {
    super(`${rule}; found ${found} at character ${position}. ${cure}`)
    this.name = 'ExpressionError'
    this.position = position
  }
}

/** A word of an expression; `at` is its character, from 1. */
export type Token = { readonly text: string; readonly at: number } & (
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'time'; readonly value: Time }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'name' | 'word' | 'sign' | 'end' }
)

const WORDS = new Set(['and', 'or', 'not', 'between', 'in', 'true', 'false'])
const SPACE = /\s+/y
const NUMBER = /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?/y
const UNIT = /iter|ep|ba|sp|tok|dur|sec/y
const LETTERS = /\w+/y
const NAME = /[A-Za-z_]\w*(?:\.[A-Za-z_]\w*|\[\d+\])*/y
const TEXT = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/sy
const SIGN = /[<>!=]=|[-+*/%<>=(),]/y

const OTHERS: { readonly [sign: string]: string } = {
  '&': 'and',
  '|': 'or',
  '!': 'not',
  '^': 'numbers multiplied by *',
  ';': 'and',
}

/** The words of a text, then one of the kind 'end'. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  let index = 0
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = index
    const found = pattern.exec(text)?.[0]
    index += found?.length ?? 0
    return found
  }
  for (;;) {
    take(SPACE)
    const at = index + 1
    if (index >= text.length) return [...tokens, { kind: 'end', text: '', at }]
    const digits = take(NUMBER)
    if (digits !== undefined) tokens.push(amount(digits, take(UNIT), take(LETTERS), at))
    else {
      const token = named(take(NAME), at) ?? quoted(take(TEXT), at) ?? signed(take(SIGN), at)
      if (token === undefined) throw unknownSign(text[index]!, at)
      tokens.push(token)
    }
  }
}

function named(text: string | undefined, at: number): Token | undefined {
  if (text === undefined) return undefined
  const word = text.toLowerCase()
  return WORDS.has(word) ? { kind: 'word', text: word, at } : { kind: 'name', text, at }
}

const quoted = (text: string | undefined, at: number): Token | undefined =>
  text === undefined ? undefined : { kind: 'text', text, value: text.slice(1, -1).replace(/\\(.)/gs, '$1'), at }

const signed = (text: string | undefined, at: number): Token | undefined =>
  text === undefined ? undefined : { kind: 'sign', text, at }

function amount(digits: string, unit: string | undefined, rest: string | undefined, at: number): Token {
  const whole = `${digits}${unit ?? ''}`
  if (rest !== undefined) {
    const rule = 'A number ends there, or has a unit of time (iter, ep, ba, sp, tok, dur or sec)'
    throw new ExpressionError(rule, describeValue(whole + rest), at, 'Write for example 0.5, 1e-4, 100ba or 0.1dur.')
  }
  const value = Number(digits)
  if (!Number.isFinite(value)) {
    throw new ExpressionError('A number is finite', describeValue(whole), at, 'Write a smaller one.')
  }
  if (unit === undefined) return { kind: 'number', text: whole, value, at }
  try {
    return { kind: 'time', text: whole, value: Time.fromTimestring(whole), at }
  } catch (error) {
    const rule = "A time in any unit but 'dur' is a whole number"
    if (error instanceof Error) throw new ExpressionError(rule, describeValue(whole), at, 'Round it.')
    throw error
  }
}

function unknownSign(sign: string, at: number): ExpressionError {
  if (sign === "'" || sign === '"') {
    return new ExpressionError('A text ends with the quote that it begins with', 'no other', at, `Add a ${sign}.`)
  }
  const cure = OTHERS[sign] === undefined ? 'Remove it.' : `Write ${OTHERS[sign]}.`
  const rule = 'An expression has names, numbers, times, texts, + - * / % < <= > >= = != and parentheses'
  return new ExpressionError(rule, describeValue(sign), at, cure)
}
