/**
 * `scale-schedule status`: how far a sweep is, by its store alone.
 */
import type { Command } from 'commander'
import type { Address } from '../../../cluster/address.js'
import type { QueueStatus } from '../../../cluster/inspect.js'
import type { SweepStatus } from '../../../sweep/verify/status.js'
import { EXIT } from '../../io/failure.js'
import { parsePositive } from '../../io/options.js'
import { writeTo } from '../../io/output.js'
import { addressOf, type QueueOptions, withQueue } from '../../io/queue.js'
import { warnOnce } from '../../io/warnings.js'

interface StatusCommandOptions extends QueueOptions {
  json?: boolean
  shards?: number
}

const HELP = `
Examples:
  scale-schedule status mpt-sweep                 how many parts are there, which are missing, who can make them
  scale-schedule status mpt-sweep --queue redis://redis:6379    also what waits on the queue, what has failed, and how many workers are there
  scale-schedule status mpt-sweep --shards 100    also which of 100 shards make what is missing, as sbatch --array takes it

Nothing is changed, and no part is read: verify does that. Ends with 0 when the sweep is complete (its manifest and all
parts are there), and with 5 when it is not.

With --json one object: store, plan (its digest), begunBy (the version that began it, and finishes it), parts (null where that
version is another), present, missing (of each index and name), shards (null without --shards), manifest, complete;
with --queue also queue: queued (of the missing), cancelled, failures (index, message), workers, jobs (waiting, active, delayed).
`

/** Adds the command. */
export function addStatus(program: Command): void {
  withQueue(
    program
      .command('status')
      .description('tell how far a sweep is')
      .argument('<store>', 'the folder of the sweep, or s3://bucket/prefix'),
  )
    .option('--shards <count>', 'tell which of so many shards make what is missing', parsePositive)
    .option('--json', 'show one object of JSON, for programs')
    .addHelpText('after', HELP)
    .action(run)
}

async function run(store: string, options: StatusCommandOptions): Promise<void> {
  const { json, shards } = options
  const address = options.queue === undefined ? undefined : await addressOf(options)
  warnOnce()
  const { sweepStatus } = await import('../../../sweep/verify/status.js')
  const status = await sweepStatus(store, { shards })
  const queue = address && (await onQueue(address, store, status))
  const told = queue && { ...queue, failures: queue.failures.map(({ index, message }) => ({ index, message })) }
  const text = `${textOf(store, status, shards)}${queue === undefined ? '' : queueText(queue)}`
  await writeTo(process.stdout, json ? `${JSON.stringify({ store, ...status, ...(told && { queue: told }) })}\n` : text)
  if (!status.complete) process.exitCode = EXIT.incomplete
}

async function onQueue(address: Address, given: string, { plan, missing }: SweepStatus): Promise<QueueStatus> {
  const { loadQueue, otherPeers } = await import('../../../cluster/connection.js')
  const { absoluteStore } = await import('../../../cluster/resume.js')
  const { queueStatus } = await import('../../../cluster/inspect.js')
  const store = absoluteStore(given)
  const peers = await loadQueue(otherPeers(store))
  return queueStatus(peers, address, { plan, store, missing: missing.map(({ index }) => index) })
}

function queueText({ queued, cancelled, failures, workers, jobs }: QueueStatus): string {
  const { waiting, active, delayed } = jobs
  const lines = [
    ['queue', `${queued} of the missing parts wait or are made${cancelled ? '; cancelled' : ''}`],
    [
      'failed',
      failures.length === 0
        ? 'none'
        : failures
            .slice(0, MOST_NAMES)
            .map(({ index, message }) => `${index}: ${message}`)
            .join('; '),
    ],
    [
      'workers',
      `${workers} of this version; ${waiting} jobs of all sweeps wait, ${active} are made, ${delayed} are tried again`,
    ],
  ]
  return lines.map(([label, text]) => `${label!.padEnd(16)}${text}\n`).join('')
}

// As many as a screen shows.
const MOST_NAMES = 10

function textOf(store: string, status: SweepStatus, count: number | undefined): string {
  const { plan, begunBy, parts, present, missing, manifest, complete, shards } = status
  const lines: [label: string, ...texts: string[]][] = [
    ['store', store],
    ['plan', plan],
    ['begun by', `scale-schedule@${begunBy}`],
    [
      'parts',
      parts === null ? `${present} are there; how many there will be, that version tells` : `${present} of ${parts}`,
    ],
    ['manifest', manifest ? 'there' : 'not yet'],
  ]
  if (missing.length > 0) {
    const names = missing.slice(0, MOST_NAMES).map(({ index, name }) => `${name} (${index})`)
    const more = missing.length > MOST_NAMES ? [`and ${missing.length - MOST_NAMES} others`] : []
    lines.push(['missing', ...names, ...more])
  }
  if (!complete) lines.push(['made by', ...makersOf(status, store, count, shards)])
  return lines
    .map(([label, ...texts]) => texts.map((text, i) => `${(i === 0 ? label : '').padEnd(16)}${text}\n`).join(''))
    .join('')
}

function makersOf(
  { begunBy, missing }: SweepStatus,
  store: string,
  count: number | undefined,
  shards: readonly number[] | null,
): string[] {
  const all = `any machine with scale-schedule@${begunBy}: sweep SPEC -o ${store}`
  if (missing.length === 0) return [`${all} --finish`]
  if (shards === null || count === undefined) return [all]
  return [all, `of ${count} shards: ${ranges(shards)}`]
}

/** Numbers in order as `1,4-7`, which sbatch --array takes. */
export function ranges(numbers: readonly number[]): string {
  const runs: [first: number, last: number][] = []
  for (const number of numbers) {
    const run = runs.at(-1)
    if (run?.[1] === number - 1) run[1] = number
    else runs.push([number, number])
  }
  return runs.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(',')
}
