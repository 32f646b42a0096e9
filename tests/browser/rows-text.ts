/**
 * The text of a file of rows, in browsers: Vite serves the file as a module. Takes the place of tests/helpers/rows-text.ts.
 */
/// <reference types="vite/client" />
const FILES = import.meta.glob<string>('../{golden,golden2,trees}/*.jsonl', {
  query: '?raw',
  import: 'default',
  eager: true,
})

export const rowsText = (file: string): string => FILES[`../${file}.jsonl`]!
