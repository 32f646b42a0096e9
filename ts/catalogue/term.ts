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
  /** d: what one batch adds to that counter. */
  | { readonly kind: 'batch' }
  /** The scale schedule ratio. */
  | { readonly kind: 'ratio' }
  /** The batch at which the epoch began. */
  | { readonly kind: 'epoch' }
  /** How many values an option has, or times. */
  | { readonly kind: 'size'; readonly list: string }
  /** s: what the part of a node gives, now or at another moment of its own. */
  | { readonly kind: 'part'; readonly at: Moment }
  /** What all parts of a node come to. */
  | { readonly kind: 'all'; readonly how: 'product' | 'minimum' | 'maximum' }

/** When a part is asked: now, at its start, or at a time of the node. */
export type Moment = 'now' | '0' | 't_start' | 'every'

/** An operation on two terms. */
export interface Operation {
  readonly kind: 'sum' | 'difference' | 'product' | 'quotient' | 'power' | 'minimum' | 'maximum'
  readonly left: Term
  readonly right: Term
}

/** A function of one term; `cosine` is of half turns, cos(π · x), `logarithm` the natural one. */
export interface Call {
  readonly kind: 'truncated' | 'floor' | 'ceiling' | 'cosine' | 'root' | 'logarithm' | 'tanh'
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

/** The number, the start or the length of the interval between restarts that holds a moment. */
export interface IntervalPart {
  readonly kind: 'interval'
  /** `number` counts from 0. */
  readonly part: 'number' | 'start' | 'length'
  /** The moment, on the clock on which the first interval starts at 0. */
  readonly at: Term
  /** The length of the first interval. */
  readonly first: Term
  /** What each length is multiplied by for the next one. */
  readonly growth: Term
  /** Whether lengths are truncated, as Composer has them. */
  readonly isWhole: boolean
}

/** How many times of an option a moment has reached; `each` is what one of them is called. */
export interface Counted {
  readonly kind: 'counted'
  readonly times: string
  readonly each: string
  readonly at: Term
}

/** One of the values of an option, or of its times, by its place from 0. */
export interface Item {
  readonly kind: 'item'
  readonly list: string
  readonly index: Term
}

/** The product of the first values of an option; of all where there are no more. */
export interface Running {
  readonly kind: 'running'
  readonly list: string
  readonly count: Term
}

/** One of several terms, by how an option is set. */
export interface Choice {
  readonly kind: 'choice'
  readonly option: string
  readonly cases: Readonly<Record<string, Term>>
}

/** A term. */
export type Term = Leaf | Operation | Call | Between | Repeated | IntervalPart | Counted | Item | Running | Choice

/** A comparison of two terms. */
export interface Comparison {
  readonly kind: 'less' | 'at most' | 'different'
  readonly left: Term
  readonly right: Term
}

/**
 * Whether an option is set so: to a word; 'yes' or 'no', of a flag; 'none' where it is left out, or 'given', of another
 * that has no default.
 */
export interface Setting {
  readonly kind: 'is'
  readonly option: string
  readonly setting: string
}

/** A condition. */
export type Condition = Comparison | Setting

const operation =
  (kind: Operation['kind']) =>
  (left: Term | number, right: Term | number): Operation => ({ kind, left: term(left), right: term(right) })
const call =
  (kind: Call['kind']) =>
  (of: Term): Call => ({ kind, of })
const condition =
  (kind: Comparison['kind']) =>
  (left: Term | number, right: Term | number): Comparison => ({ kind, left: term(left), right: term(right) })

/** A number as a term; a term is itself. */
const term = (value: Term | number): Term => (typeof value === 'number' ? number(value) : value)

export const number = (value: number): Leaf => ({ kind: 'number', value })
export const option = (name: string): Leaf => ({ kind: 'option', name })
export const time = (name: string): Leaf => ({ kind: 'time', name })
export const scaled = (name: string): Leaf => ({ kind: 'scaled', name })
export const quantity = (name: string): Leaf => ({ kind: 'quantity', name })
export const reached = (times: string, each: string): Leaf => ({ kind: 'reached', times, each })
export const size = (list: string): Leaf => ({ kind: 'size', list })
export const t: Leaf = { kind: 'clock' }
export const batch: Leaf = { kind: 'batch' }
export const ratio: Leaf = { kind: 'ratio' }
export const epoch: Leaf = { kind: 'epoch' }
export const part = (at: Moment = 'now'): Leaf => ({ kind: 'part', at })
export const all = (how: 'product' | 'minimum' | 'maximum'): Leaf => ({ kind: 'all', how })
export const sum = operation('sum')
export const difference = operation('difference')
export const product = operation('product')
export const quotient = operation('quotient')
export const power = operation('power')
export const minimum = operation('minimum')
export const maximum = operation('maximum')
export const truncated = call('truncated')
export const floor = call('floor')
export const ceiling = call('ceiling')
export const cosine = call('cosine')
export const root = call('root')
export const logarithm = call('logarithm')
export const tanh = call('tanh')
export const between = (of: Term, low: number, high: number): Between => ({ kind: 'between', of, low, high })
export const counted = (times: string, each: string, at: Term): Counted => ({ kind: 'counted', times, each, at })
export const item = (list: string, index: Term): Item => ({ kind: 'item', list, index })
export const running = (list: string, count: Term): Running => ({ kind: 'running', list, count })
export const choice = (option: string, cases: Choice['cases']): Choice => ({ kind: 'choice', option, cases })
export const repeated = (factor: Term, count: Term): Repeated => ({ kind: 'repeated', factor, count })
export const less = condition('less')
export const atMost = condition('at most')
export const different = condition('different')
export const is = (option: string, setting: string): Setting => ({ kind: 'is', option, setting })

/** The interval that holds t: its number, its start and its length, as Composer has them. */
export const interval = (first: Term, growth: Term) => intervalParts({ at: t, first, growth, isWhole: true })

/** The cycle that holds a moment: an interval whose length may be a fraction. */
export const cycle = (at: Term, first: Term, growth: Term) => intervalParts({ at, first, growth, isWhole: false })

function intervalParts(
  terms: Omit<IntervalPart, 'kind' | 'part'>,
): Readonly<Record<IntervalPart['part'], IntervalPart>> {
  const of = (part: IntervalPart['part']): IntervalPart => ({ kind: 'interval', part, ...terms })
  return { number: of('number'), start: of('start'), length: of('length') }
}
