/**
 * What a formula comes to at a moment: which piece holds, its quantities, the value of any term.
 */
import type { Note, Piece, Quantity, Words } from './entry.js'
import { intervalAt } from './restarts.js'
import type { Condition, Term } from './term.js'

/** The numbers that a formula is about. */
export interface Facts {
  /** The options that are numbers, by Composer's names. */
  readonly numbers: Readonly<Record<string, number>>
  /** The converted times. */
  readonly times: Readonly<Record<string, number>>
  /** The times that the ratio leaves as they are, scaled if `scale_warmup` is on. */
  readonly scaled: Readonly<Record<string, number>>
  /** How many times of a list are reached. */
  readonly reached: Readonly<Record<string, number>>
  /** The counter that is compared with the times. */
  readonly t: number
}

/** A piece at a moment. */
export interface PieceAt {
  readonly piece: Piece
  readonly quantities: readonly (Quantity & { readonly value: number })[]
  /** The value of a term of the piece. */
  calculate(term: Term): number
}

/** The piece of a formula that holds. */
export function pieceAt(formula: readonly Piece[], facts: Facts): PieceAt {
  const piece = formula.find(({ when }) => (when ?? []).every((condition) => holds(condition, facts)))
  if (piece === undefined) throw new Error('The last piece of a formula has no condition; found one.')
  const values: Record<string, number> = {}
  const quantities = piece.quantities.map((quantity) => {
    const value = calculate(quantity.is, facts, values)
    values[quantity.name] = value
    return { ...quantity, value }
  })
  return { piece, quantities, calculate: (term) => calculate(term, facts, values) }
}

/** Words with their values put in. */
export const wordsAt = (words: Words, { calculate }: Pick<PieceAt, 'calculate'>): string =>
  typeof words === 'string' ? words : words(calculate)

/** The notes of a piece that hold, in words. */
export function notesOf(at: PieceAt): string[] {
  const isValid = ({ when }: Note) => when === undefined || compare(when, at.calculate)
  return (at.piece.notes ?? []).filter(isValid).map(({ words }) => wordsAt(words, at))
}

/** Whether a condition holds, whatever the quantities are. */
export const holds = (condition: Condition, facts: Facts): boolean =>
  compare(condition, (term) => calculate(term, facts))

function compare({ kind, left, right }: Condition, value: (term: Term) => number): boolean {
  switch (kind) {
    case 'less':
      return value(left) < value(right)
    case 'at most':
      return value(left) <= value(right)
    case 'different':
      return value(left) !== value(right)
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
    case 'cosine':
      return Math.cos(Math.PI * value(term.of))
    case 'between':
      return Math.min(term.high, Math.max(term.low, value(term.of)))
    case 'repeated': {
      const factor = value(term.factor)
      let result = 1
      for (let count = value(term.count); count > 0; count--) result *= factor
      return result
    }
    case 'interval':
      return intervalAt(facts.t, value(term.first), value(term.growth))[term.part]
  }
}
