/**
 * Shards: the parts of a sweep dealt out to machines that know nothing of each other.
 */
import { checkCount } from '../../state/checks.js'
import type { SweepPlan } from '../plan/plan.js'
import { groupParts } from './part.js'

/** One of several shares of a sweep's parts. */
export interface Shard {
  /** Which one, counted from 1. */
  readonly index: number
  /** How many there are. */
  readonly count: number
}

/** The most shards of a sweep: more than there can be parts. */
export const MOST_SHARDS = 1_000_000

/**
 * A shard that makes sense.
 *
 * @throws SchedulerError 'integer-range'
 */
export function checkShard({ index, count }: Shard): Shard {
  checkCount('The number of shards', count, 1, MOST_SHARDS)
  checkCount('The number of a shard', index, 1, count)
  return { index, count }
}

/**
 * The parts of a shard by their indexes, in order. They are dealt out one by one, as neighbours are alike; those that are
 * computed together stay together.
 */
export const partsOfShard = (plan: SweepPlan, { index, count }: Shard): number[] =>
  allGroups(plan).flatMap((group, place) => (place % count === index - 1 ? group : []))

/** Which of `count` shards make these parts, in order. */
export function shardsOf(plan: SweepPlan, indexes: Iterable<number>, count: number): number[] {
  const wanted = new Set(indexes)
  const shards = new Set<number>()
  for (const [place, group] of allGroups(plan).entries()) {
    if (group.some((index) => wanted.has(index))) shards.add((place % count) + 1)
  }
  return [...shards].sort((a, b) => a - b)
}

const allGroups = (plan: SweepPlan): number[][] => groupParts(plan, [...plan.parts.keys()])
