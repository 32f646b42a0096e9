// `npm test`: installs what is missing, builds, runs the tests of the sources and of the package, in Node and in the
// browsers that are there, and, with Rust present, of the crate. Names what it had to leave out; with --strict an
// omission is a failure. Ends with `N passed, N failed`. Names of files run the tests of these only.
import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { findChromium, findFirefox } from './browsers.mjs'
import { ensureDependencies } from './dependencies.mjs'
import { packWasm } from './pack-wasm.mjs'
import { runProgram } from './testing/processes.mjs'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const GENERATED = path.join(ROOT, 'ts/wasm/generated')
const strict = process.argv.includes('--strict')
const files = process.argv.slice(2).filter((argument) => argument !== '--strict')
// Another build, as .ci/run makes it: what runs from the sources has no part in it.
const isOther = process.env.SCALE_SCHEDULE_DIST !== undefined
const CURE = 'install it (node scripts/browsers.mjs does on Debian)'

const totals = { passed: 0, failed: 0 }
const leftOut = []
const lines = []

function add(passed, failed) {
  totals.passed += passed
  totals.failed += failed
}

/** A part of the tests, and how long it took. */
async function part(name, work) {
  const started = performance.now()
  await work()
  lines.push(`${name}: ${((performance.now() - started) / 1000).toFixed(0)} s`)
}

/** vitest; what runs beside another is shown when it is done. */
async function vitest(args, show) {
  const { runVitest } = await import('./testing/vitest.mjs')
  const { text, passed, failed, skipped, lost, failures, other } = await runVitest([...args, ...files], { show })
  process.stdout.write(text)
  add(passed, failed)
  if (skipped > 0) leftOut.push(`${skipped} tests were skipped`)
  for (const { file, why } of lost) lines.push(`FAIL ${file} ${why}`)
  // Named again at the end: what runs for a quarter of an hour prints more than is kept.
  for (const { file, test, message } of failures) lines.push(`FAIL ${file} > ${test}: ${message.split('\n')[0]}`)
  for (const message of other) lines.push(`FAIL outside of any test: ${message.split('\n')[0]}`)
}

const projects = (...names) => names.flatMap((name) => ['--project', name])

/** The tests that run in browsers too. Firefox is never asked for: not every system can have it. */
async function browsers() {
  if (findFirefox() === undefined) console.log(`not here: the tests in Firefox; ${CURE}`)
  if (findChromium() === undefined) leftOut.push(`the tests in Chromium: found none; ${CURE}`)
  if (findChromium() ?? findFirefox()) await vitest(['--config', 'vitest.browser.config.ts'], false)
}

/** The crate's tests, counted by cargo's own lines. */
async function cargo() {
  if (spawnSync('cargo', ['--version']).status !== 0) {
    leftOut.push("the crate's tests: they need Rust (https://rustup.rs); the committed WebAssembly was tested")
    return
  }
  const { code, text } = await runProgram('cargo', ['test', '--workspace'])
  process.stdout.write(text)
  const results = [...text.matchAll(/^test result: \w+\. (\d+) passed; (\d+) failed; (\d+) ignored/gm)]
  for (const [, passed, failed] of results) add(Number(passed), Number(failed))
  if (code !== 0 && results.every(([, , failed]) => failed === '0')) add(0, 1)
}

/** What tests need beside the package: readers of files, and services. */
async function install(script) {
  const { text } = await runProgram(process.execPath, [path.join(ROOT, 'scripts', script)])
  process.stdout.write(text)
}

/** The build; nothing of what users install can be tested without it. */
async function build() {
  if (isOther) return
  const { code, text } = await runProgram(process.execPath, [path.join(ROOT, 'scripts/build.mjs')])
  process.stdout.write(text)
  if (code === 0) return
  console.log('0 passed, 1 failed')
  process.exit(1)
}

ensureDependencies()
packWasm(path.join(GENERATED, 'core_bg.wasm'), path.join(GENERATED, 'bytes.ts'))
const stamp = await runProgram(process.execPath, [path.join(ROOT, 'scripts/stamp.mjs')])
process.stdout.write(stamp.text)
if (stamp.code !== 0) add(0, 1)

// In pairs, as some wait for processes and the network while others compute.
const crate = files.length === 0 ? part('the crate', cargo) : undefined
// Before any test, as a test has a limit of its own.
await Promise.all([
  part('readers', () => install('readers.mjs')),
  part('services', () => install('services.mjs')),
  part('build', build),
])
if (!isOther) await part('unit', () => vitest(projects('unit', 'scripts'), true))
const pages = findChromium() === undefined ? [] : ['playground']
const aside = (async () => {
  await part('consumers, playground', () => vitest(projects('consumers', ...pages), false))
  await part('browser', browsers)
})()
await part('package, command line', () => vitest(projects('package', 'cli'), true))
// They install some 300 MB, which is too much to ask of everybody's first `npm test`.
if (strict && !isOther) await part('exports', () => vitest(projects('exports'), true))
else if (!isOther)
  console.log('not here: exports on optax and JAX, some 300 MB of packages; npm test -- --strict runs them')
// By themselves, as they wait for what several processes do.
if (!isOther) await part('many machines', () => vitest(projects('cluster'), true))
await Promise.all([aside, crate])

console.log(lines.join('\n'))
for (const omission of leftOut) console.log(`left out: ${omission}`)
if (strict) add(0, leftOut.length)
console.log(`${totals.passed} passed, ${totals.failed} failed`)
process.exit(totals.failed === 0 && totals.passed > 0 ? 0 : 1)
