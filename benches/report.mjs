// Where do tables go? To the terminal, and with `--write` between the markers of benches/README.md.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { machine, QUICK } from './harness.mjs'

const README = new URL('./README.md', import.meta.url)
const isWriting = process.argv.includes('--write')

/** Builds the package where there is none yet. */
export async function ensureBuilt() {
  if (existsSync(fileURLToPath(new URL('../dist/index.js', import.meta.url)))) return
  const { ensureDependencies } = await import('../scripts/dependencies.mjs')
  const { build } = await import('../scripts/build.mjs')
  ensureDependencies()
  if (!build()) process.exit(1)
}

/** Refuses to publish what was measured in a hurry, before it is measured. */
export function checkArguments() {
  if (!isWriting || !QUICK) return
  console.error('--quick measures too little to be written: leave out one of --quick and --write.')
  process.exit(1)
}

/** Prints the tables of a bench under the machine's line, and writes them where that was asked for. */
export function report(name, text, more = '') {
  const body = `${machine()}${more}\n\n${text.trim()}`
  console.log(`## ${name}\n\n${body}\n`)
  if (!isWriting) return
  const [begin, end] = [`<!-- bench:${name} -->`, `<!-- /bench:${name} -->`]
  const page = readFileSync(README, 'utf8')
  const [from, to] = [page.indexOf(begin), page.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`benches/README.md has no place for ${name}: ${begin} … ${end}`)
  writeFileSync(README, `${page.slice(0, from + begin.length)}\n\n${body}\n\n${page.slice(to)}`)
}
