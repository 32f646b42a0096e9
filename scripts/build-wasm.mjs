// Builds crate/ and crate/tables/ into WebAssembly: `node scripts/build-wasm.mjs [OUT_DIR]`; without a folder, into the
// folders of the sources, each with a new stamp.
import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureDependencies } from './dependencies.mjs'
import { MODULES, sourceStamp } from './stamp.mjs'
import { setup, toolEnv } from './toolchain.mjs'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
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

/** How a module is compiled: the core as .cargo/config.toml says, the tables for speed. */
function envOf(name) {
  if (name === 'core') return toolEnv()
  // A hash map of a dependency is seeded at compile time, which must give the same module each time.
  return { ...toolEnv(), RUSTFLAGS: '-Ctarget-feature=+simd128', CONST_RANDOM_SEED: name }
}

ensureDependencies()
setup()
const given = process.argv[2] === undefined ? undefined : path.resolve(process.argv[2])
for (const [name, { crate, folder }] of Object.entries(MODULES)) {
  const out = given ?? path.join(ROOT, folder)
  mkdirSync(out, { recursive: true })
  const pkg = path.join(ROOT, '.build/pkg', name)
  rmSync(pkg, { recursive: true, force: true })
  const target = ['--release', '--mode', 'no-install', '--target', 'web', '--no-pack', '--no-gitignore']
  run('wasm-pack', ['build', crate, ...target, '--out-dir', pkg, '--out-name', name], { env: envOf(name) })
  const linked = path.join(pkg, `${name}_bg.wasm`)
  if (name === 'core') writeFileSync(linked, await withRestore(readFileSync(linked)))
  run('wasm-opt', [...WASM_OPT, linked, '-o', path.join(out, `${name}_bg.wasm`)])
  // Of the tables' glue only the types are of use.
  for (const ending of name === 'core' ? ['js', 'd.ts'] : ['d.ts']) {
    copyFileSync(path.join(pkg, `${name}.${ending}`), path.join(out, `${name}.${ending}`))
  }
  if (name === 'core') {
    const stdio = ['ignore', 'pipe', 'inherit']
    writeFileSync(path.join(out, 'layout.ts'), run('cargo', ['run', '--quiet', '--example', 'layout'], { stdio }))
  }
  if (given === undefined) writeFileSync(path.join(out, 'stamp'), `${sourceStamp(name)}\n`)
  console.error(`[build:wasm] wrote ${name} into ${path.relative(ROOT, out) || '.'}`)
}
