/**
 * What a store alone tells of a sweep that goes on: its plan, and where it is.
 */
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { SweepError } from '../sweep/errors.js'
import type { PlannedSweep } from '../sweep/run/sweep.js'
import { FaultError } from '../sweep/store/fault.js'
import { otherVersion } from '../sweep/store/plan-file.js'
import type { Store } from '../sweep/store/store.js'
import { findManifest, findSource } from '../sweep/verify/source.js'

/** A folder as its absolute path, which means the same to workers that stand elsewhere; a URL as it is. */
export function absoluteStore(location: string): string {
  if (/^file:\/\//i.test(location)) return path.resolve(fileURLToPath(location))
  if (/^[a-z][a-z\d+.-]+:\/\//i.test(location)) return location.replace(/\/+$/, '')
  return path.resolve(location)
}

/**
 * The plan of a store.
 *
 * @throws SweepError 'not-finished' where there is none, 'store-conflict' for that of another version
 */
export async function planOf(store: Store): Promise<PlannedSweep> {
  const source = await findSource(store, await findManifest(store))
  if (source.is === 'planned') return { plan: source.plan, encoders: source.encoders }
  const [fault] = source.faults
  if (fault !== undefined) throw new FaultError(fault)
  if (source.by.startsWith('scale-schedule@')) throw otherVersion(source.begunBy)
  throw new SweepError(
    'store-conflict',
    `A sweep goes on with the packages that began it; found ${source.by} there. Install these.`,
  )
}
