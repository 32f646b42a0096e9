/**
 * `scale-schedule lint`: what is worth a look in a schedule before it is trained with.
 */
import type { Command } from 'commander'
import { LR } from '../../../config/locate.js'
import { allQuantities, type TrainingConfig } from '../../../config/read.js'
import { lint } from '../../../questions/lint.js'
import type { Finding } from '../../../questions/rules.js'
import { batchesOf, checkRanges } from '../../io/configuration.js'
import { EXIT } from '../../io/failure.js'
import { dataloaderLenOption, ratioOption } from '../../io/options.js'
import { writeTo } from '../../io/output.js'
import { addSchedule, openSchedule, type ScheduleOptions } from '../../io/schedule.js'
import { warnOnce } from '../../io/warnings.js'

interface LintOptions extends ScheduleOptions {
  json?: boolean
}

const EXAMPLES = `
Examples:
  scale-schedule lint mpt-7b.yaml
  scale-schedule lint mpt-7b.yaml --ssr 0.01 --json
  scale-schedule lint --scheduler multi_step --set 'milestones=[30ep, 60ep]' --max-duration 50ep --dataloader-len 626

Rules:
  first-batch-at-zero  the first batch is trained at 0 (a note: the ramps of Composer and of most others begin so)
  warmup-too-long      a warm-up lasts to the end of the run, or beyond
  floor-not-reached    the run ends before the schedule has come to alpha_f
  past-the-end         a milestone, a part of a sequence, a cooldown or a restart lies past the end
  jump                 a step where one formula follows another, much larger than those beside it

Of a configuration with a mapping of quantities each is looked at, the first rule at lr alone; findings name the quantity.

Ends with 0 when there are no findings, or only notes, else with 1.
`

/** Adds the command. */
export function addLint(program: Command): void {
  const command = program
    .command('lint')
    .description('tell what in a schedule is hardly meant: floors that are not reached, jumps, what lies past the end')
    .argument('[config]', "a training configuration; '-' is standard input")
    .addOption(ratioOption())
    .addOption(dataloaderLenOption())
    .option('--json', 'print an array')
  addSchedule(command).addHelpText('after', EXAMPLES).action(run)
}

async function run(file: string | undefined, options: LintOptions): Promise<void> {
  warnOnce()
  const config = await openSchedule(file, options)
  checkRanges(config, [{ from: 0, stride: 1, count: batchesOf(config) }], 'Use a shorter run.')
  const found =
    config.quantities.length === 0
      ? lint(config.schedulers, config.run)
      : lint(Object.fromEntries(allQuantities(config).map(({ name, schedulers }) => [name, schedulers])), config.run)
  const findings = found.map((finding) => ({ ...finding, path: keyPath(config, finding) }))
  const text = options.json ? JSON.stringify(findings, null, 2) : findings.map(lineOf).join('\n')
  if (text !== '') await writeTo(process.stdout, `${text}\n`)
  if (findings.some(({ level }) => level === 'warning')) process.exitCode = EXIT.wrong
}

/**
 * Where it is in the terms of a configuration: 'scheduler.alpha_f', 'schedulers[1].milestones[0]', of quantities
 * 'scheduler.momentum[1].milestones[0]'.
 */
function keyPath(config: TrainingConfig, { path = '', quantity }: Finding): string {
  const { schedulers } = config
  const keys = path.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`).replace(/\bt0\b/, 't_0')
  if (quantity !== undefined) {
    const count = quantity === LR ? schedulers : config.quantities.find(({ name }) => name === quantity)!.schedulers
    const within = count.length > 1 ? keys.replace(/^schedulers/, '') : keys
    return `scheduler.${quantity}${within === '' || within.startsWith('[') ? '' : '.'}${within}`
  }
  if (schedulers.length > 1) return keys === '' ? 'schedulers' : keys
  return keys === '' ? 'scheduler' : `scheduler.${keys}`
}

const lineOf = ({ code, level, message, path }: Finding): string => `${level.padEnd(9)}${code}: ${path}: ${message}`
