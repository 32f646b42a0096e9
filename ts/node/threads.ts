/**
 * How many threads may compute at a time here: what the scheduler of a cluster and the quotas of a container allow, not the
 * cores of the machine.
 */
import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import path from 'node:path'

/** Where to look; the system's own by default. */
export interface ThreadSources {
  readonly processors: number
  readonly env: Readonly<Record<string, string | undefined>>
  /** The text of a file; null where there is none. */
  readonly read: (file: string) => string | null
}

const SYSTEM: ThreadSources = {
  get processors() {
    return availableParallelism()
  },
  env: process.env,
  read(file) {
    try {
      return readFileSync(file, 'utf8')
    } catch {
      return null
    }
  },
}

/** At least 1: the processors there are, cut to the quotas of cgroups (rounded up) and to SLURM_CPUS_PER_TASK. */
export function availableThreads({ processors, env, read }: ThreadSources = SYSTEM): number {
  const asked = /^[1-9]\d*$/.test(env.SLURM_CPUS_PER_TASK ?? '') ? Number(env.SLURM_CPUS_PER_TASK) : processors
  return Math.max(1, Math.min(processors, asked, Math.ceil(quotaOf(read))))
}

/** The least quota of the process's groups, in processors; Infinity without one. */
function quotaOf(read: ThreadSources['read']): number {
  let least = Number.POSITIVE_INFINITY
  for (const line of (read('/proc/self/cgroup') ?? '').split('\n')) {
    const [, controllers, own] = /^\d+:([^:]*):(\/.*)$/.exec(line) ?? []
    if (own === undefined) continue
    const isSecond = controllers === ''
    if (!isSecond && !controllers!.split(',').includes('cpu')) continue
    const mount = isSecond ? '/sys/fs/cgroup' : '/sys/fs/cgroup/cpu'
    // A container may see the path that its host has: then its own group is at the top.
    for (let at = own; ; at = path.posix.dirname(at)) {
      const group = path.posix.join(mount, at)
      least = Math.min(least, isSecond ? second(group, read) : first(group, read))
      if (at === '/') break
    }
  }
  return least
}

function second(group: string, read: ThreadSources['read']): number {
  const [quota, period = '100000'] = (read(path.posix.join(group, 'cpu.max')) ?? 'max').trim().split(/\s+/)
  return ratio(quota!, period)
}

const first = (group: string, read: ThreadSources['read']): number =>
  ratio(
    read(path.posix.join(group, 'cpu.cfs_quota_us'))?.trim() ?? '-1',
    read(path.posix.join(group, 'cpu.cfs_period_us'))?.trim() ?? '100000',
  )

/** A quota over its period; Infinity for 'max', -1 and what is no number. */
function ratio(quota: string, period: string): number {
  const value = Number(quota) / Number(period)
  return value > 0 ? value : Number.POSITIVE_INFINITY
}
