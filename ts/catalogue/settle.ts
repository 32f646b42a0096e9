/**
 * Formulas for the options as they are set: of each choice, what was chosen.
 */
import type { Piece, Quantity } from './entry.js'
import { partsOf, withParts } from './parts.js'
import type { Condition, Term } from './term.js'

/** How the options of a scheduler are set, as far as they choose between formulas. */
export interface Settings {
  /** Words of choices, flags, null for an option that is left out; any other has no entry. */
  readonly settings: Readonly<Record<string, string | boolean | null | undefined>>
  /** What one batch adds to the counter. */
  readonly batch: number
  /** The scale schedule ratio. */
  readonly ratio: number
}

/** How an option is set, as conditions and choices have it. */
export function settingOf(option: string, { settings }: Pick<Settings, 'settings'>): string {
  const found = settings[option]
  if (typeof found === 'string') return found
  if (typeof found === 'boolean') return found ? 'yes' : 'no'
  return found === null ? 'none' : 'given'
}

/** The term that was chosen. */
export function chosen(choice: Extract<Term, { kind: 'choice' }>, settings: Pick<Settings, 'settings'>): Term {
  const found = choice.cases[settingOf(choice.option, settings)]
  if (found === undefined) throw new Error(`A choice has every word of ${choice.option}; found one that it has not.`)
  return found
}

/** Pieces with what was chosen, without those that the options rule out. What nothing is chosen in stays the same object. */
export function settle(formula: readonly Piece[], settings: Settings): Piece[] {
  const terms = new Map<Term, Term>()
  const lists = new Map<readonly Quantity[], readonly Quantity[]>()
  const settleTerm = (term: Term): Term => {
    let found = terms.get(term)
    if (found === undefined) {
      found = settledTerm(term, settings, settleTerm)
      terms.set(term, found)
    }
    return found
  }
  const settleQuantities = (quantities: readonly Quantity[]): readonly Quantity[] => {
    let found = lists.get(quantities)
    if (found === undefined) {
      const settled = quantities.map((quantity) => withTerm(quantity, settleTerm(quantity.is)))
      found = settled.every((quantity, index) => quantity === quantities[index]) ? quantities : settled
      lists.set(quantities, found)
    }
    return found
  }
  const settleCondition = (condition: Condition): Condition => {
    if (condition.kind === 'is') return condition
    const [left, right] = [settleTerm(condition.left), settleTerm(condition.right)]
    return left === condition.left && right === condition.right ? condition : { ...condition, left, right }
  }
  return formula.flatMap((piece): Piece[] => {
    const when = piece.when ?? []
    if (when.some((condition) => condition.kind === 'is' && !isSet(condition, settings))) return []
    const left = when.filter(({ kind }) => kind !== 'is').map(settleCondition)
    return [
      {
        ...piece,
        when: left.length === 0 ? undefined : left,
        quantities: settleQuantities(piece.quantities),
        alpha: settleTerm(piece.alpha),
      },
    ]
  })
}

/** Whether a condition on an option holds. */
export const isSet = (
  { option, setting }: Extract<Condition, { kind: 'is' }>,
  settings: Pick<Settings, 'settings'>,
): boolean => settingOf(option, settings) === setting

const withTerm = (quantity: Quantity, is: Term): Quantity => (is === quantity.is ? quantity : { ...quantity, is })

function settledTerm(term: Term, settings: Settings, settleTerm: (term: Term) => Term): Term {
  if (term.kind === 'choice') return settleTerm(chosen(term, settings))
  if (term.kind === 'batch' && settings.batch === 1) return ONE
  if (term.kind === 'ratio' && settings.ratio === 1) return ONE
  const changed = withParts(term, settleTerm)
  return changed === term ? term : simplified(changed)
}

const ONE: Term = { kind: 'number', value: 1 }

const isNumber = (term: Term | undefined, value: number): boolean => term?.kind === 'number' && term.value === value

/** A term without what was chosen to be nothing: each of these comes to the same float. */
function simplified(term: Term): Term {
  const [left, right] = partsOf(term)
  switch (term.kind) {
    case 'difference':
      return isNumber(right, 0) ? left! : term
    case 'sum':
      return isNumber(right, 0) ? left! : isNumber(left, 0) ? right! : term
    case 'product':
      return isNumber(right, 1) ? left! : isNumber(left, 1) ? right! : term
    case 'quotient':
      return isNumber(right, 1) ? left! : term
    default:
      return term
  }
}
