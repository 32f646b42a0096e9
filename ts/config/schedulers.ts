/**
 * The schedulers of a configuration: one or several, in any of the forms that Composer, llm-foundry and this package's
 * own JSON write. Which values a scheduler allows is its class's matter.
 */
import { SchedulerError } from '../errors.js'
import type { BuiltinScheduler } from '../scheduler.js'
import { makeScheduler } from '../schedulers/all.js'
import { Time } from '../time.js'
import { type Field, fieldsOf, type SchedulerType } from '../wasm/plan.js'
import type { KeyPath } from './errors.js'
import { SHORT_NAMES, snakeCase, typeOf } from './names.js'
import { expectShape, FLAG, isList, isMapping, LIST, MAPPING, NUMBER, reason, TIME } from './shape.js'
import type { Node, Source } from './source.js'

/** A scheduler and where the configuration has it. */
export interface PlacedScheduler {
  readonly scheduler: BuiltinScheduler
  readonly path: KeyPath
}

const ONE_OF = `Use one of ${SHORT_NAMES.join(', ')}, or a class name of Composer's`

/**
 * The schedulers under `scheduler` or `schedulers`, of which there must be at least one.
 *
 * @throws ConfigError
 */
export function readSchedulers(source: Source): PlacedScheduler[] {
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
  if (isList(value)) return value.map((_, index) => readEntry(source, source.child(node, index)!))
  // Older configurations of Composer have a mapping from names to options under `schedulers`.
  const names = isMapping(value) ? Object.keys(value) : []
  if (node === several && names.length > 1 && names.every((name) => typeOf(name) !== undefined)) {
    return names.map((name) => make(source, name, source.child(node, name)!, source.child(node, name)!))
  }
  return [readEntry(source, node)]
}

/** One scheduler: `{ name, …options }`, `{ type, …options }`, `{ NAME: { …options } }` or `NAME`. */
function readEntry(source: Source, node: Node): PlacedScheduler {
  if (typeof node.value === 'string') return make(source, node.value, node, { value: null, path: node.path })
  const keys = Object.keys(expectShape(source, node, MAPPING))
  for (const key of ['name', 'type']) {
    const name = source.get(node, key)
    if (name !== undefined) return make(source, name.value, name, node, key)
  }
  const [only] = keys
  if (keys.length === 1 && only !== undefined && only !== 'name' && only !== 'type') {
    const options = source.child(node, only)!
    if (typeOf(only) !== undefined) return make(source, only, options, options)
  }
  throw source.fail([...node.path, 'name'], `A scheduler needs a name; found none. ${ONE_OF}.`)
}

/** The scheduler of a name found at `at`, with the options of `node` (null: none), of which `skip` is not one. */
function make(source: Source, name: unknown, at: Node, node: Node, skip?: string): PlacedScheduler {
  const type = typeof name === 'string' ? typeOf(name) : undefined
  if (type === undefined) throw source.fail(at.path, unknownName(name))
  const given = node.value === null ? {} : expectShape(source, node, MAPPING)
  const fields = fieldsOf(type)
  const options: Record<string, unknown> = {}
  for (const key of Object.keys(given)) {
    if (key === skip) continue
    const field = fields.find((known) => snakeCase(known.name) === key || known.name === key)
    if (field === undefined) {
      const rule = `${type} takes ${fields.map((known) => snakeCase(known.name)).join(', ')}`
      throw source.fail([...node.path, key], reason(rule, key, 'Remove it, or check its spelling.'))
    }
    const child = source.child(node, key)!
    if (Object.hasOwn(options, field.name)) {
      throw source.fail(child.path, `An option is given once; found ${snakeCase(field.name)} twice. Remove one.`)
    }
    options[field.name] = readOption(source, child, field)
  }
  return { scheduler: construct(source, node.path, type, options), path: node.path }
}

function unknownName(name: unknown): string {
  if (name === 'inv_sqrt_with_warmup' || name === 'InverseSquareRootWithWarmupScheduler') {
    const rule = "A scheduler is one of Composer's, and llm-foundry's inverse square root is not among them"
    return reason(rule, name, `${ONE_OF}.`)
  }
  return reason('A scheduler has a known name', name, `${ONE_OF}.`)
}

function readOption(source: Source, node: Node, { kind }: Field): unknown {
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

function construct(source: Source, path: KeyPath, type: SchedulerType, options: object): BuiltinScheduler {
  try {
    return makeScheduler(type, options)
  } catch (error) {
    if (!(error instanceof SchedulerError)) throw error
    if (!isMissing(error)) throw source.fail(path, error.message, error)
    const option = snakeCase(error.details.option)
    throw source.fail([...path, option], `${type} needs ${option}; found none. Add ${option}.`, error)
  }
}

const isMissing = (error: SchedulerError): error is SchedulerError<'missing-option'> => error.code === 'missing-option'
