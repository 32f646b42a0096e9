/**
 * The text of a golden file, in browsers: Vite serves the file as a module. Takes the place of tests/golden/read.ts.
 */
/// <reference types="vite/client" />
const FILES = import.meta.glob<string>('../golden/*.jsonl', { query: '?raw', import: 'default', eager: true })

export const goldenText = (file: string): string => FILES[`../golden/${file}.jsonl`]!
