/**
 * Formulas in Python, as functions of the step: of one number with `math`, or of arrays with JAX.
 */
import type { Piece } from '../catalogue/entry.js'
import { CATALOGUE } from '../catalogue/index.js'
import { intervalsUntil, type RestartInterval } from '../catalogue/restarts.js'
import type { Condition, IntervalPart, Leaf, Term } from '../catalogue/term.js'
import { calculate, type Facts, holds } from '../catalogue/value.js'
import type { StepFactor } from './factor.js'
import { type Notation, write, writeCondition, writeNumber } from './notation.js'
import { NoCounterpart } from './program.js'

// More intervals that all differ would be no program to read.
const MOST_RESTARTS = 500

/** Where a function runs: 'math' is called with a number, 'jax' also with what JAX traces. */
export type Flavour = 'math' | 'jax'

/** A function of the step that gives the multiplier of a factor. */
export function writeFunction(name: string, step: StepFactor, batches: number, flavour: Flavour): string[] {
  const { formula, summary } = CATALOGUE[step.factor.type]
  const pieces = piecesOf(formula, step)
  const body = flavour === 'math' ? branches(pieces, step, batches) : choices(pieces, step, batches)
  return [`def ${name}(step):`, `    """${summary}"""`, ...body.map((line) => `    ${line}`)]
}

/** The modules that code needs of those that functions use. */
export function importsOf(code: readonly string[]): string[] {
  const text = code.join('\n')
  return [
    ...(/\bmath\./.test(text) ? ['import math'] : []),
    ...(/\bbisect_right\(/.test(text) ? ['from bisect import bisect_right'] : []),
  ]
}

/** A piece that holds at some steps, with what of its conditions depends on the step. */
interface SomePiece {
  readonly piece: Piece
  readonly when: readonly Condition[]
}

/** The pieces without those that never hold, and without those that say the same as the next one. */
function piecesOf(formula: readonly Piece[], step: StepFactor): SomePiece[] {
  const facts = factsOf(step)
  const found: SomePiece[] = []
  for (const piece of formula) {
    const { when = [] } = piece
    if (when.some((condition) => !readsClock(condition) && !holds(condition, facts))) continue
    const some = { piece, when: when.filter(readsClock) }
    // Where an earlier one holds already, this one is never reached.
    if (found.some((earlier) => earlier.when.every((condition) => some.when.includes(condition)))) continue
    found.push(some)
    if (some.when.length === 0) break
  }
  return found.filter(({ piece }, index) => {
    const next = found[index + 1]?.piece
    return next === undefined || next.alpha !== piece.alpha || next.quantities !== piece.quantities
  })
}

/** What conditions are decided by that hold at all steps or at none. */
const factsOf = (step: StepFactor): Facts => ({
  numbers: lookup((key) => step.number(key)),
  times: lookup((key) => step.length(key)),
  scaled: lookup((key) => step.scaled(key)),
  reached: {},
  t: Number.NaN,
})

/** A record that asks for each value when it is read: one that is never read may have no whole number of batches. */
const lookup = (get: (key: string) => number): Readonly<Record<string, number>> =>
  new Proxy<Record<string, number>>({}, { get: (_, key) => get(String(key)) })

const readsClock = ({ left, right }: Condition): boolean => [left, right].some(mentionsClock)

function mentionsClock(term: Term): boolean {
  let isFound = false
  const notation: Notation = {
    ...numbersOf(() => ''),
    leaf(leaf) {
      isFound ||= leaf.kind === 'clock' || leaf.kind === 'reached'
      return ''
    },
    interval() {
      isFound = true
      return ''
    },
  }
  write(term, notation)
  return isFound
}

/** One return after the other. */
function branches(pieces: readonly SomePiece[], step: StepFactor, batches: number): string[] {
  const notation = mathNotation(step)
  return pieces.flatMap(({ piece, when }) => {
    const lines = [...assignments(piece, step, batches, 'math', notation), `return ${write(piece.alpha, notation)}`]
    if (when.length === 0) return lines
    const condition = when.map((each) => writeCondition(each, notation)).join(' and ')
    return [`if ${condition}:`, ...lines.map((line) => `    ${line}`)]
  })
}

/** All pieces, of which JAX chooses one. */
function choices(pieces: readonly SomePiece[], step: StepFactor, batches: number): string[] {
  const notation = jaxNotation(step)
  const values = pieces.map(({ piece }) => write(piece.alpha, notation))
  if (pieces.length === 1) {
    return [...assignments(pieces[0]!.piece, step, batches, 'jax', notation), `return ${values[0]}`]
  }
  const conditions = pieces
    .slice(0, -1)
    .map(({ when }) => when.map((each) => `(${writeCondition(each, notation)})`).join(' & '))
  const names = pieces.map((_, index) => `piece_${index + 1}`)
  return [
    ...pieces.flatMap(({ piece }, index) => [
      ...assignments(piece, step, batches, 'jax', notation),
      `${names[index]} = ${values[index]}`,
    ]),
    `return jnp.select([${conditions.join(', ')}], [${names.slice(0, -1).join(', ')}], ${names.at(-1)})`,
  ]
}

/** The interval between restarts, if the piece is about one, then its quantities. */
function assignments(
  { quantities, alpha }: Piece,
  step: StepFactor,
  batches: number,
  flavour: Flavour,
  notation: Notation,
): string[] {
  const parts = new Map<IntervalPart['part'], IntervalPart>()
  const collecting: Notation = {
    ...numbersOf(() => ''),
    interval(term) {
      parts.set(term.part, term)
      return ''
    },
  }
  for (const term of [...quantities.map(({ is }) => is), alpha]) write(term, collecting)
  const [any] = parts.values()
  return [
    ...(any === undefined ? [] : intervalLines(any, new Set(parts.keys()), step, batches, flavour)),
    ...quantities.map(({ name, is }) => `${asciiOf(name)} = ${write(is, notation)}`),
  ]
}

/** The interval that holds the step: one of a list, of which the last may repeat. */
function intervalLines(
  { first, growth }: IntervalPart,
  parts: ReadonlySet<IntervalPart['part']>,
  step: StepFactor,
  batches: number,
  flavour: Flavour,
): string[] {
  const facts = factsOf(step)
  const [firstLength, factor] = [calculate(first, facts), calculate(growth, facts)]
  const list = intervalsUntil(batches, firstLength, factor, MOST_RESTARTS)
  if (list === null) {
    throw new NoCounterpart(
      `Restarts in Python are a list of intervals, at most ${MOST_RESTARTS} that differ, each longer than 0; found a first one of ${firstLength} batches that grows by ${factor}. Change one of them, or use Composer’s own scheduler.`,
    )
  }
  const column = (part: keyof RestartInterval) => `[${list.map((each) => each[part]).join(', ')}]`
  const lines: string[] = []
  const assign = (name: string, text: string) => lines.push(`${name} = ${text}`)
  if (list.length > 1) {
    const starts = column('start')
    assign(
      'which',
      flavour === 'math'
        ? `bisect_right(${starts}, step) - 1`
        : `jnp.searchsorted(jnp.array(${starts}), step, side='right') - 1`,
    )
  }
  const chosen = (part: keyof RestartInterval) =>
    list.length === 1
      ? String(list[0]![part])
      : flavour === 'math'
        ? `${column(part)}[which]`
        : `jnp.array(${column(part)})[which]`
  assign('length', chosen('length'))
  // Nothing is added but in the last interval, after which others of its length follow.
  const passed = list.length === 1 ? 'step // length' : '(step - start) // length'
  if (list.length > 1) assign('start', chosen('start'))
  if (parts.has('number')) assign('number', list.length === 1 ? passed : `${chosen('number')} + ${passed}`)
  assign('start', list.length === 1 ? `${passed} * length` : `start + ${passed} * length`)
  return lines
}

/** A notation in which only texts of leaves matter. */
const numbersOf = (leaf: (leaf: Leaf) => string): Notation => ({
  leaf,
  signs: { product: ' * ', power: ' ** ' },
  call: () => '',
  between: () => '',
  repeated: () => '',
  interval: ({ part }) => part,
})

const asciiOf = (name: string): string => name.replaceAll('τ', 'tau')

function leafOf(leaf: Leaf, step: StepFactor, reached: (times: string) => string): string {
  switch (leaf.kind) {
    case 'number':
      return writeNumber(leaf.value)
    case 'option':
      return writeNumber(step.number(leaf.name))
    case 'time':
      return writeNumber(step.length(leaf.name))
    case 'scaled':
      return writeNumber(step.scaled(leaf.name))
    case 'clock':
      return 'step'
    case 'quantity':
      return asciiOf(leaf.name)
    case 'reached':
      return reached(`[${step.lengths(leaf.times).join(', ')}]`)
  }
}

function mathNotation(step: StepFactor): Notation {
  const names = { minimum: 'min', maximum: 'max', truncated: 'math.trunc', floor: 'math.floor' } as const
  return {
    ...numbersOf((leaf) => leafOf(leaf, step, (times) => `bisect_right(${times}, step)`)),
    call: (name, parts) =>
      name === 'cosine' ? `math.cos(math.pi * ${parts[0]})` : `${names[name]}(${parts.join(', ')})`,
    between: ({ low, high }, part) => `min(${writeNumber(high)}, max(${writeNumber(low)}, ${part}))`,
    repeated: (_, factor, count) => `math.prod([${factor}] * ${count})`,
  }
}

function jaxNotation(step: StepFactor): Notation {
  const names = { minimum: 'jnp.minimum', maximum: 'jnp.maximum', truncated: 'jnp.trunc', floor: 'jnp.floor' } as const
  return {
    ...numbersOf((leaf) => leafOf(leaf, step, (times) => `jnp.searchsorted(jnp.array(${times}), step, side='right')`)),
    call: (name, parts) =>
      name === 'cosine' ? `jnp.cos(jnp.pi * ${parts[0]})` : `${names[name]}(${parts.join(', ')})`,
    between: ({ low, high }, part) => `jnp.clip(${part}, ${writeNumber(low)}, ${writeNumber(high)})`,
    // JAX has no product of a traced number of factors; a power differs from it in the last place.
    repeated: (_, factor, count) => `jnp.power(${factor}, ${count})`,
  }
}
