/**
 * Canonical JSON (RFC 8785) and its SHA-256: the same data gives the same text, whatever the order of its keys.
 */
import { createHash } from 'node:crypto'

/**
 * The canonical text of plain JSON data: keys sorted by UTF-16 code units, numbers as ECMAScript writes them. Keys
 * whose value is undefined are left out.
 */
export function canonicalJson(value: unknown): string {
  let text = ''
  write(value, (piece) => {
    text += piece
  })
  return text
}

/** SHA-256 in hex of the canonical text, which is never there as a whole: a plan has millions of values. */
export function canonicalDigest(value: unknown): string {
  const hash = createHash('sha256')
  let text = ''
  write(value, (piece) => {
    text += piece
    if (text.length < PIECE) return
    hash.update(text, 'utf8')
    text = ''
  })
  return hash.update(text, 'utf8').digest('hex')
}

const PIECE = 65_536

function write(value: unknown, put: (piece: string) => void): void {
  if (Array.isArray(value)) {
    put('[')
    for (let i = 0; i < value.length; i++) {
      if (i > 0) put(',')
      write(value[i] ?? null, put)
    }
    put(']')
  } else if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, inner]) => inner !== undefined)
    // By code units, as `<` compares: the locale must not matter.
    entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    put('{')
    for (const [index, [key, inner]] of entries.entries()) {
      put(`${index > 0 ? ',' : ''}${JSON.stringify(key)}:`)
      write(inner, put)
    }
    put('}')
  } else {
    put(JSON.stringify(value) ?? 'null')
  }
}

/** Whether two values have the same canonical text; looks at no more than the first holds. */
export function isSameJson(value: unknown, other: unknown): boolean {
  if (Array.isArray(value)) {
    if (!Array.isArray(other) || other.length !== value.length) return false
    return value.every((inner, index) => isSameJson(inner ?? null, other[index] ?? null))
  }
  if (typeof value !== 'object' || value === null) {
    const isScalar = typeof other !== 'object' || other === null
    return isScalar && (JSON.stringify(value) ?? 'null') === (JSON.stringify(other) ?? 'null')
  }
  if (typeof other !== 'object' || other === null || Array.isArray(other)) return false
  const [inners, others] = [value, other].map(
    (object) => new Map(Object.entries(object).filter(([, inner]) => inner !== undefined)),
  ) as [Map<string, unknown>, Map<string, unknown>]
  return (
    inners.size === others.size &&
    [...inners].every(([key, inner]) => others.has(key) && isSameJson(inner, others.get(key)))
  )
}
