/**
 * Runs in Node before the browser tests, and gives them what Node computes.
 */
import type { TestProject } from 'vitest/node'
import { digests } from './fills.js'

declare module 'vitest' {
  interface ProvidedContext {
    /** SHA-256 of values by their names, as Node computed them in this run. */
    nodeDigests: Record<string, string>
  }
}

export default async function setup({ provide }: TestProject): Promise<void> {
  provide('nodeDigests', await digests())
}
