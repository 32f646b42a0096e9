/**
 * Plain data as literals of Python.
 */

/** A value. */
export function literalOf(value: unknown): string {
  if (value === null) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value === 'string') return `'${value.replace(/[\\']/g, '\\$&').replace(/\n/g, '\\n')}'`
  if (Array.isArray(value)) return `[${value.map(literalOf).join(', ')}]`
  return String(value)
}

/** A call with arguments by their names. */
export function callOf(name: string, kwargs: Readonly<Record<string, unknown>>, first: readonly string[] = []): string {
  const named = Object.entries(kwargs).map(([key, value]) => `${key}=${literalOf(value)}`)
  return `${name}(${[...first, ...named].join(', ')})`
}
