// Builds crate/ into WebAssembly: `node scripts/build-wasm.mjs [OUT_DIR]`; without a folder, into ts/wasm/generated with a new
// stamp.
import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
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

/**
 * The module with one more export, `restore_stack`: it puts the stack pointer back to where it starts. Where a bundler
 * links the module there is one instance only, and an exception that leaves a call leaves the pointer where it was.
 */
async function withRestore(bytes) {
  // Loaded only now: on a fresh clone it has just been installed.
  const { default: binaryen } = await import('binaryen')
  const module = binaryen.readBinary(bytes)
  module.setFeatures(binaryen.Features.All)
  const globals = Array.from({ length: module.getNumGlobals() }, (_, index) =>
    binaryen.getGlobalInfo(module.getGlobalByIndex(index)),
  )
  const [pointer, ...others] = globals.filter(({ mutable, type }) => mutable && type === binaryen.i32)
  if (pointer === undefined || others.length > 0) {
    console.error(`[build:wasm] The stack pointer is the one global that changes; found ${others.length + 1} or none.`)
    process.exit(1)
  }
  const { value: top } = binaryen.getExpressionInfo(pointer.init)
  const body = module.global.set(pointer.name, module.i32.const(top))
  module.addFunction('restore_stack', binaryen.none, binaryen.none, [], body)
  module.addFunctionExport('restore_stack', 'restore_stack')
  if (!module.validate()) process.exit(1)
  return module.emitBinary()
}

ensureDependencies()
setup()
const out = path.resolve(process.argv[2] ?? COMMITTED)
const pkg = path.join(ROOT, '.build/pkg')
rmSync(pkg, { recursive: true, force: true })
const target = ['--release', '--mode', 'no-install', '--target', 'web', '--no-pack', '--no-gitignore']
run('wasm-pack', ['build', 'crate', ...target, '--out-dir', pkg, '--out-name', 'core'])
mkdirSync(out, { recursive: true })
const restorable = path.join(pkg, 'restorable.wasm')
writeFileSync(restorable, await withRestore(readFileSync(path.join(pkg, 'core_bg.wasm'))))
run('wasm-opt', [...WASM_OPT, restorable, '-o', path.join(out, 'core_bg.wasm')])
for (const file of ['core.js', 'core.d.ts']) copyFileSync(path.join(pkg, file), path.join(out, file))
const layout = run('cargo', ['run', '--quiet', '--example', 'layout'], { stdio: ['ignore', 'pipe', 'inherit'] })
writeFileSync(path.join(out, 'layout.ts'), layout)
if (out === COMMITTED) writeFileSync(STAMP_FILE, `${sourceStamp()}\n`)
console.error(`[build:wasm] wrote ${path.relative(ROOT, out) || '.'}`)
