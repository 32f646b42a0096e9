// The Python environment of the bench of sweeps: NumPy and PyArrow, made once in .build/bench-sweep.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const HOME = fileURLToPath(new URL('../../.build/bench-sweep', import.meta.url))

/** The interpreter; made on first use, which takes a network and some seconds. */
export function ensurePython() {
  const python = path.join(HOME, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python')
  if (existsSync(python) && spawnSync(python, ['-c', 'import numpy, pyarrow']).status === 0) return python
  const steps = [
    ['python3', ['-m', 'venv', HOME]],
    [python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', 'numpy', 'pyarrow']],
  ]
  for (const [command, args] of steps) {
    if (spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'] }).status !== 0) {
      throw new Error('The bench needs NumPy and PyArrow. Install python3 with venv, and give it access to PyPI.')
    }
  }
  return python
}
