/**
 * The content of a text: JSON, TOML, YAML or assignments. Readers of TOML and YAML are loaded when they are needed.
 */
import { SchedulerError } from '../../errors/error.js'
import { isMapping, type Mapping } from '../import/fields.js'

// As large as configurations may be.
const MOST_CHARACTERS = 8 * 2 ** 20

/** An error of a text. */
export function wrongText(found: string, cure: string, cause?: unknown): SchedulerError {
  return new SchedulerError(
    'source-text',
    { found: found.length > 300 ? `${found.slice(0, 300)}…` : found, cure },
    { cause },
  )
}

/** The message of an error of a parser, in a line. */
const lineOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replace(/\s+/g, ' ').replace(/\.$/, '')

/** A text without a mark of its encoding, as long as a text may be. */
export function checkText(text: unknown): string {
  if (typeof text !== 'string') {
    throw new SchedulerError('bad-type', { what: 'text', expected: 'a string', found: text })
  }
  if (text.length > MOST_CHARACTERS) {
    throw wrongText(`${text.length} characters`, `Give one of at most ${MOST_CHARACTERS}.`)
  }
  const plain = text.replace(/^\ufeff/, '')
  if (plain.trim() === '') throw wrongText('nothing', 'Give the content of a file.')
  return plain
}

/** The mapping that a text holds. */
export async function contentOf(text: string): Promise<Mapping> {
  const value = await parsed(text)
  if (isMapping(value)) return value
  const found = Array.isArray(value) ? 'a list' : 'a single value'
  throw wrongText(found, 'Give a mapping of keys.')
}

const SECTION = /^[ \t]*\[{1,2}[ \t]*[\w."-]+[ \t]*\]{1,2}[ \t]*(?:#.*)?$/m
const ASSIGNMENT = /^[ \t]*[\w."-]+[ \t]*=(?!=)/m

async function parsed(text: string): Promise<unknown> {
  if (/^\s*[{[]/.test(text) && !SECTION.test(firstLines(text))) {
    try {
      return JSON.parse(text)
    } catch (error) {
      throw wrongText(`JSON that ends early or is wrong: ${lineOf(error)}`, 'Correct it.', error)
    }
  }
  const start = firstLines(text)
  if (SECTION.test(start)) return await readToml(text)
  if (ASSIGNMENT.test(start)) return assignments(text) ?? (await readToml(text))
  return await readYaml(text)
}

/** Where the kind of a text shows. */
const firstLines = (text: string): string => text.slice(0, 65_536)

async function readToml(text: string): Promise<unknown> {
  const { parse } = await import('smol-toml')
  try {
    return parse(text)
  } catch (error) {
    throw wrongText(`TOML that is wrong: ${lineOf(error)}`, 'Correct it.', error)
  }
}

async function readYaml(text: string): Promise<unknown> {
  const [{ parseText }, { resolveAll }] = await Promise.all([
    import('../../config/text.js'),
    import('../../config/resolve.js'),
  ])
  try {
    return resolveAll(parseText(text, 'text'))
  } catch (error) {
    const line = lineOf(error)
    // The reader's own sentence: what it found, or its rule where that is just more.
    const [, rule, said = line] = /^(?:text: )?(.*); found (.*)\. [A-Z][^.]*\.$/s.exec(`${line}.`) ?? []
    if (said === 'more') throw wrongText(`more than that: ${rule}`, 'Write it as JSON.', error)
    throw wrongText(`YAML that is wrong: ${said}`, 'Correct it.', error)
  }
}

const LITERAL = /^(?:([+-]?(?:\d[\d_]*\.?[\d_]*|\.\d+)(?:e[+-]?\d+)?)|(True|False|None)|'([^'\\]*)'|"([^"\\]*)")$/i

/** Assignments of literals to names, as configurations in Python have them; null where a section or other TOML stands. */
function assignments(text: string): Mapping | null {
  const found: Record<string, unknown> = Object.create(null)
  let count = 0
  for (const line of text.split('\n')) {
    const assigned = /^([A-Za-z_]\w*)\s*=\s*(.*?)\s*$/.exec(line)
    if (assigned === null) continue
    const [, name, written] = assigned as unknown as [string, string, string]
    // A comment follows a literal without a # in it.
    const literal = LITERAL.exec(/^(['"]).*?\1/.exec(written)?.[0] ?? written.replace(/\s*#.*$/, ''))
    if (literal === null) continue
    const [, number, word, single, double] = literal
    if (number !== undefined) found[name] = Number(number.replaceAll('_', ''))
    else if (word !== undefined) found[name] = word === 'None' ? null : word.toLowerCase() === 'true'
    else found[name] = single ?? double
    count++
  }
  return count === 0 ? null : { ...found }
}
