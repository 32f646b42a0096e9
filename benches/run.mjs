// `npm run bench [-- NAME … --quick --write]`: runs the benches one after another, each in its own process.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { checkArguments, ensureBuilt, report } from './report.mjs'
import { loadNow } from './results.mjs'

const BENCHES = ['fill', 'output', 'point', 'product', 'forms', 'trees', 'many', 'load', 'memory', 'tables', 'sweep']

checkArguments()
const given = process.argv.slice(2)
const names = given.filter((argument) => !argument.startsWith('--'))
const flags = given.filter((argument) => argument.startsWith('--'))
const unknown = [
  ...names.filter((name) => !BENCHES.includes(name)),
  ...flags.filter((flag) => flag !== '--quick' && flag !== '--write'),
]
if (unknown.length > 0) {
  console.error(`No such bench or option: ${unknown.join(', ')}. There are ${BENCHES.join(', ')}; --quick, --write.`)
  process.exit(1)
}
await ensureBuilt()
for (const name of names.length > 0 ? names : BENCHES) {
  const load = loadNow()
  console.error(`${name}:`)
  const file = fileURLToPath(new URL(`./${name}.mjs`, import.meta.url))
  const done = spawnSync(process.execPath, [file, ...flags], { stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8' })
  if (done.status !== 0) process.exit(done.status ?? 1)
  report(name, done.stdout, { load })
}
