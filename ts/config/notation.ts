/**
 * Plain values as the text of a configuration, which this package, OmegaConf and PyYAML read as the same values.
 */
import { isList, isMapping } from './collections.js'
import { numberText } from './number.js'
import { parseScalar } from './text.js'

/** Words, and times such as 100ba: what no reader takes for anything but a text. */
const PLAIN = /^(?:[A-Za-z_][\w-]*|\d+(?:\.\d+)?(?:[eE][-+]?\d+)?[a-z]+|\d+-[a-z]+)$/

/** A text, in quotes where it would be read as something else. */
const wordText = (value: string): string =>
  PLAIN.test(value) && parseScalar(value) === value && !/^[yn]$/i.test(value) ? value : JSON.stringify(value)

/** A value in a line. */
export function flowText(value: unknown): string {
  if (isList(value)) return `[${value.map(flowText).join(', ')}]`
  if (isMapping(value)) return `{${Object.entries(value).map(pairText).join(', ')}}`
  if (typeof value === 'string') return wordText(value)
  return typeof value === 'number' ? numberText(value) : String(value)
}

/** A mapping in lines, those within it indented. */
export function blockText(value: Readonly<Record<string, unknown>>): string {
  return `${linesOf(value).join('\n')}\n`
}

const linesOf = (value: Readonly<Record<string, unknown>>): string[] =>
  Object.entries(value).flatMap(([key, inner]) => {
    if (isMapping(inner) && Object.keys(inner).length > 0) return [`${wordText(key)}:`, ...linesOf(inner).map(indented)]
    if (isList(inner) && inner.some((item) => isMapping(item))) {
      return [`${wordText(key)}:`, ...inner.flatMap(itemLines).map(indented)]
    }
    return [pairText([key, inner])]
  })

const itemLines = (item: unknown): string[] =>
  isMapping(item) && Object.keys(item).length > 0
    ? linesOf(item).map((line, index) => `${index === 0 ? '- ' : '  '}${line}`)
    : [`- ${flowText(item)}`]

const indented = (line: string): string => `  ${line}`

const pairText = ([key, inner]: [string, unknown]): string => `${wordText(key)}: ${flowText(inner)}`
