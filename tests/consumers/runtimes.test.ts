/**
 * Programs of the installed package in Node, Deno and Bun: each entry that the runtime can load.
 */
import { execFile } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, test } from 'vitest'
import { PROJECT, tool, write } from './project.js'
import { program, prove } from './proof.js'

const READ = `import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
const file = fileURLToPath(import.meta.resolve('scale-schedule/core.wasm'))`

const PROGRAMS = {
  'plain.js': program(),
  'linked.js': program('scale-schedule/bundler'),
  'init.js': program('scale-schedule/wasm', `${READ}\nawait init({ module_or_path: readFileSync(file) })`, 'init'),
  'init-sync.js': program('scale-schedule/wasm', `${READ}\ninitSync({ module: readFileSync(file) })`, 'initSync'),
  'worker.js': `import { Worker } from 'node:worker_threads'
    new Worker(new URL('in-worker.js', import.meta.url)).on('message', (line) => { console.log(line); process.exit() })`,
  'in-worker.js': `import { parentPort } from 'node:worker_threads'
    ${program().replace('console.log', 'parentPort.postMessage')}`,
}

/** The program of a runtime, in the package for this platform: no script has run at its install. */
function binary(scope: string, prefix: string, file: string): string {
  const folder = tool(scope)
  const names = readdirSync(folder).filter((name) => name.startsWith(prefix))
  const found = names.map((name) => path.join(folder, name, file)).find((name) => existsSync(name))
  expect(found, `${prefix} for this platform, of ${names.join(', ')}`).toBeDefined()
  return found!
}

const windows = process.platform === 'win32' ? '.exe' : ''
function bun(): [file: string] {
  return [binary('@oven', 'bun-', `bin/bun${windows}`)]
}

const RUNTIMES: readonly [name: string, command: () => [file: string, ...args: string[]], except: string[]][] = [
  // Node 20 links WebAssembly as ES modules only when it is asked to.
  ['Node', () => [process.execPath, '--experimental-wasm-modules'], []],
  ['Deno', () => [binary('@deno', '', `deno${windows}`), 'run', '--allow-read', '--no-remote'], []],
  ['Bun', bun, ['linked.js']],
]
const EXPECTED: readonly (keyof typeof PROGRAMS)[] = ['plain.js', 'worker.js', 'init.js', 'init-sync.js', 'linked.js']

beforeAll(() => write('runtimes', PROGRAMS))

/** Runs a program; what it prints. */
async function run([file, ...args]: string[], name: string): Promise<string> {
  const env = { ...process.env, DENO_DIR: path.join(PROJECT, 'deno'), NO_COLOR: '1' }
  const { stdout } = await promisify(execFile)(file!, [...args, name], { cwd: path.join(PROJECT, 'runtimes'), env })
  return stdout.trim()
}

describe.each(RUNTIMES)('%s', (_, command, except) => {
  test.each(EXPECTED.filter((name) => !except.includes(name)))('%s', async (name) => {
    prove(await run(command(), name))
  })
})

test('./bundler says what it needs in a runtime that does not link WebAssembly, such as Bun', async () => {
  const text = program('scale-schedule/bundler').replace(/^const run/m, 'try {\nconst run')
  const caught = `${text}} catch (error) { console.log(error.code, error.message) }`
  await write('runtimes', { 'unlinked.js': caught })
  expect(await run(bun(), 'unlinked.js')).toMatch(
    /^wasm-load .*; found a core_bg\.wasm that is not linked as an ES module\. Use vite-plugin-wasm in Vite, .*\.$/,
  )
})
