/**
 * Formulas as text for people: with the names of options, and with numbers in their place.
 */
import type { Piece } from '../catalogue/entry.js'
import type { Leaf, Term } from '../catalogue/term.js'
import type { PieceAt } from '../catalogue/value.js'
import { type Notation, write, writeNumber } from './notation.js'

// A product of more factors is shown by its first ones.
const MOST_FACTORS = 6

const CALLS = {
  minimum: 'min',
  maximum: 'max',
  truncated: 'trunc',
  floor: 'floor',
  ceiling: 'ceil',
  cosine: 'cos',
  root: 'sqrt',
  logarithm: 'ln',
  tanh: 'tanh',
} as const
const SIGNS = { product: ' · ', power: '^' } as const
const call: Notation['call'] = (name, parts) =>
  name === 'cosine' ? `cos(π · ${parts[0]})` : `${CALLS[name]}(${parts.join(', ')})`

/** A piece's formula in names; bounds follow it. */
export function formulaOf({ alpha, remark }: Piece): string {
  const bounds = new Set<string>()
  const formula = write(alpha, inNames(bounds))
  return [formula, ...bounds, ...(remark === undefined ? [] : [remark])].join(', ')
}

/** A quantity's formula in names. */
export const termInNames = (term: Term): string => write(term, inNames(new Set()))

function inNames(bounds: Set<string>): Notation {
  return {
    leaf: nameOf,
    signs: SIGNS,
    call,
    between({ low, high }, part) {
      bounds.add(`with ${part} from ${low} to ${high}`)
      return part
    },
    repeated: ({ count }, factor, text) =>
      count.kind === 'reached'
        ? `${factor} once for each ${count.each} reached, multiplied`
        : `${factor} multiplied ${text} times`,
    interval: ({ part }) => part,
    counted: ({ times, at }, text) => `${times} reached${at.kind === 'clock' ? '' : ` by ${text}`}`,
    item: ({ list }, index) => `${list}[${index}]`,
    running: ({ list }, count) => `the first ${count} of ${list}, multiplied`,
  }
}

const COMBINED = { product: 's1 · s2 · …', minimum: 'min(s1, s2, …)', maximum: 'max(s1, s2, …)' } as const

function nameOf(leaf: Leaf): string {
  switch (leaf.kind) {
    case 'number':
      return writeNumber(leaf.value)
    case 'option':
    case 'time':
    case 'quantity':
      return leaf.name
    case 'scaled':
      return `(${leaf.name} × ssr)`
    case 'clock':
      return 't'
    case 'reached':
      return `${leaf.times} reached`
    case 'batch':
      return 'd'
    case 'ratio':
      return 'ssr'
    case 'epoch':
      return 'start of epoch'
    case 'size':
      return `number of ${leaf.list}`
    case 'part':
      return leaf.at === 'now' ? 's' : `s(${leaf.at})`
    case 'all':
      return COMBINED[leaf.how]
  }
}

/** A term of a piece with the numbers of a moment put in. */
export const termInNumbers = (term: Term, { calculate }: Pick<PieceAt, 'calculate'>): string =>
  write(term, {
    leaf: (leaf) => writeNumber(calculate(leaf)),
    signs: SIGNS,
    call,
    between: (bounded) => writeNumber(calculate(bounded)),
    repeated({ count }, factor) {
      const times = calculate(count)
      if (times === 0) return '1'
      const first = new Array<string>(Math.min(times, MOST_FACTORS)).fill(factor).join(' · ')
      return times > MOST_FACTORS ? `${first} · … (${times} times)` : first
    },
    interval: (part) => writeNumber(calculate(part)),
    counted: (term) => writeNumber(calculate(term)),
    item: (term) => writeNumber(calculate(term)),
    running: (term) => writeNumber(calculate(term)),
  })
