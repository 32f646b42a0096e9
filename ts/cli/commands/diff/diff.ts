/**
 * `scale-schedule diff`: whether two training configurations have the same learning rates, and where they part.
 */
import type { Command } from 'commander'
import { LR } from '../../../config/locate.js'
import type { TrainingConfig } from '../../../config/read.js'
import { toJsonNumber } from '../../../state/json.js'
import { batchesOf, checkRanges, openConfigs, warnWithoutLr } from '../../io/configuration.js'
import { CliError, EXIT, failureOf, PipeClosed } from '../../io/failure.js'
import { shortest } from '../../io/formats.js'
import { parsePositive, parseRatio, parseTolerance } from '../../io/options.js'
import { writeTo } from '../../io/output.js'
import { warnOnce } from '../../io/warnings.js'
import { makeProgress } from '../../terminal/terminal.js'
import {
  compareRuns,
  type Difference,
  type DifferentBatch,
  type QuantityDifference,
  sharedQuantities,
} from './difference.js'

interface DiffOptions {
  tolerance: number
  ssr?: number
  dataloaderLen?: number
  json?: boolean
  quiet?: boolean
}

type Found = QuantityDifference | 'a' | 'b'
type Pair = readonly [TrainingConfig, TrainingConfig]

const EXAMPLES = `
Examples:
  scale-schedule diff old.yaml new.yaml
  scale-schedule diff old.yaml new.yaml --tolerance 1e-12 --json
  scale-schedule diff old.yaml new.yaml --ssr 0.5 > /dev/null && echo the same

Learning rates are compared at every batch that both runs have; runs of different lengths differ. What else is scheduled
is compared as well, and told for each quantity.
Ends with 0 when there is no difference and 1 when there is one, as diff does; a wrong configuration is 4 here.
`

/** Adds the command. */
export function addDiff(program: Command): void {
  program
    .command('diff')
    .description('compare the learning rates of two training configurations')
    .argument('<a>', "a training configuration; '-' is standard input")
    .argument('<b>', 'another')
    .option('--tolerance <part>', 'the largest relative difference that still counts as equal', parseTolerance, 0)
    .option('--ssr <ratio>', 'scale schedule ratio of both, in place of scale_schedule_ratio', parseRatio)
    .option('--dataloader-len <batches>', 'batches in an epoch of both, in place of dataloader_len', parsePositive)
    .option('--json', 'print an object')
    .option('-q, --quiet', 'show no progress')
    .addHelpText('after', EXAMPLES)
    .action(run)
}

async function run(a: string, b: string, options: DiffOptions): Promise<void> {
  warnOnce()
  try {
    const configs = (await openConfigs([a, b])).map((open) => open(options)) as unknown as Pair
    const difference = await compare(configs, options)
    configs.forEach(warnWithoutLr)
    const text = options.json
      ? `${JSON.stringify(toObject(configs, difference, options.tolerance), null, 2)}\n`
      : `${linesOf(configs, difference, options.tolerance).join('\n')}\n`
    await writeTo(process.stdout, text)
    if (isDifferent(difference)) process.exitCode = EXIT.different
  } catch (error) {
    throw withDiffCode(error)
  }
}

/** 1 says that two configurations differ, so that one that is wrong needs another code. */
function withDiffCode(error: unknown): unknown {
  if (error instanceof PipeClosed) return error
  const { message, exitCode } = failureOf(error)
  return exitCode === EXIT.wrong ? new CliError(EXIT.wrongInDiff, message, { cause: error }) : error
}

async function compare(configs: Pair, { tolerance, quiet }: DiffOptions): Promise<Difference> {
  const shared = Math.min(batchesOf(configs[0]), batchesOf(configs[1]))
  for (const config of configs) checkRanges(config, [{ from: 0, stride: 1, count: shared }], 'Use a shorter run.')
  const total = shared * sharedQuantities(configs)
  const progress = makeProgress(total, !quiet && process.stderr.isTTY === true, 'batches')
  const difference = await compareRuns(configs, tolerance, progress.update)
  progress.clear()
  return difference
}

const differs = (quantity: Found): boolean => typeof quantity === 'string' || quantity.differing > 0

const isDifferent = ({ batches: [a, b], differing, others }: Difference): boolean =>
  a !== b || differing > 0 || [...others.values()].some(differs)

const count = (value: number | bigint) => value.toLocaleString('en-US')
const batchCount = (value: number) => `${count(value)} ${value === 1 ? 'batch' : 'batches'}`
const line = (label: string, text: string) => `${label.padEnd(14)}${text}`

function linesOf(configs: Pair, difference: Difference, tolerance: number): string[] {
  const { batches, compared, others } = difference
  const lines = configs.map(({ file, name }, index) => {
    const title = name === null ? file : `${file} (${name})`
    return line('ab'[index]!, `${title}: ${batchCount(batches[index]!)}`)
  })
  if (batches[0] !== batches[1])
    lines.push(line('lengths', `differ by ${batchCount(Math.abs(batches[0] - batches[1]))}`))
  const within = tolerance === 0 ? 'to the last bit' : `within ${tolerance} of the larger one`
  const told = [[LR, difference] as const, ...others].map(([name, quantity]) => {
    return { name, lines: quantityLines(name, quantity, compared, within) }
  })
  if (told.length === 1) return [...lines, ...told[0]!.lines]
  return [...lines, ...told.flatMap(({ name, lines }) => ['', name, ...lines.map((text) => `  ${text}`)])]
}

function quantityLines(name: string, quantity: Found, compared: number, within: string): string[] {
  if (typeof quantity === 'string') return [line('different', `${quantity} alone schedules it`)]
  const { differing, first, largest } = quantity
  if (first === null || largest === null) {
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
