/**
 * The schedulers of a schedule as a tree: its factors, what stands in them, and where. Changes nothing.
 */

/** A scheduler with a formula of its own: its options as typed, under their names in configurations. */
export interface BuiltinFactor {
  kind: 'builtin'
  type: string
  options: Record<string, string>
}

/** A scheduler that is made of others. */
export interface NodeFactor {
  kind: 'node'
  type: string
  options: Record<string, string>
  /** At least one. */
  parts: Part[]
}

/** What stands in a node. */
export interface Part {
  factor: Factor
  /** Whether it sees the clock of its node: of a sequence, in which others see one of their own. */
  isOuter: boolean
}

/** A function in JavaScript; `held` until its code may run. */
export interface FunctionFactor {
  kind: 'function'
  code: string
  held: boolean
}

/** A factor of a schedule, or what stands in one. */
export type Factor = BuiltinFactor | NodeFactor | FunctionFactor

/** Where a scheduler stands: the place of its factor, then those within each scheduler on the way. */
export type Path = readonly number[]

/** What stands in a factor. */
export const partsOf = (factor: Factor): readonly Part[] => (factor.kind === 'node' ? factor.parts : [])

/** A scheduler and where it stands. */
export interface Placed {
  readonly path: Path
  readonly factor: Factor
}

/** All schedulers, each before what stands in it. */
export function placedIn(factors: readonly Factor[], above: Path = []): Placed[] {
  return factors.flatMap((factor, index) => {
    const path = [...above, index]
    const within = partsOf(factor).map((part) => part.factor)
    return [{ path, factor }, ...placedIn(within, path)]
  })
}

/** The scheduler at a place; undefined where there is none. */
export function factorAt(factors: readonly Factor[], [first, ...rest]: Path): Factor | undefined {
  const found = first === undefined ? undefined : factors[first]
  if (found === undefined || rest.length === 0) return found
  const within = partsOf(found).map(({ factor }) => factor)
  return factorAt(within, rest)
}

/** The scheduler that another stands in; null for a factor of the schedule. */
export function nodeAbove(factors: readonly Factor[], path: Path): NodeFactor | null {
  const found = factorAt(factors, path.slice(0, -1))
  return found?.kind === 'node' ? found : null
}

/** The functions, in order. */
export const functionsOf = (factors: readonly Factor[]): FunctionFactor[] =>
  placedIn(factors).flatMap(({ factor }) => (factor.kind === 'function' ? [factor] : []))

/** How many schedulers stand within each other at most. */
export const levelsOf = (factors: readonly Factor[]): number =>
  placedIn(factors).reduce((most, { path }) => Math.max(most, path.length), 0)

/** Whether two places are the same. */
export const isSamePath = (left: Path, right: Path): boolean =>
  left.length === right.length && left.every((step, index) => step === right[index])

/** The place that is nearest to one: itself, or the last one before it at its level, or the one above. */
export function nearest(factors: readonly Factor[], path: Path): Path {
  for (let length = path.length; length > 0; length--) {
    const above = path.slice(0, length - 1)
    for (let last = path[length - 1]!; last >= 0; last--) {
      if (factorAt(factors, [...above, last]) !== undefined) return [...above, last]
    }
  }
  return factors.length > 0 ? [0] : []
}

/** The place of the first scheduler that differs between two trees by itself; null where none does. */
export function firstDifference(before: readonly Factor[], after: readonly Factor[]): Path | null {
  const own = (factor: Factor | undefined) =>
    factor?.kind === 'node' ? { ...factor, parts: factor.parts.length } : factor
  for (const { path, factor } of placedIn(after)) {
    if (JSON.stringify(own(factor)) !== JSON.stringify(own(factorAt(before, path)))) return path
  }
  return before.length > after.length ? nearest(after, [after.length]) : null
}
