/**
 * The text of a configuration as plain values: YAML with the scalars that OmegaConf and PyYAML read, or JSON.
 * Knows no key, and resolves no interpolation.
 */
import { LineCounter, parseAllDocuments, type ScalarTag, type Tags } from 'yaml'
import { ConfigError } from './errors.js'

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
const TAGS: Tags = ['null', ...SCALARS]

/** A single scalar, such as '1e-4' or 'yes', as it would be read in a configuration. */
export function parseScalar(text: string): unknown {
  if (/^(?:null|Null|NULL|~)?$/.test(text)) return null
  const tag = SCALARS.find(({ test }) => test?.test(text))
  return tag === undefined ? text : tag.resolve(text, () => {}, {})
}

/**
 * The value that a text holds: an object, a list or a scalar, as JavaScript has it. Errors call the text `what`.
 *
 * @throws ConfigError for what is neither YAML nor JSON, for an empty text, and for several documents
 */
export function parseText(text: string, file: string, what = 'A training configuration'): unknown {
  const fail = (found: string, cure: string, cause?: unknown) =>
    new ConfigError(file, [], `${what} is one YAML or JSON document; found ${found}. ${cure}`, { cause })
  if (/^\s*[{[]/.test(text)) {
    try {
      return JSON.parse(text)
    } catch {
      // Flow mappings of YAML begin in the same way.
    }
  }
  const lineCounter = new LineCounter()
  const options = { schema: 'failsafe', customTags: TAGS, merge: true, logLevel: 'error', prettyErrors: false } as const
  let found = ''
  try {
    const documents = parseAllDocuments(text, { ...options, lineCounter })
    const bad = documents.flatMap((document) => document.errors)[0]
    if (bad !== undefined) {
      const { line, col } = lineCounter.linePos(bad.pos[0])
      found = `${bad.message.replace(/\.$/, '')} (line ${line}, column ${col})`
      throw bad
    }
    if (documents.length < 2) return documents[0]?.toJS() ?? null
    found = `${documents.length} documents`
  } catch (cause) {
    // What the composition throws, such as too many aliases, is a matter of the text as well.
    if (found === '') found = cause instanceof Error ? cause.message.replace(/\.$/, '') : String(cause)
    throw fail(found, 'Correct the text.', cause)
  }
  throw fail(found, "Keep one of them, without the line '---' between.")
}
