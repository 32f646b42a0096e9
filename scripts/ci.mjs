// The gate that .ci/run starts: checks, tests on the committed module, on every Node that is kept up, then golden rows
// and laws on a module built here. What repeats has its full size (SIZE=full).
// Every step runs, also after a failure; each check counts as one, tests count themselves.
import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureDependencies } from './dependencies.mjs'
import { MODULES } from './stamp.mjs'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const BUILT_WASM = path.join(ROOT, '.build/wasm')
const BUILT_DIST = path.join(ROOT, '.build/dist')
const totals = { passed: 0, failed: 0 }
const summary = []
const failures = []

function note(name, passed, failed, started) {
  totals.passed += passed
  totals.failed += failed
  summary.push(`${failed === 0 ? 'ok  ' : 'FAIL'} ${name} (${((Date.now() - started) / 1000).toFixed(0)} s)`)
}

/** Runs a command, showing and keeping what it prints; its exit code and standard output. */
function run(command, args, env = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, SIZE: 'full', ...env },
    })
    let text = ''
    child.stdout.on('data', (chunk) => {
      text += chunk
      process.stdout.write(chunk)
    })
    child.on('error', (error) => resolve({ code: 1, text: String(error) }))
    child.on('close', (code) => resolve({ code: code ?? 1, text }))
  })
}

/** A step that passes or fails as one. */
async function check(name, command, args, env) {
  console.log(`\n== ${name}`)
  const started = Date.now()
  const { code } = await run(command, args, env)
  note(name, code === 0 ? 1 : 0, code === 0 ? 0 : 1, started)
  return code === 0
}

/** A step that prints `N passed, N failed`; one that prints none, or passes nothing, has failed. */
async function tests(name, command, args, env) {
  console.log(`\n== ${name}`)
  const started = Date.now()
  const { code, text } = await run(command, args, env)
  const [, passed, failed] = [...text.matchAll(/^(\d+) passed, (\d+) failed$/gm)].at(-1) ?? [null, 0, 0]
  failures.push(...[...text.matchAll(/^FAIL .*$/gm)].map(([line]) => line.slice(0, 500)))
  const broken = Number(failed) === 0 && (code !== 0 || Number(passed) === 0) ? 1 : 0
  note(name, Number(passed), Number(failed) + broken, started)
}

const bin = (name) => path.join(ROOT, 'node_modules/.bin', name)
const node = process.execPath

ensureDependencies()
await check('the committed WebAssembly is built from the present sources', node, ['scripts/stamp.mjs'])
await check('rustfmt', 'cargo', ['fmt', '--check'])
await check('clippy', 'cargo', ['clippy', '--workspace', '--all-targets', '--locked', '--', '-D', 'warnings'])
await check('biome', bin('biome'), ['check', '--error-on-warnings', '.'])
await check('build', node, ['scripts/build.mjs'])
await check('tsc', bin('tsc'), ['-p', 'tsconfig.json', '--noEmit'])
await check('tsc of the playground', bin('tsc'), ['-p', 'ts/playground/tsconfig.json'])
await check('the API reference', bin('typedoc'), [])
await check('the third-party licences', node, ['scripts/licences.mjs'])
await check('npm start', 'npm', ['start'])
await check('Chromium', node, ['scripts/browsers.mjs'])
await check('the shells that completion is for', node, ['scripts/shells.mjs'])
await tests('npm test, on the committed module', 'npm', ['test', '--', '--strict'])
await tests('faults of the system and of files, one of each kind', node, ['scripts/faults.mjs', '--short'])
await tests('on Node 22, 24 and 26', node, ['scripts/nodes.mjs', '22', '24', '26'])

mkdirSync(BUILT_WASM, { recursive: true })
if (await check('the WebAssembly from source', node, ['scripts/build-wasm.mjs', BUILT_WASM])) {
  for (const [name, { folder }] of Object.entries(MODULES)) {
    const [built, committed] = [BUILT_WASM, path.join(ROOT, folder)].map((place) => path.join(place, `${name}_bg.wasm`))
    const same = readFileSync(built).equals(readFileSync(committed))
    console.log(`${name}: the module built here is ${same ? 'identical to' : 'not identical to'} the committed one`)
  }
  await check('the package around it', node, ['scripts/build.mjs', BUILT_WASM, BUILT_DIST])
  const files = [
    'tests/package/golden',
    'tests/package/laws',
    'tests/package/docs',
    'tests/package/workers',
    'tests/package/sweep/formats',
    'tests/browser',
  ]
  await tests('golden rows, laws and examples on it', node, ['scripts/test.mjs', '--strict', ...files], {
    SCALE_SCHEDULE_DIST: BUILT_DIST,
  })
  const targets = spawnSync('rustup', ['target', 'list', '--installed'], { encoding: 'utf8' }).stdout ?? ''
  if (targets.includes('wasm32-unknown-unknown')) {
    // One by one: together, the tables would get the core with what only a module of its own has.
    for (const crate of ['scale-schedule', 'scale-schedule-tables']) {
      const wasm = ['clippy', '-p', crate, '--target', 'wasm32-unknown-unknown', '--locked', '--', '-D', 'warnings']
      await check(`clippy of the exports of ${crate}`, 'cargo', wasm)
    }
  }
}

await check('instruction counts of the native loops', node, ['scripts/instructions.mjs'])

console.log(`\n${[...failures.slice(0, 40), ...summary].join('\n')}`)
console.log(`${totals.passed} passed, ${totals.failed} failed`)
process.exit(totals.failed === 0 ? 0 : 1)
