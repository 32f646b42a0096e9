/**
 * A term of a formula: numbers, names and operations as data. value.ts calculates what a term comes to, languages/
 * write it.
 */

/** A term without terms of its own. */
export type Leaf =
  | { readonly kind: 'number'; readonly value: number }
  /** An option of the scheduler that is a number. */
  | { readonly kind: 'option'; readonly name: string }
  /** An option that is a time, converted to the counter that it is compared with. */
  | { readonly kind: 'time'; readonly name: string }
  /** A time that the scale schedule ratio leaves as it is, scaled all the same if `scale_warmup` is on. */
  | { readonly kind: 'scaled'; readonly name: string }
  /** t: what that counter reads. */
  | { readonly kind: 'clock' }
  /** A quantity that the piece defines. */
  | { readonly kind: 'quantity'; readonly name: string }
  /** How many times of an option are reached; `each` is what one of them is called. */
  | { readonly kind: 'reached'; readonly times: string; readonly each: string }

/** An operation on two terms. */
export interface Operation {
  readonly kind: 'sum' | 'difference' | 'product' | 'quotient' | 'power' | 'minimum' | 'maximum'
  readonly left: Term
  readonly right: Term
}

/** A function of one term; `cosine` is of half turns, cos(π · x). */
export interface Call {
  readonly kind: 'truncated' | 'floor' | 'cosine'
  readonly of: Term
}

/** A term that is kept within bounds. */
export interface Between {
  readonly kind: 'between'
  readonly of: Term
  readonly low: number
  readonly high: number
}

/** A factor that is multiplied so many times: no power, which may be rounded otherwise. */
export interface Repeated {
  readonly kind: 'repeated'
  readonly factor: Term
  readonly count: Term
}

/** The number, the start or the length of the interval between restarts that holds t. */
export interface IntervalPart {
  readonly kind: 'interval'
  /** `number` counts from 0. */
  readonly part: 'number' | 'start' | 'length'
  /** The length of the first interval. */
  readonly first: Term
  /** What each length is multiplied by for the next one. */
  readonly growth: Term
}

/** A term. */
export type Term = Leaf | Operation | Call | Between | Repeated | IntervalPart

/** A comparison of two terms. */
export interface Condition {
  readonly kind: 'less' | 'at most' | 'different'
  readonly left: Term
  readonly right: Term
}

const operation =
  (kind: Operation['kind']) =>
  (left: Term | number, right: Term | number): Operation => ({ kind, left: term(left), right: term(right) })
const call =
  (kind: Call['kind']) =>
  (of: Term): Call => ({ kind, of })
const condition =
  (kind: Condition['kind']) =>
  (left: Term | number, right: Term | number): Condition => ({ kind, left: term(left), right: term(right) })

/** A number as a term; a term is itself. */
const term = (value: Term | number): Term => (typeof value === 'number' ? number(value) : value)

export const number = (value: number): Leaf => ({ kind: 'number', value })
export const option = (name: string): Leaf => ({ kind: 'option', name })
export const time = (name: string): Leaf => ({ kind: 'time', name })
export const scaled = (name: string): Leaf => ({ kind: 'scaled', name })
export const quantity = (name: string): Leaf => ({ kind: 'quantity', name })
export const reached = (times: string, each: string): Leaf => ({ kind: 'reached', times, each })
export const t: Leaf = { kind: 'clock' }
export const sum = operation('sum')
export const difference = operation('difference')
export const product = operation('product')
export const quotient = operation('quotient')
export const power = operation('power')
export const minimum = operation('minimum')
export const maximum = operation('maximum')
export const truncated = call('truncated')
export const floor = call('floor')
export const cosine = call('cosine')
export const between = (of: Term, low: number, high: number): Between => ({ kind: 'between', of, low, high })
export const repeated = (factor: Term, count: Term): Repeated => ({ kind: 'repeated', factor, count })
export const less = condition('less')
export const atMost = condition('at most')
export const different = condition('different')

/** The interval that holds t: its number, its start and its length. */
export function interval(first: Term, growth: Term): Readonly<Record<IntervalPart['part'], IntervalPart>> {
  const part = (name: IntervalPart['part']): IntervalPart => ({ kind: 'interval', part: name, first, growth })
  return { number: part('number'), start: part('start'), length: part('length') }
}

/** The terms that a term is made of. */
export function partsOf(term: Term): readonly Term[] {
  switch (term.kind) {
    case 'number':
    case 'option':
    case 'time':
    case 'scaled':
    case 'clock':
    case 'quantity':
    case 'reached':
      return []
    case 'sum':
    case 'difference':
    case 'product':
    case 'quotient':
    case 'power':
    case 'minimum':
    case 'maximum':
      return [term.left, term.right]
    case 'truncated':
    case 'floor':
    case 'cosine':
    case 'between':
      return [term.of]
    case 'repeated':
      return [term.factor, term.count]
    case 'interval':
      return [term.first, term.growth]
  }
}

/** A term and all that it is made of. */
export function termsIn(term: Term): Term[] {
  return [term, ...partsOf(term).flatMap(termsIn)]
}
