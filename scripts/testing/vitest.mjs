// Runs vitest and counts by what scripts/testing/reporter.mjs found: a file that was planned and not reported is named,
// and counts as a failure, also where vitest itself did not come to its end.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { runProgram } from './processes.mjs'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const VITEST = path.join(ROOT, 'node_modules/vitest/vitest.mjs')

/**
 * Runs vitest with these arguments, in the Node of `node`. Output is shown, or kept in `text`. At the time `until` it is
 * ended: then what was not reported yet is no failure.
 */
export async function runVitest(args, { env = {}, show = true, node = process.execPath, until } = {}) {
  mkdirSync(path.join(ROOT, '.build'), { recursive: true })
  const folder = mkdtempSync(path.join(ROOT, '.build/vitest-'))
  const report = path.join(folder, 'report')
  const { code, text, stopped } = await runProgram(node, [VITEST, 'run', '--passWithNoTests', ...args], {
    env: { ...env, SCALE_SCHEDULE_REPORT: report },
    show,
    until,
  })
  const lines = existsSync(report) ? readFileSync(report, 'utf8').split('\n') : []
  rmSync(folder, { recursive: true, force: true })
  // After the last line end there is nothing, or what was being written when vitest was ended.
  const findings = lines.slice(0, -1).map((line) => JSON.parse(line))
  return { text, stopped, ...count(findings, code, stopped) }
}

/** What the findings of a run come to. */
function count(findings, code, stopped) {
  const ended = findings.filter((finding) => finding.ended !== undefined)
  const failures = ended.flatMap(({ ended: file, failures }) => failures.map((failure) => ({ file, ...failure })))
  const lost = findings.filter((finding) => finding.lost !== undefined).map(({ lost, why }) => ({ file: lost, why }))
  if (!stopped && !findings.some((finding) => finding.finished)) {
    const known = new Set([...ended.map((finding) => finding.ended), ...lost.map(({ file }) => file)])
    const planned = findings.flatMap((finding) => finding.planned ?? []).filter((file) => !known.has(file))
    lost.push(...planned.map((file) => ({ file, why: 'was never reported: vitest itself did not end well' })))
  }
  const passed = ended.reduce((sum, finding) => sum + finding.passed, 0)
  const skipped = ended.reduce((sum, finding) => sum + finding.skipped, 0)
  // vitest fails for errors outside of tests too, and where it can't start.
  const isOther = !stopped && code !== 0 && failures.length + lost.length === 0
  const errors = findings.flatMap((finding) => finding.errors ?? [])
  const other = !isOther ? [] : errors.length > 0 ? errors : ['vitest itself did not end well']
  const seconds = Object.fromEntries(ended.map(({ ended: file, milliseconds }) => [file, milliseconds / 1000]))
  return {
    code,
    passed,
    failed: failures.length + lost.length + (isOther ? 1 : 0),
    skipped,
    failures,
    lost,
    other,
    seconds,
  }
}
