/**
 * The text of a golden file, in Node. In browsers, tests/browser/golden-text.ts takes this file's place.
 */
import { readFileSync } from 'node:fs'

export const goldenText = (file: string): string => readFileSync(new URL(`./${file}.jsonl`, import.meta.url), 'utf8')
