// Builds the package: `node scripts/build.mjs [WASM_DIR OUT_DIR]`; without folders, ts/wasm into dist.
// Embeds the module's bytes, compiles TypeScript, copies the glue that wasm-pack made.
import { spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { ensureDependencies } from './dependencies.mjs'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const MADE_BY_WASM_PACK = ['core.js', 'core.d.ts', 'core_bg.wasm', 'layout.ts']

/** Compiles the sources into `out`, around the WebAssembly of `wasm`; whether it succeeded. */
export async function build(wasm = path.join(ROOT, 'ts/wasm'), out = path.join(ROOT, 'dist')) {
  const sources = wasm === path.join(ROOT, 'ts/wasm') ? path.join(ROOT, 'ts') : copyWith(wasm, out)
  const bytes = readFileSync(path.join(sources, 'wasm/core_bg.wasm')).toString('base64')
  const text = `/** The module's bytes; made by the build. */\nexport const WASM_BASE64 =\n  '${bytes}'\n`
  writeFileSync(path.join(sources, 'wasm/bytes.ts'), text)
  rmSync(out, { recursive: true, force: true })
  const tsc = path.join(ROOT, 'node_modules/typescript/bin/tsc')
  const config = path.join(path.dirname(sources), 'tsconfig.build.json')
  const args = [tsc, '-p', config, '--rootDir', sources, '--outDir', out]
  if (spawnSync(process.execPath, args, { cwd: ROOT, stdio: 'inherit' }).status !== 0) return false
  // Loaded only now: on a fresh clone it has just been installed.
  const { default: ts } = await import('typescript')
  stripComments(out, ts)
  for (const file of ['core.js', 'core.d.ts']) {
    copyFileSync(path.join(sources, 'wasm', file), path.join(out, 'wasm', file))
  }
  const bin = path.join(out, 'cli/main.js')
  try {
    chmodSync(bin, 0o755)
  } catch {
    // Where there are no modes to set, there is no need to.
  }
  return true
}

/** Comments stay in the declarations, where editors read them; the code is what pages load. */
function stripComments(folder, ts) {
  for (const name of readdirSync(folder, { recursive: true })) {
    if (!name.endsWith('.js')) continue
    const file = path.join(folder, name)
    const options = { removeComments: true, target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext }
    writeFileSync(file, ts.transpileModule(readFileSync(file, 'utf8'), { compilerOptions: options }).outputText)
  }
}

/** The sources with another module in place of the committed one, so that the committed files stay as they are. */
function copyWith(wasm, out) {
  const copy = `${out}.src`
  rmSync(copy, { recursive: true, force: true })
  mkdirSync(copy, { recursive: true })
  cpSync(path.join(ROOT, 'ts'), path.join(copy, 'ts'), { recursive: true })
  for (const file of MADE_BY_WASM_PACK) copyFileSync(path.join(wasm, file), path.join(copy, 'ts/wasm', file))
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
