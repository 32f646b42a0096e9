/**
 * Text with `${…}` in it, taken apart. Resolves nothing.
 */

/** A piece of text, or what stands between `${` and its `}`, where other interpolations may be nested. */
export type Part = string | { readonly inner: string }

/** The parts of a text in order, or null when a brace is not closed. `\${` is a plain `${`. */
export function splitTemplate(text: string): Part[] | null {
  const parts: Part[] = []
  let plain = ''
  let at = 0
  while (at < text.length) {
    if (text.startsWith('\\${', at)) {
      plain += '${'
      at += 3
    } else if (text.startsWith('${', at)) {
      const end = closing(text, at + 2)
      if (end < 0) return null
      if (plain !== '') parts.push(plain)
      plain = ''
      parts.push({ inner: text.slice(at + 2, end) })
      at = end + 1
    } else plain += text[at++]
  }
  if (plain !== '') parts.push(plain)
  return parts
}

/** Where the brace closes that was opened just before `from`, or -1. */
function closing(text: string, from: number): number {
  let depth = 1
  for (let at = from; at < text.length; at++) {
    if (text[at] === '{') depth++
    else if (text[at] === '}' && --depth === 0) return at
  }
  return -1
}

/** A text without the quotes around it, if it has any. */
export function stripQuotes(text: string): string {
  return /^(['"])(.*)\1$/s.exec(text)?.[2] ?? text
}
