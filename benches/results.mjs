// What was measured, and where? A file for each processor in benches/results/, in it the tables of each bench for each
// major version of Node.
//
//   { processor, benches: { fill: { 20: { node, machine, date, load, note?, blocks } } } }
//
// A block is a text, or a table: `{ head, rows }`, cells as they are printed.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import { fileURLToPath } from 'node:url'
import { table } from './harness.mjs'
import { machine, processor, slugOf } from './processor.mjs'

export const RESULTS = fileURLToPath(new URL('./results/', import.meta.url))

const isRow = (line) => line.startsWith('|')
const cellsOf = (line) =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim())

/** Markdown of texts and tables, as the blocks that are kept. */
export function blocksOf(markdown) {
  const parts = markdown.trim().split(/\n{2,}/)
  return parts.map((part) => {
    const lines = part.split('\n')
    if (!lines.every(isRow)) return part
    const [head, , ...rows] = lines.map(cellsOf)
    return { head, rows }
  })
}

/** Blocks as the Markdown they were. */
export const markdownOf = (blocks) =>
  blocks.map((block) => (typeof block === 'string' ? block : table(block.head, block.rows))).join('\n\n')

/** All results, by processor. */
export function readResults(folder = RESULTS) {
  if (!existsSync(folder)) return []
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'))
  return files.sort().map((file) => JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')))
}

/** What a bench printed here and now, with all that tells where and when. */
export function resultOf(markdown, { load, more = '' }) {
  const date = new Date().toISOString().slice(0, 10)
  return { node: process.versions.node, machine: `${machine()}${more}`, date, load, blocks: blocksOf(markdown) }
}

/** How busy the machine is, in processes over the last minute. */
export const loadNow = () => Number(os.loadavg()[0].toFixed(2))

/** Keeps the result of a bench for this processor and this major version of Node, in place of an older one. */
export function keep(bench, result, { folder = RESULTS, name = processor() } = {}) {
  const file = `${folder}/${slugOf(name)}.json`
  const kept = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { processor: name, benches: {} }
  const major = result.node.split('.')[0]
  kept.benches[bench] = { ...kept.benches[bench], [major]: result }
  mkdirSync(folder, { recursive: true })
  writeFileSync(file, textOf(kept))
}

/** JSON with a line for each row, so that a change shows as the rows that changed. */
function textOf(value) {
  const cells = /\[\n\s*("(?:[^"\\]|\\.)*"(?:,\n\s*"(?:[^"\\]|\\.)*")*)\n\s*\]/g
  const text = JSON.stringify(value, null, 2)
  return `${text.replace(cells, (_, list) => `[${list.replace(/,\n\s*/g, ', ')}]`)}\n`
}
