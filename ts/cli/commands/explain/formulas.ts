/**
 * The piece of a formula that holds at a moment, in words and numbers, with its quantities.
 */
import type { Entry } from '../../../catalogue/entry.js'
import { type Facts, notesOf, pieceAt, wordsAt } from '../../../catalogue/value.js'
import { formulaOf, termInNames, termInNumbers } from '../../../languages/text.js'

/** A quantity on the way to the multiplier. */
export interface Quantity {
  readonly name: string
  readonly formula: string
  readonly numbers: string
  readonly value: number
}

/** A formula. */
export interface Formula {
  /** What happens in this piece, in words. */
  readonly words: string
  readonly quantities: readonly Quantity[]
  readonly formula: string
  readonly numbers: string
  /** What it comes to. */
  readonly value: number
  /** The documented surprises that the piece has. */
  readonly notes: readonly string[]
}

/** The formula of a scheduler at a moment. */
export function formulaAt({ formula }: Entry, facts: Facts): Formula {
  const at = pieceAt(formula, facts)
  return {
    words: wordsAt(at.piece.words, at),
    quantities: at.quantities.map(({ name, is, value }) => {
      return { name, formula: termInNames(is), numbers: termInNumbers(is, at), value }
    }),
    formula: formulaOf(at.piece),
    numbers: termInNumbers(at.piece.alpha, at),
    value: at.calculate(at.piece.alpha),
    notes: notesOf(at),
  }
}
