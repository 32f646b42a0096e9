/**
 * The options of a scheduler that are values: what each kind looks like in a configuration. Knows no scheduler.
 */
import { SchedulerError } from '../errors/error.js'
import { kindOf } from '../schedulers/kinds/kinds.js'
import { ExactTime } from '../state/time/exact.js'
import { Time } from '../state/time/time.js'
import { type Field, isNesting } from '../wasm/table.js'
import { isMapping } from './collections.js'
import { expectShape, FLAG, LIST, NUMBER, NUMBER_LIST, TIME } from './shape.js'
import type { Node, Source } from './source.js'

/** What is read of a field: its kind, and the key that messages name. */
type Read = Pick<Field, 'kind'> & Partial<Pick<Field, 'key'>>

/** The value of an option at a node. Schedulers within are read where they are found. */
export function readOption(source: Source, node: Node, { kind, key = 'The value' }: Read): unknown {
  const each = (list: readonly unknown[], read: (node: Node) => unknown) =>
    list.map((_, index) => read(source.child(node, index)!))
  switch (kind) {
    case 'number':
      return readNumber(source, node)
    case 'number?':
      return node.value === null ? null : readNumber(source, node)
    case 'numbers':
      return each(expectShape(source, node, NUMBER_LIST), (one) => readNumber(source, one))
    case 'flag':
      return expectShape(source, node, FLAG)
    case 'scale':
      return node.value === 'fixed' ? 'fixed' : expectShape(source, node, FLAG)
    case 'time':
      return readTime(source, node)
    case 'times':
      return each(expectShape(source, node, LIST), (one) => readTime(source, one))
    case 'exact':
      return readExactTime(source, node)
    case 'exact?':
      return node.value === null ? null : readExactTime(source, node)
    case 'exacts':
      return each(expectShape(source, node, LIST), (one) => readExactTime(source, one))
    default:
      if (isNesting(kind)) throw new TypeError(`Schedulers are read where they are found; found ${kind} among values.`)
      return told(source, node, () => kindOf(kind).check(key, node.value))
  }
}

/** A time at a node. */
export function readTime(source: Source, node: Node): Time {
  const text = expectShape(source, node, TIME)
  return told(source, node, () => Time.fromTimestring(text))
}

/** A time that may be a fraction of its unit: text, or `{ value, unit }`. */
export function readExactTime(source: Source, node: Node): ExactTime {
  if (!isMapping(node.value)) {
    const text = expectShape(source, node, TIME)
    return told(source, node, () => ExactTime.fromTimestring(text))
  }
  const entries = Object.keys(node.value).map((key) => [key, source.child(node, key)!.value])
  return told(source, node, () => ExactTime.fromInput(Object.fromEntries(entries)))
}

/** Minus zero is text in this package's own JSON. */
const readNumber = (source: Source, node: Node): number =>
  node.value === '-0' ? -0 : expectShape(source, node, NUMBER)

/** What the core makes of a value; its error at the node's place. */
function told<T>(source: Source, node: Node, make: () => T): T {
  try {
    return make()
  } catch (error) {
    throw error instanceof SchedulerError ? source.fail(node.path, error.message, error) : error
  }
}
