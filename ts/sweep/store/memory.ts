/**
 * A store in memory.
 */

import { digestOf } from './digest.js'
import { checkName, type Digest, type Store } from './store.js'

/** Keeps everything as long as it lives itself. */
export class MemoryStore implements Store {
  readonly location = 'memory'
  readonly #kept = new Map<string, Uint8Array>()

  async put(name: string, bytes: Uint8Array): Promise<'created' | 'exists'> {
    checkName(name)
    if (this.#kept.has(name)) return 'exists'
    this.#kept.set(name, bytes.slice())
    return 'created'
  }

  async get(name: string): Promise<Uint8Array | null> {
    checkName(name)
    return this.#kept.get(name)?.slice() ?? null
  }

  async digest(name: string): Promise<Digest | null> {
    checkName(name)
    const bytes = this.#kept.get(name)
    return bytes === undefined ? null : digestOf(bytes)
  }

  async size(name: string): Promise<number | null> {
    checkName(name)
    return this.#kept.get(name)?.length ?? null
  }

  async remove(name: string): Promise<void> {
    checkName(name)
    this.#kept.delete(name)
  }

  async list(prefix = ''): Promise<string[]> {
    return [...this.#kept.keys()].filter((name) => name.startsWith(prefix)).sort()
  }
}
