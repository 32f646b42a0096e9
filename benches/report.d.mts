import type { Results } from './results.mjs'
export function pageOf(page: string, results: Results[]): string
