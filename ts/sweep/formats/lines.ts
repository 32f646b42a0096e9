/**
 * The lines of a text, counted in its bytes.
 */

const LINE_FEED = 10
const QUOTE = 34

/**
 * How many lines there are, each of which has an end.
 *
 * @param isQuoted whether line feeds between quotation marks belong to a value, as in CSV
 */
export function countLines(text: Uint8Array, isQuoted: boolean): number {
  if (text.length > 0 && text.at(-1) !== LINE_FEED) throw new Error('a last line without an end')
  if (isQuoted && text.includes(QUOTE)) return countOutside(text)
  let lines = 0
  for (let at = text.indexOf(LINE_FEED); at >= 0; at = text.indexOf(LINE_FEED, at + 1)) lines++
  return lines
}

function countOutside(text: Uint8Array): number {
  let [lines, isInside] = [0, false]
  for (let at = 0; at < text.length; at++) {
    const byte = text[at]
    if (byte === QUOTE) isInside = !isInside
    else if (byte === LINE_FEED && !isInside) lines++
  }
  if (isInside) throw new Error('a quotation mark without its counterpart')
  return lines
}
