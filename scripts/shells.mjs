// The shells that completion is tested in: `node scripts/shells.mjs` installs Debian's packages of those that are missing.
import { existsSync } from 'node:fs'
import path from 'node:path'
import { install } from './debian.mjs'

const isThere = (name) => (process.env.PATH ?? '').split(path.delimiter).some((at) => existsSync(path.join(at, name)))

const missing = ['bash', 'zsh', 'fish'].filter((name) => !isThere(name))
for (const name of missing) {
  const problem = install(name)
  if (problem !== undefined) console.log(`Completion is tested in ${name}; found none, and ${problem}`)
}
process.exit(missing.every(isThere) ? 0 : 1)
