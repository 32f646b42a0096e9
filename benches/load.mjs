// How long is it from the import to the first value in a fresh process, where does the time go, and how large is what is
// imported?
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import { marked, pair, progress, QUICK, summary, table } from './harness.mjs'

const RUNS = QUICK ? 5 : 25
const ENTRY = new URL('../dist/index.js', import.meta.url)
const NODES = new URL('../.build/nodes/', import.meta.url)
const FOLDER = mkdtempSync(path.join(tmpdir(), 'scale-schedule-load-'))
const EMPTY = path.join(FOLDER, 'empty.mjs')
const PROGRAM = path.join(FOLDER, 'program.mjs')

// Block comments, and lines that are nothing else; near enough for a share.
const COMMENT = /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm

const FIRST_VALUE = `
const start = performance.now()
const { LinearScheduler, TrainingRun } = await import(${JSON.stringify(ENTRY.href)})
const imported = performance.now()
const run = new TrainingRun({ maxDuration: '100ba' })
const [value] = new LinearScheduler().resolve(run).fill({ from: 25, count: 1 })
const end = performance.now()
if (value !== 0.75) throw new Error('The first value is wrong')`

// Decoding ends where compiling begins.
const PARTS = `
const at = {}
function watch(object, name) {
  object[name] = new Proxy(object[name], {
    apply: (target, self, args) => mark(name, () => Reflect.apply(target, self, args)),
    construct: (target, args) => mark(name, () => Reflect.construct(target, args)),
  })
}
function mark(name, run) {
  const begin = performance.now()
  const result = run()
  at[name] = { begin, end: performance.now() }
  return result
}
watch(Buffer, 'from')
watch(WebAssembly, 'Module')
watch(WebAssembly, 'Instance')
${FIRST_VALUE}
const decode = at.Module.begin - at.from.begin
const compile = at.Module.end - at.Module.begin
const instance = at.Instance.end - at.Instance.begin
const calls = end - imported - decode - compile - instance
console.log(JSON.stringify({ imported: imported - start, decode, compile, instance, calls }))`

// What any import of a file costs.
const BARE = `
const start = performance.now()
await import(${JSON.stringify(pathToFileURL(EMPTY).href)})
console.log(JSON.stringify({ imported: performance.now() - start }))`

const TOTAL = `${FIRST_VALUE}
console.log(JSON.stringify({ total: end - start }))`

const given = (text) => ['--input-type=module', '-e', text]
const CONTENDERS = {
  nothing: given("console.log('{}')"),
  bare: given(BARE),
  total: given(TOTAL),
  file: [PROGRAM],
  parts: given(PARTS),
}

function start(node, args) {
  const begin = performance.now()
  const done = spawnSync(node, args, { encoding: 'utf8' })
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

/** This Node, and those that `scripts/nodes.mjs` has installed. */
function nodes() {
  const others = ['22', '24', '26'].map((version) => new URL(`${version}/node_modules/node/bin/node`, NODES))
  return [process.execPath, ...others.filter((url) => existsSync(url)).map((url) => fileURLToPath(url))]
}

/** What is measured in a Node, by name. */
function measure(node) {
  const runs = {}
  for (let i = -1; i < RUNS; i++) {
    for (const [who, args] of Object.entries(CONTENDERS)) {
      const run = start(node, args)
      // The first of each reads the files from the disk.
      if (i < 0) runs[who] = []
      else runs[who].push(run)
    }
  }
  const of = (who, key) => summary(runs[who].map((run) => run[key]))
  const milliseconds = (who) => `${of(who, 'total').min.toFixed(2)} ms`
  progress(node, { 'first value': milliseconds('total'), 'from a file': milliseconds('file') })
  return of
}

writeFileSync(EMPTY, 'export {}')
writeFileSync(PROGRAM, TOTAL)
const programs = nodes()
const versions = programs.map((node) => spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim().slice(1))
const measured = programs.map(measure)
rmSync(FOLDER, { recursive: true })
const row = (name, who, key, digits = 2) => [name, ...measured.map((of) => pair(of(who, key), digits))]
const target = ({ min, median }) => `${min.toFixed(2)} / ${marked(median, 10, { atMost: true })}`
const times = [
  ['**import to first value**, median at most 10', ...measured.map((of) => target(of('total', 'total')))],
  ['the same in a program of a file, whose loader has run', ...measured.map((of) => target(of('file', 'total')))],
  row('import: three files found, read and parsed', 'parts', 'imported'),
  row('— an empty file takes', 'bare', 'imported'),
  row('the bytes, from their text', 'parts', 'decode'),
  row('the module, compiled', 'parts', 'compile'),
  row('its instance', 'parts', 'instance'),
  row('the calls themselves, each for the first time', 'parts', 'calls'),
  row('a process with an empty script', 'nothing', 'wall', 1),
  row('a process up to the first value', 'total', 'wall', 1),
]
console.log(
  `${RUNS} fresh processes of each, in turn, given as \`node -e\`; ms as minimum / median. The parts are measured in\nprocesses of their own, so their minima add up to less.\n`,
)
console.log(`${table(['', ...versions.map((version) => `Node ${version}`)], times)}\n`)

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
  size('the `.wasm` (at most 68, gzipped 28)', wasm, 68, 28),
  size(`all ${files.length} files that \`dist/index.js\` imports (gzipped 47)`, text, undefined, 47),
  size('— of it comments', Buffer.from(files.flatMap((file) => file.match(COMMENT) ?? []).join('\n'))),
]
console.log(`kB (1,000 bytes); the JavaScript has the module's bytes in it, a character each\n`)
console.log(`${table(['', 'kB', 'kB gzipped'], sizes)}\n`)
