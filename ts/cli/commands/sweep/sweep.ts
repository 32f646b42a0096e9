/**
 * `scale-schedule sweep`: the learning rates of many configurations, into files, resumable.
 */
import path from 'node:path'
import { type Command, InvalidArgumentError, Option } from 'commander'
import type { MetricsAddress } from '../../../cluster/metrics.js'
import { FORMAT_NAMES } from '../../../sweep/formats/registry.js'
import type { SweepEnd } from '../../../sweep/run/end.js'
import type { Shard } from '../../../sweep/run/shard.js'
import type { CompleteSpec } from '../../../sweep/spec/types.js'
import { CliError, EXIT } from '../../io/failure.js'
import { readText } from '../../io/input.js'
import { oneOf, parseCount } from '../../io/options.js'
import { addressOf, parseMetrics, type QueueOptions, withQueue } from '../../io/queue.js'
import { takeOver } from '../../io/signals.js'
import { warnOnce } from '../../io/warnings.js'
import { driveSweep } from './drive.js'
import { jsonReport, quietReport, type SweepReport } from './report/report.js'
import { textReport } from './report/text.js'
import { parseShard } from './shard.js'

// As in the schema of specifications, which would take long to load only to show the help.
const LAYOUTS: readonly CompleteSpec['layout'][] = ['long', 'wide']

/** What stands in for keys of the specification. */
const OVERRIDES = ['format', 'layout', 'keep'] as const

interface SweepCommandOptions extends Partial<Pick<CompleteSpec, (typeof OVERRIDES)[number]>>, QueueOptions {
  output?: string
  dryRun?: boolean
  workers?: number
  shard?: ReturnType<typeof parseShard>
  finish?: boolean
  detach?: boolean
  metrics?: MetricsAddress
  trust?: boolean
  quiet?: boolean
  json?: boolean
}

const HELP = `
Examples:
  scale-schedule sweep mpt.yaml --dry-run              what there is to do; writes nothing
  scale-schedule sweep mpt.yaml                        into the folder mpt-sweep
  scale-schedule sweep mpt.yaml -o out --format csv --keep all
  scale-schedule sweep mpt.yaml --json | jq .event

Ctrl-C keeps what is complete, and the same command goes on from there. What is there is read and verified; what is
damaged is named and made anew. Files are the same to the byte in any case.
On many machines that see the same folder, each makes one of N shards, and whichever finds all parts there writes the manifest:
  scale-schedule sweep mpt.yaml -o out --shard 3/100   the parts of the third of 100 shards
  scale-schedule sweep mpt.yaml -o out --shard auto    as the task of a Slurm array says; auto/100: an indexed Kubernetes job
  scale-schedule sweep mpt.yaml -o out --finish        makes no parts; ends with 5 while some are missing

On a queue, workers make the parts (scale-schedule worker), and this looks on until all are there; it may be ended and run again:
  scale-schedule sweep mpt.yaml -o /shared/out --queue redis://redis:6379

The specification: keys base or bases, grid, random, where, keep, invalid, format, layout, part_size.

Events of --json, each an object on a line; the work goes on to its end also when their reader goes away:
  plan   plan (its digest), name, folder, format, layout, configurations, invalid, axes, values, steps, parts, bytes (an estimate),
         environment (the variables whose values are written into plan.json and manifest.json)
  fault  name (a file that was damaged, and is made anew), found (one sentence)
  part   name, kind, rows, bytes, sha256, resumed, done (parts so far), parts
  done   folder, parts, resumed, rows, bytes, seconds, values (that were computed), valuesPerSecond, finished (whether the
         manifest is there), missing (how many parts of other shards are not)
  progress  with --queue: parts, done, failed
  notice    with --queue: found (one sentence, such as that no worker is there)
  error  exitCode (130: Ctrl-C), code (of a SweepError, else null), message
`

/** Adds the command. */
export function addSweep(program: Command): void {
  withQueue(
    program
      .command('sweep')
      .description('evaluate many configurations into files')
      .argument('<spec>', "the specification of the sweep, YAML or JSON; '-' is standard input")
      .option('-o, --output <folder>', "where its files go (default: the specification's name and -sweep)")
      .option('--dry-run', 'show what there is to do, and write nothing')
      .option('--workers <threads>', 'worker threads; 0 for none (default: as many as quotas allow)', parseCount)
      .option(
        '--shard <k/n>',
        'make only the parts of the k-th of n shards; auto (Slurm), auto/n (Kubernetes)',
        parseShard,
      )
      .option('--finish', 'make no parts, and write the manifest if all are there'),
  )
    .option('--detach', 'with --queue: end once all parts are enqueued')
    .option(
      '--metrics <port>',
      'with --queue: serve /metrics (Prometheus) and /health on a port, or host:port',
      parseMetrics,
    )
    .option('--trust', 'compare the lengths alone of files that are there, and do not read them')
    .option('--quiet', 'show neither progress nor a summary')
    .option('--json', 'show events as JSON, one a line, for programs')
    .addOption(oneOf('--format <format>', 'in place of format', FORMAT_NAMES))
    .addOption(new Option('--writer <package>').hideHelp().argParser(refuseWriter))
    .addOption(oneOf('--layout <layout>', 'in place of layout', LAYOUTS))
    .addOption(oneOf('--keep <batches>', 'in place of keep', ['all', 'summaries']))
    .addHelpText('after', HELP)
    .action(run)
}

/** Tells what has become of an option that there once was. */
function refuseWriter(): never {
  throw new InvalidArgumentError('Parquet is written by the package itself since version 0.2. Remove --writer.')
}

async function run(file: string, options: SweepCommandOptions): Promise<void> {
  const folder = folderOf(file, options)
  if (options.queue !== undefined && (options.shard !== undefined || options.finish)) {
    throw new CliError(
      EXIT.usage,
      'A sweep is spread by a queue or by shards; found --queue and --shard or --finish. Leave one out.',
    )
  }
  const shard = options.finish ? undefined : options.shard?.(process.env)
  warnOnce()
  const report = options.json ? jsonReport(folder) : options.quiet ? quietReport() : textReport(folder)
  try {
    const spec = await readSpecification(file, options)
    const name = file === '-' ? 'standard input' : file
    const { workers, trust } = options
    if (options.dryRun) await plan(spec, name, report)
    else if (options.queue !== undefined) {
      const { detach = false, metrics } = options
      const address = await addressOf(options)
      const { planFor } = await import('../../../sweep/run/sweep.js')
      await driveSweep({ address, store: folder, planned: () => planFor(spec, name), detach, metrics, report })
    } else if (options.finish) await finish(spec, { file: name, folder, workers, report })
    else await sweep(spec, { file: name, folder, workers, trust, shard, report })
  } catch (error) {
    await report.failed(error)
    throw error
  }
}

/** The folder of the files, by the specification's name unless it is given. */
function folderOf(file: string, { output }: SweepCommandOptions): string {
  if (output === '-') throw new CliError(EXIT.usage, 'A sweep is written into a folder; found -o -. Name a folder.')
  if (output !== undefined) return output
  if (file !== '-') return `${path.basename(file, path.extname(file))}-sweep`
  throw new CliError(
    EXIT.usage,
    'A specification from standard input has no name to call the folder by; found no -o. Add -o FOLDER.',
  )
}

async function readSpecification(file: string, options: SweepCommandOptions): Promise<CompleteSpec> {
  const text = await readText(file)
  const { checkSpec, readSpec } = await import('../../../sweep/spec/spec.js')
  const name = file === '-' ? 'standard input' : file
  const spec = readSpec(text, { file: name, env: process.env })
  const given = Object.fromEntries(
    OVERRIDES.flatMap((key) => (options[key] === undefined ? [] : [[key, options[key]]])),
  )
  return checkSpec({ ...spec, ...given }, name)
}

async function plan(spec: CompleteSpec, file: string, report: SweepReport): Promise<void> {
  const { planFor } = await import('../../../sweep/run/sweep.js')
  const { plan } = await planFor(spec, file)
  await report.dryRun(plan)
}

interface Run {
  readonly file: string
  readonly folder: string
  readonly workers: number | undefined
  readonly trust?: boolean | undefined
  readonly shard?: Shard | undefined
  readonly report: SweepReport
}

/** Runs the sweep; on a signal what is complete stays. */
async function sweep(spec: CompleteSpec, { file, folder, workers, trust, shard, report }: Run): Promise<void> {
  const { sweep } = await import('../../../sweep/run/sweep.js')
  const { openStore } = await import('../../../sweep/store/open.js')
  const store = await openStore(folder)
  const stop = new AbortController()
  let exitCode = 0
  let total = 0
  let release = () => {}
  let end: SweepEnd = { finished: true, missing: [] }
  const parts = sweep(spec, {
    store,
    workers,
    trust,
    shard,
    file,
    onFault: report.fault,
    onEnd: (found) => {
      end = found
    },
    signal: stop.signal,
    onPlan: (plan) => {
      // This thread hears nothing while it computes a part; then the system ends the process.
      if (workers !== 0) {
        release = takeOver((code) => {
          exitCode = code
          stop.abort()
        })
      }
      total = plan.parts.length
      report.planned(plan, shard)
    },
  })
  try {
    for await (const part of parts) await report.part(part)
    await report.finished(end)
  } catch (error) {
    if (!stop.signal.aborted || error !== stop.signal.reason) throw error
    // What was being written when the signal came has been let through.
    const kept = (await store.list()).filter((name) => name.includes('/') && name.endsWith('.json')).length
    const message = `Stopped: ${kept} of ${total} parts are kept in ${folder}. The same command goes on from there.`
    throw new CliError(exitCode, message)
  } finally {
    release()
    report.close()
  }
}

/** Writes the manifest of a sweep that shards have made. */
async function finish(spec: CompleteSpec, { file, folder, workers, report }: Run): Promise<void> {
  const { finishSweep } = await import('../../../sweep/run/sweep.js')
  const end = await finishSweep(spec, {
    store: folder,
    file,
    workers,
    onFault: report.fault,
    onPlan: (plan) => report.planned(plan),
  })
  if (end.finished) return report.ended(end)
  const { length } = end.missing
  const which = `${end.missing[0]}${length > 1 ? ` and ${length - 1} others` : ''}`
  throw new CliError(
    EXIT.incomplete,
    `A sweep is finished when all its parts are there; found none of ${which} in ${folder}. Run the shards that make them (scale-schedule status ${folder} --shards N), then this again.`,
  )
}
