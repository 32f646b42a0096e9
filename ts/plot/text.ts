/**
 * How wide a text will be, without its font: near enough to lay out labels, a little too wide rather than too narrow.
 */

const USUAL = 0.6
const WIDE = 1.05
// From here on letters are as wide as they are high: Chinese, Japanese, Korean, emoji.
const FIRST_WIDE = 0x2e80

/** The width of a text in pixels. */
export function widthOf(text: string, size: number): number {
  let width = 0
  for (const letter of text) width += letter.codePointAt(0)! < FIRST_WIDE ? USUAL : WIDE
  return width * size
}

/** A text that fits: cut in the middle, as names differ at their ends. */
export function fitted(text: string, size: number, width: number): string {
  if (widthOf(text, size) <= width) return text
  const letters = [...text]
  // No letter is narrower than the usual ones.
  const most = Math.min(letters.length - 1, Math.ceil(width / (USUAL * size)))
  for (let kept = most; kept > 1; kept--) {
    const head = Math.ceil(kept / 2)
    const shorter = `${letters.slice(0, head).join('')}…${letters.slice(letters.length - (kept - head)).join('')}`
    if (widthOf(shorter, size) <= width) return shorter
  }
  return '…'
}
