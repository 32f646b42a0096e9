/**
 * Configurations that a command was given: read, and checked for the batches that are asked for.
 */
import path from 'node:path'
import { ConfigError } from '../../config/errors.js'
import type { Cures } from '../../config/explain.js'
import { allSchedulers, readConfig, type TrainingConfig } from '../../config/read.js'
import { warn } from '../../errors/warning.js'
import { CliError, EXIT } from './failure.js'
import { readText } from './input.js'

/** What stands in for the file's own keys. */
export interface Overrides {
  readonly ssr?: number
  readonly dataloaderLen?: number
}

/** Batches in an arithmetic sequence. */
export interface BatchRange {
  readonly from: number
  readonly stride: number
  readonly count: number
}

// Every command that opens configurations has this option.
const CURES = {
  dataloaderLen: 'Pass --dataloader-len or set dataloader_len (batches in an epoch), or give times in ba.',
}

/** Makes a configuration of what was read, any number of times. */
export type Opened = (overrides: Overrides) => TrainingConfig

const opener =
  (text: string, file: string, cures: Cures = CURES): Opened =>
  ({ ssr: scaleScheduleRatio, dataloaderLen }) =>
    readConfig(text, { file, env: process.env, scaleScheduleRatio, dataloaderLen, cures })

/** A configuration of a text that was read. */
export const openText = (text: string, file: string): Opened => opener(text, file)

/** Reads configurations, each once; any number may be made of one by its overrides. */
export async function openConfigs(files: readonly string[]): Promise<Opened[]> {
  if (files.filter((file) => file === '-').length > 1) {
    throw new CliError(EXIT.usage, "Standard input can be read once; found '-' twice. Give a file in place of one.")
  }
  const opened = []
  for (const file of files) {
    const text = await readText(file)
    opened.push(opener(text, file === '-' ? 'standard input' : file))
  }
  return opened
}

// What messages call the options of a schedule without a file, and what gives what such a run lacks.
const BY_OPTIONS = 'command line'
const OPTION_CURES = {
  dataloaderLen: 'Pass --dataloader-len (batches in an epoch), or give times in ba.',
  samplesPerBatch: 'Pass --global-train-batch-size.',
  tokensPerSample: 'Pass --max-seq-len.',
}

/** What options describe in place of a file. */
export const openOptions = (text: string): Opened => opener(text, BY_OPTIONS, OPTION_CURES)

/** Says that a configuration without a learning rate has none to be shown. */
export function warnWithoutLr({ file, hasLr }: TrainingConfig): void {
  if (hasLr) return
  const cure = file === BY_OPTIONS ? 'Pass --lr' : 'Set optimizer.lr'
  warn(`${file}: A learning rate is the multiplier α here; found no initial one. ${cure} to see learning rates.`)
}

/** How many batches the run of a configuration has. */
export function batchesOf(config: TrainingConfig): number {
  try {
    return config.run.batches
  } catch (error) {
    throw config.explain(error)
  }
}

/** What an option asks of a configuration; an error tells the option in place of a key. */
export function askedBy<T>(option: string, config: TrainingConfig, answer: () => T): T {
  try {
    return answer()
  } catch (error) {
    const explained = config.explain(error)
    if (!(explained instanceof ConfigError)) throw explained
    throw new CliError(EXIT.wrong, `${config.file}: ${option}: ${explained.reason}`, { cause: error })
  }
}

/** What has no value at some batch is told before anything is written. */
export function checkRanges(config: TrainingConfig, ranges: readonly BatchRange[], cure: string): void {
  for (const { from, stride, count } of ranges) {
    if (!Number.isSafeInteger(from + stride * Math.max(0, count - 1))) {
      throw new CliError(EXIT.usage, `The last batch must be below 2^53; found one beyond. ${cure}`)
    }
  }
  allSchedulers(config).forEach((scheduler, index) => {
    try {
      const curve = scheduler.resolve(config.run)
      for (const range of ranges) curve.check(range)
    } catch (error) {
      throw config.explain(error, index)
    }
  })
}

/** A file that is read must not be written. */
export function checkOutput(output: string | undefined, files: readonly string[]): void {
  if (output === undefined || output === '-') return
  if (!files.some((file) => file !== '-' && path.resolve(output) === path.resolve(file))) return
  const rule = 'The output must be another file than the configuration'
  throw new CliError(EXIT.usage, `${rule}; found both to be ${output}. Choose another name.`)
}
