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
// Once more finds some more; functions stay apart unless they are tiny: gzipped that is a third of a kilobyte less, and
// no slower.
const SMALL = ['-O3', '--one-caller-inline-max-function-size=0', '--flexible-inline-max-function-size=4']

function run(command, args, options = {}) {
  const done = spawnSync(command, args, { cwd: ROOT, stdio: 'inherit', env: toolEnv(), ...options })
  if (done.status !== 0) process.exit(done.status ?? 1)
  return done.stdout
}

/**
 * The module as it is used: with one more export, and without the words of panics.
 */
async function finished(bytes) {
  // Loaded only now: on a fresh clone it has just been installed.
  const { default: binaryen } = await import('binaryen')
  const module = binaryen.readBinary(withoutWords(binaryen, bytes))
  module.setFeatures(binaryen.Features.All)
  addRestore(binaryen, module)
  silencePanics(binaryen, module)
  if (!module.validate()) process.exit(1)
  return module.emitBinary()
}

// What panics would say, and where: sources' paths, messages of the standard library, its table of two digits each.
const WORDS = [
  /(?:crate|\/rustc\/[0-9a-f]+\/library)(?:\/\w+)+\.rs/,
  /slice index starts at | but ends at |index out of bounds: the len is | but the index is /,
  /range (?:start|end) index | out of range for slice of length |mid > len/,
  /memory allocation of | bytes failed|capacity overflow/,
  /(?:\d\d){100}/,
]

/** Zeros in place of the words of panics, and of what tells where they stand: wasm-opt drops them. */
function withoutWords(binaryen, bytes) {
  const words = new RegExp(WORDS.map(({ source }) => source).join('|'), 'g')
  const module = binaryen.readBinary(bytes)
  const out = Buffer.from(bytes)
  for (let index = 0; index < module.getNumDataSegments(); index++) {
    const { offset, data } = module.getDataSegmentInfo(module.getDataSegmentByIndex(index))
    const before = Buffer.from(data)
    const after = out.subarray(bytes.indexOf(before)).subarray(0, before.length)
    const places = new Map()
    for (const { 0: word, index: at } of before.toString('latin1').matchAll(words)) {
      after.fill(0, at, at + word.length)
      places.set(offset + at, word)
    }
    // Address and length of a word; of a source also a line and a column.
    for (let at = -offset & 3; at + 16 <= before.length; at += 4) {
      const word = places.get(before.readUInt32LE(at))
      if (word?.length !== before.readUInt32LE(at + 4)) continue
      after.fill(0, at, at + (word.endsWith('.rs') ? 16 : 8))
    }
  }
  module.dispose()
  return out
}

/**
 * The export `restore_stack` puts the stack pointer back to where it starts. An exception that leaves a call leaves the
 * pointer where it was, and not every instance can be replaced: where a bundler links the module there is one only, and
 * an output of a user is the memory of one.
 */
function addRestore(binaryen, module) {
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
}

/** A panic ends in a trap without a message: what would format one is 2 kB that nobody sees. */
function silencePanics(binaryen, module) {
  for (let index = 0; index < module.getNumFunctions(); index++) {
    const ref = module.getFunctionByIndex(index)
    const { name } = binaryen.getFunctionInfo(ref)
    if (/::panicking::|::slice_index_fail$/.test(name)) binaryen.Function.setBody(ref, module.unreachable())
  }
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
  if (name === 'core') writeFileSync(linked, await finished(readFileSync(linked)))
  run('wasm-opt', [...WASM_OPT, ...(name === 'core' ? SMALL : []), linked, '-o', path.join(out, `${name}_bg.wasm`)])
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
