/**
 * Rows of JSON, a line each, from the files that hold what other programs computed.
 */
import { rowsText } from './rows-text.js'

/** The rows of a file, which is given as below tests/, without its ending: `golden/time`. */
export function readRows<Row>(file: string): Row[] {
  return rowsText(file)
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Row)
}
