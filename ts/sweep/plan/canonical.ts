/**
 * Canonical JSON (RFC 8785) and its SHA-256: the same data gives the same text, whatever the order of its keys.
 */
import { createHash } from 'node:crypto'

/**
 * The canonical text of plain JSON data: keys sorted by UTF-16 code units, numbers as ECMAScript writes them. Keys
 * whose value is undefined are left out.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, inner]) => inner !== undefined)
    // By code units, as `<` compares: the locale must not matter.
    entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonicalJson(inner)}`).join(',')}}`
  }
  return JSON.stringify(value) ?? 'null'
}

/** SHA-256 in hex of a text in UTF-8. */
export const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex')
