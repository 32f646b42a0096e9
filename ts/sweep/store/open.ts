/**
 * The registry of stores: what opens a location, by its scheme. A new one is a file beside this one, and a line here.
 */
import { fileURLToPath } from 'node:url'
import { describeValue } from '../../errors/error.js'
import { SweepError } from '../errors.js'
import { FolderStore } from './folder.js'
import type { Store } from './store.js'

const SCHEMES: Readonly<Record<string, (location: string) => Store | Promise<Store>>> = {
  file: (location) => new FolderStore(fileURLToPath(location)),
  // What is known of S3 is loaded where it is needed.
  s3: async (location) => new (await import('./s3/store.js')).S3Store(location),
}

/**
 * Opens the store at a location: a path, or a URL such as file:///data/sweep or s3://bucket/prefix. Nothing is made or read yet. A store of
 * one's own is given back as it is.
 *
 * @throws SweepError 'store-location' for an empty text, and for a scheme that no store has
 *
 * @example
 * ```ts
 * const store = await openStore('mpt-sweep')
 * store.location // => 'mpt-sweep'
 * ```
 */
export async function openStore(location: string | Store): Promise<Store> {
  if (typeof location !== 'string') return location
  // A single letter is a drive of Windows.
  const scheme = /^([a-z][a-z\d+.-]+):\/\//i.exec(location)?.[1]?.toLowerCase()
  if (location !== '' && scheme === undefined) return new FolderStore(location)
  if (scheme !== undefined && Object.hasOwn(SCHEMES, scheme)) return SCHEMES[scheme]!(location)
  throw new SweepError(
    'store-location',
    `A sweep is kept in a folder, given by its path or as file://, or in a bucket, as s3://; found ${describeValue(location)}. Write the path of a folder.`,
  )
}
