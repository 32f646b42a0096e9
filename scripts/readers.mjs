// Readers of files that are not ours, for tests: a Python with NumPy, pandas and PyArrow in .build/readers.
// `node scripts/readers.mjs` makes it where it is missing, which takes a network and half a minute.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const PACKAGES = ['numpy>=1.24', 'pandas>=2', 'pyarrow>=14']
const HOME = fileURLToPath(new URL('../.build/readers', import.meta.url))
const isComplete = () => existsSync(path.join(HOME, 'complete'))
const inHome = (home) => path.join(home, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python')

/** A Python that has the packages; made on first use. */
export function python() {
  if (!isComplete()) install()
  return inHome(HOME)
}

function install() {
  // Of its own until it is whole, so that several may come here at the same time.
  const home = `${HOME}-${process.pid}`
  mkdirSync(path.dirname(home), { recursive: true })
  run('python3', ['-m', 'venv', home], 'Install python3 and its module venv (python3-venv on Debian).')
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...PACKAGES]
  run(inHome(home), pip, 'Give this machine access to PyPI.')
  mkdirSync(path.join(home, 'complete'))
  try {
    if (!isComplete()) rmSync(HOME, { recursive: true, force: true })
    renameSync(home, HOME)
  } catch (error) {
    rmSync(home, { recursive: true, force: true })
    if (!isComplete()) throw error
  }
}

function run(command, args, cure) {
  const done = spawnSync(command, args, { encoding: 'utf8' })
  if (done.status === 0) return
  const found = done.error?.message ?? done.stderr.trim().split('\n').at(-1)
  throw new Error(`Some tests read files with NumPy, pandas and PyArrow, in .build/readers; found: ${found}. ${cure}`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    console.log(`the readers are in ${python()}`)
  } catch (error) {
    // The tests that need them say the same, one by one.
    console.log(error.message)
  }
}
