/**
 * What a store is: a place where bytes get a name once, and keep it.
 */
import { describeValue } from '../../errors/error.js'
import { SweepError } from '../errors.js'

/** Keeps bytes under names, such as `curves/part-00000.parquet`. A name that is taken stays as it is. */
export interface Store {
  /** Where it is, as messages name it: the path of a folder, for example. */
  readonly location: string
  /**
   * Puts bytes under a name unless it is taken; 'exists' leaves what is there untouched. Durable when it resolves:
   * then a crash loses nothing, and before it, a reader sees nothing or all of it. A store that has `identity` may tell that
   * of what it put, as it was when it made sure of it.
   */
  put(name: string, bytes: Uint8Array, onPut?: (identity: string) => void): Promise<'created' | 'exists'>
  /** What is under a name; null when nothing is. */
  get(name: string): Promise<Uint8Array | null>
  /** Length and SHA-256 of what is under a name, without holding it in memory; null when nothing is. */
  digest(name: string): Promise<Digest | null>
  /** All names that begin with the prefix, sorted by their UTF-16 code units. */
  list(prefix?: string): Promise<string[]>
  /** The length of what is under a name; null when nothing is. Where a store has none, `digest` tells it. */
  size?(name: string): Promise<number | null>
  /**
   * Some of the bytes under a name, fewer where it ends before; null when nothing is there. Where a store has it, `readSweep`
   * and `searchSweep` read of parts in Parquet what they need.
   */
  range?(name: string, offset: number, bytes: number): Promise<Uint8Array | null>
  /**
   * Tells what stands under a name without reading it, as a text that changes whenever something else is put there or it is
   * written to: an entity tag, for example; null when nothing is. Where a store has none, a run reads at its end all that it
   * put.
   */
  identity?(name: string): Promise<string | null>
  /**
   * All that `list` names, with the length and the identity of each as `size` and `identity` tell them. A store has it where
   * this is one request for many names, as in a bucket; a sweep then asks so for what it would ask of each name.
   */
  entries?(): Promise<ReadonlyMap<string, StoreEntry>>
  /**
   * Removes what is under a name, if anything is, so that it can be put again: what is damaged and of the sweep that is
   * being run. Where a store has none, an error tells what to remove by hand.
   */
  remove?(name: string): Promise<void>
  /**
   * For how many milliseconds what another machine has put may not be seen here yet; 0, as where there is no `lag`, when it
   * is seen at once.
   */
  lag?(): Promise<number>
  /**
   * Removes what processes that are gone left half-written, never what a living one is writing; where there is such. At the end
   * of a sweep all that is half-written is removed: whoever still writes it finds its name taken.
   */
  clean?(isEnd?: boolean): Promise<void>
}

/** What stands under a name, without its bytes. */
export interface StoreEntry {
  /** The length. */
  readonly bytes: number
  /** A text that changes whenever something else is put there or it is written to: an entity tag, for example. */
  readonly identity: string
}

/** Length and checksum of bytes: different bytes have different ones. */
export interface Digest {
  /** The length. */
  readonly bytes: number
  /** 64 hex digits. */
  readonly sha256: string
}

/** The length of what is under a name; null when nothing is. */
export async function sizeOf(store: Store, name: string): Promise<number | null> {
  if (store.size !== undefined) return store.size(name)
  return (await store.digest(name))?.bytes ?? null
}

/** The most characters of a name. */
export const LONGEST_NAME = 1000

/**
 * Refuses names that some store could not keep: they are relative paths with '/', no part of which begins with a dot.
 *
 * @throws SweepError 'store-name'
 */
export function checkName(name: string): void {
  const isGood =
    name.length <= LONGEST_NAME &&
    name.split('/').every((part) => part !== '' && !part.startsWith('.')) &&
    !/[\p{Cc}\p{Surrogate}\\]/u.test(name) &&
    !/^[a-z]:/i.test(name)
  if (isGood) return
  throw new SweepError(
    'store-name',
    `A name in a store is a relative path with '/' of at most ${LONGEST_NAME} characters, without backslashes and control characters, and no part of it is empty or begins with '.'; found ${describeValue(name)}. Choose a name like 'curves/part-00000.parquet'.`,
  )
}
