/**
 * What terms and conditions are made of: reading it, and making the same of other terms.
 */
import type { Condition, Operation, Term } from './term.js'

const isOperation = (term: Term): term is Operation => 'left' in term

/** The terms that a term is made of. */
export function partsOf(term: Term): readonly Term[] {
  if (isOperation(term)) return [term.left, term.right]
  switch (term.kind) {
    case 'repeated':
      return [term.factor, term.count]
    case 'interval':
      return [term.at, term.first, term.growth]
    case 'counted':
      return [term.at]
    case 'item':
      return [term.index]
    case 'running':
      return [term.count]
    case 'choice':
      return Object.values(term.cases)
    default:
      return 'of' in term ? [term.of] : []
  }
}

/** The same term of other terms; the term itself if they are the same. */
export function withParts(term: Term, change: (part: Term) => Term): Term {
  const parts = partsOf(term)
  const changed = parts.map(change)
  if (changed.every((part, index) => part === parts[index])) return term
  const [first, second, third] = changed as [Term, Term, Term]
  if (isOperation(term)) return { ...term, left: first, right: second }
  switch (term.kind) {
    case 'repeated':
      return { ...term, factor: first, count: second }
    case 'interval':
      return { ...term, at: first, first: second, growth: third }
    case 'counted':
      return { ...term, at: first }
    case 'item':
      return { ...term, index: first }
    case 'running':
      return { ...term, count: first }
    case 'choice':
      return {
        ...term,
        cases: Object.fromEntries(Object.keys(term.cases).map((key, index) => [key, changed[index]!])),
      }
    default:
      return { ...term, of: first } as Term
  }
}

/** A term and all that it is made of. */
export function termsIn(term: Term): Term[] {
  return [term, ...partsOf(term).flatMap(termsIn)]
}

/** The terms of a condition. */
export const termsOf = (condition: Condition): readonly Term[] =>
  condition.kind === 'is' ? [] : [condition.left, condition.right]
