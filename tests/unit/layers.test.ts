/**
 * Folders import downwards only and files never in a circle, the core imports no dependency, and one place speaks to
 * WebAssembly. The folders and their order are those of the picture in docs/design.md.
 */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { ROOT, sources } from '../helpers/examples.js'
import { circleIn } from '../helpers/graph.js'

const textOf = (file: string) => readFileSync(path.join(ROOT, file), 'utf8')

/** The folders of the picture with what it says of each, from the bottom up. */
const PICTURE: ReadonlyMap<string, string> = (() => {
  const [, picture] = /^```text\n(crate\/src\/[\s\S]*?)^```$/m.exec(textOf('docs/design.md'))!
  const open: string[] = []
  const folders = new Map<string, string>()
  for (const line of picture!.trimEnd().split('\n')) {
    const [, indent, name, words] = /^( *)(\S+)\/ +(.*)$/.exec(line)!
    open.length = indent!.length / 2
    open.push(name!)
    folders.set(open.join('/'), words!)
  }
  return folders
})()

/** The layers of the package from the bottom up: its folders, and index.ts before the entries. */
const LAYERS: readonly string[] = [...PICTURE.keys()]
  .filter((folder) => /^ts\/\w+$/.test(folder))
  .flatMap((folder) => (folder === 'ts/entries' ? ['ts/index.ts', folder] : [folder]))

const layerOf = (file: string): number => LAYERS.findIndex((layer) => file === layer || file.startsWith(`${layer}/`))
const files = sources()

/** What a file imports: other files as paths from the root, packages by name. */
function importsOf(file: string): string[] {
  const names = [
    ...textOf(file).matchAll(/^(?:import|export)[^'"]*?from '([^']+)'|^import '([^']+)'|\bimport\('([^']+)'\)/gm),
  ]
  return names
    .map((match) => (match[1] ?? match[2] ?? match[3])!)
    .map((name) =>
      name.startsWith('.') ? path.posix.join(path.posix.dirname(file), name).replace(/\.js$/, '.ts') : name,
    )
}

/** The folders below one that hold something, in the layout's two levels. */
function foldersBelow(folder: string, depth: number): string[] {
  const inner = readdirSync(path.join(ROOT, folder), { withFileTypes: true }).filter((entry) => entry.isDirectory())
  const names = inner.map(({ name }) => `${folder}/${name}`)
  return depth === 1 ? names : names.flatMap((name) => [name, ...foldersBelow(name, depth - 1)])
}

test('the picture has every folder of the sources with a sentence, and no other', () => {
  const crates = ['crate/src', 'crate/tables/src'].flatMap((folder) => [folder, ...foldersBelow(folder, 1)])
  const found = [...crates, 'ts', ...foldersBelow('ts', 2)]
  expect([...PICTURE.keys()].sort()).toEqual(found.sort())
  expect([...PICTURE].filter(([, words]) => words.split(' ').length < 3)).toEqual([])
})

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

test('files never import each other in a circle, types included', () => {
  expect(circleIn(new Map(files.map((file) => [file, importsOf(file)])))).toBeNull()
})

test.each([
  ['crate/src', 8],
  ['crate/tables/src', 6],
])('modules of %s never use each other in a circle; one counts with its children', (crate, least) => {
  const modules = new Map<string, string[]>()
  const all = readdirSync(path.join(ROOT, crate), { recursive: true }) as string[]
  for (const file of all.filter((name) => name.endsWith('.rs') && name !== 'lib.rs')) {
    const module = file.split(path.sep)[0]!.replace('.rs', '')
    const code = textOf(path.join(crate, file)).replace(/\/\/.*/g, '')
    const used = [...code.matchAll(/\bcrate::(\w+)/g)].map(([, name]) => name!)
    modules.set(module, [...(modules.get(module) ?? []), ...used.filter((name) => name !== module)])
    // A list in braces would hide what it names.
    expect(code, file).not.toMatch(/\bcrate::\{/)
  }
  expect(modules.size).toBeGreaterThan(least)
  expect(circleIn(modules)).toBeNull()
})

test('a circle is found and told, and none where there is none', () => {
  const graph = (...edges: [string, string[]][]) => new Map(edges)
  expect(circleIn(graph(['a', ['b', 'package']], ['b', ['c']], ['c', ['b']]))).toEqual(['b', 'c', 'b'])
  expect(circleIn(graph(['a', ['a']]))).toEqual(['a', 'a'])
  expect(circleIn(graph(['a', ['b', 'c']], ['b', ['d']], ['c', ['d']], ['d', []]))).toBeNull()
})

test('the core imports no package and nothing of Node', () => {
  const core = files.filter((file) => layerOf(file) <= LAYERS.indexOf('ts/entries'))
  expect(core.flatMap(importsOf).filter((name) => !name.startsWith('ts/'))).toEqual([])
})

test('only instances, outputs, the tables and the ways to load the modules speak to WebAssembly', () => {
  const speaking = files.filter((file) =>
    /\bWebAssembly\.\w|generated\/core\.js|'\.\/core\.js'/.test(readFileSync(path.join(ROOT, file), 'utf8')),
  )
  const ways = ['bundler', 'embedded', 'init', 'instance'].map((name) => `ts/wasm/source/${name}.ts`)
  const page = 'ts/playground/engine/start.ts'
  const tables = 'ts/sweep/formats/parquet/module.ts'
  expect(speaking).toEqual([
    page,
    tables,
    'ts/wasm/generated/core_bg.ts',
    'ts/wasm/instance.ts',
    'ts/wasm/output.ts',
    ...ways,
  ])
})

test('every file says on its first lines what it is for', () => {
  const silent = files.filter((file) => !/^(#!.*\n)?\/\*\*/.test(readFileSync(path.join(ROOT, file), 'utf8')))
  expect(silent).toEqual([])
})
