/**
 * A store that notes what stands under a name whenever it is put or read, so that a run knows at its end what was changed
 * since, and reads no more than that again.
 */
import { isBlocked } from './fault.js'
import type { Store } from './store.js'

/** A store that is watched. */
export interface WatchedStore extends Store {
  /**
   * Whether surely the same bytes stand under a name as when it was last put or read through here. A store that tells no
   * identity is never sure.
   */
  isUnchanged(name: string): Promise<boolean>
}

/** Watches a store. */
export function watch(store: Store): WatchedStore {
  const noted = new Map<string, string>()
  const identityOf = async (name: string) => (await store.identity?.(name)) ?? null
  const note = async (name: string) => {
    noted.delete(name)
    const identity = await identityOf(name)
    if (identity !== null) noted.set(name, identity)
  }
  /** Before it is read: what is written while it is read has another identity. */
  const reading =
    <T>(read: (name: string) => Promise<T>) =>
    async (name: string) => {
      await note(name)
      return read(name)
    }
  const { size, identity, remove, clean, lag } = store
  return {
    location: store.location,
    async put(name, bytes) {
      let put: string | undefined
      const done = await store.put(name, bytes, (identity) => {
        put = identity
      })
      // What is written to it between the put and a look at it would be taken for what was put.
      if (put === undefined) await note(name)
      else noted.set(name, put)
      return done
    },
    get: reading((name) => store.get(name)),
    digest: reading((name) => store.digest(name)),
    list: (prefix) => store.list(prefix),
    ...(size && { size: reading((name) => size.call(store, name)) }),
    ...(identity && { identity: (name: string) => identity.call(store, name) }),
    ...(remove && { remove: (name: string) => remove.call(store, name) }),
    ...(clean && { clean: (isEnd?: boolean) => clean.call(store, isEnd) }),
    ...(lag && { lag: () => lag.call(store) }),
    async isUnchanged(name) {
      const before = noted.get(name)
      if (before === undefined) return false
      try {
        return before === (await identityOf(name))
      } catch (error) {
        // Something else stands in its place.
        if (isBlocked(error)) return false
        throw error
      }
    },
  }
}
