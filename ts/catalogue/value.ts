/**
 * What a formula comes to at a moment: which piece holds, its quantities, the value of any term.
 */
import type { Note, Piece, Quantity, Words } from './entry.js'
import { intervalAt } from './restarts.js'
import { chosen, isSet, type Settings, settle } from './settle.js'
import type { Condition, Moment, Term } from './term.js'

/** What a formula is about. */
export interface Facts extends Settings {
  /** The options that are numbers, by Composer's names. */
  readonly numbers: Readonly<Record<string, number>>
  /** The converted times. */
  readonly times: Readonly<Record<string, number>>
  /** The times that the ratio leaves as they are, scaled if `scale_warmup` is on. */
  readonly scaled: Readonly<Record<string, number>>
  /** How many times of a list are reached. */
  readonly reached: Readonly<Record<string, number>>
  /** The values of an option that has many, or its times on the counter that they are compared with. */
  readonly lists: Readonly<Record<string, readonly number[]>>
  /** What the parts of a node give now. */
  readonly parts: readonly number[]
  /** What the part of a node gives at another moment than now. */
  readonly partAt: Readonly<Partial<Record<Moment, number>>>
  /** The counter that is compared with the times. */
  readonly t: number
  /** The batch at which the epoch began. */
  readonly epoch: number
}

/** Facts without any: what a formula doesn't read. */
export const NO_FACTS: Facts = {
  numbers: {},
  times: {},
  scaled: {},
  reached: {},
  lists: {},
  settings: {},
  parts: [],
  partAt: {},
  t: Number.NaN,
  epoch: Number.NaN,
  batch: 1,
  ratio: 1,
}

/** A piece at a moment. */
export interface PieceAt {
  readonly piece: Piece
  readonly quantities: readonly (Quantity & { readonly value: number })[]
  /** The value of a term of the piece. */
  calculate(term: Term): number
  /** Whether a condition on terms of the piece does. */
  holds(condition: Condition): boolean
}

/** The piece of a formula that holds, with what was chosen. */
export function pieceAt(formula: readonly Piece[], facts: Facts): PieceAt {
  const piece = settle(formula, facts).find(({ when }) => (when ?? []).every((condition) => holds(condition, facts)))
  if (piece === undefined) throw new Error('The last piece of a formula has no condition; found one.')
  const values: Record<string, number> = {}
  const quantities = piece.quantities.map((quantity) => {
    const value = calculate(quantity.is, facts, values)
    values[quantity.name] = value
    return { ...quantity, value }
  })
  return {
    piece,
    quantities,
    calculate: (term) => calculate(term, facts, values),
    holds: (condition) => holds(condition, facts, values),
  }
}

/** Words with their values put in. */
export const wordsAt = (words: Words, { calculate }: Pick<PieceAt, 'calculate'>): string =>
  typeof words === 'string' ? words : words(calculate)

/** The notes of a piece that hold, in words. */
export function notesOf(at: PieceAt): string[] {
  const isValid = ({ when }: Note) => when === undefined || at.holds(when)
  return (at.piece.notes ?? []).filter(isValid).map(({ words }) => wordsAt(words, at))
}

/** Whether a condition holds. */
export function holds(condition: Condition, facts: Facts, quantities: Readonly<Record<string, number>> = {}): boolean {
  if (condition.kind === 'is') return isSet(condition, facts)
  const [left, right] = [condition.left, condition.right].map((term) => calculate(term, facts, quantities))
  switch (condition.kind) {
    case 'less':
      return left! < right!
    case 'at most':
      return left! <= right!
    case 'different':
      return left! !== right!
  }
}

/** The value of a term. */
export function calculate(term: Term, facts: Facts, quantities: Readonly<Record<string, number>> = {}): number {
  const value = (part: Term) => calculate(part, facts, quantities)
  switch (term.kind) {
    case 'number':
      return term.value
    case 'option':
      return facts.numbers[term.name]!
    case 'time':
      return facts.times[term.name]!
    case 'scaled':
      return facts.scaled[term.name]!
    case 'clock':
      return facts.t
    case 'quantity':
      return quantities[term.name]!
    case 'reached':
      return facts.reached[term.times]!
    case 'batch':
      return facts.batch
    case 'ratio':
      return facts.ratio
    case 'epoch':
      return facts.epoch
    case 'size':
      return facts.lists[term.list]!.length
    case 'part':
      return term.at === 'now' ? facts.parts[0]! : facts.partAt[term.at]!
    case 'all':
      return facts.parts.reduce(COMBINE[term.how])
    case 'sum':
      return value(term.left) + value(term.right)
    case 'difference':
      return value(term.left) - value(term.right)
    case 'product':
      return value(term.left) * value(term.right)
    case 'quotient':
      return value(term.left) / value(term.right)
    case 'power':
      return value(term.left) ** value(term.right)
    case 'minimum':
      return Math.min(value(term.left), value(term.right))
    case 'maximum':
      return Math.max(value(term.left), value(term.right))
    case 'truncated':
      return Math.trunc(value(term.of))
    case 'floor':
      return Math.floor(value(term.of))
    case 'ceiling':
      return Math.ceil(value(term.of))
    case 'cosine':
      return Math.cos(Math.PI * value(term.of))
    case 'root':
      return Math.sqrt(value(term.of))
    case 'logarithm':
      return Math.log(value(term.of))
    case 'tanh':
      return Math.tanh(value(term.of))
    case 'between':
      return Math.min(term.high, Math.max(term.low, value(term.of)))
    case 'repeated': {
      const factor = value(term.factor)
      let result = 1
      for (let count = value(term.count); count > 0; count--) result *= factor
      return result
    }
    case 'interval':
      return intervalAt(value(term.at), value(term.first), value(term.growth), term.isWhole)[term.part]
    case 'counted': {
      const at = value(term.at)
      return facts.lists[term.times]!.filter((each) => each <= at).length
    }
    case 'item':
      return facts.lists[term.list]![value(term.index)]!
    case 'running':
      return facts.lists[term.list]!.slice(0, Math.max(0, value(term.count))).reduce((left, right) => left * right, 1)
    case 'choice':
      return value(chosen(term, facts))
  }
}

/** What two parts of a node come to, as the core has it. */
const COMBINE = {
  product: (left: number, right: number) => left * right,
  minimum: (left: number, right: number) => (right < left ? right : left),
  maximum: (left: number, right: number) => (left < right ? right : left),
} as const
