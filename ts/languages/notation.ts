/**
 * A notation: how a language writes the terms of a formula. Where parentheses stand is the same in all of them.
 */
import type {
  Between,
  Call,
  Comparison,
  Counted,
  IntervalPart,
  Item,
  Leaf,
  Operation,
  Repeated,
  Running,
  Term,
} from '../catalogue/term.js'

/** What a language has for each kind of term; the parts of a term come as texts. */
export interface Notation {
  leaf(leaf: Leaf): string
  /** The signs between two terms, with their spaces. */
  readonly signs: Readonly<Record<'product' | 'power', string>>
  /** The base of a power, where that of a number is written otherwise. */
  base?(number: string): string
  /** The part of a cosine can be multiplied as it is. */
  call(name: Call['kind'] | 'minimum' | 'maximum', parts: readonly string[]): string
  /** The part can stand anywhere as it is. */
  between(term: Between, part: string): string
  /** The factor can be multiplied as it is. */
  repeated(term: Repeated, factor: string, count: string): string
  interval(term: IntervalPart): string
  counted(term: Counted, at: string): string
  item(term: Item, index: string): string
  running(term: Running, count: string): string
}

// What binds more tightly needs no parentheses within what binds less.
const LEVELS = { sum: 1, difference: 1, product: 2, quotient: 2, power: 3 } as const
const TIGHTEST = 4

/** A term in a notation. */
export function write(term: Term, notation: Notation): string {
  const part = (inner: Term) => write(inner, notation)
  switch (term.kind) {
    case 'number':
    case 'option':
    case 'time':
    case 'scaled':
    case 'clock':
    case 'quantity':
    case 'reached':
    case 'batch':
    case 'ratio':
    case 'epoch':
    case 'size':
    case 'part':
    case 'all':
      return notation.leaf(term)
    case 'sum':
      return infix(term, ' + ', notation)
    case 'difference':
      return infix(term, ' - ', notation)
    case 'product':
      return infix(term, notation.signs.product, notation)
    case 'quotient':
      return infix(term, ' / ', notation)
    case 'power':
      return infix(term, notation.signs.power, notation)
    case 'minimum':
    case 'maximum':
      return notation.call(term.kind, [part(term.left), part(term.right)])
    case 'truncated':
    case 'floor':
    case 'ceiling':
    case 'root':
    case 'logarithm':
    case 'tanh':
      return notation.call(term.kind, [part(term.of)])
    case 'cosine':
      return notation.call(term.kind, [within(term.of, LEVELS.product + 1, notation)])
    case 'between':
      return notation.between(term, within(term.of, TIGHTEST, notation))
    case 'repeated':
      return notation.repeated(term, within(term.factor, LEVELS.product + 1, notation), part(term.count))
    case 'interval':
      return notation.interval(term)
    case 'counted':
      return notation.counted(term, part(term.at))
    case 'item':
      return notation.item(term, part(term.index))
    case 'running':
      return notation.running(term, part(term.count))
    case 'choice':
      throw new Error(`A choice is made before it is written; found one of ${term.option}.`)
  }
}

/** Two terms and a sign: what is at the right of one that binds as tightly has parentheses, as has a power's base. */
function infix(term: Operation, sign: string, notation: Notation): string {
  const own = LEVELS[term.kind as keyof typeof LEVELS]
  const text = within(term.left, term.kind === 'power' ? TIGHTEST : own, notation)
  const left = term.kind === 'power' && notation.base !== undefined ? notation.base(text) : text
  return `${left}${sign}${within(term.right, own + 1, notation)}`
}

/** A part, in parentheses if it binds less tightly than it must. */
function within(part: Term, least: number, notation: Notation): string {
  const text = write(part, notation)
  return levelOf(part) < least ? `(${text})` : text
}

const levelOf = (term: Term): number => (term.kind in LEVELS ? LEVELS[term.kind as keyof typeof LEVELS] : TIGHTEST)

const COMPARISONS: Readonly<Record<Comparison['kind'], string>> = { less: '<', 'at most': '<=', different: '!=' }

/** A comparison in a notation. */
export const writeComparison = ({ kind, left, right }: Comparison, notation: Notation): string =>
  `${write(left, notation)} ${COMPARISONS[kind]} ${write(right, notation)}`

/** A number as all the languages here read it; in parentheses if it has a sign, so that it can stand anywhere. */
export const writeNumber = (value: number): string =>
  value < 0 || Object.is(value, -0) ? `(${Object.is(value, -0) ? '-0' : value})` : `${value}`
