/**
 * The text of a configuration with other values at some keys, and all else as it was: comments, order, quotes, anchors.
 */
import {
  type Alias,
  type Document,
  isMap,
  isScalar,
  isSeq,
  type Pair,
  type Scalar,
  visit,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml'
import { isList, isMapping } from './collections.js'
import { ConfigError, formatPath, type KeyPath } from './errors.js'
import { flowText } from './notation.js'
import { documentOf, parseText } from './text.js'

type Node = Scalar | Alias | YAMLMap | YAMLSeq

/** A piece of the text that becomes another; of several at one place, those that are deeper stand first. */
interface Edit {
  readonly from: number
  readonly until: number
  readonly text: string
  readonly depth: number
}

/**
 * Changes what stands at some paths, and nothing else. What others share, as an alias of it, keeps the value that it had.
 *
 * @param text - what `parseText` takes
 * @param data - what the text is to say then
 * @param paths - where that is something else than it says now
 * @throws ConfigError for a text that can't be changed so
 */
export function rewriteText(text: string, file: string, data: unknown, paths: readonly KeyPath[]): string {
  if (paths.length === 0) return text
  const rewriting = new Rewriting(text, data)
  for (const path of paths) rewriting.change(path)
  rewriting.keepShared()
  const changed = rewriting.text()
  if (!isSame(parseBack(changed, file), data)) {
    const keys = paths.map((path) => formatPath(path)).join(', ')
    throw new ConfigError(
      file,
      [],
      `A key is changed where its own value stands; found none that can be, of ${keys}. Write them out, each in a line.`,
    )
  }
  return changed
}

/** What a changed text says; undefined for what is none any more. */
function parseBack(text: string, file: string): unknown {
  try {
    return parseText(text, file)
  } catch (error) {
    if (error instanceof ConfigError) return undefined
    throw error
  }
}

class Rewriting {
  readonly #text: string
  readonly #data: unknown
  readonly #document: Document.Parsed
  readonly #edits: Edit[] = []
  readonly #isJson: boolean
  readonly #newline: string
  /** What is changed, itself or within. */
  readonly #changed = new Set<unknown>()
  readonly #replaced = new Set<unknown>()
  readonly #added = new Map<unknown, Set<unknown>>()

  constructor(text: string, data: unknown) {
    this.#text = text
    this.#data = data
    this.#document = documentOf(text)
    this.#isJson = isJson(text)
    this.#newline = text.includes('\r\n') ? '\r\n' : '\n'
  }

  /** Makes the text say at a path what the data have there. */
  change(path: KeyPath): void {
    const valueAt = (depth: number) =>
      path.slice(0, depth).reduce<unknown>((value, key) => (value as never)[key], this.#data)
    let node = this.#document.contents as Node | null
    for (let depth = 0; node !== null; depth++) {
      this.#changed.add(node)
      const key = path[depth]
      if (key === undefined || !(isMap(node) || isSeq(node))) return void this.#replace(node, valueAt(depth))
      if (isSeq(node)) {
        node = (node.items[key as number] ?? null) as Node | null
        continue
      }
      const pair: Pair | undefined = node.items.find((item) => isScalar(item.key) && String(item.key.value) === key)
      if (pair === undefined) return void this.#add(node, String(key), valueAt(depth + 1))
      // As in { name }.
      if (pair.value === null)
        return void this.#insert(endOf(pair.key as Node), `: ${this.#flow(valueAt(depth + 1))}`, depth)
      node = pair.value as Node
    }
  }

  /** What has the old value by an alias keeps it: the first alias that stays becomes what others refer to. */
  keepShared(): void {
    const kept = new Set<unknown>()
    visit(this.#document, {
      Alias: (_, alias) => {
        const target = alias.resolve(this.#document)
        if (target === undefined || !this.#changed.has(target) || kept.has(target) || this.#isInReplaced(alias)) return
        kept.add(target)
        const [from, until] = alias.range!
        const value = this.#flow(target.toJS(this.#document))
        this.#edits.push({ from, until, text: `&${alias.source} ${value}`, depth: 0 })
      },
    })
  }

  text(): string {
    const edits = this.#edits.sort((a, b) => a.from - b.from || b.depth - a.depth)
    let [text, at] = ['', 0]
    for (const edit of edits) {
      text += this.#text.slice(at, edit.from) + edit.text
      at = edit.until
    }
    return text + this.#text.slice(at)
  }

  #isInReplaced({ range }: Alias): boolean {
    return this.#edits.some(({ from, until }) => from <= range![0] && range![1] <= until)
  }

  #replace(node: Node, value: unknown): void {
    if (this.#replaced.has(node)) return
    this.#replaced.add(node)
    const from = node.range![0]
    const isItems = isSeq(node) && isList(value) && value.length === node.items.length && value.every(isSingle)
    if (isItems && node.items.every((item) => isScalar(item))) {
      node.items.forEach((item, index) => {
        if (!isSame((item as Scalar).value, value[index])) this.#replace(item as Node, value[index])
      })
      return
    }
    const until = endOf(node)
    if (isSeq(node) && node.flow !== true) {
      const space = ' '.repeat(this.#columnOf(from))
      const lines = isList(value) && value.length > 0 ? value.map((item) => `- ${this.#flow(item)}`) : null
      // Not a list of lines any more, it is to stand deeper than its key.
      const text = lines?.join(`${this.#newline}${space}`) ?? ` ${this.#flow(value)}`
      this.#edits.push({ from, until, text, depth: 0 })
      return
    }
    const isBlock = isScalar(node) && (node.type === 'BLOCK_FOLDED' || node.type === 'BLOCK_LITERAL')
    const end = isBlock ? from + this.#text.slice(from, until).trimEnd().length : until
    const space = from === until && !/\s/.test(this.#text[from - 1] ?? ' ') ? ' ' : ''
    this.#edits.push({ from, until: end, text: space + this.#quotedAs(node, value), depth: Infinity })
  }

  #quotedAs(node: Node, value: unknown): string {
    if (typeof value === 'string' && isScalar(node)) {
      if (node.type === 'QUOTE_DOUBLE') return JSON.stringify(value)
      if (node.type === 'QUOTE_SINGLE') return `'${value.replaceAll("'", "''")}'`
    }
    return this.#flow(value)
  }

  /** A key more, at the end of its mapping. */
  #add(map: YAMLMap, key: string, value: unknown): void {
    const added = this.#added.get(map) ?? new Set()
    this.#added.set(map, added)
    if (added.has(key)) return
    added.add(key)
    const last = map.items.at(-1)
    if (last === undefined) return void this.#insert(map.range![0] + 1, this.#entry(key, value), 0)
    const [start, end] = [(last.key as Node).range![0], endOf((last.value ?? last.key) as Node)]
    const lineStart = this.#text.lastIndexOf('\n', start - 1) + 1
    const before = this.#text.slice(lineStart, start)
    if (map.flow === true) {
      const space = /^\s+$/.test(before) ? `${this.#newline}${before}` : ' '
      return void this.#insert(end, `,${space}${this.#entry(key, value)}`, this.#columnOf(start))
    }
    const first = (map.items[0]!.key as Node).range![0]
    const column = map.items.length > 1 ? this.#columnOf(start) : this.#columnOf(first)
    const line = ' '.repeat(column) + this.#entry(key, value)
    if (this.#text[end - 1] === '\n') return void this.#insert(end, `${line}${this.#newline}`, column)
    const found = this.#text.indexOf('\n', end)
    const eol = found < 0 ? this.#text.length : found
    this.#insert(this.#text[eol - 1] === '\r' ? eol - 1 : eol, `${this.#newline}${line}`, column)
  }

  #insert(at: number, text: string, depth: number): void {
    this.#edits.push({ from: at, until: at, text, depth })
  }

  #entry(key: string, value: unknown): string {
    return this.#isJson ? `${JSON.stringify(key)}: ${this.#flow(value)}` : `${flowText(key)}: ${this.#flow(value)}`
  }

  #flow(value: unknown): string {
    return this.#isJson ? JSON.stringify(value) : flowText(value)
  }

  /** The column at which a mapping or a list begins, of which a key or an item stands at a place. */
  #columnOf(at: number): number {
    const before = this.#text.slice(this.#text.lastIndexOf('\n', at - 1) + 1, at)
    return /^[\s?-]*/.exec(before)![0].length
  }
}

/** Where the last value in a node ends. */
function endOf(node: Node): number {
  const last = isMap(node) || isSeq(node) ? node.items.at(-1) : undefined
  if (last === undefined || (node as YAMLMap).flow === true) return node.range![1]
  return endOf((isMap(node) ? ((last as Pair).value ?? (last as Pair).key) : last) as Node)
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

const isSingle = (value: unknown): boolean => typeof value !== 'object' || value === null

/** Whether two values are the same, whatever the order of their keys. */
export function isSame(a: unknown, b: unknown): boolean {
  if (isList(a)) return isList(b) && a.length === b.length && a.every((item, index) => isSame(item, b[index]))
  if (!isMapping(a) || !isMapping(b)) return Object.is(a, b)
  const keys = Object.keys(a)
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && isSame(a[key], b[key]))
}
