/**
 * `scale-schedule resume`: the driver of a sweep once more, by its store alone.
 */
import type { Command } from 'commander'
import type { MetricsAddress } from '../../../cluster/metrics.js'
import { addressOf, parseMetrics, type QueueOptions, withQueue } from '../../io/queue.js'
import { warnOnce } from '../../io/warnings.js'
import { driveSweep } from '../sweep/drive.js'
import { jsonReport, quietReport } from '../sweep/report/report.js'
import { textReport } from '../sweep/report/text.js'

interface ResumeCommandOptions extends QueueOptions {
  detach?: boolean
  quiet?: boolean
  json?: boolean
  metrics?: MetricsAddress
}

const HELP = `
Examples:
  scale-schedule resume /shared/mpt-sweep --queue redis://redis:6379            until the manifest is there
  scale-schedule resume s3://sweeps/mpt --queue redis://redis:6379 --detach     enqueues what is missing, and leaves

It needs no specification: plan.json has it. What was cancelled or has failed is enqueued again. Ends with 0 once the manifest is
there, and with 1 where parts fail, after all others.
`

/** Adds the command. */
export function addResume(program: Command): void {
  withQueue(
    program
      .command('resume')
      .description('go on with a sweep on a queue')
      .argument('<store>', 'the folder of the sweep, or s3://bucket/prefix'),
  )
    .option('--detach', 'end once what is missing is enqueued')
    .option('--quiet', 'show neither progress nor a summary')
    .option('--json', 'show events as JSON, one a line, for programs')
    .option('--metrics <port>', 'serve /metrics (Prometheus) and /health on a port, or host:port', parseMetrics)
    .addHelpText('after', HELP)
    .action(run)
}

async function run(store: string, options: ResumeCommandOptions): Promise<void> {
  warnOnce()
  const { detach = false, metrics } = options
  const report = options.json ? jsonReport(store) : options.quiet ? quietReport() : textReport(store)
  try {
    const address = await addressOf(options)
    const { planOf } = await import('../../../cluster/resume.js')
    await driveSweep({ address, store, planned: planOf, detach, metrics, report })
  } catch (error) {
    await report.failed(error)
    throw error
  }
}
