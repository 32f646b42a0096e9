/**
 * The command line: its commands, and how it ends.
 */
import { Command, CommanderError } from 'commander'
import { ownVersion } from '../node/version.js'
import { addCancel } from './commands/cancel/cancel.js'
import { addCompletion } from './commands/completion/completion.js'
import { addCurve } from './commands/curve/curve.js'
import { addDiff } from './commands/diff/diff.js'
import { addExplain } from './commands/explain/explain.js'
import { addExport } from './commands/export/export.js'
import { addImport } from './commands/import/import.js'
import { addLint } from './commands/lint/lint.js'
import { addMatch } from './commands/match/match.js'
import { addPlot } from './commands/plot/plot.js'
import { addPresets } from './commands/presets/presets.js'
import { addResume } from './commands/resume/resume.js'
import { addSearch } from './commands/search/search.js'
import { addStatus } from './commands/status/status.js'
import { addSummary } from './commands/summary/summary.js'
import { addSweep } from './commands/sweep/sweep.js'
import { addVerify } from './commands/verify/verify.js'
import { addWorker } from './commands/worker/worker.js'
import { CliError, EXIT, PipeClosed, report } from './io/failure.js'
import { cutGiven, LONGEST_VALUE } from './io/given.js'

const EXIT_CODES = `
Exit codes:
  0  done (also when the reader of the output went away); diff: no difference; match: as planned, or identified
  1  a wrong configuration or value; diff: the two differ; match: not as planned; lint: a warning; verify: something is
     wrong; sweep --queue, resume: parts have failed
  2  wrong usage
  3  something can't be read or written
  4  diff, match: a wrong configuration, log or value
  5  status, sweep --finish: parts are missing; sweep --queue, resume: cancelled
  130 and above  ended by a signal (130: Ctrl-C; 143: SIGTERM)
`

/** A failure of the parser of options is wrong usage; where it has shown the help or the version there is no failure. */
function fromParser(error: CommanderError): CliError | null {
  if (error.exitCode === 0) return null
  return new CliError(EXIT.usage, cutGiven(error.message.replace(/^error: /, ''), LONGEST_VALUE))
}

/** What was given, of `help NAME` only the name where that is no command: it is refused as such, with the nearest one. */
function wordsOf(program: Command): string[] {
  const words = process.argv.slice(2)
  const [first, name = ''] = words
  const isCommand = program.commands.some((command) => command.name() === name)
  return first !== 'help' || isCommand || name === '' || name.startsWith('-') ? words : [name]
}

async function main(): Promise<void> {
  // A write reports its own errors; without a listener they would end the process as well.
  process.stdout.on('error', () => {})
  process.stderr.on('error', () => {})
  // Which versions of Node later releases of the SDK will run on is nothing that this run could tell better.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true'
  const program = new Command('scale-schedule')
    .description("MosaicML Composer's learning-rate schedules, the same bits everywhere")
    .version(ownVersion())
    .exitOverride()
    .configureOutput({ writeErr: () => {} })
  addCurve(program)
  addPlot(program)
  addExplain(program)
  addSummary(program)
  addLint(program)
  addDiff(program)
  addMatch(program)
  addImport(program)
  addExport(program)
  addPresets(program)
  addSweep(program)
  addSearch(program)
  addVerify(program)
  addStatus(program)
  addWorker(program)
  addResume(program)
  addCancel(program)
  addCompletion(program)
  for (const command of [program, ...program.commands]) command.addHelpText('after', EXIT_CODES)
  try {
    if (process.argv.length <= 2) {
      throw new CliError(EXIT.usage, "A command is needed; found none. Try 'scale-schedule --help'.")
    }
    await program.parseAsync(wordsOf(program), { from: 'user' })
  } catch (error) {
    if (error instanceof PipeClosed) process.exit(EXIT.ok)
    const failure = error instanceof CommanderError ? fromParser(error) : error
    if (failure === null) return
    const { line, exitCode } = report(failure)
    process.stderr.write(line)
    process.exitCode = exitCode
  }
}

await main()
