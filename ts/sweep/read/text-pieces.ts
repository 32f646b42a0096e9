/**
 * A large file of lines as texts of some size that end where a row ends: all of it may not fit into a string.
 */

const SIZE = 1 << 20
const LINE_FEED = 10
const QUOTE = 34

/** Pieces of UTF-8 text, cut after line feeds; with `quotes`, never after one within quotation marks. */
export function* textPieces(bytes: Uint8Array, quotes: boolean): Generator<string> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const isQuoted = quotes && buffer.includes(QUOTE)
  for (let from = 0; from < buffer.length; ) {
    let end = lineEnd(buffer, from + SIZE)
    if (isQuoted) {
      let open = countQuotes(buffer, from, end) % 2
      while (open === 1 && end < buffer.length) {
        const next = lineEnd(buffer, end)
        open ^= countQuotes(buffer, end, next) % 2
        end = next
      }
    }
    yield buffer.toString('utf8', from, end)
    from = end
  }
}

/** The place after the next line feed. */
function lineEnd(buffer: Buffer, from: number): number {
  const at = from < buffer.length ? buffer.indexOf(LINE_FEED, from) : -1
  return at < 0 ? buffer.length : at + 1
}

function countQuotes(buffer: Buffer, from: number, end: number): number {
  let count = 0
  for (let at = from; at < end; at++) if (buffer[at] === QUOTE) count++
  return count
}
