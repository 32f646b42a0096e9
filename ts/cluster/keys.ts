/**
 * The names that a queue has in Redis: all begin with one prefix, whose braces keep them on one node of a cluster.
 */
import { ownVersion } from '../node/version.js'

/** What all keys begin with. */
export const PREFIX = '{scale-schedule}'

/** The name of a version's queue: no other version sees its jobs. */
export const queueName = (version = ownVersion()): string => `parts-${version}`

/** The versions that have enqueued something. */
export const VERSIONS = `${PREFIX}:versions`

/** The list of what waits in a version's queue, as BullMQ names it. */
export const waitingKey = (version: string): string => `${PREFIX}:${queueName(version)}:wait`

/** The workers of a version, each with the time at which it was last there, in milliseconds. */
export const workersKey = (version = ownVersion()): string => `${PREFIX}:here:${version}`

/** What is known of a run, none of which is missed when it is lost: the plan and the sidecars tell all. */
export const runKeys = (run: string) => ({
  /** Its state. */
  state: `${PREFIX}:run:${run}:state`,
  /** A bit for each part that is done. */
  done: `${PREFIX}:run:${run}:done`,
  /** By index, why parts have failed. */
  failed: `${PREFIX}:run:${run}:failed`,
})
