/**
 * `scale-schedule curve`: the learning rates of a training configuration, as a table.
 */
import path from 'node:path'
import type { Command } from 'commander'
import type { TrainingConfig } from '../../../config/read.js'
import type { TrainerSteps } from '../../../evaluate/spans.js'
import { Chart } from '../../../plot/terminal/chart.js'
import type { Time } from '../../../state/time/time.js'
import { asTrainedOption, rangesAsTrained } from '../../io/as-trained.js'
import { batchesOf, checkOutput, checkRanges, warnWithoutLr } from '../../io/configuration.js'
import { CliError, EXIT } from '../../io/failure.js'
import { FORMATS, type Format, rowEncoder } from '../../io/formats.js'
import { batchAt, parseMoments } from '../../io/moment.js'
import { dataloaderLenOption, oneOf, parseCount, parsePositive, ratioOption } from '../../io/options.js'
import { type Sink, toFile, toStdout, writeTo } from '../../io/output.js'
import { type Batches, countOf, rowsOf } from '../../io/rows.js'
import { addSchedule, openSchedule, type ScheduleOptions } from '../../io/schedule.js'
import { Peak, summarize } from '../../io/summary.js'
import { warnOnce } from '../../io/warnings.js'
import { makeProgress, terminalOf } from '../../terminal/terminal.js'

interface CurveOptions extends ScheduleOptions {
  from?: number
  count?: number
  stride?: number
  at?: Time[]
  asTrained?: TrainerSteps
  format?: Format
  output?: string
}

const EXAMPLES = `
Examples:
  scale-schedule curve mpt-7b.yaml -o curve.csv           the whole run, with a summary and a chart
  scale-schedule curve mpt-7b.yaml --at 0,50,0.5dur --format json
  scale-schedule curve mpt-7b.yaml --ssr 0.5 --stride 1000
  scale-schedule curve resnet50.yaml --dataloader-len 626 -o curve.parquet
  scale-schedule curve resnet50.yaml --dataloader-len 626 | head
  scale-schedule curve --scheduler wsd --set t_warmup=100ba --max-duration 10000ba --lr 3e-4 --at 0.95dur

A time means the first batch at which its counter has reached it: 1500ba, 2ep, 0.5dur, 1000000tok, 300sp.
Without -o, standard output is the values and nothing else. With -o the file appears whole or not at all.
`

/** Adds the command. */
export function addCurve(program: Command): void {
  const command = program
    .command('curve')
    .description('evaluate the learning rate of a training configuration at each batch')
    .argument('[config]', "a training configuration of Composer or llm-foundry, YAML or JSON; '-' is standard input")
    .addOption(ratioOption())
    .addOption(dataloaderLenOption())
    .option('--from <batch>', 'the first batch (default: 0)', parseCount)
    .option('--count <rows>', 'how many rows (default: to the end of the run)', parseCount)
    .option('--stride <batches>', 'batches from one row to the next (default: 1)', parsePositive)
    .option('--at <moments>', 'these only: batches, or times; with commas, or several times', parseMoments)
    .addOption(asTrainedOption())
    .addOption(oneOf('--format <format>', "what is written (default: by the file's extension, else csv)", FORMATS))
    .option('-o, --output <file>', 'write to a file, and show a summary and a chart')
  addSchedule(command).addHelpText('after', EXAMPLES).action(run)
}

async function run(file: string | undefined, options: CurveOptions): Promise<void> {
  checkUsage(file, options)
  warnOnce()
  const config = await openSchedule(file, options)
  const batches = chosenBatches(config, options)
  const ranges = 'at' in batches ? batches.at.map((from) => ({ from, stride: 1, count: 1 })) : [batches]
  checkRanges(config, rangesAsTrained(config, ranges, options.asTrained), 'Use a smaller --from, --count or --stride.')
  warnWithoutLr(config)
  const sink = isScreen(options) ? toStdout() : await toFile(options.output!)
  try {
    await write(config, batches, sink, options)
  } catch (error) {
    sink.discard()
    throw error
  }
}

/** Whether values go to standard output. */
const isScreen = ({ output }: CurveOptions): boolean => output === undefined || output === '-'

/** What no option can tell by itself. */
function checkUsage(file: string | undefined, options: CurveOptions): void {
  const { at } = options
  const other = (['from', 'count', 'stride'] as const).find((name) => options[name] !== undefined)
  if (at !== undefined && other !== undefined) {
    throw new CliError(EXIT.usage, `--at names all batches itself; found --${other} as well. Leave one out.`)
  }
  options.format ??= formatOf(options.output)
  if (options.format === 'parquet' && isScreen(options) && process.stdout.isTTY) {
    const rule = 'Parquet is read by programs'
    throw new CliError(EXIT.usage, `${rule}; found a terminal to write it to. Add -o FILE, or send it on with > or |.`)
  }
  checkOutput(options.output, file === undefined ? [] : [file])
}

/** Writes the values, and shows what they are when they go to a file. */
async function write(config: TrainingConfig, batches: Batches, sink: Sink, options: CurveOptions): Promise<void> {
  const format = options.format ?? 'csv'
  const toScreen = isScreen(options)
  const terminal = terminalOf(process.stdout)
  const count = countOf(batches)
  const chart = toScreen || 'at' in batches ? null : new Chart(count, terminal)
  const peak = new Peak()
  const progress = makeProgress(count, process.stderr.isTTY === true && !(toScreen && process.stdout.isTTY))
  const names = config.quantities.map(({ name }) => name)
  const encoder = await rowEncoder(format, names)
  await sink.write(encoder.begin())
  for (const rows of rowsOf(config, batches, options.asTrained)) {
    await sink.write(encoder.add(rows))
    if (!toScreen) peak.add(rows)
    chart?.add(rows.first, rows.batch, rows.lr)
    progress.update(rows.first + rows.batch.length)
  }
  progress.clear()
  await sink.write(encoder.end())
  await sink.finish()
  if (toScreen) return
  const written = `written       ${options.output}: ${count.toLocaleString('en-US')} rows, ${sink.bytes.toLocaleString('en-US')} bytes of ${format}`
  const lines = [...summarize(config, peak, options.asTrained), written, ...(chart ? ['', ...chart.lines()] : [])]
  await writeTo(process.stdout, `${lines.join('\n')}\n`)
}

function chosenBatches(config: TrainingConfig, { at, from = 0, stride = 1, count }: CurveOptions): Batches {
  if (at !== undefined) return { at: at.map((moment) => batchAt(config, moment)) }
  return { from, stride, count: count ?? Math.max(0, Math.ceil((batchesOf(config) - from) / stride)) }
}

const EXTENSIONS: { readonly [extension: string]: Format } = {
  '': 'csv',
  '.csv': 'csv',
  '.json': 'json',
  '.ndjson': 'ndjson',
  '.jsonl': 'ndjson',
  '.parquet': 'parquet',
}

/** The format that a file's name asks for; a name without an ending is a table like any other. */
function formatOf(output = ''): Format {
  const extension = path.extname(output).toLowerCase()
  const format = Object.hasOwn(EXTENSIONS, extension) ? EXTENSIONS[extension] : undefined
  if (format !== undefined) return format
  const rule = 'Values are written as .csv, .json, .ndjson or .parquet'
  throw new CliError(EXIT.usage, `${rule}; found ${output}. Use a name with one of these at its end, or give --format.`)
}
