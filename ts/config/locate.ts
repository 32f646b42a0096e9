/**
 * Where a configuration has its schedulers, in any of the forms that Composer, llm-foundry and this package's own JSON
 * write, and which options each is given. Reads no value.
 */
import { SchedulerError } from '../errors/error.js'
import { spellingCure, suggest } from '../errors/spelling.js'
import { allNames, shortNames, typeOf } from '../schedulers/names.js'
import { DEEPEST, MOST_SCHEDULERS as MOST_OF_A_TREE } from '../schedulers/tree.js'
import { checkVersion } from '../schedulers/version.js'
import { type Field, fieldsOf, isNesting, type SchedulerType } from '../wasm/table.js'
import { isList, isMapping } from './collections.js'
import type { KeyPath } from './errors.js'
import { expectShape, MAPPING, reason, SCHEDULER_LIST } from './shape.js'
import type { Node, Source } from './source.js'

const ONE_OF = `Use one of ${shortNames().join(', ')}, or the name of a class`

/** The most schedulers that multiply. */
export const MOST_SCHEDULERS = 64

/** A scheduler and those within it, with where each stands. */
export interface Outline {
  readonly type: SchedulerType
  readonly path: KeyPath
  /** Those that stand directly within it: where from it, as the core has it ('scheduler', or 'schedulers[1]'), and what. */
  readonly parts: readonly { readonly at: string; readonly located: Outline }[]
}

/** A scheduler as the configuration has it, its options not yet read. */
export interface LocatedScheduler extends Outline {
  /** Where the options stand. */
  readonly node: Node
  /** The options that are given: what they are, and under which key. */
  readonly given: readonly { readonly field: Field; readonly key: string }[]
  readonly parts: readonly LocatedPart[]
}

/** A scheduler within another. */
export interface LocatedPart {
  /** From the other. */
  readonly at: string
  /** The option in which it stands. */
  readonly option: string
  /** Whether it is given as a part with a clock, and with which. */
  readonly clock: string | undefined
  readonly located: LocatedScheduler
}

/** The scheduler at a place such as 'schedulers[1].scheduler'; undefined where there is none. */
export function outlineAt(outline: Outline, place: string): Outline | undefined {
  const step = (above: Outline | undefined, at: string) => above?.parts.find((part) => part.at === at)?.located
  return place === '' ? outline : place.split('.').reduce(step, outline as Outline | undefined)
}

/** What is counted of a tree while it is found. */
interface Place {
  readonly level: number
  /** Shared by all of a tree. */
  readonly count: { schedulers: number }
}

/** Finds the schedulers of a configuration that has no mapping of quantities, and the names of their options. */
export function locateSchedulers(source: Source): LocatedScheduler[] {
  const one = source.get(source.root, 'scheduler')
  const several = source.get(source.root, 'schedulers')
  if (one !== undefined && several !== undefined) {
    throw source.fail(
      several.path,
      'A configuration has either scheduler or schedulers; found both. Put all into schedulers.',
    )
  }
  const node = one ?? several
  const { value } = node ?? {}
  if (node === undefined || (isList(value) && value.length === 0)) {
    const path = node?.path ?? [...source.root.path, 'scheduler']
    throw source.fail(path, 'A configuration needs a scheduler; found none. Add scheduler, with name and options.')
  }
  if (isList(value) && value.length > MOST_SCHEDULERS) {
    const rule = `A configuration has at most ${MOST_SCHEDULERS} schedulers`
    throw source.fail(node.path, `${rule}; found ${value.length}. Keep those that differ from 1.`)
  }
  if (isList(value)) return value.map((_, index) => locateEntry(source, source.child(node, index)!, root()))
  // Older configurations of Composer have a mapping from names to options under `schedulers`.
  const names = isMapping(value) ? Object.keys(value) : []
  const isOptions = (name: string) =>
    source.child(node, name)!.value === null || isMapping(source.child(node, name)!.value)
  if (node === several && names.length > 1 && names.every((name) => typeOf(name) !== undefined || isOptions(name))) {
    return names.map((name) => {
      const options = source.child(node, name)!
      return locate(source, name, options, options, root())
    })
  }
  return [locateEntry(source, node, root())]
}

/** What the learning rate is called among quantities. */
export const LR = 'lr'
/** Columns of tables that no quantity can have. */
const RESERVED: ReadonlySet<string> = new Set(['batch', 'alpha'])
/** The most quantities beside the learning rate. */
export const MOST_QUANTITIES = 16

/** What one quantity is scheduled by. */
export interface LocatedQuantity {
  readonly name: string
  readonly path: KeyPath
  /** They multiply; at least one. */
  readonly located: readonly LocatedScheduler[]
}

/** Whether `scheduler` is a mapping of quantities, and no scheduler. */
const isByQuantity = ({ value }: Node): boolean =>
  isMapping(value) && Object.hasOwn(value, LR) && !Object.hasOwn(value, 'name') && !Object.hasOwn(value, 'type')

/**
 * The schedulers by quantity, the learning rate among them, where `scheduler` is a mapping with the key `lr`; null where
 * it is anything else.
 */
export function locateQuantities(source: Source): LocatedQuantity[] | null {
  const node = source.get(source.root, 'scheduler')
  if (node === undefined || !isByQuantity(node)) return null
  const several = source.get(source.root, 'schedulers')
  if (several !== undefined) {
    const rule = 'A configuration has either scheduler or schedulers; found both'
    throw source.fail(several.path, `${rule}. Put all into scheduler: a list below lr multiplies.`)
  }
  const names = Object.keys(node.value as object)
  if (names.length > MOST_QUANTITIES + 1) {
    const rule = `Beside lr at most ${MOST_QUANTITIES} quantities are scheduled`
    throw source.fail(node.path, reason(rule, names.length - 1, 'Leave some out.'))
  }
  return names.map((name) => {
    if (typeOf(name) !== undefined || RESERVED.has(name) || !/^[A-Za-z_]\w{0,63}$/.test(name)) {
      const rule = 'Beside lr stand other quantities, with names of their own in letters, digits and _'
      throw source.fail([...node.path, name], reason(rule, name, 'Write for example momentum, or put it below lr.'))
    }
    return locateQuantity(source, name, source.child(node, name)!)
  })
}

function locateQuantity(source: Source, name: string, node: Node): LocatedQuantity {
  const { value, path } = node
  const nodes = isList(value) ? value.map((_, index) => source.child(node, index)!) : [node]
  if (nodes.length === 0 || nodes.length > MOST_SCHEDULERS) {
    const rule = `A quantity has from 1 to ${MOST_SCHEDULERS} schedulers, which multiply`
    throw source.fail(path, reason(rule, nodes.length, 'Write for example { name: linear }.'))
  }
  return { name, path, located: nodes.map((entry) => locateEntry(source, entry, root())) }
}

const root = (): Place => ({ level: 1, count: { schedulers: 0 } })

/** One scheduler: `{ name, …options }`, `{ type, …options }`, `{ NAME: { …options } }` or `NAME`. */
function locateEntry(source: Source, node: Node, place: Place): LocatedScheduler {
  checkPlace(source, node, place)
  if (typeof node.value === 'string') return locate(source, node.value, node, { value: null, path: node.path }, place)
  const keys = Object.keys(expectShape(source, node, MAPPING))
  for (const key of ['name', 'type']) {
    const name = source.get(node, key)
    if (name !== undefined) return locate(source, name.value, name, node, place, key)
  }
  const [only] = keys
  if (keys.length === 1 && only !== undefined && only !== 'name' && only !== 'type') {
    const options = source.child(node, only)!
    // What has a mapping for its value is meant as a name, whether it is known or not.
    if (typeOf(only) !== undefined || isMapping(options.value)) return locate(source, only, options, options, place)
  }
  throw source.fail([...node.path, 'name'], `A scheduler needs a name; found none. ${ONE_OF}.`)
}

/** Refuses a tree of too many levels or schedulers, as interpolations may make one of a few lines. */
function checkPlace(source: Source, node: Node, { level, count }: Place): void {
  if (level > DEEPEST) {
    throw source.fail(node.path, `Schedulers stand in one another at most ${DEEPEST} deep; found more. Leave some out.`)
  }
  count.schedulers++
  if (count.schedulers > MOST_OF_A_TREE) {
    const rule = `A scheduler has at most ${MOST_OF_A_TREE} in it, itself included`
    throw source.fail(node.path, `${rule}; found more. Use fewer.`)
  }
}

/** The scheduler of a name found at `at`, with the options of `node` (null: none), of which `skip` is not one. */
function locate(source: Source, name: unknown, at: Node, node: Node, place: Place, skip?: string): LocatedScheduler {
  const type = typeof name === 'string' ? typeOf(name) : undefined
  if (type === undefined) throw source.fail(at.path, unknownName(name))
  const keys = node.value === null ? [] : Object.keys(expectShape(source, node, MAPPING))
  const fields = fieldsOf(type)
  const given: { field: Field; key: string }[] = []
  for (const key of keys) {
    if (key === skip) continue
    if (key === 'version' && skip === 'type') {
      refuseLater(source, source.child(node, key)!)
      continue
    }
    const field = fields.find((known) => known.key === key || known.name === key)
    if (field === undefined) {
      const rule = `${type} takes ${fields.map((known) => known.key).join(', ')}`
      const cure = spellingCure(
        key,
        fields.map((known) => known.key),
      )
      throw source.fail([...node.path, key], reason(rule, key, cure))
    }
    if (given.some((other) => other.field === field)) {
      const rule = `An option is given once; found ${field.key} twice`
      throw source.fail([...node.path, key], `${rule}. Remove one.`)
    }
    given.push({ field, key })
  }
  // Of all others the value, which may be an interpolation, is not looked at.
  const nesting = given.filter(({ field }) => isNesting(field.kind))
  const parts = nesting.flatMap(({ field, key }) => locateParts(source, field, source.child(node, key)!, place))
  return { type, path: node.path, node, given, parts }
}

/** The schedulers of an option. */
function locateParts(source: Source, { name, kind }: Field, node: Node, place: Place): LocatedPart[] {
  const within = { ...place, level: place.level + 1 }
  if (kind === 'scheduler') {
    return [{ at: name, option: name, clock: undefined, located: locateEntry(source, node, within) }]
  }
  return expectShape(source, node, SCHEDULER_LIST).map((_, index) => {
    const entry = source.child(node, index)!
    const part = kind === 'parts' && isPart(entry.value) ? entry : undefined
    return {
      at: `${name}[${index}]`,
      option: name,
      clock: part && readClock(source, part),
      located: locateEntry(source, part ? source.child(part, 'scheduler')! : entry, within),
    }
  })
}

/** Whether a value is `{ scheduler, clock }`, and no scheduler of its own. */
const isPart = (value: unknown): boolean =>
  isMapping(value) &&
  Object.hasOwn(value, 'scheduler') &&
  !Object.hasOwn(value, 'name') &&
  !Object.hasOwn(value, 'type')

/** The clock of a part; 'inner' where none is given. */
function readClock(source: Source, part: Node): string {
  for (const key of Object.keys(expectShape(source, part, MAPPING))) {
    if (key === 'scheduler' || key === 'clock') continue
    const cure = spellingCure(key, ['scheduler', 'clock'])
    throw source.fail([...part.path, key], reason('A part takes scheduler, clock', key, cure))
  }
  const clock = source.get(part, 'clock')
  if (clock === undefined) return 'inner'
  if (clock.value === 'inner' || clock.value === 'outer') return clock.value
  throw source.fail(clock.path, reason('The clock of a part is inner or outer', clock.value, 'Write one of the two.'))
}

/** Refuses JSON of a later release. */
function refuseLater(source: Source, node: Node): void {
  try {
    checkVersion(node.value)
  } catch (error) {
    throw error instanceof SchedulerError ? source.fail(node.path, error.message, error) : error
  }
}

function unknownName(name: unknown): string {
  const nearest = typeof name === 'string' ? suggest(name, allNames()) : undefined
  return reason('A scheduler has a known name', name, nearest === undefined ? `${ONE_OF}.` : `Write ${nearest}.`)
}
