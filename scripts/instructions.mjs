// Counts the instructions that each shape's range takes, under callgrind, and compares them with the committed ones:
// `node scripts/instructions.mjs [--renew]`. The counts repeat, so a growth of more than a tenth is a failure.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const BASELINE = path.join(ROOT, 'benches/instructions.json')
const MOST = 1.1

function fail(message) {
  console.error(`[instructions] ${message}`)
  process.exit(1)
}

/** What a command prints; one that fails ends the script. */
function output(command, args) {
  const done = spawnSync(command, args, { cwd: ROOT, encoding: 'utf8', maxBuffer: 1 << 26 })
  if (done.status !== 0) fail(`${command} ${args.join(' ')} failed: ${done.stderr || done.error}`)
  return done.stdout
}

const hasValgrind = () => spawnSync('valgrind', ['--version']).status === 0

function ensureValgrind() {
  if (hasValgrind()) return
  const cure = 'apt-get update -qq && apt-get install -y -qq --no-install-recommends valgrind'
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) fail(`valgrind is needed; found none. Run: ${cure}`)
  console.error('[instructions] installing valgrind')
  const lock = ['-o', 'DPkg::Lock::Timeout=600']
  output('apt-get', [...lock, 'update', '-qq'])
  output('apt-get', [...lock, 'install', '-y', '-qq', '--no-install-recommends', 'valgrind'])
  if (!hasValgrind()) fail('valgrind was installed but does not run.')
}

/** Builds the example; its path. */
function build() {
  const target = ['--release', '--locked', '--example', 'instructions']
  const messages = output('cargo', ['build', '--quiet', ...target, '--message-format=json'])
    .trim()
    .split('\n')
  const artifacts = messages.map((line) => JSON.parse(line)).filter((message) => message.executable)
  return artifacts.at(-1)?.executable ?? fail('cargo built no example')
}

/** The instructions of one fill, with all that it calls and without what leads to it. */
function count(program, shape, folder) {
  const file = path.join(folder, 'callgrind.out')
  // The function's name, whatever the mangling adds to it.
  const only = ['--collect-atstart=no', '--toggle-collect=*counted*', `--callgrind-out-file=${file}`]
  output('valgrind', ['--quiet', '--tool=callgrind', ...only, program, shape])
  const total = Number(/^summary: (\d+)$/m.exec(readFileSync(file, 'utf8'))?.[1])
  if (!(total > 0)) fail(`callgrind counted nothing for ${shape}`)
  return total
}

function measure(program) {
  const [steps, ...names] = output(program, []).trim().split('\n')
  const folder = mkdtempSync(path.join(tmpdir(), 'instructions-'))
  try {
    const perValue = (name) => Number((count(program, name, folder) / Number(steps)).toFixed(3))
    return Object.fromEntries(names.map((name) => [name, perValue(name)]))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

ensureValgrind()
const version = output('rustc', ['-vV'])
const present = {
  rustc: version.split('\n')[0],
  // The same compiler emits other instructions for another machine.
  host: /^host: (.*)$/m.exec(version)[1],
  shapes: measure(build()),
}
const renew = process.argv.includes('--renew')
if (renew) {
  mkdirSync(path.dirname(BASELINE), { recursive: true })
  writeFileSync(BASELINE, `${JSON.stringify(present, null, 2)}\n`)
}
if (!existsSync(BASELINE)) fail('there is no baseline. Run: node scripts/instructions.mjs --renew')
const baseline = JSON.parse(readFileSync(BASELINE, 'utf8'))
const compared = baseline.rustc === present.rustc && baseline.host === present.host

console.log(`${present.rustc}, ${present.host}\n`)
console.log('| shape | instructions per value | baseline | change |')
console.log('| --- | ---: | ---: | ---: |')
const grown = []
for (const [shape, now] of Object.entries(present.shapes)) {
  const before = baseline.shapes[shape]
  const change = compared && before !== undefined ? `${((now / before - 1) * 100).toFixed(1)} %` : '–'
  console.log(`| ${shape} | ${now.toFixed(3)} | ${before?.toFixed(3) ?? '–'} | ${change} |`)
  if (compared && now > before * MOST) grown.push(shape)
}
console.log('')
const unknown = Object.keys(present.shapes).filter((shape) => baseline.shapes[shape] === undefined)
if (unknown.length > 0) fail(`the baseline lacks ${unknown.join(', ')}. Renew it: add --renew`)
if (!compared) console.log(`not compared: the baseline is of ${baseline.rustc}, ${baseline.host}`)
if (grown.length > 0) {
  fail(`more than 10 % above the baseline: ${grown.join(', ')}. If that is meant, renew it: add --renew`)
}
