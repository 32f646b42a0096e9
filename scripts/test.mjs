// `npm test`: installs what is missing, builds, runs the tests of the package, in Node and in the browsers that are
// there, and, with Rust present, of the crate.
// Names what it had to leave out; with --strict an omission is a failure. Ends with `N passed, N failed`.
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { findChromium, findFirefox } from './browsers.mjs'
import { ensureDependencies } from './dependencies.mjs'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const REPORT = path.join(ROOT, '.build/vitest.json')
const strict = process.argv.includes('--strict')
const files = process.argv.slice(2).filter((argument) => argument !== '--strict')

const totals = { passed: 0, failed: 0 }
const leftOut = []

function add(passed, failed) {
  totals.passed += passed
  totals.failed += failed
}

/** Runs a command before the user's eyes. */
function run(command, args, options = {}) {
  return spawnSync(command, args, { cwd: ROOT, stdio: 'inherit', ...options })
}

/** vitest, counted by its report; a run without a report has failed, one without a test of these files has not. */
function runVitest(...options) {
  mkdirSync(path.dirname(REPORT), { recursive: true })
  rmSync(REPORT, { force: true })
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${REPORT}`]
  const vitest = path.join(ROOT, 'node_modules/vitest/vitest.mjs')
  const done = run(process.execPath, [vitest, 'run', '--passWithNoTests', ...options, ...reporters, ...files])
  try {
    const report = JSON.parse(readFileSync(REPORT, 'utf8'))
    add(report.numPassedTests, report.numFailedTests)
    if (report.numPendingTests + report.numTodoTests > 0) leftOut.push(`${report.numPendingTests} tests were skipped`)
    if (done.status !== 0 && report.numFailedTests === 0) add(0, 1)
  } catch {
    add(0, 1)
  }
}

/** The tests that run in browsers too. Firefox is never asked for: not every system can have it. */
function runBrowsers() {
  const cure = 'install it (node scripts/browsers.mjs does on Debian)'
  if (findFirefox() === undefined) console.log(`not here: the tests in Firefox; ${cure}`)
  if (findChromium() === undefined) leftOut.push(`the tests in Chromium: found none; ${cure}`)
  if (findChromium() ?? findFirefox()) runVitest('--config', 'vitest.browser.config.ts')
}

/** The crate's tests, counted by cargo's own lines. */
function runCargo() {
  if (spawnSync('cargo', ['--version']).status !== 0) {
    leftOut.push("the crate's tests: they need Rust (https://rustup.rs); the committed WebAssembly was tested")
    return
  }
  const done = run('cargo', ['test', '--workspace'], { stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8' })
  process.stdout.write(done.stdout)
  const results = [...done.stdout.matchAll(/^test result: \w+\. (\d+) passed; (\d+) failed; (\d+) ignored/gm)]
  for (const [, passed, failed] of results) add(Number(passed), Number(failed))
  if (done.status !== 0 && results.every(([, , failed]) => failed === '0')) add(0, 1)
}

ensureDependencies()
const { build } = await import('./build.mjs')
const stamp = run(process.execPath, [path.join(ROOT, 'scripts/stamp.mjs')])
if (stamp.status !== 0) add(0, 1)
if (process.env.SCALE_SCHEDULE_DIST === undefined && !(await build())) {
  console.log('0 passed, 1 failed')
  process.exit(1)
}
runVitest()
runBrowsers()
if (files.length === 0) runCargo()
for (const omission of leftOut) console.log(`left out: ${omission}`)
if (strict) add(0, leftOut.length)
console.log(`${totals.passed} passed, ${totals.failed} failed`)
process.exit(totals.failed === 0 && totals.passed > 0 ? 0 : 1)
