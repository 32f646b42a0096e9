/**
 * `scale-schedule import`: a schedule of another library as a configuration that all commands read.
 */
import type { Command } from 'commander'
import { warn } from '../../../errors/warning.js'
import { assumedWords, unmatchedWords } from '../../../frameworks/told.js'
import type { ImportedSchedule } from '../../../frameworks/types.js'
import { configurationOf } from '../../../languages/configuration.js'
import { programOf } from '../../../languages/program.js'
import { yamlOf } from '../../../languages/yaml.js'
import { convertTime } from '../../../run/convert.js'
import type { BuiltinScheduler } from '../../../schedulers/builtin.js'
import { checkOutput } from '../../io/configuration.js'
import { addForeign, type Foreign, type ForeignOptions, readForeign } from '../../io/foreign.js'
import { readText } from '../../io/input.js'
import { toOutput, writeWhole } from '../../io/output.js'
import { warnOnce } from '../../io/warnings.js'

interface ImportOptions extends ForeignOptions {
  output?: string
  json?: boolean
}

const EXAMPLES = `
Examples:
  scale-schedule import training_args.json
  scale-schedule import ds_config.json -o config.yaml && scale-schedule plot config.yaml
  scale-schedule import scheduler.json --from torch --lr 0.1 --total 10000

FILE is what the library is given: the arguments of a Trainer, ds_config.json, a torch scheduler's state or a keras
configuration as JSON, torchtitan's TOML, a YAML, or a command line with its flags.
The configuration tells in comments which defaults of the library were taken, and what it can't express.
`

/** Adds the command. */
export function addImport(program: Command): void {
  const command = program
    .command('import')
    .description('read the schedule of another library, and write it as a configuration')
    .argument('<file>', "what the library is given; '-' is standard input")
    .option('--from <library>', 'whose it is, in place of what its keys tell: torch, hf, timm, optax, …')
  addForeign(command)
    .option('-o, --output <file>', "the file to write; '-' is standard output")
    .option('--json', 'print an object with the scheduler, the run, and what was assumed and not matched')
    .addHelpText('after', EXAMPLES)
    .action(run)
}

async function run(file: string, options: ImportOptions): Promise<void> {
  warnOnce()
  checkOutput(options.output, [file])
  const name = file === '-' ? 'standard input' : file
  const foreign = await readForeign(await readText(file), name, options)
  for (const { path, reason, step } of foreign.imported.unmatched) {
    warn(`${name}: ${path === '' ? '' : `${path}: `}${reason}${step === undefined ? '' : ` (step ${step})`}`)
  }
  const text = options.json ? `${JSON.stringify(toObject(foreign), null, 2)}\n` : configurationText(foreign)
  await writeWhole(await toOutput(options.output), text)
}

function toObject({ library, imported }: Foreign) {
  const { scheduler, run, baseLr, others, assumed, unmatched } = imported
  const written = Object.entries(others).map(([name, one]) => [name, one.toJSON()])
  const described = { scheduler: scheduler.toJSON(), run: run.toJSON(), baseLr, others: Object.fromEntries(written) }
  return { library, ...described, assumed, unmatched }
}

/** A configuration, with what is to be known of it in comments. */
function configurationText({ library, imported }: Foreign): string {
  const { scheduler, run, baseLr, others, assumed, unmatched } = imported
  const of = (one: BuiltinScheduler) =>
    configurationOf(programOf({ name: `from ${library}`, factors: [one], run, baseLr }, convertTime), 'YAML')
  const whole = of(scheduler)
  const other = Object.entries(others).map(([name, one]) => {
    return [name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), of(one).schedulers[0]!] as const
  })
  return [
    ...commentsOf(assumed, unmatched),
    yamlOf({ ...whole, optimizer: { lr: baseLr }, others: Object.fromEntries(other) }),
  ].join('\n')
}

function commentsOf(assumed: ImportedSchedule['assumed'], unmatched: ImportedSchedule['unmatched']): string[] {
  const said = assumed.map((one) => `# assumed: ${assumedWords(one)}`)
  const told = unmatched.map((one) => `# not matched: ${unmatchedWords(one)}`)
  // Paths may hold keys of the file.
  return [...said, ...told].map((line) => line.replace(/\s+/g, ' '))
}
