// Faults while a sweep runs and after it, on Linux: `npm run faults` goes through all, `npm run faults -- --short` through
// one of each kind with each call, `npm run faults -- --only=WORDS` through those with the words in their name. Needs the
// build and a C compiler. Ends with `N passed, N failed`.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { install } from './debian.mjs'
import { damageCases } from './faults/damages.mjs'
import { buildLibrary } from './faults/library.mjs'
import { contents, run, SPEC } from './faults/sweep.mjs'
import { systemCases } from './faults/system.mjs'

const isShort = process.argv.includes('--short')
const only = process.argv.find((word) => word.startsWith('--only='))?.slice('--only='.length) ?? ''
if (process.platform !== 'linux') {
  console.log('Faults are made by a library that Linux preloads; found another system. Run it on Linux.')
  process.exit(1)
}

if (spawnSync('cc', ['--version']).error !== undefined) {
  const problem = ['gcc', 'libc6-dev'].map(install).find((problem) => problem !== undefined)
  if (problem !== undefined) {
    console.log(`The library that makes system calls fail needs a C compiler; found none, and ${problem}`)
    process.exit(1)
  }
}

const root = mkdtempSync(path.join(tmpdir(), 'scale-schedule-faults-'))
process.on('exit', () => rmSync(root, { recursive: true, force: true }))
const spec = path.join(root, 'spec.json')
writeFileSync(spec, JSON.stringify(SPEC))
const whole = path.join(root, 'whole')
const { code, stderr } = await run(spec, whole)
if (code !== 0) throw new Error(`The undisturbed sweep ended with ${code}: ${stderr}`)
const shared = { root, spec, whole, expected: contents(whole), library: buildLibrary(root) }
const all = [...(await systemCases(shared)), ...(await damageCases(shared))].filter(({ name }) => name.includes(only))

/** Of each kind with each call the first, or all. */
const chosen = isShort
  ? all.filter(({ kind, call }, at) => all.findIndex((c) => c.kind === kind && c.call === call) === at)
  : all

const counts = new Map()
let [passed, failed, made] = [0, 0, 0]
const left = chosen.values()
const work = async () => {
  for (const { kind, name, act } of left) {
    // Each has a folder above its own, for what is moved out of the way.
    const above = path.join(root, `case-${made++}`)
    mkdirSync(above)
    const wrong = await act(path.join(above, 'sweep')).catch((error) => String(error?.stack ?? error))
    rmSync(above, { recursive: true, force: true })
    if (wrong === null) passed++
    else {
      failed++
      console.log(`FAIL ${name}: ${wrong.trimEnd()}`)
    }
    const count = counts.get(kind) ?? { cases: 0, failed: 0 }
    counts.set(kind, { cases: count.cases + 1, failed: count.failed + (wrong === null ? 0 : 1) })
  }
}
await Promise.all([work(), work()])
for (const [kind, { cases, failed }] of [...counts].sort()) console.log(`${kind}: ${cases} cases, ${failed} failed`)
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)
