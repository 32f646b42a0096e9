/**
 * Param groups of an optimizer: what each is, whether they are still the same, and what multipliers of theirs apply to.
 */
import { SchedulerError } from '../errors/error.js'

/** A group as an object; its quantities are checked where they are read. */
export function checkGroup<Group>(found: Group, index: number): Group & object {
  if (typeof found === 'object' && found !== null) return found
  throw new SchedulerError('bad-type', { what: `paramGroups[${index}]`, expected: 'an object { lr }', found })
}

/** Refuses groups that were added, removed or exchanged (`param-groups`). */
export function checkSameGroups(compiled: readonly object[], found: readonly unknown[]): void {
  let same = found.length === compiled.length
  for (let i = 0; same && i < compiled.length; i++) same = found[i] === compiled[i]
  if (!same) throw new SchedulerError('param-groups', { compiled: compiled.length, found: found.length })
}

/** What multipliers of a quantity apply to: of `lr` it is `initialLr`, or as PyTorch spells it, or the present one. */
export function initialOf(group: object, quantity: string): unknown {
  const values = group as Readonly<Record<string, unknown>>
  return values[initialName(quantity)] ?? values[`initial_${quantity}`] ?? values[quantity]
}

/** Has it found again later; a group that takes no new property only starts from its present value then. */
export function keepInitial(group: object, quantity: string, value: number): void {
  Reflect.set(group, initialName(quantity), value)
}

const initialName = (quantity: string) => `initial${quantity.charAt(0).toUpperCase()}${quantity.slice(1)}`
