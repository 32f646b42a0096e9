// Where do tables go? To the terminal, and with `--write` to benches/results/, from which benches/README.md and
// docs/bench.svg are made.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chartOf } from './chart.mjs'
import { QUICK } from './harness.mjs'
import { machine, processor } from './processor.mjs'
import { keep, markdownOf, readResults, resultOf } from './results.mjs'

const README = new URL('./README.md', import.meta.url)
const CHART = new URL('../docs/bench.svg', import.meta.url)
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

/** Prints the tables of a bench under the processor's line, and keeps them where that was asked for. */
export function report(name, text, { load, more }) {
  const result = resultOf(text, { load, more })
  console.log(`## ${name}\n\n${processor()}; Node ${process.versions.node}; ${machine()}\n\n${text.trim()}\n`)
  if (!isWriting) return
  keep(name, result)
  writeReport()
}

/** The page and the picture, made anew from all results. */
export function writeReport() {
  const results = readResults()
  writeFileSync(README, pageOf(readFileSync(README, 'utf8'), results))
  writeFileSync(CHART, chartOf(results))
}

const PLACE = /(<!-- bench:(\w+) -->)[\s\S]*?(<!-- \/bench:\2 -->)/g

/** The page with what stands between its markers made from results; what has no place in it is an error. */
export function pageOf(page, results) {
  const places = new Set([...page.matchAll(PLACE)].map(([, , name]) => name))
  for (const name of results.flatMap(({ benches }) => Object.keys(benches))) {
    if (!places.has(name)) throw new Error(`benches/README.md has no place for ${name}: <!-- bench:${name} --> …`)
  }
  return page.replace(PLACE, (_, begin, name, end) => {
    const body = name === 'all' ? overview(results) : tablesOf(name, results)
    return [begin, body, end].join('\n\n')
  })
}

/** A bench's tables, each under the name of its processor and the version of Node. */
function tablesOf(name, results) {
  const parts = results.flatMap(({ processor, benches }) =>
    Object.entries(benches[name] ?? {}).map(([key, result]) => {
      const title = `**${processor}; ${result.node ? `Node ${result.node}` : key}**`
      return `${title}\n${whereOf(result)}\n\n${markdownOf(result.blocks)}`
    }),
  )
  return parts.join('\n\n') || 'Not measured yet.'
}

function whereOf({ machine, date, load, note }) {
  const facts = [machine, date, load === undefined ? undefined : `load at the start ${load}`]
  return `(${facts.filter((fact) => fact !== undefined).join('; ')})${note ? `. ${note}` : ''}`
}

/** Which benches were measured where, and when. */
function overview(results) {
  const rows = results.flatMap(({ processor, benches }) => {
    const majors = [...new Set(Object.values(benches).flatMap((nodes) => Object.keys(nodes)))].sort()
    return majors.map((major) => {
      const measured = Object.entries(benches).filter(([, nodes]) => nodes[major])
      const dates = measured.map(([, nodes]) => nodes[major].date).sort()
      const from = dates[0] === dates.at(-1) ? dates[0] : `${dates[0]} to ${dates.at(-1)}`
      return `| ${processor} | ${major} | ${from} | ${measured.map(([name]) => name).join(', ')} |`
    })
  })
  return ['| processor | Node, or browser | measured | benches |', '| --- | ---: | --- | --- |', ...rows].join('\n')
}
