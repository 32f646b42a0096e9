/**
 * `scale-schedule explain`: why the learning rate at a batch is what it is, in words or as JSON.
 */
import type { Command } from 'commander'
import { toJsonNumber } from '../../../state/json.js'
import type { Time } from '../../../state/time/time.js'
import { checkRanges } from '../../io/configuration.js'
import { batchAt, parseMoment } from '../../io/moment.js'
import { dataloaderLenOption, ratioOption } from '../../io/options.js'
import { writeTo } from '../../io/output.js'
import { addSchedule, openSchedule, type ScheduleOptions } from '../../io/schedule.js'
import { warnOnce } from '../../io/warnings.js'
import { terminalOf } from '../../terminal/terminal.js'
import type { ExplainedScheduler, Explanation } from './explanation.js'
import { explainBatch } from './explanation.js'
import type { ExplainedOption } from './options.js'
import { explanationLines } from './text.js'

interface ExplainOptions extends ScheduleOptions {
  at: Time
  asTrained?: boolean
  json?: boolean
}

const EXAMPLES = `
Examples:
  scale-schedule explain mpt-7b.yaml --at 1500
  scale-schedule explain mpt-7b.yaml --at 0.5dur --ssr 0.5
  scale-schedule explain resnet50.yaml --at 80ep --json
  scale-schedule explain --scheduler wsd --set t_warmup=100ba --max-duration 10000ba --lr 3e-4 --at 0.95dur

The moment is a batch, or the first batch at which a counter has reached a time: 1500ba, 2ep, 0.5dur, 1000000tok, 300sp.
The learning rate is that of \`scale-schedule curve\`, to the last bit; so is what else the configuration schedules, which has
a section of its own.
`

/** Adds the command. */
export function addExplain(program: Command): void {
  const command = program
    .command('explain')
    .description('tell how the learning rate at a batch comes about')
    .argument('[config]', "a training configuration; '-' is standard input")
    .requiredOption('--at <time>', 'the moment: a batch, or a time with its unit', parseMoment)
    .addOption(ratioOption())
    .addOption(dataloaderLenOption())
    .option('--as-trained', "what Composer's Trainer trains that batch with: the multiplier of the batch before")
    .option('--json', 'print an object')
  addSchedule(command).addHelpText('after', EXAMPLES).action(run)
}

async function run(file: string | undefined, options: ExplainOptions): Promise<void> {
  warnOnce()
  const config = await openSchedule(file, options)
  const trained = batchAt(config, options.at)
  const from = options.asTrained ? Math.max(0, trained - 1) : trained
  checkRanges(config, [{ from, stride: 1, count: 1 }], 'Use a smaller --at.')
  const explanation = explainBatch(config, from)
  const late = options.asTrained ? trained : null
  const text = options.json
    ? `${JSON.stringify(toObject(explanation, options.at, late), null, 2)}\n`
    : `${explanationLines(explanation, options.at, terminalOf(process.stdout), late).join('\n')}\n`
  await writeTo(process.stdout, text)
}

/** The explanation in JSON: what is no number there is a string. */
function toObject(
  { config, batch, schedulers, multiplier, learningRate, quantities }: Explanation,
  at: Time,
  trained: number | null,
) {
  const { file, name, run, baseLr, hasLr } = config
  return {
    config: file,
    name,
    at: at.toTimestring(),
    batch,
    ...(trained === null ? {} : { trained }),
    ssr: run.scaleScheduleRatio,
    maxDuration: { written: run.toJSON().maxDuration, scaled: run.maxDuration.toTimestring() },
    schedulers: schedulers.map(schedulerObject),
    multiplier: toJsonNumber(multiplier),
    baseLr: hasLr ? toJsonNumber(baseLr) : null,
    learningRate: toJsonNumber(learningRate),
    ...(quantities.length === 0
      ? {}
      : {
          quantities: quantities.map(({ name, schedulers, value }) => {
            return { name, schedulers: schedulers.map(schedulerObject), value: toJsonNumber(value) }
          }),
        }),
  }
}

function schedulerObject(scheduler: ExplainedScheduler): object {
  const { type, phase, options, t, formula, multiplier, notes, parts } = scheduler
  return {
    type,
    ...(phase === null ? {} : { phase: { ...phase, until: toJsonNumber(phase.until) } }),
    options: options.map(({ name, kind, value, conversions }) => {
      const times = conversions.map(({ written, converted, how }) => ({
        written,
        converted: converted.toTimestring(),
        how,
      }))
      if (kind === 'times' || kind === 'exacts') return { name, [name]: times }
      return times.length > 0 ? { name, ...times[0] } : { name, value: jsonValue(value) }
    }),
    t: t === null ? null : `${t.value}${t.unit}`,
    words: formula.words,
    quantities: formula.quantities.map((quantity) => ({ ...quantity, value: toJsonNumber(quantity.value) })),
    formula: formula.formula,
    numbers: formula.numbers,
    multiplier: toJsonNumber(multiplier),
    notes,
    ...(parts.length === 0
      ? {}
      : { parts: parts.map((part) => ({ path: part.path, place: part.place, ...schedulerObject(part) })) }),
  }
}

function jsonValue(value: ExplainedOption['value']) {
  if (typeof value === 'number') return toJsonNumber(value)
  return typeof value === 'object' && value !== null ? value.map(toJsonNumber) : value
}
