// Installs the npm dependencies where they are missing or older than the lock file; otherwise costs nothing.
import { spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

/** npm's own mark of a finished install is compared with the lock file. */
export function ensureDependencies() {
  const mark = path.join(ROOT, 'node_modules/.package-lock.json')
  const lock = path.join(ROOT, 'package-lock.json')
  if (existsSync(mark) && statSync(mark).mtimeMs >= statSync(lock).mtimeMs) return
  console.error('[setup] installing the npm dependencies')
  // npm.cmd on Windows is found by a shell only.
  const done = spawnSync('npm', ['ci'], { cwd: ROOT, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' })
  if (done.status !== 0) {
    console.error('[setup] The npm dependencies could not be installed (see above). Check the network, then try again.')
    process.exit(1)
  }
}
