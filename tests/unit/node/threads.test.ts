/** How many threads compute by default: what quotas and Slurm allow. */
import { availableParallelism } from 'node:os'
import { expect, test } from 'vitest'
import { availableThreads } from '../../../ts/node/threads.js'

const SECOND = '/sys/fs/cgroup'
const FIRST = '/sys/fs/cgroup/cpu'

test.each<[string, number, Record<string, string>, Record<string, string>, number]>([
  ['no group and no quota', 64, {}, {}, 64],
  [
    'a container of half a processor',
    64,
    { '/proc/self/cgroup': '0::/\n', [`${SECOND}/cpu.max`]: '50000 100000\n' },
    {},
    1,
  ],
  [
    'a container of one and a half',
    64,
    { '/proc/self/cgroup': '0::/\n', [`${SECOND}/cpu.max`]: '150000 100000\n' },
    {},
    2,
  ],
  ['a group without a quota', 64, { '/proc/self/cgroup': '0::/\n', [`${SECOND}/cpu.max`]: 'max 100000\n' }, {}, 64],
  [
    'a quota of a group further up',
    64,
    {
      '/proc/self/cgroup': '0::/slurm/job_7/step_0\n',
      [`${SECOND}/slurm/job_7/step_0/cpu.max`]: 'max 100000\n',
      [`${SECOND}/slurm/job_7/cpu.max`]: '400000 100000\n',
    },
    {},
    4,
  ],
  [
    'a path of the host, which the container does not have',
    64,
    { '/proc/self/cgroup': '0::/kubepods/pod1/abc\n', [`${SECOND}/cpu.max`]: '300000 100000\n' },
    {},
    3,
  ],
  [
    'the first version of groups',
    64,
    {
      '/proc/self/cgroup': '12:memory:/a\n4:cpu,cpuacct:/docker/x\n',
      [`${FIRST}/docker/x/cpu.cfs_quota_us`]: '250000\n',
      [`${FIRST}/docker/x/cpu.cfs_period_us`]: '100000\n',
    },
    {},
    3,
  ],
  [
    'the first version without a quota',
    8,
    { '/proc/self/cgroup': '4:cpu,cpuacct:/\n', [`${FIRST}/cpu.cfs_quota_us`]: '-1\n' },
    {},
    8,
  ],
  ['Slurm, which gives some', 64, {}, { SLURM_CPUS_PER_TASK: '6' }, 6],
  ['Slurm, which gives more than there are', 4, {}, { SLURM_CPUS_PER_TASK: '6' }, 4],
  [
    'Slurm within a quota',
    64,
    { '/proc/self/cgroup': '0::/\n', [`${SECOND}/cpu.max`]: '200000 100000\n' },
    { SLURM_CPUS_PER_TASK: '6' },
    2,
  ],
  [
    'what is no number',
    8,
    { '/proc/self/cgroup': '0::/\n', [`${SECOND}/cpu.max`]: 'x y\n' },
    { SLURM_CPUS_PER_TASK: '0' },
    8,
  ],
])('%s', (_, processors, files, env, expected) => {
  expect(availableThreads({ processors, env, read: (file) => files[file] ?? null })).toBe(expected)
})

test('here it is at least one, and no more than there are processors', () => {
  expect(availableThreads()).toBeGreaterThanOrEqual(1)
  expect(availableThreads()).toBeLessThanOrEqual(availableParallelism())
})
