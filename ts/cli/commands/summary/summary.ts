/**
 * `scale-schedule summary`: what a schedule amounts to over its run, and what becomes of it in a longer one.
 */
import type { Command } from 'commander'
import { allQuantities, type BasedQuantity, type TrainingConfig } from '../../../config/read.js'
import type { Stretch } from '../../../questions/phases.js'
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

The numbers are those of a sweep's summaries, to the last bit; of a mapping of quantities there is a row for each. --extend tells the first batch at which a longer run has another
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
  const told = allQuantities(config).map(({ name, schedulers, base }): Told => {
    const summary = summarize(schedulers, config.run, { baseLr: base })
    return { name, summary, extension: extended(config, { schedulers, base }, options.extend) }
  })
  const text = options.json
    ? JSON.stringify(toObject(config, told), null, 2)
    : (told.length === 1 ? linesOf(told[0]!) : tableOf(told)).join('\n')
  await writeTo(process.stdout, `${text}\n`)
}

/** What is told of a quantity. */
interface Told {
  readonly name: string
  readonly summary: Summary
  readonly extension: Extension | null
}

function extended(
  config: TrainingConfig,
  { schedulers, base }: Pick<BasedQuantity, 'schedulers' | 'base'>,
  time: string | undefined,
): Extension | null {
  if (time === undefined) return null
  // As max_duration: a plain number is epochs.
  const maxDuration = (/^\s*\d+\s*$/.test(time) ? `${time.trim()}ep` : time) as MaxDuration
  return askedBy(`--extend ${time}`, config, () => extendRun(schedulers, config.run, maxDuration, { baseLr: base }))
}

const count = (value: number | null): string => (value === null ? 'none' : value.toLocaleString('en-US'))
const line = (label: string, text: string): string => `${label.padEnd(14)}${text}`

const at = (value: number, batch: number | null) => `${shortest(value)} at batch ${count(batch)}`
const stretch = ({ name, from, until, path }: Stretch): string =>
  `${name} ${count(from)}-${count(until)}${path === undefined ? '' : ` (${path})`}`
const step = ({ before, after, batch }: Extension['resumed']) =>
  `${shortest(before)} to ${shortest(after)} at batch ${count(batch)}`

/** What is told of a summary, beside the length of the run and the phases, with what it is called. */
const TOLD: readonly (readonly [label: string, text: (summary: Summary) => string])[] = [
  ['peak', ({ peak, peakBatch }) => at(peak, peakBatch)],
  ['half peak', ({ halfPeakBatch }) => `at batch ${count(halfPeakBatch)}`],
  ['final', ({ final, batches }) => at(final, batches - 1)],
  ['minimum', ({ minimum }) => shortest(minimum)],
  ['area', ({ area }) => shortest(area)],
  ['mean', ({ mean }) => shortest(mean)],
  ['largest jump', ({ largestJump, largestJumpBatch }) => at(largestJump, largestJumpBatch)],
  ['warm-up', ({ warmupEnd }) => (warmupEnd === 0 ? 'none' : `up to batch ${count(warmupEnd)}`)],
]

function linesOf({ summary, extension }: Told): string[] {
  const lines = [
    line('batches', count(summary.batches)),
    ...TOLD.map(([label, text]) => line(label, text(summary))),
    ...summary.phases.map((phase, index) => line(index === 0 ? 'phases' : '', stretch(phase))),
  ]
  if (extension === null) return lines
  const { run, parting, resumed } = extension
  return [
    ...lines,
    line('extended to', `${run.maxDuration}: ${count(run.batches)} batches`),
    line('parts', parting === null ? 'nowhere' : step(parting)),
    line('goes on', step(resumed)),
  ]
}

/** A row for each quantity, where there are several. */
function tableOf(told: readonly Told[]): string[] {
  const [{ summary, extension }] = told as [Told]
  const columns = [
    { head: 'quantity', cells: told.map(({ name }) => name) },
    ...TOLD.map(([head, text]) => ({ head, cells: told.map(({ summary }) => text(summary)) })),
    { head: 'phases', cells: told.map(({ summary }) => summary.phases.map(stretch).join(', ')) },
    ...(extension === null
      ? []
      : [
          {
            head: 'parts',
            cells: told.map(({ extension: own }) => (own!.parting === null ? 'nowhere' : step(own!.parting))),
          },
          { head: 'goes on', cells: told.map(({ extension: own }) => step(own!.resumed)) },
        ]),
  ].map(({ head, cells }) => {
    const width = Math.max(...[head, ...cells].map(({ length }) => length))
    return [head, ...cells].map((text) => text.padEnd(width))
  })
  const rows = [-1, ...told.keys()].map((row) =>
    columns
      .map((texts) => texts[row + 1]!)
      .join('  ')
      .trimEnd(),
  )
  const length = extension && `${extension.run.maxDuration}: ${count(extension.run.batches)} batches`
  return [
    line('batches', count(summary.batches)),
    ...(length === null ? [] : [line('extended to', length)]),
    '',
    ...rows,
  ]
}

/** In JSON: what is no number there is a string. Others than the learning rate are behind it, by their names. */
function toObject({ file, name, hasLr, baseLr }: TrainingConfig, [rate, ...others]: readonly Told[]) {
  return {
    config: file,
    name,
    baseLr: hasLr ? toJsonNumber(baseLr) : null,
    ...toldObject(rate!),
    ...(others.length === 0
      ? {}
      : { quantities: Object.fromEntries(others.map((told) => [told.name, toldObject(told)])) }),
  }
}

function toldObject({ summary: { phases, ...numbers }, extension }: Told) {
  const plain = (values: object) =>
    Object.fromEntries(
      Object.entries(values).map(([key, value]) => [key, typeof value === 'number' ? toJsonNumber(value) : value]),
    )
  return {
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
