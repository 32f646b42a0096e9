// Makes sure that a wasm32 standard library, wasm-pack and wasm-bindgen are there, of the versions pinned below.
// Idempotent. Writes to .toolchain/ only, apart from `rustup target add` or Debian packages where those are missing;
// changes no setting of rustup's.
import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const HOME = path.join(ROOT, '.toolchain')
const BIN = path.join(HOME, 'bin')
const TARGET = 'wasm32-unknown-unknown'
const WASM_PACK = '0.15.1'
const DEBIAN = ['rustc-web', 'cargo-web', 'rust-web-src', 'rust-web-llvm', 'lld-22']

/** The environment in which the tools of the toolchain come first on PATH. */
export function toolEnv() {
  const first = [BIN, path.join(HOME, 'tools/bin'), path.join(ROOT, 'node_modules/.bin')]
  return { ...process.env, PATH: [...first, process.env.PATH].join(path.delimiter) }
}

const say = (message) => console.error(`[toolchain] ${message}`)

function fail(rule, cure) {
  say(`${rule} ${cure}`)
  process.exit(1)
}

/** Runs a command before the user's eyes; whether it succeeded. */
function run(command, args, options = {}) {
  return spawnSync(command, args, { cwd: ROOT, stdio: 'inherit', env: toolEnv(), ...options }).status === 0
}

/** What a command prints, or '' if it fails or does not exist. */
function output(command, args) {
  const done = spawnSync(command, args, { cwd: ROOT, env: toolEnv(), encoding: 'utf8' })
  return done.status === 0 ? done.stdout.trim() : ''
}

function hasTarget() {
  const lib = path.join(output('rustc', ['--print', 'sysroot']), 'lib/rustlib', TARGET, 'lib')
  return existsSync(lib) && readdirSync(lib).some((file) => /^libstd-.*\.rlib$/.test(file))
}

const rustupAddsTarget = () => output('rustup', ['--version']) !== '' && run('rustup', ['target', 'add', TARGET])

function debianPackages() {
  const status = (name) => output('dpkg-query', ['-W', `-f=\${Status}`, name])
  const missing = DEBIAN.filter((name) => !status(name).includes('ok installed'))
  if (missing.length === 0) return true
  if (process.getuid() !== 0) {
    say(`these Debian packages are missing: sudo apt-get install -y ${missing.join(' ')}`)
    return false
  }
  say(`installing the Debian packages ${missing.join(' ')}`)
  const install = ['-o', 'DPkg::Lock::Timeout=600', 'install', '-y', '-qq', '--no-install-recommends', ...missing]
  return run('apt-get', ['update', '-qq']) && run('apt-get', install, { stdio: ['ignore', 'ignore', 'inherit'] })
}

/** Debian ships the sources of the standard library, but not built for this target: that is done once, here. */
function debianSysroot() {
  if (!existsSync('/usr/bin/apt-get') || !debianPackages()) return false
  say('building the wasm32 standard library from rust-web-src, once')
  const seed = path.join(HOME, 'seed')
  mkdirSync(path.join(seed, 'src'), { recursive: true })
  writeFileSync(path.join(seed, 'Cargo.toml'), '[package]\nname = "seed"\nversion = "0.0.0"\n[workspace]\n')
  writeFileSync(path.join(seed, 'src/lib.rs'), '#![no_std]\n')
  const env = {
    ...process.env,
    PATH: `/usr/bin:${process.env.PATH}`,
    RUSTC: '/usr/bin/rustc',
    RUSTC_BOOTSTRAP: '1',
    CARGO_ENCODED_RUSTFLAGS: '-Cembed-bitcode=yes',
    CARGO_TARGET_DIR: path.join(seed, 'target'),
  }
  delete env.RUSTFLAGS
  const build = ['build', '-q', '--release', '-Zbuild-std=std,panic_abort', '--target', TARGET]
  if (!run('/usr/bin/cargo', build, { cwd: seed, env })) return false
  installSysroot(path.join(seed, 'target', TARGET, 'release/deps'))
  rmSync(seed, { recursive: true, force: true })
  return hasTarget()
}

/** A sysroot of our own, used through a rustc of our own: nothing outside .toolchain/ changes. */
function installSysroot(built) {
  const host = /host: (.*)/.exec(output('/usr/bin/rustc', ['-vV']))[1]
  const rustlib = path.join(HOME, 'lib/rustlib')
  const lib = path.join(rustlib, TARGET, 'lib')
  const partial = path.join(HOME, 'lib.partial')
  rmSync(partial, { recursive: true, force: true })
  mkdirSync(partial, { recursive: true })
  for (const file of readdirSync(built)) {
    if (file.endsWith('.rlib') && !file.startsWith('libseed')) {
      copyFileSync(path.join(built, file), path.join(partial, file))
    }
  }
  rmSync(lib, { recursive: true, force: true })
  mkdirSync(path.dirname(lib), { recursive: true })
  mkdirSync(BIN, { recursive: true })
  link(`/usr/lib/rustlib/${host}`, path.join(rustlib, host))
  link('/usr/bin/cargo', path.join(BIN, 'cargo'))
  link('/usr/bin/lld-22', path.join(BIN, 'rust-lld'))
  writeFileSync(path.join(BIN, 'rustc'), `#!/bin/sh\nexec /usr/bin/rustc --sysroot '${HOME}' "$@"\n`)
  chmodSync(path.join(BIN, 'rustc'), 0o755)
  renameSync(partial, lib)
}

function link(to, at) {
  rmSync(at, { force: true })
  symlinkSync(to, at)
}

function cargoTool(crate, version, options) {
  if (output(crate.replace(/-cli$/, ''), ['--version']).split(' ').includes(version)) return
  say(`installing ${crate} ${version} with cargo: a few minutes, once`)
  const args = ['install', crate, '--version', version, '--root', path.join(HOME, 'tools'), ...options]
  // Tools that run for a second need not be optimised for minutes.
  const env = { ...toolEnv(), CARGO_PROFILE_RELEASE_OPT_LEVEL: '1', CARGO_PROFILE_RELEASE_DEBUG: '0' }
  if (!run('cargo', args, { env })) {
    fail(`${crate} ${version} could not be installed.`, `Install it: cargo install ${crate} --version ${version}`)
  }
}

/** Sets up all that `wasm-pack build` needs. */
export function setup() {
  if (!output('rustc', ['--version']) && !existsSync('/usr/bin/apt-get')) {
    fail('Building the WebAssembly needs Rust; found none.', 'Install it from https://rustup.rs')
  }
  if (!hasTarget()) {
    say(`this Rust has no ${TARGET}; asking rustup, else Debian`)
    if (!(rustupAddsTarget() && hasTarget()) && !debianSysroot()) {
      fail(`A standard library for ${TARGET} is needed; found none.`, `Run: rustup target add ${TARGET}`)
    }
  }
  const lock = readFileSync(path.join(ROOT, 'Cargo.lock'), 'utf8')
  const bindgen = /name = "wasm-bindgen"\nversion = "([^"]+)"/.exec(lock)[1]
  cargoTool('wasm-bindgen-cli', bindgen, ['--no-default-features', '--bin', 'wasm-bindgen'])
  cargoTool('wasm-pack', WASM_PACK, [])
  say(`${output('rustc', ['--version'])}, wasm-pack ${WASM_PACK}, wasm-bindgen ${bindgen}`)
}
