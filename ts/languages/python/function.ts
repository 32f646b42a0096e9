/**
 * The formula of a factor as a function of the step in Python.
 */
import type { Piece } from '../../catalogue/entry.js'
import { CATALOGUE } from '../../catalogue/index.js'
import { termsIn, termsOf } from '../../catalogue/parts.js'
import { settle } from '../../catalogue/settle.js'
import type { Comparison, Condition, IntervalPart, Term } from '../../catalogue/term.js'
import { calculate, type Facts, holds, NO_FACTS } from '../../catalogue/value.js'
import type { FactorNumbers } from '../factor.js'
import { type Notation, write, writeComparison, writeNumber } from '../notation.js'
import { NoCounterpart } from '../program.js'
import { ARRAYS, type Arrays, type Flavour, type PartCalls, pythonNotation, variableOf } from './notation.js'
import { assignInterval } from './restarts.js'

/** A function of the step that gives the multiplier of a factor, in a run of so many batches. */
export function writeFunction(
  name: string,
  numbers: FactorNumbers,
  batches: number,
  flavour: Flavour,
  parts: PartCalls | null = null,
): string[] {
  const { formula, summary } = CATALOGUE[numbers.factor.type]
  checkCounter(numbers)
  const facts = factsOf(numbers)
  const notation: Notation = {
    ...pythonNotation(flavour, numbers, parts),
    // An interval of a moment that is the same at all steps is a number; any other is assigned to variables.
    interval: (term) => (isOnStep(term.at) ? term.part : writeNumber(calculate(term, facts))),
  }
  const writer: Writer = { facts, batches, flavour, notation }
  const possible = piecesOf(settle(formula, facts), facts)
  // What a condition reads stands before all pieces.
  const first = intervalsIn(possible.flatMap(({ when }) => when.flatMap(termsOf)))
  const pieces = possible.map(({ piece, when }): PieceText => {
    return {
      conditions: when.map((condition) => writeComparison(condition, writer.notation)),
      assignments: assignments(piece, writer, first.length > 0),
      alpha: write(piece.alpha, writer.notation),
    }
  })
  const body = [
    ...intervalLines(first, writer),
    ...(flavour === 'math' ? branches(pieces) : choices(pieces, ARRAYS[flavour])),
  ]
  return [`def ${name}(step):`, `    """${summary}"""`, ...body.map((line) => `    ${line}`)]
}

/** Whether a formula reads how many units there are, not only how they compare: it says another thing in batches. */
function readsUnits({ factor, setting, value }: FactorNumbers): boolean {
  const has = (key: string) => factor.options.some((option) => option.key === key)
  if (factor.type === 'NoamScheduler' || factor.type === 'PowerLawScheduler') return true
  if (factor.type === 'CyclicScheduler' && setting('mode') === 'exp_range' && value('gamma') !== 1) return true
  return has('warmup') && setting('warmup') === 'log' && setting('t_warmup') !== null
}

/** Those that jump, or turn, again and again: a moment that rounding moves would fall on another side. */
const JUMPING: ReadonlySet<string> = new Set([
  'StepDecayScheduler',
  'MultiStepDecayScheduler',
  'PiecewiseConstantScheduler',
  'CosineHardRestartsScheduler',
  'CosineRestartsScheduler',
  'PolynomialRestartsScheduler',
  'TanhRestartsScheduler',
  'ExponentialDecayScheduler',
  'InverseTimeDecayScheduler',
  'LrRangeTestScheduler',
  'CyclicScheduler',
  'OneCycleScheduler',
])

/** Refuses times of other counters than batches where they come to something else in batches. */
function checkCounter(numbers: FactorNumbers): void {
  const { factor, library } = numbers
  const others = factor.options.filter(({ counter }) => counter !== null && counter !== 'ba')
  const odd = readsUnits(numbers)
    ? others[0]
    : JUMPING.has(factor.type)
      ? others.find(({ batches }) => !batches.every(Number.isInteger))
      : undefined
  if (odd === undefined) return
  throw new NoCounterpart(
    `${library} counts in steps; found ${odd.key} ${odd.value}, which is read in ${odd.counter} and is another number of batches. Give it in ba.`,
  )
}

/** What a function is written by. */
interface Writer {
  readonly facts: Facts
  readonly batches: number
  readonly flavour: Flavour
  readonly notation: Notation
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

/** All pieces, of which the arrays' own function chooses one. */
function choices(pieces: readonly PieceText[], { module }: Arrays): string[] {
  if (pieces.length === 1) return branches(pieces)
  const names = pieces.map((_, index) => `piece_${index + 1}`)
  const conditions = pieces.slice(0, -1).map((piece) => piece.conditions.map((text) => `(${text})`).join(' & '))
  return [
    ...pieces.flatMap(({ assignments, alpha }, index) => [...assignments, `${names[index]} = ${alpha}`]),
    `return ${module}.select([${conditions.join(', ')}], [${names.slice(0, -1).join(', ')}], ${names.at(-1)})`,
  ]
}

/** A piece that holds at some steps, with those of its conditions that depend on the step. */
interface PossiblePiece {
  readonly piece: Piece
  readonly when: readonly Comparison[]
}

/** The pieces without those that never hold, and without those that say the same as the next one. */
function piecesOf(formula: readonly Piece[], facts: Facts): PossiblePiece[] {
  const possible: PossiblePiece[] = []
  for (const piece of formula) {
    const { when = [] } = piece
    if (when.some((condition) => (readsStep(condition) ? isNever(condition, facts) : !holds(condition, facts))))
      continue
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

/** Whether no step from 0 on is before a time: that of a ramp without a length, which is divided by. */
const isNever = ({ kind, left, right }: Comparison, facts: Facts): boolean =>
  kind === 'less' && left.kind === 'clock' && !isOnStep(right) && calculate(right, facts) <= 0

const ON_STEP: ReadonlySet<Term['kind']> = new Set(['clock', 'reached', 'epoch', 'part', 'all'])
const isOnStep = (term: Term): boolean => termsIn(term).some(({ kind }) => ON_STEP.has(kind))
const readsStep = (condition: Condition): condition is Comparison => termsOf(condition).some(isOnStep)

/** The numbers of a factor, for what is the same at all steps. */
const factsOf = (numbers: FactorNumbers): Facts => ({
  ...NO_FACTS,
  numbers: asRecord((key) => numbers.value(key)),
  times: asRecord((key) => numbers.batches(key)),
  scaled: asRecord((key) => numbers.scaled(key)),
  lists: asRecord((key) => numbers.list(key)),
  settings: asRecord((key) => numbers.setting(key)),
  ratio: numbers.factor.ratio,
})

/** A record that asks for each value when it is read: one that is never read may be no whole number of batches. */
const asRecord = <T>(get: (key: string) => T): Readonly<Record<string, T>> =>
  new Proxy<Record<string, T>>({}, { get: (_, key) => get(String(key)) })

const intervalsIn = (terms: readonly Term[]): IntervalPart[] =>
  terms.flatMap(termsIn).filter((term) => term.kind === 'interval' && isOnStep(term.at)) as IntervalPart[]

/** The interval between restarts, if the piece reads one that is not assigned yet, then the quantities. */
function assignments({ quantities, alpha }: Piece, writer: Writer, isAssigned: boolean): string[] {
  const intervals = isAssigned ? [] : intervalsIn([...quantities.map(({ is }) => is), alpha])
  return [
    ...intervalLines(intervals, writer),
    ...quantities.map(({ name, is }) => `${variableOf(name)} = ${write(is, writer.notation)}`),
  ]
}

/** Assigns the parts of an interval, all of which are of the same moment. */
function intervalLines(intervals: readonly IntervalPart[], { facts, batches, flavour, notation }: Writer): string[] {
  const [any] = intervals
  if (any === undefined) return []
  const text = write(any.at, notation)
  const at = text === 'step' ? text : 'since'
  const [first, growth] = [calculate(any.first, facts), calculate(any.growth, facts)]
  const parts = new Set(intervals.map(({ part }) => part))
  return [
    ...(at === text ? [] : [`since = ${text}`]),
    ...assignInterval({ first, growth, batches, isWhole: any.isWhole, at }, parts, flavour),
  ]
}
