/**
 * `scale-schedule diff`: whether two training configurations, or files of other libraries, have the same learning rates, and
 * where they part.
 */
import type { Command } from 'commander'
import { LR } from '../../../config/locate.js'
import type { TrainingConfig } from '../../../config/read.js'
import { isConfiguration } from '../../../config/recognize.js'
import { SchedulerError } from '../../../errors/error.js'
import { toJsonNumber } from '../../../state/json.js'
import { batchesOf, checkRanges, openText, warnWithoutLr } from '../../io/configuration.js'
import { CliError, EXIT, withDiffCode } from '../../io/failure.js'
import { addForeign, asConfig, type ForeignOptions, readForeign } from '../../io/foreign.js'
import { shortest } from '../../io/formats.js'
import { readText } from '../../io/input.js'
import { parsePositive, parseRatio, parseTolerance } from '../../io/options.js'
import { writeTo } from '../../io/output.js'
import { type NamedText, presetText } from '../../io/preset.js'
import { presetOption } from '../../io/schedule.js'
import { warnOnce } from '../../io/warnings.js'
import { makeProgress } from '../../terminal/terminal.js'
import {
  compareRuns,
  type Difference,
  type DifferentBatch,
  type QuantityDifference,
  sharedQuantities,
} from './difference.js'

interface DiffOptions extends ForeignOptions {
  tolerance?: number
  preset?: readonly string[]
  fromA?: string
  fromB?: string
  ssr?: number
  dataloaderLen?: number
  json?: boolean
  quiet?: boolean
}

type Found = QuantityDifference | 'a' | 'b'
type Pair = readonly [TrainingConfig, TrainingConfig]

// Libraries compute the same curve in other orders of operations.
const FOREIGN_TOLERANCE = 1e-12

const EXAMPLES = `
Examples:
  scale-schedule diff old.yaml new.yaml
  scale-schedule diff old.yaml new.yaml --tolerance 1e-12 --json
  scale-schedule diff old.yaml new.yaml --ssr 0.5 > /dev/null && echo the same
  scale-schedule diff training_args.json ds_config.json --total 10000
  scale-schedule diff config.yaml scheduler.json --from-b torch --lr 3e-4
  scale-schedule diff mine.yaml --preset mpt-7b

Files of other libraries are read as import reads them. Two that name no length are compared over the other's, and
learning rates that differ by less than 1e-12 of the highest are the same, unless --tolerance says otherwise.

Learning rates are compared at every batch that both runs have; runs of different lengths differ. What else is scheduled
is compared as well, and told for each quantity.
Ends with 0 when there is no difference and 1 when there is one, as diff does; a wrong configuration is 4 here.
`

/** Adds the command. */
export function addDiff(program: Command): void {
  const command = program
    .command('diff')
    .description('compare the learning rates of two training configurations, or of files of other libraries')
    .argument('[a]', "a training configuration, or what another library is given; '-' is standard input")
    .argument('[b]', 'another')
    .addOption(presetOption())
    .option('--tolerance <part>', 'the largest relative difference that still counts as equal', parseTolerance)
    .option('--ssr <ratio>', 'scale schedule ratio of both, in place of scale_schedule_ratio', parseRatio)
    .option('--dataloader-len <batches>', 'batches in an epoch of both, in place of dataloader_len', parsePositive)
    .option('--from-a <library>', 'whose the first file is, in place of what its keys tell')
    .option('--from-b <library>', 'whose the second file is')
  addForeign(command)
    .option('--json', 'print an object')
    .option('-q, --quiet', 'show no progress')
    .addHelpText('after', EXAMPLES)
    .action(run)
}

async function run(a: string | undefined, b: string | undefined, options: DiffOptions): Promise<void> {
  warnOnce()
  try {
    const { configs, isForeign } = await openBoth(await textsOf([a, b], options.preset ?? []), options)
    const tolerance = options.tolerance ?? (isForeign ? FOREIGN_TOLERANCE : 0)
    const difference = await compare(configs, tolerance, isForeign, options)
    configs.forEach(warnWithoutLr)
    const text = options.json
      ? `${JSON.stringify(toObject(configs, difference, tolerance), null, 2)}\n`
      : `${linesOf(configs, difference, tolerance, isForeign).join('\n')}\n`
    await writeTo(process.stdout, text)
    if (isDifferent(difference)) process.exitCode = EXIT.different
  } catch (error) {
    throw withDiffCode(error)
  }
}

/** The texts of what is compared: files, and behind them presets. */
async function textsOf(given: readonly (string | undefined)[], presets: readonly string[]): Promise<NamedText[]> {
  const files = given.filter((file) => file !== undefined)
  const count = files.length + presets.length
  if (count < 2) throw new CliError(EXIT.usage, `missing required argument '${count === 0 ? 'a' : 'b'}'`)
  if (count > 2) {
    const found = [...files, ...presets.map((name) => `--preset ${name}`)].join(', ')
    throw new CliError(EXIT.usage, `Two schedules are compared; found ${found}. Keep two.`)
  }
  if (files.length === 2 && files.every((file) => file === '-')) {
    throw new CliError(EXIT.usage, "Standard input can be read once; found '-' twice. Give a file in place of one.")
  }
  const texts = []
  for (const file of files) texts.push({ text: await readText(file), file: file === '-' ? 'standard input' : file })
  for (const name of presets) texts.push(await presetText(name))
  return texts
}

/** Both, each of its kind. A library's file that names no length is read for that of the other. */
async function openBoth(
  texts: readonly NamedText[],
  options: DiffOptions,
): Promise<{ configs: Pair; isForeign: boolean }> {
  const froms = [options.fromA, options.fromB]
  const read: ((total?: number) => Promise<Side>)[] = []
  for (const [index, { text, file }] of texts.entries()) {
    read.push((total) => openSide(text, file, { ...options, from: froms[index], total: options.total ?? total }))
  }
  const sides = [await read[0]!(), await read[1]!()]
  for (const [index, side] of sides.entries()) {
    const other = sides[1 - index]!
    if (side.isOpen && !other.isOpen) sides[index] = await read[index]!(batchesOf(other.config))
  }
  if (sides.every((side) => side.isOpen)) {
    const longest = Math.max(...sides.map(({ config }) => batchesOf(config)))
    for (const index of [0, 1]) sides[index] = await read[index]!(longest)
  }
  return {
    configs: [sides[0]!.config, sides[1]!.config],
    isForeign: sides.some((side) => side.isForeign),
  }
}

/** One of the two files. */
interface Side {
  readonly config: TrainingConfig
  readonly isForeign: boolean
  /** Whether its length was taken from the times that its schedule names. */
  readonly isOpen: boolean
}

async function openSide(text: string, name: string, options: DiffOptions): Promise<Side> {
  if (options.from === undefined && isConfiguration(text)) return ownSide(text, name, options)
  try {
    const foreign = await readForeign(text, name, options)
    const isOpen = foreign.imported.assumed.some(({ path }) => path === 'total')
    return { config: asConfig(foreign, name), isForeign: true, isOpen }
  } catch (error) {
    // A configuration that says too little is better told what it lacks.
    const isUnknown = error instanceof CliError && SchedulerError.is(error.cause, 'source-text')
    if (options.from !== undefined || !isUnknown) throw error
    return ownSide(text, name, options)
  }
}

const ownSide = (text: string, name: string, options: DiffOptions): Side => ({
  config: openText(text, name)(options),
  isForeign: false,
  isOpen: false,
})

async function compare(
  configs: Pair,
  tolerance: number,
  isForeign: boolean,
  { quiet }: DiffOptions,
): Promise<Difference> {
  const shared = Math.min(batchesOf(configs[0]), batchesOf(configs[1]))
  for (const config of configs) checkRanges(config, [{ from: 0, stride: 1, count: shared }], 'Use a shorter run.')
  const total = shared * sharedQuantities(configs)
  const progress = makeProgress(total, !quiet && process.stderr.isTTY === true, 'batches')
  const difference = await compareRuns(configs, tolerance, progress.update, isForeign)
  progress.clear()
  return difference
}

const differs = (quantity: Found): boolean => typeof quantity === 'string' || quantity.differing > 0

const isDifferent = ({ batches: [a, b], differing, others }: Difference): boolean =>
  a !== b || differing > 0 || [...others.values()].some(differs)

const count = (value: number | bigint) => value.toLocaleString('en-US')
const batchCount = (value: number) => `${count(value)} ${value === 1 ? 'batch' : 'batches'}`
const line = (label: string, text: string) => `${label.padEnd(14)}${text}`

function linesOf(configs: Pair, difference: Difference, tolerance: number, isForeign: boolean): string[] {
  const { batches, compared, others } = difference
  const lines = configs.map(({ file, name }, index) => {
    const title = name === null ? file : `${file} (${name})`
    return line('ab'[index]!, `${title}: ${batchCount(batches[index]!)}`)
  })
  if (batches[0] !== batches[1])
    lines.push(line('lengths', `differ by ${batchCount(Math.abs(batches[0] - batches[1]))}`))
  const within =
    tolerance === 0 ? 'to the last bit' : `within ${tolerance} of the ${isForeign ? 'highest' : 'larger one'}`
  const told = [[LR, difference] as const, ...others].map(([name, quantity]) => {
    return { name, lines: quantityLines(name, quantity, { compared, within, isForeign }) }
  })
  if (told.length === 1) return [...lines, ...told[0]!.lines]
  return [...lines, ...told.flatMap(({ name, lines }) => ['', name, ...lines.map((text) => `  ${text}`)])]
}

interface Told {
  readonly compared: number
  readonly within: string
  readonly isForeign: boolean
}

function quantityLines(name: string, quantity: Found, { compared, within, isForeign }: Told): string[] {
  if (typeof quantity === 'string') return [line('different', `${quantity} alone schedules it`)]
  const { differing, first, largest } = quantity
  if (first === null || largest === null) {
    if (isForeign) {
      return [line('equal', `the same for ${count(compared)} ${compared === 1 ? 'step' : 'steps'}, ${within}`)]
    }
    const what = name === LR ? 'learning rates' : 'values'
    return [line('equal', `the ${what} of ${compared === 0 ? 'no' : `all ${count(compared)}`} batches, ${within}`)]
  }
  return [
    line('different', `${count(differing)} of ${count(compared)} batches`),
    line('first', placeOf(first)),
    line('largest', placeOf(largest)),
  ]
}

function placeOf({ batch, a, b, absolute, ulps }: DifferentBatch): string {
  const values = `${shortest(a)} and ${shortest(b)}`
  return `batch ${count(batch)}: ${values}, ${shortest(absolute)} apart (${count(ulps)} ${ulps === 1n ? 'ulp' : 'ulps'})`
}

/** In JSON what is of the learning rate stands beside the rest, others by their names. */
function toObject(configs: Pair, difference: Difference, tolerance: number) {
  const { batches, compared, others } = difference
  const run = (index: 0 | 1) => ({ config: configs[index].file, name: configs[index].name, batches: batches[index] })
  const told = [...others].map(([name, own]) => [name, { equal: !differs(own), ...quantityObject(own) }] as const)
  return {
    equal: !isDifferent(difference),
    tolerance,
    a: run(0),
    b: run(1),
    compared,
    ...quantityObject(difference),
    ...(told.length === 0 ? {} : { quantities: Object.fromEntries(told) }),
  }
}

function quantityObject(quantity: Found) {
  if (typeof quantity === 'string') return { only: quantity }
  const { differing, first, largest } = quantity
  return { differing, first: first && placeObject(first), largest: largest && placeObject(largest) }
}

/** In JSON more ulps than an integer can count are text. */
function placeObject({ batch, a, b, absolute, ulps }: DifferentBatch) {
  const distance = ulps <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(ulps) : String(ulps)
  return { batch, a: toJsonNumber(a), b: toJsonNumber(b), absolute: toJsonNumber(absolute), ulps: distance }
}
