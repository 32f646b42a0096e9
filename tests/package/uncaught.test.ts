/**
 * What Node prints of an error that nobody catches: the line that threw and the message, also on a pipe.
 */
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { DIST } from '../helpers/dist.js'

const WASM_MODULES = '--experimental-wasm-modules'
// Later versions link WebAssembly without being asked.
const FLAGS = process.allowedNodeEnvironmentFlags.has(WASM_MODULES) ? [WASM_MODULES, '--no-warnings'] : []

const bytes = JSON.stringify(path.join(DIST, 'wasm/core_bg.wasm'))
const ENDLESS = "new m.TrainingRun({ maxDuration: '1dur' })"

test.each([
  ['index.js', ENDLESS, 'SchedulerError: max_duration is an absolute time; found 1.0dur.'],
  [
    'index.js',
    "new m.StepScheduler({ stepSize: '0ba' }).resolve(new m.TrainingRun({ maxDuration: '9ba' }))",
    'SchedulerError: step_size must not be 0',
  ],
  ['entries/wasm.js', ENDLESS, 'SchedulerError: max_duration is an absolute time'],
  [
    'entries/wasm.js',
    `m.initSync({ module: (await import('node:fs')).readFileSync(${bytes}) }); m.convertTime('1sec', { maxDuration: '9ba' })`,
    'SchedulerError: A scheduler takes no wall-clock time; found 1sec.',
  ],
  ['entries/bundler.js', ENDLESS, 'SchedulerError: max_duration is an absolute time'],
  ['config/index.js', "m.readConfig('{}')", 'ConfigError: '],
  ['sweep/index.js', "m.sweepInMemory({ base: 'no.yaml', nonsense: 1 })", 'ConfigError: '],
  [
    'sweep/index.js',
    'for await (const _ of m.sweep({ grid: {} }, { store: new m.MemoryStore() }));',
    'ConfigError: sweep: base',
  ],
])('an error of %s that ends the process is told in a few lines: %s', (entry, text, message) => {
  const script = `const m = await import(${JSON.stringify(pathToFileURL(path.join(DIST, entry)).href)})\n${text}`
  const { status, stdout, stderr } = spawnSync(process.execPath, [...FLAGS, '--input-type=module', '-e', script], {
    encoding: 'utf8',
  })
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
  expect(stderr).toContain(message)
  expect(stderr.length).toBeLessThan(3_000)
  // The place that Node shows: the line that threw, with the mark below it.
  expect(stderr).toMatch(/^\S+\.js:\d+\n.{1,500}\n *\^/m)
})

test('the command line tells an error in one line', () => {
  const { status, stderr } = spawnSync(process.execPath, [path.join(DIST, 'cli/main.js'), 'curve', '-'], {
    encoding: 'utf8',
    input: '{ "max_duration": "1dur", "scheduler": { "name": "linear" } }',
  })
  expect({ status, lines: stderr.trim().split('\n').length }).toEqual({ status: 1, lines: 1 })
  expect(stderr).toContain('max_duration')
})

test('only the bytes of the module are one long line', () => {
  const files = readdirSync(DIST, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.js'))
  const longest = (file: string) =>
    Math.max(
      ...readFileSync(path.join(DIST, file), 'utf8')
        .split('\n')
        .map((line) => line.length),
    )
  expect(files.filter((file) => longest(file) > 4_000)).toEqual([path.join('chunks', 'bytes.js')])
})
