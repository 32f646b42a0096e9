// The main job, `npm start`: installs and builds what is missing, then evaluates MPT-7B's schedule into curve.csv.
// `npm start -- ARGUMENTS` runs the command line with these instead.
import { existsSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from './build.mjs'
import { ensureDependencies } from './dependencies.mjs'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const CLI = path.join(ROOT, 'dist/cli/main.js')
// The build writes this file last.
const LAST = path.join(ROOT, 'dist/wasm/generated/core.d.ts')

/** Whether a file below ts/ is newer than the build. */
function isStale() {
  if (!existsSync(CLI) || !existsSync(LAST)) return true
  const built = statSync(LAST).mtimeMs
  const files = readdirSync(path.join(ROOT, 'ts'), { recursive: true })
  return files.some((file) => statSync(path.join(ROOT, 'ts', file)).mtimeMs > built)
}

ensureDependencies()
if (isStale()) {
  console.error('[setup] building')
  if (!(await build())) process.exit(1)
}
const given = process.argv.slice(2)
// npm runs its scripts in the package's folder; paths that are given are meant from where npm was called.
if (given.length > 0 && process.env.INIT_CWD) process.chdir(process.env.INIT_CWD)
else process.chdir(ROOT)
const args = given.length > 0 ? given : ['curve', 'examples/mpt-7b.yaml', '-o', 'curve.csv']
process.argv = [process.argv[0], CLI, ...args]
await import('../dist/cli/main.js')
