/** A text, or a table with its cells as they are printed. */
export type Block = string | { head: string[]; rows: string[][] }
export interface Result {
  node?: string
  machine: string
  date: string
  load?: number
  note?: string
  blocks: Block[]
}
/** A processor's results, by bench and by the major version of Node or the browser. */
export interface Results {
  processor: string
  benches: Record<string, Record<string, Result>>
}
export const RESULTS: string
export function blocksOf(markdown: string): Block[]
export function markdownOf(blocks: Block[]): string
export function readResults(folder?: string): Results[]
export function keep(bench: string, result: Result, where?: { folder?: string; name?: string }): void
