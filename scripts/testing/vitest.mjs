// Runs vitest and counts by what scripts/testing/reporter.mjs found: a file that was planned and not reported is named,
// and counts as a failure, also where vitest itself did not come to its end.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const VITEST = path.join(ROOT, 'node_modules/vitest/vitest.mjs')

/**
 * Runs vitest with these arguments. `show: false` keeps the output for `text`; `node` is the program that runs it.
 * Gives counts, the failures by file, what was skipped, and the seconds of each file.
 */
export async function runVitest(args, { env = {}, show = true, node = process.execPath } = {}) {
  mkdirSync(path.join(ROOT, '.build'), { recursive: true })
  const folder = mkdtempSync(path.join(ROOT, '.build/vitest-'))
  const report = path.join(folder, 'report')
  const child = spawn(node, [VITEST, 'run', '--passWithNoTests', ...args], {
    cwd: ROOT,
    stdio: ['ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'],
    env: { ...process.env, ...env, SCALE_SCHEDULE_REPORT: report },
  })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk) => {
      text += chunk
    })
  }
  const code = await new Promise((resolve) => child.on('error', () => resolve(1)).on('close', resolve))
  const findings = existsSync(report) ? readFileSync(report, 'utf8').trim().split('\n').map(JSON.parse) : []
  rmSync(folder, { recursive: true, force: true })
  return { text, ...count(findings, code) }
}

/** What the findings of a run come to. */
function count(findings, code) {
  const ended = findings.filter((finding) => finding.ended !== undefined)
  const failures = ended.flatMap(({ ended: file, failures }) => failures.map((failure) => ({ file, ...failure })))
  const lost = findings.filter((finding) => finding.lost !== undefined).map(({ lost, why }) => ({ file: lost, why }))
  const finished = findings.some((finding) => finding.finished)
  if (!finished) {
    const known = new Set([...ended.map((finding) => finding.ended), ...lost.map(({ file }) => file)])
    const planned = findings.flatMap((finding) => finding.planned ?? []).filter((file) => !known.has(file))
    lost.push(...planned.map((file) => ({ file, why: 'was never reported: vitest itself did not end well' })))
  }
  const passed = ended.reduce((sum, finding) => sum + finding.passed, 0)
  const skipped = ended.reduce((sum, finding) => sum + finding.skipped, 0)
  // vitest fails for errors outside of tests too, and where it can't start.
  const other = code !== 0 && failures.length + lost.length === 0 ? 1 : 0
  const seconds = Object.fromEntries(ended.map(({ ended: file, milliseconds }) => [file, milliseconds / 1000]))
  return { code, passed, failed: failures.length + lost.length + other, skipped, failures, lost, seconds }
}
