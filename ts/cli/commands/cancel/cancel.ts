/**
 * `scale-schedule cancel`: removes from the queue what waits of a sweep.
 */
import type { Command } from 'commander'
import { writeTo } from '../../io/output.js'
import { addressOf, type QueueOptions, withQueue } from '../../io/queue.js'
import { warnOnce } from '../../io/warnings.js'

const HELP = `
Example:
  scale-schedule cancel /shared/mpt-sweep --queue redis://redis:6379

Parts that are being made are finished; a driver that looks on ends with 5. Nothing is deleted in the store: resume goes on.
`

/** Adds the command. */
export function addCancel(program: Command): void {
  withQueue(
    program
      .command('cancel')
      .description('remove from a queue what waits of a sweep')
      .argument('<store>', 'the folder of the sweep, or s3://bucket/prefix'),
  )
    .option('--json', 'show one object of JSON, for programs')
    .addHelpText('after', HELP)
    .action(run)
}

async function run(given: string, options: QueueOptions & { json?: boolean }): Promise<void> {
  warnOnce()
  const address = await addressOf(options)
  const { loadQueue, otherPeers } = await import('../../../cluster/connection.js')
  const { absoluteStore } = await import('../../../cluster/resume.js')
  const { cancelRun } = await import('../../../cluster/inspect.js')
  const { sweepStatus } = await import('../../../sweep/verify/status.js')
  const store = absoluteStore(given)
  const peers = await loadQueue(otherPeers(store))
  const { plan, missing } = await sweepStatus(store)
  const removed = await cancelRun(peers, address, { plan, store, missing: missing.map(({ index }) => index) })
  const text = `${removed} waiting parts were removed; what is complete is kept in ${given}.\n`
  await writeTo(process.stdout, options.json ? `${JSON.stringify({ store: given, plan, removed })}\n` : text)
}
