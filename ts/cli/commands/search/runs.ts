/**
 * The configurations that a search chose, as files ready to train with: the text of each, and its name.
 */
import { mkdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { describeValue, SchedulerError } from '../../../errors/error.js'
import { warn } from '../../../errors/warning.js'
import { systemCode } from '../../../node/system.js'
import type { Configuration } from '../../../sweep/space/configuration.js'
import type { BaseText, ConfigurationWriter } from '../../../sweep/space/written.js'
import { CliError, EXIT, ioError } from '../../io/failure.js'
import { readText } from '../../io/input.js'
import { toFile, writeWhole } from '../../io/output.js'
import { askedTarget } from '../../io/target.js'
import type { Chosen } from './chosen.js'

/** The most files. */
export const MOST_RUNS = 1000

/** Refuses more files than anybody wants. */
export function checkRuns(count: number): void {
  if (count <= MOST_RUNS) return
  const rule = `--export writes at most ${MOST_RUNS} files`
  throw new CliError(EXIT.usage, `${rule}; found ${count} configurations. Add --top ${MOST_RUNS}, or a --where.`)
}

/** What is exported, and how. */
export interface RunsOptions {
  readonly export: string
  readonly to?: string
  readonly base?: readonly string[]
  readonly force?: boolean
}

/** A file that is to be written. */
interface RunFile {
  readonly file: string
  readonly text: string
}

/** The text of each configuration. Writes nothing. */
export async function makeRuns({ plan, configurations }: Chosen, options: RunsOptions): Promise<RunFile[]> {
  const { ConfigurationWriter } = await import('../../../sweep/space/written.js')
  const { EXPORT_TARGETS, exportSchedule } = await import('../../../frameworks/index.js')
  const { REGISTRY } = await import('../../../frameworks/import/llm-foundry.js')
  const to = await askedTarget(options.to ?? 'composer')
  const isText = to === 'composer' || to === 'llm-foundry'
  const names = plan.space.bases.map(({ name }) => name)
  const bases = options.base ?? []
  if (!isText && bases.length > 0) {
    const rule = '--base is the text for --to composer or llm-foundry'
    throw new CliError(EXIT.usage, `${rule}; found --to ${to}. Leave it out.`)
  }
  const writer = new ConfigurationWriter(plan, await readBases(bases, names))
  const extension = isText ? 'yaml' : EXPORT_TARGETS.find(({ name }) => name === to)!.extension
  const digits = Math.max(5, String(plan.size - 1).length)
  return configurations.map((configuration) => {
    const { id, schedulers, run, baseLr, quantities } = configuration
    const base = writer.baseOf(id)
    const number = String(id).padStart(digits, '0')
    const name = base === null ? number : `${number}-${base.replace(/[^\w.-]+/g, '-').slice(0, 80)}`
    const file = path.join(options.export, `${name}.${extension}`)
    if (to === 'llm-foundry') checkLlmFoundry(configuration, writer, REGISTRY)
    if (isText) return { file, text: writer.write(configuration) }
    if (quantities.length > 0) {
      const found = quantities.map((quantity) => quantity.name).join(', ')
      warn(`--to ${to} writes the learning rate alone; found ${found} as well. Use --to composer for all.`)
    }
    try {
      return { file, text: exportSchedule(schedulers, run, { to, baseLr, name: `${plan.name ?? 'sweep'} ${number}` }) }
    } catch (error) {
      if (!SchedulerError.is(error)) throw error
      throw new CliError(EXIT.wrong, `Configuration ${id}: ${error.message}`, { cause: error })
    }
  })
}

/** Reads FILE, or NAME=FILE for each of several bases. */
async function readBases(given: readonly string[], names: readonly (string | null)[]) {
  const texts = new Map<string | null, BaseText>()
  for (const word of given) {
    const named = names.find((name) => name !== null && word.startsWith(`${name}=`))
    const name = named ?? (names.length === 1 ? names[0]! : undefined)
    if (name === undefined) {
      const rule = `--base is NAME=FILE for one of the bases ${names.join(', ')}`
      throw new CliError(EXIT.usage, `${rule}; found ${word}. Write for example ${names[0]}=${word}.`)
    }
    if (texts.has(name)) {
      const rule = `--base is given once${name === null ? '' : ` for each base`}`
      throw new CliError(EXIT.usage, `${rule}; found ${word} as well. Leave one out.`)
    }
    const file = named === undefined ? word : word.slice(String(named).length + 1)
    texts.set(name, { text: await readText(file), file: file === '-' ? 'standard input' : file })
  }
  return texts
}

/** Refuses what llm-foundry does not take, among it schedulers that its registry does not name. */
function checkLlmFoundry(
  { id, run, schedulers, quantities, values }: Configuration,
  writer: ConfigurationWriter,
  registry: readonly string[],
): void {
  const fail = (rule: string, found: string) =>
    new CliError(
      EXIT.wrong,
      `Configuration ${id}: llm-foundry takes ${rule}; found ${found}. Use --to composer, or leave it out by --where.`,
    )
  if (run.scaleScheduleRatio !== 1) throw fail('no scale_schedule_ratio', String(run.scaleScheduleRatio))
  const key = ['dataloader_len', 'epochs_per_iteration', 'seconds_per_batch'].find((name) =>
    Object.hasOwn(values, name),
  )
  if (key !== undefined) throw fail(`no ${key}`, String(values[key]))
  if (quantities.length > 0) throw fail('the schedule of the learning rate alone', quantities[0]!.name)
  if (schedulers.length > 1) throw fail('one scheduler', String(schedulers.length))
  const name = writer.schedulerOf(id)
  if (name === null || !registry.includes(name)) {
    throw fail(`as scheduler.name one of ${registry.join(', ')}`, name === null ? 'none' : describeValue(name))
  }
}

/** Writes the files, each whole; where one is there that says something else, none. */
export async function writeRuns(files: readonly RunFile[], options: RunsOptions): Promise<void> {
  const missing: RunFile[] = []
  const other: string[] = []
  for (const run of files) {
    const found = await contentOf(run.file)
    if (found === run.text) continue
    missing.push(run)
    if (found !== undefined) other.push(run.file)
  }
  const bases = (options.base ?? []).map((word) => path.resolve(word.slice(word.indexOf('=') + 1)))
  const own = other.find((file) => bases.includes(path.resolve(file)))
  if (own !== undefined) {
    throw new CliError(
      EXIT.usage,
      `--export writes other files than --base; found both to be ${own}. Name another folder.`,
    )
  }
  if (other.length > 0 && options.force !== true) {
    const more = other.length === 1 ? '' : ` and ${other.length - 1} more`
    const rule = '--export changes no file that is there'
    throw new CliError(
      EXIT.wrong,
      `${rule}; found ${other[0]}${more} with other content. Name another folder, or add --force.`,
    )
  }
  try {
    await mkdir(options.export, { recursive: true })
  } catch (error) {
    throw ioError(`make ${options.export}`, error)
  }
  for (const { file, text } of missing) await writeWhole(await toFile(file), text)
}

async function contentOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined
    throw ioError(`read ${file}`, error)
  }
}
