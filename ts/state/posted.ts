/**
 * What becomes of an instance that is posted to a worker, and how it gets there whole: as JSON.
 */

/** The cure where a bare object, as a structured clone makes it of an instance, stands in place of one. */
export function postedCure(found: unknown, reader: string): string | undefined {
  if (!isBare(found)) return undefined
  return `Posted to a worker? Send what toJSON() gives, and read it there with ${reader}.fromJSON.`
}

function isBare(found: unknown): boolean {
  if (typeof found !== 'object' || found === null) return false
  try {
    return Object.getPrototypeOf(found) === Object.prototype && Reflect.ownKeys(found).length === 0
  } catch {
    // A proxy may refuse to say what it is.
    return false
  }
}
