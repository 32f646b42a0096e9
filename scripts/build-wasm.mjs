// Builds crate/ into WebAssembly: `node scripts/build-wasm.mjs [OUT_DIR]`; without a folder, into ts/wasm/generated with a new
// stamp.
import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureDependencies } from './dependencies.mjs'
import { STAMP_FILE, sourceStamp } from './stamp.mjs'
import { setup, toolEnv } from './toolchain.mjs'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const COMMITTED = path.join(ROOT, 'ts/wasm/generated')
const WASM_OPT = [
  '-O3',
  '--strip-producers',
  '--strip-target-features',
  '--enable-simd',
  '--enable-bulk-memory',
  '--enable-nontrapping-float-to-int',
  '--enable-sign-ext',
  '--enable-mutable-globals',
  '--enable-reference-types',
  '--enable-multivalue',
]

function run(command, args, options = {}) {
  const done = spawnSync(command, args, { cwd: ROOT, stdio: 'inherit', env: toolEnv(), ...options })
  if (done.status !== 0) process.exit(done.status ?? 1)
  return done.stdout
}

ensureDependencies()
setup()
const out = path.resolve(process.argv[2] ?? COMMITTED)
const pkg = path.join(ROOT, '.build/pkg')
rmSync(pkg, { recursive: true, force: true })
const target = ['--release', '--mode', 'no-install', '--target', 'web', '--no-pack', '--no-gitignore']
run('wasm-pack', ['build', 'crate', ...target, '--out-dir', pkg, '--out-name', 'core'])
mkdirSync(out, { recursive: true })
run('wasm-opt', [...WASM_OPT, path.join(pkg, 'core_bg.wasm'), '-o', path.join(out, 'core_bg.wasm')])
for (const file of ['core.js', 'core.d.ts']) copyFileSync(path.join(pkg, file), path.join(out, file))
const layout = run('cargo', ['run', '--quiet', '--example', 'layout'], { stdio: ['ignore', 'pipe', 'inherit'] })
writeFileSync(path.join(out, 'layout.ts'), layout)
if (out === COMMITTED) writeFileSync(STAMP_FILE, `${sourceStamp()}\n`)
console.error(`[build:wasm] wrote ${path.relative(ROOT, out) || '.'}`)
