/**
 * `scale-schedule export`: a schedule as code or configuration for another library.
 */
import type { Command } from 'commander'
import { LR } from '../../../config/locate.js'
import { allQuantities, type TrainingConfig } from '../../../config/read.js'
import { isConfiguration } from '../../../config/recognize.js'
import { SchedulerError } from '../../../errors/error.js'
import type { BuiltinScheduler } from '../../../schedulers/builtin.js'
import { checkOutput, openText, warnWithoutLr } from '../../io/configuration.js'
import { CliError, EXIT } from '../../io/failure.js'
import { addLengths, asConfig, readForeign } from '../../io/foreign.js'
import { readText } from '../../io/input.js'
import { dataloaderLenOption, ratioOption } from '../../io/options.js'
import { toOutput, writeWhole } from '../../io/output.js'
import { addSchedule, openSchedule, type ScheduleOptions } from '../../io/schedule.js'
import { askedTarget } from '../../io/target.js'
import { warnOnce } from '../../io/warnings.js'

interface ExportOptions extends ScheduleOptions {
  to: string
  quantity?: string
  from?: string
  total?: number
  epochBatches?: number
  output?: string
}

const EXAMPLES = `
Examples:
  scale-schedule export mpt-7b.yaml --to torch
  scale-schedule export training_args.json --to optax -o schedule.py
  scale-schedule export --scheduler wsd --set t_warmup=100ba --max-duration 10000ba --lr 3e-4 --to megatron

Targets:
  code                 typescript, composer, torch, optax, keras, timm, python
  arguments            transformers, deepspeed, megatron, llm-foundry, json

A target's own class is written where it computes the same, else the formula. Where a target differs (steps early or late,
32 bits, a recursion's drift, what comes past the end), comments in the text say from which step on and by how much.
FILE is a training configuration, or what another library is given, as import reads it.
`

/** Adds the command. */
export function addExport(program: Command): void {
  const command = program
    .command('export')
    .description('write a schedule as code or configuration for another library')
    .argument('[file]', "a training configuration, or what another library is given; '-' is standard input")
    .requiredOption('--to <target>', 'what it is written for: torch, optax, hf, composer, …')
    .option('--quantity <name>', 'which one of a configuration with several (default: lr)')
    .option('--from <library>', 'whose the file is, in place of what its keys tell')
    .addOption(ratioOption())
    .addOption(dataloaderLenOption())
  addSchedule(addLengths(command))
    .option('-o, --output <file>', "the file to write; '-' is standard output")
    .addHelpText('after', EXAMPLES)
    .action(run)
}

async function run(file: string | undefined, options: ExportOptions): Promise<void> {
  warnOnce()
  checkOutput(options.output, file === undefined ? [] : [file])
  const config = await open(file, options)
  const { schedulers, baseLr } = quantityOf(config, options.quantity ?? LR)
  warnWithoutLr(config)
  const text = await written(config, schedulers, baseLr, options)
  await writeWhole(await toOutput(options.output), text)
}

/** The configuration of a file of either kind, or what options describe in its place. */
async function open(file: string | undefined, options: ExportOptions): Promise<TrainingConfig> {
  if (file === undefined || options.scheduler !== undefined || options.preset !== undefined)
    return openSchedule(file, options)
  const text = await readText(file)
  const name = file === '-' ? 'standard input' : file
  if (options.from !== undefined || !isConfiguration(text))
    return asConfig(await readForeign(text, name, options), name)
  for (const [option, value] of [
    ['--lr', options.lr],
    ['--total', options.total],
    ['--epoch-batches', options.epochBatches],
  ]) {
    if (value === undefined) continue
    throw new CliError(
      EXIT.usage,
      `${option} is for files of other libraries; found the configuration ${name}, which says it itself. Leave it out.`,
    )
  }
  return openText(text, name)(options)
}

/** What is scheduled under a name. */
function quantityOf(config: TrainingConfig, name: string) {
  const all = allQuantities(config)
  const found = all.find((each) => each.name === name)
  if (found !== undefined) return { schedulers: found.schedulers, baseLr: found.base }
  throw new CliError(
    EXIT.usage,
    `--quantity must be one of ${all.map((each) => each.name).join(', ')}; found ${JSON.stringify(name)}. Name one of these.`,
  )
}

async function written(
  config: TrainingConfig,
  schedulers: readonly BuiltinScheduler[],
  baseLr: number,
  { to, quantity }: ExportOptions,
) {
  const { exportSchedule } = await import('../../../frameworks/index.js')
  const target = await askedTarget(to)
  try {
    return exportSchedule(schedulers, config.run, {
      to: target,
      baseLr,
      name: config.name ?? config.file,
      quantity,
    })
  } catch (error) {
    if (!SchedulerError.is(error, 'no-counterpart')) throw config.explain(error)
    throw new CliError(EXIT.wrong, `${config.file}: ${error.message}`, { cause: error })
  }
}
