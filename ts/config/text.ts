/**
 * The text of a configuration as plain values: YAML with the scalars that OmegaConf and PyYAML read, or JSON.
 * Knows no key, and resolves no interpolation.
 */
import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseAllDocuments,
  parseDocument,
  type Scalar,
  type ScalarTag,
  type Tags,
  visit,
} from 'yaml'
import { describeValue } from '../errors/error.js'
import { ConfigError } from './errors.js'
import { checkJson, checkYaml } from './limits.js'

const DIGITS = String.raw`\d[\d_]*`
const FLOAT = new RegExp(`^[-+]?(?:(?:${DIGITS}\\.[\\d_]*|\\.${DIGITS})(?:[eE][-+]?\\d+)?|${DIGITS}[eE][-+]?\\d+)$`)
const plain = (text: string) => text.replaceAll('_', '')

/** A prefixed integer, such as 0x1f; Number() takes no sign before a prefix. */
function prefixed(text: string): number {
  const [, sign, digits] = /^([-+]?)(.*)$/.exec(plain(text))!
  // PyYAML follows YAML 1.1, where 017 is octal.
  const value = Number(/^0[0-7]/.test(digits!) ? `0o${digits}` : digits)
  return sign === '-' ? -value : value
}

/** What a tag that is written out, such as `!!float 1`, makes of a text; another text is an error. */
const explicit = (name: string, rule: string, resolve: (text: string) => unknown): ScalarTag => ({
  tag: `tag:yaml.org,2002:${name}`,
  resolve: (text, onError) => {
    const value = resolve(text)
    if (value === undefined) onError(`!!${name} stands before ${rule}; found ${describeValue(text)}`)
    return value
  },
})

const ofType =
  <T>(type: 'number' | 'boolean', accepts: (value: T) => boolean = () => true) =>
  (text: string): T | undefined => {
    const value = parseScalar(text)
    return typeof value === type && accepts(value as T) ? (value as T) : undefined
  }

const scalar = (tag: string, test: RegExp, resolve: (text: string) => unknown): ScalarTag => ({
  tag: `tag:yaml.org,2002:${tag}`,
  default: true,
  test,
  resolve,
})

/**
 * What is no text, as OmegaConf has it: 1e-4, .5 and 1_000 are numbers, yes and off are booleans. Two exceptions, each
 * safer as text: sexagesimal integers (1:30 would be 90) and dates.
 */
const SCALARS: readonly ScalarTag[] = [
  scalar('bool', /^(?:yes|Yes|YES|true|True|TRUE|on|On|ON)$/, () => true),
  scalar('bool', /^(?:no|No|NO|false|False|FALSE|off|Off|OFF)$/, () => false),
  scalar('int', /^[-+]?(?:0|[1-9][\d_]*)$/, (text) => Number(plain(text))),
  scalar('int', /^[-+]?(?:0b_*[01][01_]*|0o?_*[0-7][0-7_]*|0x_*[\da-fA-F][\da-fA-F_]*)$/, prefixed),
  scalar('float', FLOAT, (text) => Number(plain(text))),
  scalar('float', /^[-+]?\.(?:inf|Inf|INF)$/, (text) => (text.startsWith('-') ? -Infinity : Infinity)),
  scalar('float', /^\.(?:nan|NaN|NAN)$/, () => Number.NaN),
]
const EXPLICIT: readonly ScalarTag[] = [
  explicit('float', 'a number', ofType('number')),
  explicit('int', 'an integer', ofType('number', Number.isInteger)),
  explicit('bool', 'true or false', ofType('boolean')),
]
const TAGS: Tags = ['null', ...SCALARS, ...EXPLICIT]

/** A single scalar, such as '1e-4' or 'yes', as it would be read in a configuration. */
export function parseScalar(text: string): unknown {
  if (/^(?:null|Null|NULL|~)?$/.test(text)) return null
  const tag = SCALARS.find(({ test }) => test?.test(text))
  return tag === undefined ? text : tag.resolve(text, () => {}, {})
}

/**
 * The value that a text holds: an object, a list or a scalar, as JavaScript has it. Errors call the text `what`.
 *
 * @throws ConfigError for what is neither YAML nor JSON, for an empty text, for several documents, and beyond the limits
 */
export function parseText(text: string, file: string, what = 'A training configuration'): unknown {
  const fail = (found: string, cure: string, cause?: unknown) =>
    new ConfigError(file, [], `${what} is one YAML or JSON document; found ${found}. ${cure}`, { cause })
  checkJson(text, file)
  if (/^\s*[{[]/.test(text)) {
    try {
      return JSON.parse(text)
    } catch {
      // Flow mappings of YAML begin in the same way.
    }
  }
  checkYaml(text, file)
  const lineCounter = new LineCounter()
  let found = ''
  try {
    const documents = parseAllDocuments(text, { ...OPTIONS, lineCounter })
    const bad = documents.flatMap((document) => document.errors)[0] ?? findFault(documents[0])
    if (bad !== undefined) {
      const { line, col } = lineCounter.linePos(bad.pos[0])
      found = `${brief(bad.message)} (line ${line}, column ${col})`
      throw bad
    }
    if (documents.length < 2) return documents[0]?.toJS() ?? null
    found = `${documents.length} documents`
  } catch (cause) {
    // What the composition throws, such as too many aliases, is a matter of the text as well.
    if (cause instanceof RangeError) found = 'values that are too deep in one another'
    if (found === '') found = brief(cause instanceof Error ? cause.message : String(cause))
    throw fail(found, 'Correct the text.', cause)
  }
  throw fail(found, "Keep one of them, without the line '---' between.")
}

/** A text that `parseText` takes, with where everything stands in it. */
export const documentOf = (text: string): Document.Parsed => parseDocument(text, OPTIONS)

// The parser repeats names, such as that of an alias, however long they are.
const LONGEST = 200

/** What the parser says, cut, and without its full stop. */
const brief = (message: string): string =>
  message.length > LONGEST ? `${message.slice(0, LONGEST)}...` : message.replace(/\.$/, '')

// The parser compares each key of a mapping with all others: 26 s for 40,000.
const OPTIONS = {
  schema: 'failsafe',
  customTags: TAGS,
  merge: true,
  uniqueKeys: false,
  logLevel: 'error',
  prettyErrors: false,
} as const

interface Fault extends Error {
  readonly pos: readonly [number, ...unknown[]]
}

/** The most keys that merges bring in, each merge within another counted again. */
export const MOST_MERGED = 100_000

/** `<<`, which the parser may have made a symbol of. */
const isMerge = ({ value, type }: Scalar): boolean =>
  (value === '<<' || (typeof value === 'symbol' && value.description === '<<')) && (type ?? 'PLAIN') === 'PLAIN'

/** Measures what a merge brings in: the keys of a mapping, or of several, with those of the merges within. */
function measureMerges(document: Document.Parsed): (node: unknown) => number {
  const sizes = new Map<unknown, number>()
  const sizeOf = (node: unknown): number => {
    const found = isAlias(node) ? node.resolve(document) : node
    if (isSeq(found)) return found.items.reduce<number>((sum, item) => sum + sizeOf(item), 0)
    if (!isMap(found)) return 0
    const known = sizes.get(found)
    if (known !== undefined) return known
    // One that merges itself is refused by the parser.
    sizes.set(found, 0)
    const size = found.items.reduce(
      (sum, { key, value }) => sum + (isScalar(key) && isMerge(key) ? sizeOf(value) : 1),
      0,
    )
    sizes.set(found, size)
    return size
  }
  return sizeOf
}

/** The first key that a mapping has twice, or a merge that is too much. */
function findFault(document: Document.Parsed | undefined): Fault | undefined {
  let found: Fault | undefined
  let merged = 0
  if (document === undefined) return undefined
  const sizeOf = measureMerges(document)
  visit(document, {
    Map: (_, { items }) => {
      const seen = new Set<unknown>()
      for (const { key, value } of items) {
        if (!isScalar(key)) continue
        if (isMerge(key)) {
          // Several are no mistake.
          merged += sizeOf(value)
          if (merged <= MOST_MERGED) continue
          const reason = `more than ${MOST_MERGED} keys from merges`
          found = Object.assign(new Error(reason), { pos: [key.range?.[0] ?? 0] as const })
          return visit.BREAK
        }
        if (seen.has(key.value)) {
          found = Object.assign(new Error('Map keys must be unique'), { pos: [key.range?.[0] ?? 0] as const })
          return visit.BREAK
        }
        seen.add(key.value)
      }
      return undefined
    },
  })
  return found
}
