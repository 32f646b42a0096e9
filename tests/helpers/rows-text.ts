/**
 * The text of a file of rows, in Node. In browsers, tests/browser/rows-text.ts takes this file's place.
 */
import { readFileSync } from 'node:fs'

/** @param file - below tests/, without its ending: `golden/time` */
export const rowsText = (file: string): string => readFileSync(new URL(`../${file}.jsonl`, import.meta.url), 'utf8')
