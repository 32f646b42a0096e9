/**
 * Which workers are there, by the clock of Redis.
 */
import type { Connection } from './connection.js'
import { GONE_MS } from './durations.js'
import { workersKey } from './keys.js'

const timeOf = async (connection: Connection): Promise<number> => {
  const [seconds] = await connection.time()
  return Number(seconds) * 1000
}

/** Says that a worker is there. */
export async function showWorker(connection: Connection, id: string): Promise<void> {
  const now = await timeOf(connection)
  const key = workersKey()
  await connection
    .multi()
    .zremrangebyscore(key, 0, now - GONE_MS)
    .zadd(key, now, id)
    .expire(key, 3600)
    .exec()
}

/** Says that it is no longer. */
export async function missWorker(connection: Connection, id: string): Promise<void> {
  await connection.zrem(workersKey(), id)
}

/** How many workers of this version are there. */
export async function countWorkers(connection: Connection): Promise<number> {
  return connection.zcount(workersKey(), (await timeOf(connection)) - GONE_MS, '+inf')
}
