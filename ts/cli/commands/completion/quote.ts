/**
 * Text within the scripts: quoted, in one line.
 */

/** A word of a POSIX shell, whatever is in it. */
export const quoted = (text: string): string => `'${oneLine(text).replaceAll("'", "'\\''")}'`

/** The same for fish, which has other rules within single quotes. */
export const quotedForFish = (text: string): string => `'${oneLine(text).replace(/[\\']/g, '\\$&')}'`

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()
