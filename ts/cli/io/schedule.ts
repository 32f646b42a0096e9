/**
 * A schedule that options describe or name in place of a file: the text of the configuration that would say the same.
 */
import { type Command, InvalidArgumentError, Option } from 'commander'
import { ConfigError } from '../../config/errors.js'
import type { TrainingConfig } from '../../config/read.js'
import { parseText } from '../../config/text.js'
import { type Opened, type Overrides, openConfigs, openOptions, openText } from './configuration.js'
import { CliError, EXIT } from './failure.js'
import { parsePositive, parseRate } from './options.js'
import { presetText } from './preset.js'

/** What options say of a schedule. */
export interface ScheduleOptions extends Overrides {
  readonly scheduler?: string
  readonly set?: Readonly<Record<string, unknown>>
  readonly maxDuration?: string
  readonly lr?: number
  readonly globalTrainBatchSize?: number
  readonly maxSeqLen?: number
  /** Known runs; most commands take one. */
  readonly preset?: readonly string[]
}

/** Those that only make sense without a file, with their names in the command line. */
const ALONE = {
  set: '--set',
  maxDuration: '--max-duration',
  lr: '--lr',
  globalTrainBatchSize: '--global-train-batch-size',
  maxSeqLen: '--max-seq-len',
} as const

/** Adds the options. */
export const addSchedule = (command: Command): Command =>
  command
    .option('--scheduler <scheduler>', 'a scheduler by any of its names, in place of a configuration', parseName)
    .option('--set <option=value>', 'an option of it, as in a configuration; once for each', parseOption)
    .option('--max-duration <time>', 'how long its run is: a time with its unit, or epochs')
    .option('--lr <rate>', 'its initial learning rate', parseRate)
    .option('--global-train-batch-size <samples>', 'samples in a batch, to count samples and tokens', parsePositive)
    .option('--max-seq-len <tokens>', 'tokens in a sample, to count tokens', parsePositive)
    .addOption(presetOption())

/** The option of known runs. */
export const presetOption = (): Option =>
  new Option(
    '--preset <preset>',
    'a known run in place of a configuration; scale-schedule presets lists them',
  ).argParser((text: string, before: readonly string[] = []) => [...before, text])

function parseName(text: string): string {
  if (text.trim() !== '') return text
  throw new InvalidArgumentError('It must be the name of a scheduler.')
}

/** `t_warmup=100ba`, beside those before; the value is YAML. */
function parseOption(text: string, before: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  const [, key, value] = /^\s*([\w.-]+)\s*=(.*)$/s.exec(text) ?? []
  if (key === undefined) throw new InvalidArgumentError('It must be an option and its value, such as t_warmup=100ba.')
  if (key === 'name' || key === 'type') throw new InvalidArgumentError('The name of a scheduler is --scheduler.')
  if (Object.hasOwn(before, key)) throw new InvalidArgumentError(`${key} must be given once.`)
  try {
    return { ...before, [key]: parseText(value!, key, 'A value') }
  } catch (error) {
    if (error instanceof ConfigError) throw new InvalidArgumentError(error.reason)
    throw error
  }
}

/**
 * The text of the configuration that the options stand for; null where they name no scheduler.
 *
 * @param given - the configurations and presets; where there is none, there must be a scheduler
 * @param isBeside - whether the schedule may stand beside them
 */
function scheduleText(options: ScheduleOptions, given: readonly Given[], isBeside = false): string | null {
  const { scheduler, set = {}, maxDuration, lr, globalTrainBatchSize, maxSeqLen } = options
  if (scheduler === undefined) {
    const alone = (Object.keys(ALONE) as (keyof typeof ALONE)[]).find((name) => options[name] !== undefined)
    if (alone !== undefined) {
      const found = given.length === 0 ? 'none' : given[0]!.told
      throw new CliError(
        EXIT.usage,
        `${ALONE[alone]} goes with --scheduler; found ${found}. Add --scheduler NAME, or leave it out.`,
      )
    }
    if (given.length > 0) return null
    const cure = "Give a file, '-', or --scheduler NAME --max-duration TIME."
    throw new CliError(EXIT.usage, `A schedule is a configuration or --scheduler; found neither. ${cure}`)
  }
  if (given.length > 0 && !isBeside) {
    const found = `found --scheduler ${scheduler} and ${given[0]!.name}`
    throw new CliError(EXIT.usage, `A schedule is a configuration or --scheduler; ${found}. Leave one out.`)
  }
  if (maxDuration === undefined) {
    const cure = 'Add for example --max-duration 10000ba.'
    throw new CliError(EXIT.usage, `--scheduler needs the length of its run; found no --max-duration. ${cure}`)
  }
  const length = /^\s*\d+\s*$/.test(maxDuration) ? Number(maxDuration) : maxDuration
  return JSON.stringify({
    run_name: scheduler,
    max_duration: length,
    scheduler: { name: scheduler, ...set },
    lr,
    global_train_batch_size: globalTrainBatchSize,
    max_seq_len: maxSeqLen,
  })
}

/** The configuration of a file, or what options describe or name in its place. */
export async function openSchedule(file: string | undefined, options: ScheduleOptions): Promise<TrainingConfig> {
  const files = file === undefined ? [] : [file]
  const named = options.preset ?? []
  if (files.length + named.length > 1) {
    const found = [...named.map((name) => `--preset ${name}`), ...files].join(' and ')
    throw new CliError(EXIT.usage, `A schedule is one configuration or --preset; found ${found}. Keep one.`)
  }
  const text = scheduleText(options, givenOf(files, named))
  const [open] = text !== null ? [openOptions(text)] : [...(await openConfigs(files)), ...(await openPresets(named))]
  return open!(options)
}

/** A configuration or a preset: what it is called, and what messages tell of it. */
interface Given {
  readonly name: string
  readonly told: string
}

const givenOf = (files: readonly string[], presets: readonly string[]): Given[] => [
  ...files.map((name) => ({ name, told: `the configuration ${name}` })),
  ...presets.map((preset) => ({ name: `--preset ${preset}`, told: `--preset ${preset}` })),
]

async function openPresets(names: readonly string[]): Promise<Opened[]> {
  const opened = []
  for (const name of names) {
    const { text, file } = await presetText(name)
    opened.push(openText(text, file))
  }
  return opened
}

/** The configurations of files and of presets, and beside them what options describe. */
export async function openSchedules(
  files: readonly string[],
  options: Omit<ScheduleOptions, 'ssr'>,
): Promise<Opened[]> {
  const named = options.preset ?? []
  const text = scheduleText(options, givenOf(files, named), true)
  const opened = [...(await openConfigs(files)), ...(await openPresets(named))]
  return text === null ? opened : [...opened, openOptions(text)]
}
