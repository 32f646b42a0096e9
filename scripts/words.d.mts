import type { Plugin } from 'vite'

/** Gives the catalogue in `file` without its formulas. */
export function wordsOnly(file: string): Plugin
