/**
 * A sweep on a queue: what its driver tells, and how it ends.
 */
import type { Address } from '../../../cluster/address.js'
import type { MetricsAddress } from '../../../cluster/metrics.js'
import type { PlannedSweep } from '../../../sweep/run/sweep.js'
import { CliError, EXIT } from '../../io/failure.js'
import { takeOver } from '../../io/signals.js'
import type { SweepReport } from './report/report.js'

/** What is driven. */
export interface DriveCommand {
  readonly address: Address
  /** The store as it was given. */
  readonly store: string
  /** Plans the sweep, by a specification or by the store. */
  readonly planned: (store: import('../../../sweep/store/store.js').Store) => Promise<PlannedSweep>
  readonly detach: boolean
  readonly metrics: MetricsAddress | undefined
  readonly report: SweepReport
}

// As many as a line may name.
const MOST_NAMES = 5

/** Drives a sweep to its end. */
export async function driveSweep(command: DriveCommand): Promise<void> {
  const { address, store: given, detach, report } = command
  const [{ loadQueue, otherPeers }, { absoluteStore }, { drive }, { openStore }] = await Promise.all([
    import('../../../cluster/connection.js'),
    import('../../../cluster/resume.js'),
    import('../../../cluster/driver.js'),
    import('../../../sweep/store/open.js'),
  ])
  const location = absoluteStore(given)
  const peers = await loadQueue(otherPeers(location, command.metrics !== undefined))
  const store = await openStore(location)
  const planned = await command.planned(store)
  const { plan } = planned
  report.planned(plan)
  const metrics = command.metrics && (await (await import('../../../cluster/metrics.js')).openMetrics(command.metrics))
  const stop = new AbortController()
  let exitCode = 0
  const release = takeOver((code) => {
    exitCode = code
    stop.abort()
  })
  try {
    const { onProgress, onNotice } = { onProgress: report.progress, onNotice: report.notice }
    const { signal } = stop
    const driven = await drive({
      ...{ peers, address, planned, store, detach, signal, metrics: metrics ?? null },
      ...{ onProgress, onNotice, onFault: report.fault },
    })
    const again = `scale-schedule resume ${given} --queue ${address.shown}`
    if (driven.is === 'finished') return await report.ended({ finished: true, missing: [] })
    if (driven.is === 'detached') return await report.detached(again)
    if (driven.is === 'cancelled') {
      throw new CliError(
        EXIT.incomplete,
        `The sweep was cancelled; what is complete is kept in ${given}. It goes on with: ${again}`,
      )
    }
    const named = driven.failures
      .slice(0, MOST_NAMES)
      .map(({ index, message }) => `${plan.parts[index]?.name ?? index} (${message})`)
    const more = driven.failures.length > MOST_NAMES ? [`and ${driven.failures.length - MOST_NAMES} others`] : []
    throw new CliError(
      EXIT.wrong,
      `${driven.failures.length} of ${driven.parts} parts have failed, and all others are there: ${[...named, ...more].join('; ')}. Remove the cause, then run: ${again}`,
    )
  } catch (error) {
    if (!stop.signal.aborted || exitCode === 0 || error instanceof CliError) throw error
    throw new CliError(exitCode, `Stopped: workers go on with what waits. The same command goes on from there.`)
  } finally {
    release()
    report.close()
    // What is still open must not keep it.
    setTimeout(() => process.exit(), 3000).unref()
  }
}
