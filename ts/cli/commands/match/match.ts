/**
 * `scale-schedule match`: whether a run trained as planned, by its log; or without a plan, which schedule it trained with.
 */
import type { Command } from 'commander'
import type { MatchAnswer, MatchPlan } from '../../../match/index.js'
import { toJsonNumber } from '../../../state/json.js'
import { CliError, EXIT, withDiffCode } from '../../io/failure.js'
import { shortest } from '../../io/formats.js'
import { type Expected, readText } from '../../io/input.js'
import { writeTo } from '../../io/output.js'
import { type NamedText, presetText } from '../../io/preset.js'
import { warnOnce } from '../../io/warnings.js'

interface MatchOptions {
  preset?: string
  column?: string
  json?: boolean
}

const EXAMPLES = `
Examples:
  scale-schedule match checkpoint-1000/trainer_state.json arguments.json
  scale-schedule match wandb-export.csv config.yaml --column 'run-1 - train/lr'
  grep 'learning rate' train.log | scale-schedule match - pretrain.sh --json
  scale-schedule match metrics.csv

A log is trainer_state.json, a CSV export of W&B or TensorBoard, metrics.csv of Lightning, NDJSON with step and lr,
or lines of Megatron-LM, Composer or DeepSpeed. A plan is a configuration or any library's arguments.
Ends with 0 when every rate is as planned, or the schedule of the log is identified, and with 1 otherwise.
`

/** Adds the command. */
export function addMatch(program: Command): void {
  program
    .command('match')
    .description('hold a log of training against its plan, or find the schedule that it shows')
    .argument('<log>', "what training wrote; '-' is standard input")
    .argument('[plan]', "a configuration, or a library's arguments; '-' is standard input")
    .option('--preset <preset>', 'a known run as the plan; scale-schedule presets lists them')
    .option('--column <name>', 'which rate of the log, where several differ')
    .option('--json', 'print an object')
    .addHelpText('after', EXAMPLES)
    .action(run)
}

const LOG: Expected = { what: 'A log', mostBytes: 256 * 2 ** 20 }

const named = (file: string) => (file === '-' ? 'standard input' : file)

/** The text of the plan, and what messages call it. */
async function planOf(plan: string | undefined, preset: string | undefined): Promise<NamedText | null> {
  if (preset !== undefined) return presetText(preset)
  return plan === undefined ? null : { text: await readText(plan), file: named(plan) }
}

async function run(log: string, plan: string | undefined, { column, json, preset }: MatchOptions): Promise<void> {
  warnOnce()
  try {
    if (plan !== undefined && preset !== undefined) {
      const found = `found ${plan} and --preset ${preset}`
      throw new CliError(EXIT.usage, `A log is held against one plan; ${found}. Leave one out.`)
    }
    if (log === '-' && plan === '-') {
      throw new CliError(EXIT.usage, "Standard input can be read once; found '-' twice. Give a file in place of one.")
    }
    const { matchLog, readLog, readPlan, refuseEvents } = await import('../../../match/index.js')
    // Its bytes are no text: its name tells before it is read.
    refuseEvents('', log)
    const text = await readText(log, LOG)
    const against = await planOf(plan, preset)
    const read = readLog(text, { file: named(log), ...(column === undefined ? {} : { column }) })
    const planned =
      against === null
        ? null
        : await readPlan(against.text, { file: against.file, env: process.env, total: read.total })
    const answer = matchLog(read, planned === null ? {} : { plan: planned })
    const about = `${named(log)}: ${read.rows.length} rows of ${read.column}, read as ${read.kind}`
    await writeTo(process.stdout, json ? objectOf(answer) : textOf(answer, about, against?.file, planned))
    const good = answer.same ?? answer.identified
    if (!good) process.exitCode = EXIT.different
  } catch (error) {
    throw withDiffCode(error)
  }
}

function objectOf({ same, cause, firstStep, largest, schedules, identified, reason }: MatchAnswer): string {
  const object = {
    same,
    cause,
    firstStep,
    largest: largest === null ? null : toJsonNumber(largest),
    schedules: schedules.map((each) => ({ ...each, residual: toJsonNumber(each.residual) })),
    identified,
    reason,
  }
  return `${JSON.stringify(object, null, 2)}\n`
}

const line = (label: string, text: string) => `${label.padEnd(14)}${text}`
const count = (value: number) => value.toLocaleString('en-US')

/** In words, each sentence on a line of its own. */
function textOf(answer: MatchAnswer, about: string, plan: string | undefined, planned: MatchPlan | null): string {
  const { same, cause, first, largest, schedules, reason, identified } = answer
  const lines = [line('log', about)]
  if (plan !== undefined) {
    const library = planned?.library === undefined ? '' : ` (${planned.library})`
    lines.push(line('plan', `${plan}${library}`))
  }
  if (same === true) lines.push(line('same', `every rate is as planned, read as ${schedules[0]!.name}`))
  if (same === false) lines.push(line('different', cause === null ? 'nothing explains every row' : WORDS[cause]))
  if (same === null) lines.push(line('identified', identified ? `as ${schedules[0]!.name}` : 'no'))
  if (first !== null) {
    const values = `${shortest(first.logged)} was logged, ${shortest(first.planned)} planned`
    lines.push(line('first', `step ${count(first.step)}: ${values}`))
  }
  if (largest !== null) lines.push(line('largest', `${shortest(largest)} apart`))
  for (const { name, parameters, residual } of schedules) {
    // What a name says itself is not told again.
    const values = Object.entries(parameters)
      .map(([key, value]) => `${key} ${value}`)
      .filter((value) => value !== name.toLowerCase().replace(' lr ', '_lr '))
    const text = [name, ...values].join(', ')
    lines.push(line(same === false ? 'explained by' : 'schedule', `${text}; within ${Number(residual.toPrecision(3))}`))
  }
  for (const sentence of reason?.split(/(?<=[.?]) (?=[A-Z])/) ?? []) lines.push(line('note', sentence))
  return `${lines.map((each) => (each.length > WIDEST ? `${each.slice(0, WIDEST - 1)}…` : each)).join('\n')}\n`
}

const WIDEST = 190

const WORDS: { readonly [C in NonNullable<MatchAnswer['cause']>]: string } = {
  'one-step-late': 'one step late: each update ran with the rate of the one before',
  'one-step-early': 'one step early: each update ran with the rate of the next one',
  accumulation: 'accumulation: the schedule and the log count different steps',
  ssr: 'another scale schedule ratio',
  total: 'another total',
  'warmup-restarted': 'the warm-up began again',
  'steps-skipped': 'steps were skipped',
  float32: 'float32: the rates are those of the plan, rounded',
  'base-lr': 'another base learning rate',
}
