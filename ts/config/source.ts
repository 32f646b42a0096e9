/**
 * The values of a configuration by key, with interpolations resolved when they are asked for: `${variables.x}`,
 * `${a[0].b}`, `${.sibling}`, `${oc.env:NAME,default}` and `${oc.decode:text}`, as OmegaConf does.
 * An interpolation that nobody asks for is never looked at.
 */

import { isList, isMapping } from './collections.js'
import { ConfigError, formatPath, type KeyPath } from './errors.js'
import { splitTemplate, stripQuotes } from './template.js'
import { parseScalar } from './text.js'

/** A value and where it stands; `value` may be any value of YAML. */
export interface Node {
  readonly value: unknown
  readonly path: KeyPath
}

/** The environment that `oc.env` reads. */
export type Environment = Readonly<Record<string, string | undefined>>

// No real configuration comes near these; without them a few lines could ask for any amount of work.
export const DEEPEST = 64
export const LONGEST = 2000

/** An interpolation that was followed: the value that has it, the key that it names, and both as they are written. */
export interface Reference {
  readonly from: KeyPath
  readonly to: KeyPath
  readonly text: string
}

/** A parsed configuration. Nodes that it gives out are resolved, the values inside them are not. */
export class Source {
  /** What messages call the file. */
  readonly file: string
  /** Where interpolations start from. */
  readonly root: Node
  /** The interpolations that were followed so far. */
  readonly references: Reference[] = []
  /** The environment variables that were read so far, with their values. */
  readonly variables = new Map<string, string>()
  readonly #env: Environment
  readonly #done = new Map<string, Node>()
  readonly #open: string[] = []

  constructor(file: string, root: Node, env: Environment) {
    this.file = file
    this.root = root
    this.#env = env
  }

  /** An error at a place: `FILE: KEY.PATH: REASON`. */
  fail(path: KeyPath, reason: string, cause?: unknown): ConfigError {
    return new ConfigError(this.file, path, reason, { cause })
  }

  /**
   * What a mapping has under a key, or a list at an index; undefined where there is nothing.
   *
   * @throws ConfigError for an interpolation that can't be resolved
   */
  child(node: Node, key: string | number): Node | undefined {
    const { value, path } = node
    if (isList(value)) {
      const index = typeof key === 'number' ? key : /^\d+$/.test(key) ? Number(key) : -1
      return index in value ? this.#resolve({ value: value[index], path: [...path, index] }) : undefined
    }
    if (!isMapping(value) || !Object.hasOwn(value, key)) return undefined
    return this.#resolve({ value: value[key], path: [...path, key] })
  }

  /** As `child`, and null is nothing as well. */
  get(node: Node, key: string | number): Node | undefined {
    const child = this.child(node, key)
    return child === undefined || child.value === null ? undefined : child
  }

  #resolve(node: Node): Node {
    const { value, path } = node
    if (typeof value !== 'string' || !value.includes('${')) return node
    const key = formatPath(path)
    const cached = this.#done.get(key)
    if (cached !== undefined) return cached
    if (this.#open.includes(key)) {
      const circle = [...this.#open.slice(this.#open.indexOf(key)), key].join(' → ')
      throw this.fail(
        path,
        `An interpolation must not refer back to itself; found ${circle}. Write one of the values out.`,
      )
    }
    if (this.#open.length >= DEEPEST) {
      throw this.fail(
        path,
        `Interpolations refer to one another at most ${DEEPEST} deep; found more. Write a value out.`,
      )
    }
    this.#open.push(key)
    try {
      const resolved = this.#expand(value, node)
      this.#done.set(key, resolved)
      return resolved
    } finally {
      this.#open.pop()
    }
  }

  /** A text with its interpolations filled in; one that stands alone keeps its type, and its own place. */
  #expand(text: string, at: Node): Node {
    const tooLong = () =>
      this.fail(at.path, `A value with interpolations has at most ${LONGEST} characters; found more. Write it shorter.`)
    if (text.length > LONGEST) throw tooLong()
    const parts = splitTemplate(text)
    if (parts === null) {
      throw this.fail(
        at.path,
        `An interpolation is written \${KEY}; found ${JSON.stringify(text)}. Add the closing brace.`,
      )
    }
    const [first] = parts
    if (parts.length === 1 && typeof first === 'object') return this.#interpolate(first.inner, at)
    let whole = ''
    for (const part of parts) {
      if (typeof part === 'string') whole += part
      else {
        const { value } = this.#interpolate(part.inner, at)
        if (typeof value === 'object' && value !== null) {
          const reason = `Only text and numbers can be put into a text; found \${${part.inner}}, which is a mapping or a list`
          throw this.fail(at.path, `${reason}. Name a key inside it.`)
        }
        whole += String(value)
      }
      if (whole.length > LONGEST) throw tooLong()
    }
    return { value: whole, path: at.path }
  }

  #interpolate(inner: string, at: Node): Node {
    const call = /^\s*([A-Za-z_][\w.]*)\s*:(.*)$/s.exec(inner)
    if (call === null) return this.#lookUp(this.#text(inner, at).trim(), at)
    const [, resolver, argument] = call as unknown as [string, string, string]
    const given = this.#text(argument, at).trim()
    if (resolver === 'oc.env') return { value: this.#variable(given, at), path: at.path }
    if (resolver === 'oc.decode') return { value: parseScalar(stripQuotes(given)), path: at.path }
    const reason = `An interpolation is a key of the file, oc.env or oc.decode; found \${${inner}}`
    throw this.fail(at.path, `${reason}. Write the value out.`)
  }

  #text(template: string, at: Node): string {
    return template.includes('${') ? String(this.#expand(template, at).value) : template
  }

  #variable(given: string, at: Node): string | null {
    const comma = given.indexOf(',')
    const name = comma < 0 ? given : given.slice(0, comma).trim()
    const found = Object.hasOwn(this.#env, name) ? this.#env[name] : undefined
    if (found !== undefined) {
      this.variables.set(name, found)
      return found
    }
    if (comma < 0) {
      const reason = `An environment variable without a default must be set; found no ${name}`
      throw this.fail(at.path, `${reason}. Set it, or write \${oc.env:${name},DEFAULT}.`)
    }
    const fallback = given.slice(comma + 1).trim()
    return fallback === 'null' ? null : stripQuotes(fallback)
  }

  #lookUp(name: string, at: Node): Node {
    const dots = /^\.*/.exec(name)![0].length
    const keys = name
      .slice(dots)
      .replace(/\[([^\]]*)\]/g, '.$1')
      .split('.')
    // One dot is the mapping that the value stands in, as in OmegaConf.
    const above = dots === 0 ? [] : at.path.slice(this.root.path.length, -dots)
    let node: Node | undefined = this.root
    for (const key of [...above, ...keys]) {
      if (key !== '') {
        this.references.push({ from: at.path, to: [...node.path, key], text: `\${${name}}` })
        node = this.child(node, key)
      }
      if (node === undefined) {
        const reason = `An interpolation names a key of the file; found \${${name}}, and there is no such key`
        throw this.fail(at.path, `${reason}. Add it, or write the value out.`)
      }
    }
    return node
  }
}
