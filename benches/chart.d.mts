import type { Results } from './results.mjs'
export function chartOf(results: Results[]): string
