/**
 * `scale-schedule summary`: what a schedule amounts to over its run, and what becomes of it in a longer one.
 */
import type { Command } from 'commander'
import type { TrainingConfig } from '../../../config/read.js'
import { type Extension, extendRun } from '../../../questions/resume.js'
import { type Summary, summarize } from '../../../questions/summarize.js'
import { toJsonNumber } from '../../../state/json.js'
import type { MaxDuration } from '../../../state/time/time.js'
import { askedBy, batchesOf, checkRanges, warnWithoutLr } from '../../io/configuration.js'
import { shortest } from '../../io/formats.js'
import { dataloaderLenOption, ratioOption } from '../../io/options.js'
import { writeTo } from '../../io/output.js'
import { addSchedule, openSchedule, type ScheduleOptions } from '../../io/schedule.js'
import { warnOnce } from '../../io/warnings.js'

interface SummaryOptions extends ScheduleOptions {
  extend?: string
  json?: boolean
}

const EXAMPLES = `
Examples:
  scale-schedule summary mpt-7b.yaml
  scale-schedule summary mpt-7b.yaml --extend 127800ba
  scale-schedule summary --scheduler wsd --set t_warmup=100ba --max-duration 10000ba --lr 3e-4 --json

The numbers are those of a sweep's summaries, to the last bit. --extend tells the first batch at which a longer run has another
learning rate, and the jump where the run ends and the longer one goes on.
`

/** Adds the command. */
export function addSummary(program: Command): void {
  const command = program
    .command('summary')
    .description('tell what a schedule amounts to: peak, end, area, largest jump, phases')
    .argument('[config]', "a training configuration; '-' is standard input")
    .addOption(ratioOption())
    .addOption(dataloaderLenOption())
    .option('--extend <time>', 'beside a run of this length, before the ratio scales it')
    .option('--json', 'print an object')
  addSchedule(command).addHelpText('after', EXAMPLES).action(run)
}

async function run(file: string | undefined, options: SummaryOptions): Promise<void> {
  warnOnce()
  const config = await openSchedule(file, options)
  checkRanges(config, [{ from: 0, stride: 1, count: batchesOf(config) }], 'Use a shorter run.')
  warnWithoutLr(config)
  const { schedulers, run, baseLr } = config
  const summary = summarize(schedulers, run, { baseLr })
  const extension = extended(config, options.extend)
  const text = options.json
    ? JSON.stringify(toObject(config, summary, extension), null, 2)
    : linesOf(summary, extension).join('\n')
  await writeTo(process.stdout, `${text}\n`)
}

function extended(config: TrainingConfig, time: string | undefined): Extension | null {
  if (time === undefined) return null
  const { schedulers, run, baseLr } = config
  // As max_duration: a plain number is epochs.
  const maxDuration = (/^\s*\d+\s*$/.test(time) ? `${time.trim()}ep` : time) as MaxDuration
  return askedBy(`--extend ${time}`, config, () => extendRun(schedulers, run, maxDuration, { baseLr }))
}

const count = (value: number | null): string => (value === null ? 'none' : value.toLocaleString('en-US'))
const line = (label: string, text: string): string => `${label.padEnd(14)}${text}`

function linesOf(summary: Summary, extension: Extension | null): string[] {
  const at = (value: number, batch: number | null) => `${shortest(value)} at batch ${count(batch)}`
  const { batches, phases } = summary
  const lines = [
    line('batches', count(batches)),
    line('peak', at(summary.peak, summary.peakBatch)),
    line('half peak', `at batch ${count(summary.halfPeakBatch)}`),
    line('final', at(summary.final, batches - 1)),
    line('minimum', shortest(summary.minimum)),
    line('area', shortest(summary.area)),
    line('mean', shortest(summary.mean)),
    line('largest jump', at(summary.largestJump, summary.largestJumpBatch)),
    line('warm-up', summary.warmupEnd === 0 ? 'none' : `up to batch ${count(summary.warmupEnd)}`),
    ...phases.map(({ name, from, until, path }, index) =>
      line(
        index === 0 ? 'phases' : '',
        `${name} ${count(from)}-${count(until)}${path === undefined ? '' : ` (${path})`}`,
      ),
    ),
  ]
  if (extension === null) return lines
  const { run, parting, resumed } = extension
  const step = ({ before, after, batch }: Extension['resumed']) =>
    `${shortest(before)} to ${shortest(after)} at batch ${count(batch)}`
  return [
    ...lines,
    line('extended to', `${run.maxDuration}: ${count(run.batches)} batches`),
    line('parts', parting === null ? 'nowhere' : step(parting)),
    line('goes on', step(resumed)),
  ]
}

/** In JSON: what is no number there is a string. */
function toObject(
  { file, name, hasLr, baseLr }: TrainingConfig,
  { phases, ...numbers }: Summary,
  extension: Extension | null,
) {
  const plain = (values: object) =>
    Object.fromEntries(
      Object.entries(values).map(([key, value]) => [key, typeof value === 'number' ? toJsonNumber(value) : value]),
    )
  return {
    config: file,
    name,
    baseLr: hasLr ? toJsonNumber(baseLr) : null,
    ...plain(numbers),
    phases,
    ...(extension === null
      ? {}
      : {
          extended: {
            maxDuration: extension.run.maxDuration.toTimestring(),
            batches: extension.run.batches,
            parting: extension.parting === null ? null : plain(extension.parting),
            resumed: plain(extension.resumed),
          },
        }),
  }
}
