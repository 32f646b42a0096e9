/**
 * A store that notes what stands under a name whenever it is put or read, so that a run knows at its end what was changed
 * since, and reads no more than that again.
 */
import { isBlocked } from './fault.js'
import type { Store, StoreEntry } from './store.js'

/** A store that is watched. */
export interface WatchedStore extends Store {
  /**
   * Whether surely the same bytes stand under a name as when it was last put or read through here. A store that tells no
   * identity is never sure.
   */
  isUnchanged(name: string): Promise<boolean>
  /**
   * Looks at all names at once, where the store can: from then on this look tells what stood under a name before it is read,
   * and what stands there at the end. Null where the store can't, and each name is looked at by itself.
   */
  survey(): Promise<ReadonlyMap<string, StoreEntry> | null>
}

/** Watches a store. */
export function watch(store: Store): WatchedStore {
  const noted = new Map<string, string>()
  /** All that stood there when it was last looked at. */
  let seen: ReadonlyMap<string, StoreEntry> | null = null
  /** Names that were put or removed through here since. */
  const touched = new Set<string>()
  /** Names of which that look has told the length: who asks again wants to know of now. */
  const told = new Set<string>()
  const asked = async (name: string) => (await store.identity?.(name)) ?? null
  const isSeen = (name: string) => seen !== null && !touched.has(name)
  const identityOf = async (name: string) => (isSeen(name) ? (seen!.get(name)?.identity ?? null) : asked(name))
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
  const { size, identity, entries, remove, clean, lag } = store
  return {
    location: store.location,
    async put(name, bytes) {
      touched.add(name)
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
    ...(size && {
      size: reading(async (name) => {
        if (!isSeen(name) || told.has(name)) return size.call(store, name)
        told.add(name)
        return seen!.get(name)?.bytes ?? null
      }),
    }),
    ...(identity && { identity: (name: string) => identity.call(store, name) }),
    ...(entries && { entries: () => entries.call(store) }),
    ...(remove && {
      remove: (name: string) => {
        touched.add(name)
        return remove.call(store, name)
      },
    }),
    ...(clean && { clean: (isEnd?: boolean) => clean.call(store, isEnd) }),
    ...(lag && { lag: () => lag.call(store) }),
    async survey() {
      if (entries === undefined) return null
      const found = await entries.call(store)
      seen = found
      touched.clear()
      told.clear()
      return found
    },
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
