// The sweep that faults happen to: run by the built command line, and what is in its folder.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const DIST = process.env.SCALE_SCHEDULE_DIST ?? fileURLToPath(new URL('../../dist', import.meta.url))
const CLI = path.join(DIST, 'cli/main.js')

/** Four parts: a table of configurations in CSV, its copy in Parquet, and a curve over two parts. */
export const SPEC = {
  base: { max_duration: '5000ba', scheduler: { name: 'cosine_with_warmup', t_warmup: '70ba' }, optimizer: { lr: 0.3 } },
  grid: { ssr: [1] },
  keep: 'all',
  format: 'csv',
  part_size: 65_536,
}

/** A run takes a tenth of it. */
const LONGEST_MS = 60_000

/** Runs the sweep: how it ended, what it wrote to standard error, and whether it took too long. */
export function run(spec, folder, { env = {}, onStart = () => {} } = {}) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [CLI, 'sweep', spec, '-o', folder, '--workers', '0', '--quiet'], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, ...env },
    })
    let [stderr, late] = ['', false]
    const timer = setTimeout(() => {
      late = true
      child.kill('SIGKILL')
    }, LONGEST_MS)
    child.stderr.setEncoding('utf8').on('data', (text) => {
      stderr += text
    })
    child.on('close', (code, signal) => {
      clearTimeout(timer)
      resolve({ code, signal, stderr, late })
    })
    onStart(child)
  })
}

/** Every file of a folder with its SHA-256; what is no file, as what it is. Without hidden ones on demand. */
export function contents(folder, { hidden = true } = {}) {
  if (!existsSync(folder)) return {}
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => !entry.isDirectory())
  const found = entries.map((entry) => {
    const file = path.join(entry.parentPath, entry.name)
    const what = entry.isFile() ? createHash('sha256').update(readFileSync(file)).digest('hex') : 'no file'
    return [path.relative(folder, file), what]
  })
  const shown = hidden ? found : found.filter(([name]) => !path.basename(name).startsWith('.'))
  return Object.fromEntries(shown.sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** Whether two folders hold the same, and if not, the first difference. */
export function difference(found, expected) {
  const names = [...new Set([...Object.keys(expected), ...Object.keys(found)])]
  const name = names.find((name) => found[name] !== expected[name])
  if (name === undefined) return null
  return `${name} is ${found[name] === undefined ? 'missing' : expected[name] === undefined ? 'too many' : 'another'}`
}
