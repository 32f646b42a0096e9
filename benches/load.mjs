// How long is it from the import to the first value in a fresh process, and how large is what is imported?
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { marked, pair, QUICK, summary, table } from './harness.mjs'

const RUNS = QUICK ? 5 : 25
const ENTRY = new URL('../dist/index.js', import.meta.url)

// Block comments, and lines that are nothing else; near enough for a share.
const COMMENT = /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm

const FIRST_VALUE = `
const start = performance.now()
const { LinearScheduler, TrainingRun } = await import(${JSON.stringify(ENTRY.href)})
const imported = performance.now()
const run = new TrainingRun({ maxDuration: '100ba' })
const [value] = new LinearScheduler().resolve(run).fill({ from: 25, count: 1 })
const end = performance.now()
if (value !== 0.75) throw new Error('The first value is wrong')
console.log(JSON.stringify({ imported: imported - start, total: end - start }))`

function start(text) {
  const begin = performance.now()
  const done = spawnSync(process.execPath, ['--input-type=module', '-e', text], { encoding: 'utf8' })
  const wall = performance.now() - begin
  if (done.status !== 0) throw new Error(done.stderr)
  return { wall, ...JSON.parse(done.stdout) }
}

/** A file and, once each, the relative imports below it. */
function follow(url, found = new Map()) {
  if (found.has(url.href)) return found
  const text = readFileSync(url, 'utf8')
  found.set(url.href, text)
  for (const [, name] of text.matchAll(/(?:from|^import)\s*['"](\.{1,2}\/[^'"]+)['"]/gm))
    follow(new URL(name, url), found)
  return found
}

const runs = { empty: [], library: [] }
for (let i = -1; i < RUNS; i++) {
  const pairOfRuns = { empty: start("console.log('{}')"), library: start(FIRST_VALUE) }
  // The first pair reads the files from the disk.
  if (i >= 0) for (const who of Object.keys(runs)) runs[who].push(pairOfRuns[who])
}
const of = (who, key) => summary(runs[who].map((run) => run[key]))
const total = of('library', 'total')
const times = [
  ['import', pair(of('library', 'imported'), 2), ''],
  ['import to first value', pair(total, 2), marked(total.median, 10, { atMost: true })],
  ['a process with an empty script', pair(of('empty', 'wall')), ''],
  ['a process up to the first value', pair(of('library', 'wall')), ''],
]
console.log(`${RUNS} fresh processes of each, in turn; ms as minimum / median\n`)
console.log(`${table(['', 'ms', 'median ≤ 10'], times)}\n`)

const wasm = readFileSync(new URL('../ts/wasm/generated/core_bg.wasm', import.meta.url))
const files = [...follow(ENTRY).values()]
const text = Buffer.from(files.join('\n'))
const kilobytes = (bytes) => bytes.length / 1000
const size = (name, bytes, plain, packed) => [
  name,
  marked(kilobytes(bytes), plain, { atMost: true, digits: 1 }),
  marked(kilobytes(gzipSync(bytes, { level: 9 })), packed, { atMost: true, digits: 1 }),
]
const sizes = [
  size('the `.wasm` (at most 60, gzipped 25)', wasm, 60, 25),
  size(`all ${files.length} files that \`dist/index.js\` imports (gzipped 42)`, text, undefined, 42),
  size('— of it comments', Buffer.from(files.flatMap((file) => file.match(COMMENT) ?? []).join('\n'))),
]
console.log(`kB (1,000 bytes); the JavaScript has the module's bytes in it, a character each\n`)
console.log(`${table(['', 'kB', 'kB gzipped'], sizes)}\n`)
