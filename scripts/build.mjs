// Builds the package: `node scripts/build.mjs [WASM_DIR OUT_DIR]`; without folders, ts/wasm/generated into dist.
// Embeds the module's bytes, writes declarations with tsc, and bundles: the core is one file, so that it loads at once.
import { spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, cpSync, mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { buildEntries, WRITTEN } from './build-entries.mjs'
import { ensureDependencies } from './dependencies.mjs'
import { packWasm, RAW_BYTES } from './pack-wasm.mjs'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const GENERATED = 'wasm/generated'
const BYTES = path.normalize(`${GENERATED}/bytes.ts`)
const MADE_BY_WASM_PACK = ['core.js', 'core.d.ts', 'core_bg.wasm', 'layout.ts']
const TABLES = 'sweep/formats/parquet/generated'
const TABLES_BY_WASM_PACK = ['tables.d.ts', 'tables_bg.wasm']
// The public entries, the command and the thread of a sweep; then what tests and benches look at by themselves.
const ENTRIES = [
  'index',
  'many/index',
  'config/index',
  'frameworks/index',
  'match/index',
  'plot/index',
  'presets/index',
  'sweep/index',
  'train/index',
  'sweep/run/worker',
  'cluster/thread',
  'cli/main',
  'cli/program',
]
// What the core is made of: nothing else may come along with it.
const CORE = ['errors', 'state', 'wasm', 'run', 'curve', 'schedulers', 'evaluate']
// The layers above the core, from the bottom up: a chunk each.
const ABOVE = [
  'questions',
  'many',
  'presets',
  'train',
  'node',
  'catalogue',
  'languages',
  'config',
  'frameworks',
  'match',
  'plot',
  'sweep',
  'cluster',
  'cli',
]
/** Packages that are bundled. */
export const BUNDLED = ['fzstd', 'zod']
const INNER = [
  'schedulers/all',
  'config/source',
  'config/text',
  'sweep/formats/parquet/file',
  'plot/terminal/chart',
  'cli/terminal/terminal',
]

/** Compiles the sources into `out`, around the WebAssembly of `wasm`; whether it succeeded. */
export async function build(wasm = path.join(ROOT, 'ts', GENERATED), out = path.join(ROOT, 'dist')) {
  const sources = wasm === path.join(ROOT, 'ts', GENERATED) ? path.join(ROOT, 'ts') : copyWith(wasm, out)
  packWasm(path.join(sources, GENERATED, 'core_bg.wasm'), path.join(sources, GENERATED, 'bytes.ts'))
  rmSync(out, { recursive: true, force: true })
  const tsc = path.join(ROOT, 'node_modules/typescript/bin/tsc')
  const config = path.join(path.dirname(sources), 'tsconfig.build.json')
  const args = [tsc, '-p', config, '--emitDeclarationOnly', '--rootDir', sources, '--outDir', out]
  if (spawnSync(process.execPath, args, { cwd: ROOT, stdio: 'inherit' }).status !== 0) return false
  await bundle(sources, out)
  await buildEntries(sources, out)
  chmodSync(path.join(out, 'cli/main.js'), 0o755)
  copyFileSync(path.join(sources, GENERATED, 'core.d.ts'), path.join(out, GENERATED, 'core.d.ts'))
  mkdirSync(path.join(out, TABLES), { recursive: true })
  copyFileSync(path.join(sources, TABLES, 'tables.d.ts'), path.join(out, TABLES, 'tables.d.ts'))
  // A file of its own: only what writes Parquet reads it.
  copyFileSync(path.join(sources, TABLES, 'tables_bg.wasm'), path.join(out, 'sweep/tables.wasm'))
  return true
}

/** Each entry is a file of its own; what they share is one chunk for the core and one for each layer above it. */
async function bundle(sources, out) {
  // Loaded only now: on a fresh clone it has just been installed.
  const { rolldown } = await import('rolldown')
  const input = Object.fromEntries([...ENTRIES, ...INNER].map((name) => [name, path.join(sources, `${name}.ts`)]))
  // The command loads all else, and so can't be in a chunk with it.
  const isMain = (id) => id === path.join(sources, 'cli/main.ts')
  const within = (folder) => (id) => id.startsWith(path.join(sources, folder, '/')) && !isMain(id)
  const core = (id) => CORE.some((layer) => within(layer)(id))
  const bundled = await rolldown({
    input,
    platform: 'neutral',
    // Packages stay packages, but for what would load scores of files for a few functions.
    external: (id) => /^(?:node:|@?[a-z])/.test(id) && !BUNDLED.includes(id),
    logLevel: 'warn',
    treeshake: { moduleSideEffects: false },
  })
  await bundled.write({
    ...WRITTEN,
    plugins: [...WRITTEN.plugins, RAW_BYTES],
    dir: out,
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name].js',
    codeSplitting: {
      groups: [
        // By priority: a group takes along what its files import, so the lowest layer comes first.
        // The module's bytes are one long line, which must not be shown when something throws.
        { name: 'bytes', test: (id) => id.endsWith(BYTES), priority: ABOVE.length + 2 },
        ...BUNDLED.map((name) => ({ name, test: new RegExp(`node_modules/${name}/`), priority: ABOVE.length + 3 })),
        { name: 'core', test: core, priority: ABOVE.length + 1 },
        ...ABOVE.map((name, index) => ({ name, test: within(name), priority: ABOVE.length - index })),
      ],
    },
  })
  await bundled.close()
}

/** The sources with another module in place of the committed one, so that the committed files stay as they are. */
function copyWith(wasm, out) {
  const copy = `${out}.src`
  rmSync(copy, { recursive: true, force: true })
  mkdirSync(copy, { recursive: true })
  cpSync(path.join(ROOT, 'ts'), path.join(copy, 'ts'), { recursive: true })
  for (const file of MADE_BY_WASM_PACK) copyFileSync(path.join(wasm, file), path.join(copy, 'ts', GENERATED, file))
  for (const file of TABLES_BY_WASM_PACK) copyFileSync(path.join(wasm, file), path.join(copy, 'ts', TABLES, file))
  for (const file of ['tsconfig.json', 'tsconfig.build.json']) {
    copyFileSync(path.join(ROOT, file), path.join(copy, file))
  }
  return path.join(copy, 'ts')
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  ensureDependencies()
  const folders = process.argv.slice(2).map((folder) => path.resolve(folder))
  process.exit((await build(...folders)) ? 0 : 1)
}
