/**
 * A configuration with its interpolations resolved, as plain values; those that can't be stay as they are written.
 */
import { isList, isMapping } from './collections.js'
import { ConfigError } from './errors.js'
import { DEEPEST, type Node, Source } from './source.js'

/** The value with every interpolation in it resolved that can be. */
export function resolveAll(value: unknown): unknown {
  const source = new Source('text', { value, path: [] }, {})
  const plain = ({ value: found, path }: Node, depth: number): unknown => {
    if (depth > DEEPEST) return found
    if (isList(found)) return found.map((_, index) => child({ value: found, path }, index, depth))
    if (!isMapping(found)) return found
    return Object.fromEntries(Object.keys(found).map((key) => [key, child({ value: found, path }, key, depth)]))
  }
  const child = (node: Node, key: string | number, depth: number): unknown => {
    try {
      const found = source.child(node, key)
      return found === undefined ? undefined : plain(found, depth + 1)
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error
      return (node.value as Record<string | number, unknown>)[key]
    }
  }
  return plain(source.root, 0)
}
