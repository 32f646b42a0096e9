/**
 * Changes to the tree of a schedule's schedulers: put around, after, into, moved, taken out. Each changes the factors in
 * place, and gives where the scheduler that it was about stands afterwards.
 */
import { withBoundary, withoutBoundary } from './boundaries.js'
import { nestOf, type OptionFacts, optionsOf } from './options.js'
import { DEEPEST, MOST_FACTORS, MOST_WITHIN, makeFactor } from './state.js'
import {
  type Factor,
  factorAt,
  levelsOf,
  type NodeFactor,
  nearest,
  nodeAbove,
  type Part,
  type Path,
  partsOf,
  placedIn,
} from './tree.js'

const SEQUENCE = 'SequenceScheduler'

/** Whether a scheduler is made of as many others as one likes. */
export const isOfMany = (factor: Factor | undefined): factor is NodeFactor =>
  factor?.kind === 'node' && nestOf(factor.type)?.kind !== 'scheduler'

/** Whether a scheduler stands among others: as a factor, or in what is made of many. */
const isAmong = (factors: readonly Factor[], path: Path): boolean =>
  path.length === 1 || isOfMany(nodeAbove(factors, path) ?? undefined)

// What is put after another may come with a sequence for both, and with a line in it.
const MOST_AT_ONCE = 3

/** Whether there is room for what one change adds, so deep. */
export const hasRoom = (factors: readonly Factor[], level: number): boolean =>
  placedIn(factors).length + MOST_AT_ONCE <= MOST_WITHIN && level < DEEPEST

/** Whether a scheduler may be put into another, of which there is one level more then. */
export const canWrap = (factors: readonly Factor[], path: Path): boolean => {
  const factor = factorAt(factors, path)
  return factor !== undefined && hasRoom(factors, path.length + levelsOf([factor]))
}

/** How many stand beside a scheduler, itself included. */
export const countBeside = (factors: readonly Factor[], path: Path): number =>
  path.length === 1 ? factors.length : (nodeAbove(factors, path)?.parts.length ?? 0)

function setAt(factors: Factor[], path: Path, factor: Factor): void {
  const above = nodeAbove(factors, path)
  const index = path.at(-1)!
  if (above === null) factors[index] = factor
  else above.parts[index]!.factor = factor
}

/** Puts a part at a place: among the factors, or into a node. */
function insert(factors: Factor[], above: NodeFactor | null, index: number, part: Part, end: string): void {
  if (above === null) {
    factors.splice(index, 0, part.factor)
    return
  }
  if (above.type === SEQUENCE && above.parts.length > 0) {
    above.options.at = withBoundary(above.options.at ?? '', index, end)
  }
  above.parts.splice(index, 0, above.type === SEQUENCE ? part : { ...part, isOuter: false })
}

function take(factors: Factor[], above: NodeFactor | null, index: number): Part {
  if (above === null) return { factor: factors.splice(index, 1)[0]!, isOuter: false }
  if (above.type === SEQUENCE && above.parts.length > 1) {
    above.options.at = withoutBoundary(above.options.at ?? '', index)
  }
  return above.parts.splice(index, 1)[0]!
}

const around = (type: string, factor: Factor): Factor =>
  makeFactor(type, type === SEQUENCE ? { at: '' } : {}, [{ factor, isOuter: false }])

/** Puts a node around a scheduler; the node is where that was. */
export function wrap(factors: Factor[], path: Path, type: string): Path {
  setAt(factors, path, around(type, factorAt(factors, path)!))
  return path
}

/** Puts another after a scheduler: into the sequence that it is a part of, or into one that is made for both. */
export function putAfter(factors: Factor[], path: Path, factor: Factor, end: string): Path {
  const above = nodeAbove(factors, path)
  if (above?.type !== SEQUENCE) return addPart(factors, wrap(factors, path, SEQUENCE), factor, end)
  const index = path.at(-1)! + 1
  insert(factors, above, index, { factor, isOuter: false }, end)
  return [...path.slice(0, -1), index]
}

/** Puts another at the end of what is made of many; at that of the factors for no path. */
export function addPart(factors: Factor[], path: Path, factor: Factor, end: string): Path {
  const above = path.length === 0 ? null : (factorAt(factors, path) as NodeFactor)
  const index = above === null ? factors.length : above.parts.length
  insert(factors, above, index, { factor, isOuter: false }, end)
  return [...path, index]
}

/** Whether a scheduler can change places with a neighbour. */
export const canMove = (factors: readonly Factor[], path: Path, by: number): boolean => {
  const index = path.at(-1)! + by
  return index >= 0 && index < countBeside(factors, path)
}

/** Moves a scheduler among those beside it. The times of a sequence stay: they are those of its places. */
export function move(factors: Factor[], path: Path, by: number): Path {
  const list: unknown[] = nodeAbove(factors, path)?.parts ?? factors
  const index = path.at(-1)!
  list.splice(index + by, 0, ...list.splice(index, 1))
  return [...path.slice(0, -1), index + by]
}

/** Whether a scheduler can leave what it stands in, for the place behind that. */
export function canMoveOut(factors: readonly Factor[], path: Path): boolean {
  if (path.length < 2) return false
  const above = path.slice(0, -1)
  return nodeAbove(factors, path)!.parts.length === 1 || (isAmong(factors, above) && hasPlace(factors, above))
}

/** Whether one more may stand beside a scheduler. */
const hasPlace = (factors: readonly Factor[], path: Path): boolean => path.length > 1 || factors.length < MOST_FACTORS

/** Moves a scheduler out of what it stands in, to the place behind that; what would be left without a part goes. */
export function moveOut(factors: Factor[], path: Path, end: string): Path {
  const above = path.slice(0, -1)
  const node = nodeAbove(factors, path)!
  if (node.parts.length === 1) return unwrap(factors, above)
  const part = take(factors, node, path.at(-1)!)
  const index = above.at(-1)! + 1
  insert(factors, nodeAbove(factors, above), index, { ...part, isOuter: false }, end)
  return [...above.slice(0, -1), index]
}

/** Whether a scheduler can be put into the one before it. */
export function canMoveInto(factors: readonly Factor[], path: Path): boolean {
  const index = path.at(-1)!
  const factor = factorAt(factors, path)
  if (index === 0 || factor === undefined || !isAmong(factors, path)) return false
  const before = factorAt(factors, [...path.slice(0, -1), index - 1])
  return isOfMany(before) && path.length + levelsOf([factor]) <= DEEPEST
}

/** Moves a scheduler to the end of the one before it, which is made of many. */
export function moveInto(factors: Factor[], path: Path, end: string): Path {
  const index = path.at(-1)!
  const part = take(factors, nodeAbove(factors, path), index)
  return addPart(factors, [...path.slice(0, -1), index - 1], part.factor, end)
}

/** Whether what stands in a scheduler can take its place: one part, or factors in the place of their product. */
export function canUnwrap(factors: readonly Factor[], path: Path): boolean {
  const factor = factorAt(factors, path)
  if (factor?.kind !== 'node') return false
  if (factor.parts.length === 1) return true
  const above = nodeAbove(factors, path)
  if (factor.type !== 'ProductScheduler') return false
  return above === null ? factors.length + factor.parts.length - 1 <= MOST_FACTORS : above.type === 'ProductScheduler'
}

/** Puts what stands in a scheduler in its place. */
export function unwrap(factors: Factor[], path: Path): Path {
  const { parts } = factorAt(factors, path) as NodeFactor
  if (parts.length === 1) {
    setAt(factors, path, parts[0]!.factor)
    return path
  }
  const above = nodeAbove(factors, path)
  const index = path.at(-1)!
  if (above === null) factors.splice(index, 1, ...parts.map(({ factor }) => factor))
  else above.parts.splice(index, 1, ...parts)
  return path
}

/** Takes a scheduler away with all that stands in it; what would be left without a part goes as well. */
export function remove(factors: Factor[], path: Path): Path {
  const above = nodeAbove(factors, path)
  if (above?.parts.length === 1) return remove(factors, path.slice(0, -1))
  take(factors, above, path.at(-1)!)
  return nearest(factors, path)
}

/** Puts a scheduler of another class in the place of one, with its options of the same names, and with what stands in it. */
export function exchange(factors: Factor[], path: Path, next: Factor): void {
  const before = factorAt(factors, path)!
  setAt(factors, path, next.kind === 'function' ? next : successor(before, next.type))
}

/** Kinds that are typed alike. */
const familyOf = ({ kind }: OptionFacts): string => kind.replace(/\?$/, '').replace('exact', 'time')

/** What is typed of a scheduler for options that another has too, of the same kind. */
function commonOptions(before: Factor, type: string): Record<string, string> {
  if (before.kind === 'function') return {}
  const known = optionsOf(before.type)!
  const common = optionsOf(type)!.flatMap((option) => {
    const text = before.options[option.key] ?? ''
    const same = known.find(({ key }) => key === option.key)
    return text !== '' && same !== undefined && familyOf(same) === familyOf(option) ? [[option.key, text]] : []
  })
  return Object.fromEntries(common)
}

function successor(before: Factor, type: string): Factor {
  const options = commonOptions(before, type)
  const nest = nestOf(type)
  if (nest === undefined) return makeFactor(type, options)
  const parts = partsOf(before)
  // A leaf becomes the first part.
  if (parts.length === 0) return around(type, before)
  if (nest.kind === 'scheduler' && parts.length > 1)
    return makeFactor(type, options, [{ factor: before, isOuter: false }])
  if (nest.kind !== 'parts')
    return makeFactor(
      type,
      options,
      parts.map((part) => ({ ...part, isOuter: false })),
    )
  const made = makeFactor(type, { ...options, at: '' }, parts.slice(0, 1)) as NodeFactor
  for (const [index, part] of parts.entries()) if (index > 0) insert([], made, index, part, '1dur')
  return made
}
