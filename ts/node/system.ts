/**
 * Errors of the operating system and of Node, told apart by their codes.
 */

/** The code of such an error, for example 'ENOENT'; undefined for any other. */
export function systemCode(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : undefined
}
