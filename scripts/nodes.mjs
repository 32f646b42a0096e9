// What users run: the golden rows, the laws, the packed package and a sweep of the build in dist/, on each Node that
// is named, by default all that are kept up. They come as npm's package `node`, into .build/nodes/. Ends with
// `N passed, N failed`.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureDependencies } from './dependencies.mjs'
import { runProgram } from './testing/processes.mjs'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const HOME = path.join(ROOT, '.build/nodes')
const CLI = path.join(ROOT, 'dist/cli/main.js')
const VERSIONS = ['22', '24', '26']
const TESTS = {
  package: ['tests/package/golden', 'tests/package/laws', 'tests/package/sweep/formats'],
  consumers: ['tests/consumers/package', 'tests/consumers/runtimes'],
}
const asked = process.argv.slice(2)
const totals = { passed: 0, failed: 0 }

function check(name, isGood, why = '') {
  console.log(`${isGood ? 'ok  ' : 'FAIL'} ${name}${isGood ? '' : `: ${why}`}`)
  totals[isGood ? 'passed' : 'failed']++
}

/** The program of a version; installed once. */
async function install(version) {
  const folder = path.join(HOME, version)
  const node = path.join(folder, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node')
  const says = async () => (existsSync(node) ? (await runProgram(node, ['--version'])).text.trim() : '')
  if ((await says()).startsWith(`v${version}.`)) return { node, version: await says() }
  mkdirSync(folder, { recursive: true })
  writeFileSync(path.join(folder, 'package.json'), '{ "private": true }')
  // Its install script fetches the binary for this machine, a package as well.
  const args = ['install', '--prefix', folder, '--no-audit', '--no-fund', '--ignore-scripts=false', `node@${version}`]
  const { text } = await runProgram('npm', args)
  return { node, version: await says(), text }
}

/** The digest of all files that a sweep in this Node writes. */
async function digestOfSweep(node, name) {
  const folder = path.join(HOME, `sweep-${name}`)
  rmSync(folder, { recursive: true, force: true })
  const args = [CLI, 'sweep', 'examples/mpt-family.yaml', '-o', folder, '--quiet']
  const { code, text } = await runProgram(node, args)
  if (code !== 0) return `failed: ${text}`
  const hash = createHash('sha256')
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  for (const file of entries.map((entry) => path.join(entry.parentPath, entry.name)).sort()) {
    hash.update(`${path.relative(folder, file)}\n`).update(readFileSync(file))
  }
  rmSync(folder, { recursive: true })
  return hash.digest('hex')
}

ensureDependencies()
if (!existsSync(CLI)) {
  const { build } = await import('./build.mjs')
  if (!(await build())) process.exit(1)
}
const { runVitest } = await import('./testing/vitest.mjs')
const expected = await digestOfSweep(process.execPath, 'here')
for (const wanted of asked.length > 0 ? asked : VERSIONS) {
  const { node, version, text } = await install(wanted)
  check(`Node ${wanted} is ${version}`, version.startsWith(`v${wanted}.`), `npm could not install it\n${text}`)
  if (!version.startsWith(`v${wanted}.`)) continue
  // What tests start by name is this Node too.
  const env = { PATH: [path.dirname(node), process.env.PATH].join(path.delimiter) }
  for (const [project, files] of Object.entries(TESTS)) {
    const { passed, failed, skipped, lost } = await runVitest(['--project', project, ...files], { node, env })
    for (const { file, why } of lost) console.log(`FAIL ${file} ${why}`)
    console.log(`Node ${version}, ${project}: ${passed} passed, ${failed} failed`)
    totals.passed += passed
    totals.failed += failed
    check(`Node ${version}, ${project}: no test is left out`, skipped === 0 && passed > 0, `${skipped} were skipped`)
  }
  const found = await digestOfSweep(node, wanted)
  const isSame = found === expected && !found.startsWith('failed')
  check(`Node ${version} writes the sweep that Node ${process.version} writes`, isSame, found)
}
console.log(`${totals.passed} passed, ${totals.failed} failed`)
process.exit(totals.failed === 0 && totals.passed > 0 ? 0 : 1)
