// The Python environments of the benches: each with its packages, in a folder of its own in .build/peers.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** Where they are. */
export const HOME = fileURLToPath(new URL('../.build/peers', import.meta.url))

const run = (program, args) => spawnSync(program, args, { stdio: ['ignore', 2, 'inherit'] }).status === 0

/** The Python of an environment with these packages, made where there is none; null where one can't be installed. */
export function environment(name, packages, options = []) {
  const folder = path.join(HOME, name)
  const python = path.join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python')
  const mark = path.join(folder, 'installed.txt')
  const wanted = packages.join('\n')
  if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted) return python
  console.error(`[setup] installing ${packages.join(', ')} into .build/peers/${name}`)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(HOME, { recursive: true })
  const system = process.env.PYTHON ?? (process.platform === 'win32' ? 'python' : 'python3')
  if (!run(system, ['-m', 'venv', folder])) {
    console.error(`${system} can't make a virtual environment. Install Python 3.11 or newer with venv, or set PYTHON.`)
    process.exit(1)
  }
  if (!run(python, ['-m', 'pip', 'install', '--quiet', ...options, ...packages])) return null
  writeFileSync(mark, wanted)
  return python
}
