/**
 * A text of many lines in blocks, of which a browser lays out only those in sight: a list of 100,000 values would hold up
 * the page for seconds.
 */
import { h } from '../panel/dom.js'

// As tall as the style sheet says of a block that was not laid out yet.
const LINES = 200

/** The text itself where it is short, else its blocks; together they hold the same text. */
export function linesOf(text: string): (string | HTMLElement)[] {
  const lines = text.split(/(?<=\n)/)
  if (lines.length <= LINES) return [text]
  return Array.from({ length: Math.ceil(lines.length / LINES) }, (_, block) =>
    h('span', { class: 'lines' }, lines.slice(block * LINES, (block + 1) * LINES).join('')),
  )
}
