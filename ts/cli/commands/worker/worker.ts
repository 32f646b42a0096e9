/**
 * `scale-schedule worker`: makes parts of sweeps that drivers put on a queue.
 */
import { type Command, InvalidArgumentError } from 'commander'
import type { MetricsAddress } from '../../../cluster/metrics.js'
import { availableThreads } from '../../../node/threads.js'
import { CliError, EXIT } from '../../io/failure.js'
import { parsePositive } from '../../io/options.js'
import { addressOf, parseDuration, parseMetrics, type QueueOptions, withQueue } from '../../io/queue.js'
import { takeOver } from '../../io/signals.js'

interface WorkerCommandOptions extends QueueOptions {
  concurrency?: number
  store?: string[]
  exitWhenIdle?: number
  drain?: number
  metrics?: MetricsAddress
}

/** In milliseconds; as the help says. */
const DRAIN = 25_000
const MOST_CONCURRENCY = 1024

const HELP = `
Examples:
  scale-schedule worker --queue redis://redis:6379
  scale-schedule worker --queue rediss://redis:6380 --redis-ca ca.pem --store /shared/sweeps --store s3://sweeps/team
  scale-schedule worker --queue redis://redis:6379 --exit-when-idle 60s --metrics 0.0.0.0:9464

User and password may be in REDIS_USERNAME and REDIS_PASSWORD. Any number of workers may run, on any machine that sees the stores.
One that is ended by SIGTERM (or Ctrl-C) takes no more, finishes what it makes within --drain or hands it back, and ends with
143 (or 130), which is no failure. It writes its log on standard output, an object of JSON a line: time, level (info, warn,
error), event (ready, part, finished, refused, stalled, store-away, part-failed, handed-back, other-version, ...).
`

/** Adds the command. */
export function addWorker(program: Command): void {
  withQueue(
    program
      .command('worker')
      .description('make parts of sweeps that are on a queue')
      .option(
        '--concurrency <parts>',
        'parts at a time, a thread each (default: as many as quotas allow)',
        parseConcurrency,
      ),
  )
    .option(
      '--store <prefix>',
      'a folder or URL that it may write to, and all within (several; default: all)',
      (prefix: string, before: string[] = []) => [...before, prefix],
    )
    .option('--exit-when-idle <time>', 'end with 0 after so long without work', parseDuration)
    .option('--drain <time>', 'how long it may finish what it makes when it is ended (default: 25s)', parseDuration)
    .option('--metrics <port>', 'serve /metrics (Prometheus) and /health on a port, or host:port', parseMetrics)
    .addHelpText('after', HELP)
    .action(run)
}

function parseConcurrency(text: string): number {
  const count = parsePositive(text)
  if (count <= MOST_CONCURRENCY) return count
  throw new InvalidArgumentError(`It must be at most ${MOST_CONCURRENCY}.`)
}

async function run(options: WorkerCommandOptions): Promise<void> {
  // Before all that takes long: a worker that is only just starting ends as well as any other.
  const stop = new AbortController()
  let exitCode: number = EXIT.ok
  const release = takeOver((code) => {
    exitCode = code
    stop.abort()
  })
  const { concurrency = availableThreads(), exitWhenIdle = null, drain = DRAIN } = options
  const address = await addressOf(options)
  const [{ loadQueue, otherPeers }, { work }, { logTo }, { absoluteStore }, { isStore }] = await Promise.all([
    import('../../../cluster/connection.js'),
    import('../../../cluster/worker.js'),
    import('../../../cluster/log.js'),
    import('../../../cluster/resume.js'),
    import('../../../cluster/job.js'),
  ])
  const stores = (options.store ?? []).map((prefix) => {
    const store = absoluteStore(prefix)
    if (isStore(store)) return store
    throw new CliError(
      EXIT.usage,
      `A prefix of --store is a folder or s3://bucket/prefix; found ${JSON.stringify(prefix.slice(0, 100))}. Write for example /shared/sweeps.`,
    )
  })
  const peers = await loadQueue(
    otherPeers(stores.find((store) => store.startsWith('s3:')) ?? '', options.metrics !== undefined),
  )
  const metrics =
    options.metrics &&
    (await import('../../../cluster/metrics.js').then(({ openMetrics }) => openMetrics(options.metrics!)))
  const log = logTo((line) => process.stdout.write(line))
  try {
    await work({
      peers,
      address,
      concurrency,
      stores,
      exitWhenIdle,
      drain,
      signal: stop.signal,
      log,
      metrics: metrics ?? null,
    })
  } finally {
    release()
  }
  process.exitCode = exitCode
  // What is still open must not keep it.
  setTimeout(() => process.exit(), 1000).unref()
}
