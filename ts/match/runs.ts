/**
 * What stands in one log one after another: a run that goes on after a resume, or another run.
 */
import type { LogRow } from './log/types.js'

/**
 * The runs of a log. Where steps go back to where it began, or before, another run begins; where they go back less, the
 * same run goes on from an earlier step.
 */
export function runsOf(rows: readonly LogRow[]): LogRow[][] {
  const runs: LogRow[][] = []
  let run: LogRow[] = []
  for (const row of rows) {
    const last = run.at(-1)
    if (last !== undefined && row.step < last.step && row.step <= run[0]!.step) {
      runs.push(run)
      run = []
    }
    run.push(row)
  }
  return run.length === 0 ? runs : [...runs, run]
}
