// `npm run explore -- [minutes]`: all property tests in their full size with fresh seeds, of the sources and of the
// crate, until the time is up (10 minutes by default). Tells the seed and the file of what fails, dies or hangs, and the
// command that shows it again; ends with 1 if there was any.
import { spawnSync } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureDependencies } from './dependencies.mjs'
import { packWasm } from './pack-wasm.mjs'
import { runProgram } from './testing/processes.mjs'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const GENERATED = path.join(ROOT, 'ts/wasm/generated')
// In seconds: a file of properties that takes longer hangs.
const LIMIT = process.env.FILE_LIMIT ?? '400'

const minutes = Number(process.argv[2] ?? 10)
if (!(minutes > 0)) {
  console.error(`The time must be a number of minutes above 0; found "${process.argv[2]}". Try: npm run explore -- 10`)
  process.exit(2)
}

/** The files below tests/ that have properties and run from the sources. */
function propertyFiles() {
  const folders = ['tests/unit', 'tests/package']
  const all = folders.flatMap((folder) =>
    readdirSync(path.join(ROOT, folder), { recursive: true }).map((file) => path.posix.join(folder, file)),
  )
  const tests = all.filter((file) => file.endsWith('.test.ts'))
  return tests.filter((file) => /\bfc\s*\.assert\(/.test(readFileSync(path.join(ROOT, file), 'utf8')))
}

const found = []

function report(seed, file, what, again) {
  found.push(`SEED=${seed} ${file}: ${what}\n  again: ${again}`)
  console.log(`FOUND ${found.at(-1)}`)
}

/** All of the sources with one seed; how many tests passed. */
async function sources(runVitest, seed, until) {
  const env = { SEED: String(seed), SIZE: 'full', FILE_LIMIT: LIMIT }
  const result = await runVitest(['--project', 'unit', ...propertyFiles()], { env, show: false, until })
  const again = (file) => `SEED=${seed} SIZE=full npm run test:unit -- ${file.split(' ').at(-1)}`
  for (const { file, test, message } of result.failures) report(seed, file, `${test}\n${message}`, again(file))
  for (const { file, why } of result.lost) report(seed, file, why, again(file))
  const isUnnamed = result.failed > result.failures.length + result.lost.length
  if (isUnnamed) report(seed, 'vitest', result.text, `SEED=${seed} SIZE=full npm run test:unit`)
  return result.passed
}

/** The laws of the crate with one seed; how many passed. */
async function crate(seed, until) {
  const env = { SEED: String(seed), SIZE: 'full' }
  const limit = Date.now() + Number(LIMIT) * 1000
  const { code, text, stopped } = await runProgram('cargo', LAWS, { env, until: Math.min(until, limit) })
  const again = `SEED=${seed} SIZE=full cargo ${LAWS.join(' ')}`
  if (stopped && limit < until) report(seed, 'tests/crate/laws.rs', `did not end within ${LIMIT} s (FILE_LIMIT)`, again)
  else if (!stopped && code !== 0) report(seed, 'tests/crate/laws.rs', text.trim(), again)
  return Number(/^test result: \w+\. (\d+) passed/m.exec(text)?.[1] ?? 0)
}

const LAWS = ['test', '--workspace', '--test', 'laws', '--test', 'tables']

ensureDependencies()
packWasm(path.join(GENERATED, 'core_bg.wasm'), path.join(GENERATED, 'bytes.ts'))
const { runVitest } = await import('./testing/vitest.mjs')
const hasRust = spawnSync('cargo', ['--version']).status === 0
if (hasRust) await runProgram('cargo', [...LAWS, '--no-run'], { show: true })
else console.log('not here: the laws of the crate; they need Rust (https://rustup.rs)')

const until = Date.now() + minutes * 60_000
for (let round = 1; Date.now() < until; round++) {
  const seed = randomInt(2 ** 31 - 1)
  const started = Date.now()
  const passed = (hasRust ? await crate(seed, until) : 0) + (await sources(runVitest, seed, until))
  const seconds = ((Date.now() - started) / 1000).toFixed(0)
  console.log(`round ${round}: SEED=${seed}, ${passed} passed, ${found.length} found so far (${seconds} s)`)
}
console.log(found.length === 0 ? 'nothing was found' : found.join('\n'))
process.exit(found.length === 0 ? 0 : 1)
