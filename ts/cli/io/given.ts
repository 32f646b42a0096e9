/**
 * What was given on the command line, as messages repeat it: cut where it is long.
 */

import { oneLine } from '../../config/errors.js'

/** The most characters of an option's value in a message. */
export const LONGEST_VALUE = 80
/** The most characters of any other word of the command line, such as a path. */
export const LONGEST_WORD = 400
/** The most characters of a message. */
const LONGEST_MESSAGE = 2000

/** A message in which no word of the command line has more characters. */
export function cutGiven(message: string, longest: number, words: readonly string[] = process.argv.slice(2)): string {
  // An option's value may be part of its word: --at=VALUE, -oVALUE.
  const given = words.flatMap((word) => [word, word.slice(word.indexOf('=') + 1), word.slice(2)])
  // Some messages are of one line already.
  const long = [...given, ...given.map(oneLine)]
    .filter((word) => word.length > longest)
    .sort((a, b) => b.length - a.length)
  return cut(
    long.reduce((text, word) => text.replaceAll(word, () => cut(word, longest)), message),
    LONGEST_MESSAGE,
  )
}

/** The beginning and the end of a text. */
function cut(text: string, longest: number): string {
  if (text.length <= longest) return text
  const end = Math.floor(longest / 4)
  return `${text.slice(0, longest - end - 3)}...${text.slice(-end)}`
}
