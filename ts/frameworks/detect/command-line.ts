/**
 * A command line as flags and their values. Nothing is executed or expanded: quotes and line ends behind a backslash alone are
 * known.
 */
import type { Mapping } from '../import/fields.js'

const FLAG = /^--?([A-Za-z][\w.-]*)(?:=([\s\S]*))?$/
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i
// More words than any command has.
const MOST_WORDS = 20_000

/** The words of a command line; null where there are too many to be one. */
function wordsOf(text: string): string[] | null {
  const words: string[] = []
  for (const [word] of text.replace(/\\\r?\n/g, ' ').matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g)) {
    if (words.length === MOST_WORDS) return null
    words.push(word.replace(/"([^"]*)"|'([^']*)'/g, '$1$2'))
  }
  return words
}

/** What a word says: a number, yes or no, or a text. */
function scalarOf(word: string): unknown {
  if (NUMBER.test(word)) return Number(word)
  if (/^true$/i.test(word)) return true
  if (/^false$/i.test(word)) return false
  return word
}

/**
 * The flags of a command line by their names in snake_case, each with its value: true for none, a list for several. Null for
 * a text that has no flags.
 */
export function flagsOf(text: string): Mapping | null {
  const words = wordsOf(text)
  if (words === null) return null
  const values = new Map<string, unknown[]>()
  let open: unknown[] | null = null
  for (const word of words) {
    const flag = NUMBER.test(word) ? null : FLAG.exec(word)
    if (flag === null) {
      open?.push(scalarOf(word))
      continue
    }
    const [, name, value] = flag
    open = value === undefined ? [] : [scalarOf(value)]
    values.set(name!.replaceAll('-', '_'), open)
  }
  if (values.size === 0) return null
  return Object.fromEntries([...values].map(([name, list]) => [name, list.length > 1 ? list : (list[0] ?? true)]))
}
