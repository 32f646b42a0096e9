/**
 * `--shard`: which share of a sweep's parts is made here, by number or by what the scheduler of a cluster says.
 */
import { InvalidArgumentError } from 'commander'
import type { Shard } from '../../../sweep/run/shard.js'
import { CliError, EXIT } from '../../io/failure.js'

type Environment = Readonly<Record<string, string | undefined>>

/** The shard of `K/N`, `auto` (a Slurm array) or `auto/N` (an indexed job of Kubernetes). */
export function parseShard(text: string): (env: Environment) => Shard {
  if (text === 'auto') return ofSlurm
  const [, index, count] = /^(auto|\d{1,7})\/(\d{1,7})$/.exec(text) ?? []
  const shard = { index: Number(index), count: Number(count) }
  const isCount = shard.count >= 1
  if (index === 'auto' && isCount) return (env) => ofKubernetes(env, shard.count)
  if (isCount && shard.index >= 1 && shard.index <= shard.count) return () => shard
  throw new InvalidArgumentError('It must be K/N, the K-th of N from 1/N to N/N, auto (Slurm) or auto/N (Kubernetes).')
}

/** Of an array: tasks are numbered from _MIN in steps of _STEP. */
function ofSlurm(env: Environment): Shard {
  const read = (name: string, fallback?: number) => integerIn(env, `SLURM_ARRAY_TASK_${name}`, 'auto', fallback)
  const [id, min, step, count] = [read('ID'), read('MIN'), read('STEP', 1), read('COUNT')]
  const index = (id - min) / step + 1
  if (Number.isInteger(index) && index >= 1 && index <= count) return { index, count }
  throw new CliError(
    EXIT.usage,
    `--shard auto takes an array whose tasks are numbered evenly; found the task ${id} of ${count} from ${min} in steps of ${step}. Give the number that it had in the whole array, for example --shard $SLURM_ARRAY_TASK_ID/100.`,
  )
}

function ofKubernetes(env: Environment, count: number): Shard {
  const index = integerIn(env, 'JOB_COMPLETION_INDEX', `auto/${count}`) + 1
  if (index <= count) return { index, count }
  throw new CliError(
    EXIT.usage,
    `--shard auto/${count} takes indexes from 0 to ${count - 1}; found JOB_COMPLETION_INDEX ${index - 1}. Give the completions of the job as N.`,
  )
}

function integerIn(env: Environment, name: string, option: string, fallback?: number): number {
  const text = env[name]
  if (text === undefined && fallback !== undefined) return fallback
  if (text !== undefined && /^\d{1,9}$/.test(text) && (Number(text) > 0 || !/_(?:STEP|COUNT)$/.test(name)))
    return Number(text)
  const where = option === 'auto' ? 'in an array of Slurm (sbatch --array)' : 'in an indexed job of Kubernetes'
  throw new CliError(
    EXIT.usage,
    `--shard ${option} reads ${name}; found ${text === undefined ? 'none' : JSON.stringify(text.slice(0, 40))}. Use it ${where}, or give --shard K/N.`,
  )
}
