/**
 * `scale-schedule verify`: whether a sweep is what it has to be, to the byte; and mending it.
 */
import type { Command } from 'commander'
import type { Fault } from '../../../sweep/store/fault.js'
import type { Verification } from '../../../sweep/verify/verify.js'
import { EXIT, failureOf } from '../../io/failure.js'
import { parseCount } from '../../io/options.js'
import { whileRead } from '../../io/output.js'
import { warnOnce } from '../../io/warnings.js'

interface VerifyCommandOptions {
  deep?: boolean
  repair?: boolean
  json?: boolean
  workers?: number
}

const HELP = `
Examples:
  scale-schedule verify mpt-sweep              one line for each fault: what is wrong, and what cures it
  scale-schedule verify mpt-sweep --deep       computes all parts anew, not only a sample
  scale-schedule verify mpt-sweep --repair     makes anew what is wrong, by the steps of sweep

Every byte is compared with sidecars, manifest and plan. A sample of the parts (the first, the last and some others at
random, all of up to 8) is computed anew. An unfinished sweep is verified as far as it goes; --repair finishes one in
which something is wrong. Without --repair nothing is changed. Ends with 0 when nothing is wrong, or no longer, else with 1.

Events of --json, each an object on a line:
  fault  name (a file), code (of a SweepError), found (one sentence), cure
  done   folder, plan (its digest), finished, parts, whole, recomputed, by (what decided the bytes where this version can't
         compute them anew, else null), faults, repaired (their numbers)
  error  exitCode, code, message
`

/** Adds the command. */
export function addVerify(program: Command): void {
  program
    .command('verify')
    .description('verify a sweep, finished or not, and mend it')
    .argument('<folder>', 'the folder of the sweep')
    .option('--deep', 'compute all parts anew and compare them, not only a sample')
    .option('--repair', 'make anew what is wrong')
    .option('--json', 'show events as JSON, one a line, for programs')
    .option('--workers <threads>', 'worker threads; 0 for none (default: the processors there are)', parseCount)
    .addHelpText('after', HELP)
    .action(run)
}

async function run(folder: string, options: VerifyCommandOptions): Promise<void> {
  warnOnce()
  const report = options.json ? jsonReport(folder) : textReport(folder)
  try {
    const { verifySweep } = await import('../../../sweep/verify/verify.js')
    const { deep, repair, workers } = options
    // Lines are put in the order in which they come.
    let told: Promise<void> = Promise.resolve()
    const onFault = (fault: Fault) => {
      told = told.then(() => report.fault(fault))
      // A failure comes up when it is awaited.
      told.catch(() => {})
    }
    // Signals are left to the system: whatever a repair has come to, the next one goes on from there.
    const found = await verifySweep(folder, { deep, repair, workers, onFault })
    await told
    await report.done(found)
    if (found.repaired < found.faults.length) process.exitCode = EXIT.wrong
  } catch (error) {
    await report.failed(error)
    throw error
  }
}

interface VerifyReport {
  fault(fault: Fault): Promise<void>
  done(found: Verification): Promise<void>
  /** In addition to the line on standard error. */
  failed(error: unknown): Promise<void>
}

function textReport(folder: string): VerifyReport {
  const put = whileRead()
  return {
    fault: ({ what, cure }) => put(`${what} ${cure}\n`),
    async done({ plan, finished, parts, whole, recomputed, by, faults, repaired }) {
      const left = faults.length - repaired
      const lines = [
        ['folder', `${folder}${finished ? '' : ' (not finished)'}`],
        ['plan', plan],
        ['parts', `${whole} of ${parts} were whole`],
        ['computed anew', by === null ? `${recomputed} of ${parts} parts` : `none, as ${by} decided their bytes`],
        [
          'faults',
          faults.length === 0 ? 'none' : `${faults.length}, of which ${left === 0 ? 'none is' : `${left} are`} left`,
        ],
      ]
      await put(lines.map(([label, text]) => `${label!.padEnd(16)}${text}\n`).join(''))
    },
    failed: async () => {},
  }
}

function jsonReport(folder: string): VerifyReport {
  const write = whileRead()
  const put = (event: object) => write(`${JSON.stringify(event)}\n`)
  return {
    fault: ({ name, code, what, cure }) => put({ event: 'fault', name, code, found: what, cure }),
    done: ({ faults, ...found }) => put({ event: 'done', folder, ...found, faults: faults.length }),
    async failed(error) {
      const { code } = error as { code?: unknown }
      const { exitCode, message } = failureOf(error)
      await put({ event: 'error', exitCode, code: typeof code === 'string' ? code : null, message })
    },
  }
}
