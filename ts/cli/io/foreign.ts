/**
 * Files of other libraries that a command was given: whose they are, and the schedules in them.
 */

import { type Command, Option } from 'commander'
import type { TrainingConfig } from '../../config/read.js'
import { SchedulerError } from '../../errors/error.js'
import type { ImportedSchedule, Library } from '../../frameworks/types.js'
import { CliError, EXIT } from './failure.js'
import { parsePositive, parseRate } from './options.js'

/** What a file of another library may not say. */
export interface ForeignOptions {
  readonly from?: string
  readonly lr?: number
  readonly total?: number
  readonly epochBatches?: number
}

/** A schedule of another library. */
export interface Foreign {
  readonly library: Library
  readonly imported: ImportedSchedule
}

/** Adds the options of what files of other libraries don't say. */
export const addForeign = (command: Command): Command =>
  addLengths(
    command.addOption(
      new Option('--lr <rate>', "the optimizer's learning rate, where the file does not say it").argParser(parseRate),
    ),
  )

/** Adds those of lengths. */
export const addLengths = (command: Command): Command =>
  command
    .addOption(
      new Option('--total <steps>', 'how many steps training has, where the file does not say it').argParser(
        parsePositive,
      ),
    )
    .addOption(
      new Option('--epoch-batches <batches>', 'batches in an epoch, where a schedule looks at epochs').argParser(
        parsePositive,
      ),
    )

/**
 * Reads a file of another library.
 *
 * @param name - what messages call the file
 * @throws CliError that tells the file
 */
export async function readForeign(text: string, name: string, options: ForeignOptions): Promise<Foreign> {
  // Loaded here: commands that read no such files have no need of it.
  const { importSchedule } = await import('../../frameworks/index.js')
  const { libraryOf } = await import('../../frameworks/import/import.js')
  const { detect, sourceOf } = await import('../../frameworks/detect/detect.js')
  const { from, lr: baseLr, total, epochBatches } = options
  try {
    let library: Library
    let source: unknown
    if (from !== undefined) {
      library = asked(from, libraryOf)
      source = await sourceOf(text, library)
    } else {
      const found = await detect(text)
      if (found.library === null) {
        const names = found.candidates.map((candidate) => candidate.library).join(' or ')
        throw new CliError(
          EXIT.wrong,
          `${name}: A file is of one library; found keys of ${names}. Say which with --from.`,
        )
      }
      library = found.library
      source = found.source
    }
    return { library, imported: importSchedule({ library, source, baseLr, total, epochBatches }) }
  } catch (error) {
    if (!SchedulerError.is(error)) throw error
    throw new CliError(EXIT.wrong, `${name}: ${withOptions(error.message)}`, { cause: error })
  }
}

/** The library that --from names. */
function asked(from: string, libraryOf: (name: string) => Library): Library {
  try {
    return libraryOf(from)
  } catch (error) {
    if (!SchedulerError.is(error)) throw error
    throw new CliError(EXIT.usage, error.message.replace(/^library/, '--from'), { cause: error })
  }
}

/** A message in the words of the command line. */
const withOptions = (message: string): string =>
  message
    .replace(
      /\bthe option baseLr; found none\. Add baseLr\./,
      'the learning rate of the optimizer; found none. Add --lr.',
    )
    .replace(/\bthe option total; found none\. Add total\./, 'the length of training; found none. Add --total.')
    .replace(
      /\bthe option epochBatches; found none\. Add epochBatches\./,
      'the length of an epoch; found none. Add --epoch-batches.',
    )

/** A schedule of another library as commands look at configurations. */
export function asConfig({ library, imported }: Foreign, file: string): TrainingConfig {
  const { scheduler, run, baseLr, others } = imported
  const quantities = Object.entries(others).map(([name, one]) => ({
    name: name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
    schedulers: [one],
  }))
  const explain = (error: unknown) =>
    SchedulerError.is(error) ? new CliError(EXIT.wrong, `${file}: ${error.message}`, { cause: error }) : error
  return { file, name: library, run, schedulers: [scheduler], quantities, baseLr, hasLr: true, explain }
}
