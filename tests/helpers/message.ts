/** What a function throws, of whatever kind, and its message. */

/** What a function throws; undefined for nothing. */
export function errorFrom(f: () => unknown): unknown {
  try {
    f()
  } catch (error) {
    return error
  }
  return undefined
}

/** The message of what a function throws. */
export function messageFrom(f: () => unknown): string {
  const error = errorFrom(f)
  return error instanceof Error ? error.message : `no error: ${error}`
}
