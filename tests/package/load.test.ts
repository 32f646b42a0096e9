/**
 * What loading the core costs in bytes, and that it needs nothing of Node.
 */
import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { DIST } from '../helpers/dist.js'
import { ROOT } from '../helpers/examples.js'

const packed = (bytes: Uint8Array) => gzipSync(bytes, { level: 9 }).length

/** An entry and every file that it imports. */
function closure(file: string, found = new Set<string>()): Set<string> {
  if (found.has(file)) return found
  found.add(file)
  for (const [, name] of readFileSync(file, 'utf8').matchAll(/\bfrom\s*["'](\.{1,2}\/[^"']+)["']/g)) {
    closure(path.resolve(path.dirname(file), name!), found)
  }
  return found
}

test('the module is at most 140 kB, and 59 kB gzipped', () => {
  const bytes = readFileSync(path.join(ROOT, 'ts/wasm/generated/core_bg.wasm'))
  expect(bytes.length).toBeLessThanOrEqual(140_000)
  expect(packed(bytes)).toBeLessThanOrEqual(59_000)
})

test('all that the core imports, the module in it, is at most 99 kB gzipped', () => {
  const files = [...closure(path.join(DIST, 'index.js'))]
  expect(files.map((file) => path.relative(DIST, file)).sort()).toEqual([
    'chunks/bytes.js',
    'chunks/core.js',
    'chunks/questions.js',
    'index.js',
  ])
  expect(readdirSync(path.join(DIST, 'chunks'))).toContain('core.js')
  expect(files.map((file) => packed(readFileSync(file))).reduce((a, b) => a + b)).toBeLessThanOrEqual(99_000)
})

/** What a statement imports that is no file beside it; code that is written has such lines in a text. */
const OUTSIDE = /^(?:im|ex)port\b[^`;\n]*\bfrom\s*["']([^."'][^"']*)["']/gm

test('the frameworks add at most 67 kB gzipped to it, without the readers of YAML and TOML', () => {
  const core = closure(path.join(DIST, 'index.js'))
  const files = [...closure(path.join(DIST, 'frameworks/index.js'))].filter((file) => !core.has(file))
  expect(files.map((file) => path.relative(DIST, file)).sort()).toEqual([
    'chunks/catalogue.js',
    'chunks/frameworks.js',
    'chunks/languages.js',
    'frameworks/index.js',
  ])
  expect(files.map((file) => packed(readFileSync(file))).reduce((a, b) => a + b)).toBeLessThanOrEqual(67_000)
  const imported = files.flatMap((file) => [...readFileSync(file, 'utf8').matchAll(OUTSIDE)])
  expect(imported).toEqual([])
})

test('the presets add at most 6 kB gzipped to it', () => {
  const core = closure(path.join(DIST, 'index.js'))
  const files = [...closure(path.join(DIST, 'presets/index.js'))].filter((file) => !core.has(file))
  expect(files.map((file) => path.relative(DIST, file)).sort()).toEqual(['chunks/presets.js', 'presets/index.js'])
  expect(files.map((file) => packed(readFileSync(file))).reduce((a, b) => a + b)).toBeLessThanOrEqual(6_000)
})

test('it loads where there is no Buffer and no process, as in a browser', async () => {
  const text = `
    delete globalThis.Buffer
    delete globalThis.process
    const { LinearScheduler, TrainingRun } = await import(${JSON.stringify(path.join(DIST, 'index.js'))})
    const run = new TrainingRun({ maxDuration: '100ba' })
    console.log(new LinearScheduler().resolve(run).fill({ from: 25, count: 1 })[0])`
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', text])
  expect(stdout.trim()).toBe('0.75')
})
