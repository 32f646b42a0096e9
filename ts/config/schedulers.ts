/**
 * The schedulers of a configuration: one or several, in any of the forms that Composer, llm-foundry and this package's
 * own JSON write. Which values a scheduler allows is its class's matter.
 */
import { SchedulerError } from '../errors/error.js'
import { makeScheduler } from '../schedulers/all.js'
import type { BuiltinScheduler } from '../schedulers/builtin.js'
import { Time } from '../state/time/time.js'
import { type Field, fieldOf, fieldsOf, type SchedulerType } from '../wasm/table.js'
import { isList, isMapping } from './collections.js'
import type { KeyPath } from './errors.js'
import type { Fail } from './explain.js'
import { NAMES, SHORT_NAMES, typeOf } from './names.js'
import { expectShape, FLAG, LIST, MAPPING, NUMBER, reason, TIME } from './shape.js'
import type { Node, Source } from './source.js'
import { spellingCure, suggest } from './spelling.js'

/** A scheduler and where the configuration has it. */
export interface PlacedScheduler {
  readonly scheduler: BuiltinScheduler
  readonly path: KeyPath
}

const ONE_OF = `Use one of ${SHORT_NAMES.join(', ')}, or a class name of Composer's`

/** The most schedulers that multiply. */
export const MOST_SCHEDULERS = 64

/** A scheduler as the configuration has it, its options not yet read. */
export interface LocatedScheduler {
  readonly type: SchedulerType
  readonly path: KeyPath
  /** Where the options stand. */
  readonly node: Node
  /** The options that are given: what they are, and under which key. */
  readonly given: readonly { readonly field: Field; readonly key: string }[]
}

/**
 * The schedulers under `scheduler` or `schedulers`, of which there must be at least one.
 *
 * @throws ConfigError
 */
export const readSchedulers = (source: Source): PlacedScheduler[] =>
  locateSchedulers(source).map((located) => {
    const { type, path } = located
    return { scheduler: construct(source.fail.bind(source), path, type, readOptions(source, located)), path }
  })

/** Finds the schedulers and the names of their options. */
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
  if (isList(value)) return value.map((_, index) => locateEntry(source, source.child(node, index)!))
  // Older configurations of Composer have a mapping from names to options under `schedulers`.
  const names = isMapping(value) ? Object.keys(value) : []
  const isOptions = (name: string) =>
    source.child(node, name)!.value === null || isMapping(source.child(node, name)!.value)
  if (node === several && names.length > 1 && names.every((name) => typeOf(name) !== undefined || isOptions(name))) {
    return names.map((name) => locate(source, name, source.child(node, name)!, source.child(node, name)!))
  }
  return [locateEntry(source, node)]
}

/** One scheduler: `{ name, …options }`, `{ type, …options }`, `{ NAME: { …options } }` or `NAME`. */
function locateEntry(source: Source, node: Node): LocatedScheduler {
  if (typeof node.value === 'string') return locate(source, node.value, node, { value: null, path: node.path })
  const keys = Object.keys(expectShape(source, node, MAPPING))
  for (const key of ['name', 'type']) {
    const name = source.get(node, key)
    if (name !== undefined) return locate(source, name.value, name, node, key)
  }
  const [only] = keys
  if (keys.length === 1 && only !== undefined && only !== 'name' && only !== 'type') {
    const options = source.child(node, only)!
    // What has a mapping for its value is meant as a name, whether it is known or not.
    if (typeOf(only) !== undefined || isMapping(options.value)) return locate(source, only, options, options)
  }
  throw source.fail([...node.path, 'name'], `A scheduler needs a name; found none. ${ONE_OF}.`)
}

/** The scheduler of a name found at `at`, with the options of `node` (null: none), of which `skip` is not one. */
function locate(source: Source, name: unknown, at: Node, node: Node, skip?: string): LocatedScheduler {
  const type = typeof name === 'string' ? typeOf(name) : undefined
  if (type === undefined) throw source.fail(at.path, unknownName(name))
  const keys = node.value === null ? [] : Object.keys(expectShape(source, node, MAPPING))
  const fields = fieldsOf(type)
  const given: { field: Field; key: string }[] = []
  for (const key of keys) {
    if (key === skip) continue
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
  return { type, path: node.path, node, given }
}

/** The options of a scheduler by their names here, without those of `skip`. */
export function readOptions(
  source: Source,
  { node, given }: LocatedScheduler,
  skip?: ReadonlySet<string>,
): Record<string, unknown> {
  const read = given.filter(({ field }) => skip === undefined || !skip.has(field.name))
  return Object.fromEntries(
    read.map(({ field, key }) => [field.name, readOption(source, source.child(node, key)!, field)]),
  )
}

function unknownName(name: unknown): string {
  const nearest = typeof name === 'string' ? suggest(name, NAMES) : undefined
  return reason('A scheduler has a known name', name, nearest === undefined ? `${ONE_OF}.` : `Write ${nearest}.`)
}

/** The value of an option at a node. */
export function readOption(source: Source, node: Node, { kind }: Pick<Field, 'kind'>): unknown {
  switch (kind) {
    case 'number':
      // Minus zero is text in this package's own JSON.
      return node.value === '-0' ? -0 : expectShape(source, node, NUMBER)
    case 'flag':
      return expectShape(source, node, FLAG)
    case 'time':
      return readTime(source, node)
    case 'times':
      return expectShape(source, node, LIST).map((_, index) => readTime(source, source.child(node, index)!))
  }
}

/** A time at a node. */
export function readTime(source: Source, node: Node): Time {
  const text = expectShape(source, node, TIME)
  try {
    return Time.fromTimestring(text)
  } catch (error) {
    throw error instanceof SchedulerError ? source.fail(node.path, error.message, error) : error
  }
}

/** The scheduler of a class with its options. */
export function construct(fail: Fail, path: KeyPath, type: SchedulerType, options: object): BuiltinScheduler {
  try {
    return makeScheduler(type, options)
  } catch (error) {
    if (!(error instanceof SchedulerError)) throw error
    if (!isMissing(error)) throw fail(path, error.message, error)
    const option = fieldOf(type, error.details.option)!.key
    throw fail([...path, option], `${type} needs ${option}; found none. Add ${option}.`, error)
  }
}

const isMissing = (error: SchedulerError): error is SchedulerError<'missing-option'> => error.code === 'missing-option'
