/**
 * A configuration whose values stand where they are asked for, also those that an interpolation takes from elsewhere: the
 * keys under which somebody who reads the file from its root finds them.
 */
import { isList, isMapping } from './collections.js'
import { formatPath, type KeyPath } from './errors.js'
import { reason } from './shape.js'
import { type Node, Source } from './source.js'

/** A source that tells by which keys it was asked. */
export class AccessSource extends Source {
  readonly #origins = new WeakMap<Node, Node>()

  override child(node: Node, key: string | number): Node | undefined {
    const origin = this.#originOf(node)
    const found = super.child(origin, key)
    if (found === undefined) return undefined
    const own = { value: found.value, path: [...node.path, isList(origin.value) ? Number(key) : key] }
    this.#origins.set(own, this.#originOf(found))
    return own
  }

  /** The value at a path from the root of the file; undefined where there is none. */
  at(path: KeyPath): Node | undefined {
    const below = path.slice(this.root.path.length)
    return below.reduce<Node | undefined>((node, key) => node && this.child(node, key), this.root)
  }

  /**
   * The whole of a file with another value at a path. What stands on the way by an interpolation is written out there,
   * so that whatever else shares it keeps its own.
   *
   * @param whole - what this source is of
   * @throws ConfigError where a value stands in a way that can't be written out
   */
  with(whole: unknown, path: KeyPath, value: unknown): unknown {
    const depth = this.root.path.length
    const set = (raw: unknown, node: Node | undefined, at: number): unknown => {
      if (at === path.length) return value
      const key = path[at]!
      const own = isList(raw) || isMapping(raw) ? raw : node === undefined ? {} : this.#copy(node)
      if (isList(own) !== (typeof key === 'number')) {
        const rule = `${formatPath(path)} stands in a mapping or a list`
        throw this.fail(path.slice(0, at), reason(rule, own, 'Write it out.'))
      }
      const below = at < depth ? this.root : node && this.child(node, key)
      if (!isMapping(own)) {
        return (own as readonly unknown[]).map((item, index) => (index === key ? set(item, below, at + 1) : item))
      }
      const inner = set(Object.hasOwn(own, key) ? own[key as string] : undefined, below, at + 1)
      // At its place: where schedulers stand by their names, the order is that in which they multiply.
      const entries = Object.entries(own).map(([other, one]) => [other, other === key ? inner : one] as const)
      return Object.fromEntries(Object.hasOwn(own, key) ? entries : [...entries, [key, inner]])
    }
    return set(whole, depth === 0 ? this.root : undefined, 0)
  }

  #originOf(node: Node): Node {
    return this.#origins.get(node) ?? node
  }

  /** What an interpolation gives; nothing is a mapping without keys. Names that begin where they stand are resolved. */
  #copy(node: Node): unknown {
    const { value } = node
    const inner = (raw: unknown, key: string | number): unknown => {
      if (isList(raw) || isMapping(raw)) return this.#copy(this.child(node, key)!)
      if (typeof raw !== 'string' || !/\$\{\s*\./.test(raw)) return raw
      const found = this.child(node, key)?.value
      return isList(found) || isMapping(found) ? raw : found
    }
    if (isList(value)) return value.map(inner)
    if (!isMapping(value)) return {}
    return Object.fromEntries(Object.entries(value).map(([key, raw]) => [key, inner(raw, key)]))
  }
}
