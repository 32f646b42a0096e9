/**
 * Files import downwards only, the core imports no dependency, and one place speaks to WebAssembly.
 */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { ROOT, sources } from '../helpers/examples.js'

/** From the bottom up; a file may import from its own layer and from those before it. */
const LAYERS: readonly (readonly [name: string, files: RegExp])[] = [
  ['errors', /^ts\/errors\//],
  ['state', /^ts\/state\//],
  ['wasm', /^ts\/wasm\//],
  ['run', /^ts\/run\//],
  ['curve', /^ts\/curve\//],
  ['schedulers', /^ts\/schedulers\//],
  ['evaluate', /^ts\/evaluate\//],
  ['index', /^ts\/index\.ts$/],
  ['entries', /^ts\/entries\//],
  ['node', /^ts\/node\//],
  ['catalogue', /^ts\/catalogue\//],
  ['config', /^ts\/config\//],
  ['languages', /^ts\/languages\//],
  ['plot', /^ts\/plot\//],
  ['sweep', /^ts\/sweep\//],
  ['cli', /^ts\/cli\//],
  ['playground', /^ts\/playground\//],
]

const layerOf = (file: string): number => LAYERS.findIndex(([, files]) => files.test(file))
const files = sources()

/** What a file imports: other files as paths from the root, packages by name. */
function importsOf(file: string): string[] {
  const text = readFileSync(path.join(ROOT, file), 'utf8')
  const names = [...text.matchAll(/^(?:import|export)[^'"]*?from '([^']+)'|^import '([^']+)'|\bimport\('([^']+)'\)/gm)]
  return names
    .map((match) => (match[1] ?? match[2] ?? match[3])!)
    .map((name) =>
      name.startsWith('.') ? path.posix.join(path.posix.dirname(file), name).replace(/\.js$/, '.ts') : name,
    )
}

test('every file has a layer', () => {
  expect(files.length).toBeGreaterThan(25)
  expect(files.filter((file) => layerOf(file) < 0)).toEqual([])
})

test('files import from their own layer or from below', () => {
  const upward = files.flatMap((file) =>
    importsOf(file)
      .filter((name) => name.startsWith('ts/') && layerOf(name) > layerOf(file))
      .map((name) => `${file} imports ${name}`),
  )
  expect(upward).toEqual([])
})

test('the core imports no package and nothing of Node', () => {
  const core = files.filter((file) => layerOf(file) <= layerOf('ts/entries/wasm.ts'))
  expect(core.flatMap(importsOf).filter((name) => !name.startsWith('ts/'))).toEqual([])
})

test('only the kernel and the ways to load the module speak to WebAssembly', () => {
  const speaking = files.filter((file) =>
    /\bWebAssembly\.\w|generated\/core\.js|'\.\/core\.js'/.test(readFileSync(path.join(ROOT, file), 'utf8')),
  )
  const ways = ['bundler', 'embedded', 'init'].map((name) => `ts/wasm/source/${name}.ts`)
  expect(speaking).toEqual(['ts/wasm/generated/core_bg.ts', 'ts/wasm/kernel.ts', ...ways])
})

test('every file says on its first lines what it is for', () => {
  const silent = files.filter((file) => !/^(#!.*\n)?\/\*\*/.test(readFileSync(path.join(ROOT, file), 'utf8')))
  expect(silent).toEqual([])
})
