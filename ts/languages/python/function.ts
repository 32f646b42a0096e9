/**
 * The formula of a factor as a function of the step in Python.
 */
import type { Piece } from '../../catalogue/entry.js'
import { CATALOGUE } from '../../catalogue/index.js'
import { type Condition, type Term, termsIn } from '../../catalogue/term.js'
import { calculate, type Facts, holds } from '../../catalogue/value.js'
import type { FactorNumbers } from '../factor.js'
import { type Notation, write, writeCondition } from '../notation.js'
import { type Flavour, pythonNotation, variableOf } from './notation.js'
import { assignInterval } from './restarts.js'

/** A function of the step that gives the multiplier of a factor, in a run of so many batches. */
export function writeFunction(name: string, numbers: FactorNumbers, batches: number, flavour: Flavour): string[] {
  const { formula, summary } = CATALOGUE[numbers.factor.type]
  const facts = factsOf(numbers)
  const notation = pythonNotation(flavour, numbers)
  const pieces = piecesOf(formula, facts).map(({ piece, when }): PieceText => {
    return {
      conditions: when.map((condition) => writeCondition(condition, notation)),
      assignments: assignments(piece, facts, batches, flavour, notation),
      alpha: write(piece.alpha, notation),
    }
  })
  const body = flavour === 'math' ? branches(pieces) : choices(pieces)
  return [`def ${name}(step):`, `    """${summary}"""`, ...body.map((line) => `    ${line}`)]
}

/** The modules of Python's that code with functions needs. */
export function importsOf(code: readonly string[]): string[] {
  const text = code.join('\n')
  return [
    ...(/\bmath\./.test(text) ? ['import math'] : []),
    ...(/\bbisect_right\(/.test(text) ? ['from bisect import bisect_right'] : []),
  ]
}

/** A piece in Python. */
interface PieceText {
  readonly conditions: readonly string[]
  readonly assignments: readonly string[]
  readonly alpha: string
}

/** One return after the other. */
const branches = (pieces: readonly PieceText[]): string[] =>
  pieces.flatMap(({ conditions, assignments, alpha }) => {
    const lines = [...assignments, `return ${alpha}`]
    return conditions.length === 0 ? lines : [`if ${conditions.join(' and ')}:`, ...lines.map((line) => `    ${line}`)]
  })

/** All pieces, of which JAX chooses one. */
function choices(pieces: readonly PieceText[]): string[] {
  if (pieces.length === 1) return branches(pieces)
  const names = pieces.map((_, index) => `piece_${index + 1}`)
  const conditions = pieces.slice(0, -1).map((piece) => piece.conditions.map((text) => `(${text})`).join(' & '))
  return [
    ...pieces.flatMap(({ assignments, alpha }, index) => [...assignments, `${names[index]} = ${alpha}`]),
    `return jnp.select([${conditions.join(', ')}], [${names.slice(0, -1).join(', ')}], ${names.at(-1)})`,
  ]
}

/** A piece that holds at some steps, with those of its conditions that depend on the step. */
interface PossiblePiece {
  readonly piece: Piece
  readonly when: readonly Condition[]
}

/** The pieces without those that never hold, and without those that say the same as the next one. */
function piecesOf(formula: readonly Piece[], facts: Facts): PossiblePiece[] {
  const possible: PossiblePiece[] = []
  for (const piece of formula) {
    const { when = [] } = piece
    if (when.some((condition) => !readsStep(condition) && !holds(condition, facts))) continue
    const onStep = when.filter(readsStep)
    // Where an earlier one holds already, this one is never reached.
    if (possible.some((earlier) => earlier.when.every((condition) => onStep.includes(condition)))) continue
    possible.push({ piece, when: onStep })
    if (onStep.length === 0) break
  }
  return possible.filter(({ piece }, index) => {
    const next = possible[index + 1]?.piece
    return next === undefined || next.alpha !== piece.alpha || next.quantities !== piece.quantities
  })
}

const readsStep = ({ left, right }: Condition): boolean =>
  [left, right].flatMap(termsIn).some(({ kind }) => kind === 'clock' || kind === 'reached' || kind === 'interval')

/** The numbers of a factor, for what is the same at all steps. */
const factsOf = (numbers: FactorNumbers): Facts => ({
  numbers: asRecord((key) => numbers.value(key)),
  times: asRecord((key) => numbers.batches(key)),
  scaled: asRecord((key) => numbers.scaled(key)),
  reached: {},
  t: Number.NaN,
})

/** A record that asks for each value when it is read: one that is never read may be no whole number of batches. */
const asRecord = (get: (key: string) => number): Readonly<Record<string, number>> =>
  new Proxy<Record<string, number>>({}, { get: (_, key) => get(String(key)) })

/** The interval between restarts, if the piece reads one, then the quantities. */
function assignments(
  { quantities, alpha }: Piece,
  facts: Facts,
  batches: number,
  flavour: Flavour,
  notation: Notation,
): string[] {
  const terms: readonly Term[] = [...quantities.map(({ is }) => is), alpha].flatMap(termsIn)
  const intervals = terms.filter((term) => term.kind === 'interval')
  const [any] = intervals
  const parts = new Set(intervals.map(({ part }) => part))
  return [
    ...(any === undefined
      ? []
      : assignInterval(
          { first: calculate(any.first, facts), growth: calculate(any.growth, facts), batches },
          parts,
          flavour,
        )),
    ...quantities.map(({ name, is }) => `${variableOf(name)} = ${write(is, notation)}`),
  ]
}
