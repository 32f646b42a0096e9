/**
 * `scale-schedule explain`: why the learning rate at a batch is what it is, in words or as JSON.
 */
import type { Command } from 'commander'
import { toJsonNumber } from '../../../state/json.js'
import type { Time } from '../../../state/time/time.js'
import { checkRanges, openConfig } from '../../io/configuration.js'
import { batchAt, parseMoment } from '../../io/moment.js'
import { parsePositive, parseRatio } from '../../io/options.js'
import { writeTo } from '../../io/output.js'
import { warnOnce } from '../../io/warnings.js'
import { terminalOf } from '../../terminal/terminal.js'
import type { ExplainedScheduler, Explanation } from './explanation.js'
import { explainBatch } from './explanation.js'
import { explanationLines } from './text.js'

interface ExplainOptions {
  at: Time
  ssr?: number
  dataloaderLen?: number
  json?: boolean
}

const EXAMPLES = `
Examples:
  scale-schedule explain mpt-7b.yaml --at 1500
  scale-schedule explain mpt-7b.yaml --at 0.5dur --ssr 0.5
  scale-schedule explain resnet50.yaml --at 80ep --json

The moment is a batch, or the first batch at which a counter has reached a time: 1500ba, 2ep, 0.5dur, 1000000tok, 300sp.
The learning rate is that of \`scale-schedule curve\`, to the last bit.
`

/** Adds the command. */
export function addExplain(program: Command): void {
  program
    .command('explain')
    .description('tell how the learning rate at a batch comes about')
    .argument('<config>', "a training configuration; '-' is standard input")
    .requiredOption('--at <time>', 'the moment: a batch, or a time with its unit', parseMoment)
    .option('--ssr <ratio>', 'scale schedule ratio, in place of scale_schedule_ratio', parseRatio)
    .option('--dataloader-len <batches>', 'batches in an epoch, in place of dataloader_len', parsePositive)
    .option('--json', 'print an object')
    .addHelpText('after', EXAMPLES)
    .action(run)
}

async function run(file: string, options: ExplainOptions): Promise<void> {
  warnOnce()
  const config = await openConfig(file, options)
  const from = batchAt(config, options.at)
  checkRanges(config, [{ from, stride: 1, count: 1 }], 'Use a smaller --at.')
  const explanation = explainBatch(config, from)
  const text = options.json
    ? `${JSON.stringify(toObject(explanation, options.at), null, 2)}\n`
    : `${explanationLines(explanation, options.at, terminalOf(process.stdout)).join('\n')}\n`
  await writeTo(process.stdout, text)
}

/** The explanation in JSON: what is no number there is a string. */
function toObject({ config, batch, schedulers, multiplier, learningRate }: Explanation, at: Time) {
  const { file, name, run, baseLr, hasLr } = config
  return {
    config: file,
    name,
    at: at.toTimestring(),
    batch,
    ssr: run.scaleScheduleRatio,
    maxDuration: { written: run.toJSON().maxDuration, scaled: run.maxDuration.toTimestring() },
    schedulers: schedulers.map(schedulerObject),
    multiplier: toJsonNumber(multiplier),
    baseLr: hasLr ? toJsonNumber(baseLr) : null,
    learningRate: toJsonNumber(learningRate),
  }
}

function schedulerObject({ type, phase, options, t, formula, multiplier, notes }: ExplainedScheduler) {
  return {
    type,
    phase: { ...phase, until: toJsonNumber(phase.until) },
    options: options.map(({ name, kind, value, conversions }) => {
      const times = conversions.map(({ written, converted, how }) => ({
        written,
        converted: converted.toTimestring(),
        how,
      }))
      if (kind === 'times') return { name, [name]: times }
      return times.length > 0
        ? { name, ...times[0] }
        : { name, value: typeof value === 'number' ? toJsonNumber(value) : value }
    }),
    t: t === null ? null : t.toTimestring(),
    words: formula.words,
    quantities: formula.quantities.map((quantity) => ({ ...quantity, value: toJsonNumber(quantity.value) })),
    formula: formula.formula,
    numbers: formula.numbers,
    multiplier: toJsonNumber(multiplier),
    notes,
  }
}
