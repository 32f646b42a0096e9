// Python environments that tests need: each with its packages, in a folder of its own in .build.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const BUILD = fileURLToPath(new URL('../.build', import.meta.url))
const inHome = (home) => path.join(home, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python')

/**
 * The Python of an environment that has these packages; made on first use, and again when others are wanted.
 *
 * @param purpose of the packages, as the beginning of an error
 */
export function environment(name, packages, purpose) {
  const home = path.join(BUILD, name)
  const isComplete = () => {
    const mark = path.join(home, 'packages.txt')
    return existsSync(mark) && readFileSync(mark, 'utf8') === packages.join('\n')
  }
  if (!isComplete()) install(home, packages, isComplete, `${purpose}, in .build/${name}`)
  return inHome(home)
}

function install(home, packages, isComplete, purpose) {
  // Of its own until it is whole, so that several may come here at the same time.
  const own = `${home}-${process.pid}`
  const run = (command, args, cure) => {
    const done = spawnSync(command, args, { encoding: 'utf8' })
    if (done.status === 0) return
    const found = done.error?.message ?? done.stderr.trim().split('\n').at(-1)
    throw new Error(`${purpose}; found: ${found}. ${cure}`)
  }
  mkdirSync(path.dirname(own), { recursive: true })
  run('python3', ['-m', 'venv', own], 'Install python3 and its module venv (python3-venv on Debian).')
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages]
  run(inHome(own), pip, 'Give this machine access to PyPI.')
  writeFileSync(path.join(own, 'packages.txt'), packages.join('\n'))
  try {
    if (!isComplete()) rmSync(home, { recursive: true, force: true })
    renameSync(own, home)
  } catch (error) {
    rmSync(own, { recursive: true, force: true })
    if (!isComplete()) throw error
  }
}
