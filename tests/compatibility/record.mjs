#!/usr/bin/env node
/**
 * Records what a released version writes, for later versions to read:
 * `node tests/compatibility/record.mjs FOLDER`, with a built clone of that version, writes tests/compatibility/VERSION/.
 */
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { rolldown } from 'rolldown'
import { CURVES, LINKS, RUNS, SCHEDULERS, SWEEPS } from './cases.mjs'

const clone = path.resolve(process.argv[2] ?? '.')
const { version } = JSON.parse(readFileSync(path.join(clone, 'package.json'), 'utf8'))
const release = version.split('.').slice(0, 2).join('.')
const folder = fileURLToPath(new URL(release, import.meta.url))
const load = (file) => import(pathToFileURL(path.join(clone, 'dist', file)).href)
const core = await load('index.js')
const sweeps = await load('sweep/index.js')

rmSync(folder, { recursive: true, force: true })
mkdirSync(path.join(folder, 'sweeps'), { recursive: true })

/** One case a line. */
function write(name, cases) {
  writeFileSync(path.join(folder, name), `[\n${cases.map((one) => JSON.stringify(one)).join(',\n')}\n]\n`)
}

/** Numbers as JSON keeps them: to the bit, and what JSON has no number for as text. */
const numbers = (values) =>
  Array.from(values, (value) => (Object.is(value, -0) ? '-0' : Number.isFinite(value) ? value : String(value)))

/** What a computation gives, or the code of its error. */
function outcome(compute) {
  try {
    return numbers(compute())
  } catch (error) {
    if (error.code === undefined) throw error
    return { error: error.code }
  }
}

const runs = RUNS.map((options) => new core.TrainingRun(options))
core.setWarningHandler(() => {})

write(
  'runs.json',
  runs.map((run) => ({
    json: run.toJSON(),
    maxDuration: run.maxDuration.toTimestring(),
    batches: outcome(() => [run.batches]),
    samples: outcome(() => [run.timestampAt(12_345).sample]),
  })),
)

write(
  'schedulers.json',
  SCHEDULERS.map(([type, options, run, range]) => {
    const scheduler = new core[type](options)
    const values = outcome(() => core.evaluate(scheduler, runs[run], range))
    return { json: scheduler.toJSON(), run: runs[run].toJSON(), range, values }
  }),
)

write(
  'curves.json',
  CURVES.flatMap(([type, options, run, range]) => {
    const curve = resolved(new core[type](options), runs[run])
    if (curve === null) return []
    const { counters } = curve
    const phases = curve.phases().map((phase) => ({ ...phase, until: numbers([phase.until])[0] }))
    const values = outcome(() => curve.fill(range))
    return { json: curve.toJSON(), digest: curve.digest(), counters, phases, range, values }
  }),
)

// The page is not part of the package: its modules are bundled for Node.
const temporary = mkdtempSync(path.join(folder, '.page-'))
try {
  const source = (name) =>
    path.join(
      clone,
      'ts/playground',
      files(path.join(clone, 'ts/playground')).find((file) => path.basename(file) === name),
    )
  const entry = path.join(temporary, 'entry.js')
  const from = (name) => JSON.stringify(source(name))
  writeFileSync(
    entry,
    `export { encodeLink, decodeLink } from ${from('link.ts')}\nexport { makeSchedule, makeStep } from ${from('state.ts')}\n`,
  )
  const bundle = await rolldown({ input: entry, logLevel: 'silent' })
  await bundle.write({ file: path.join(temporary, 'page.mjs'), format: 'esm' })
  const page = await import(pathToFileURL(path.join(temporary, 'page.mjs')).href)
  const links = []
  for (const make of LINKS) {
    const hash = await page.encodeLink(make(page))
    // The ids of schedules are counted anew in every page.
    const { schedules, active, ...rest } = await page.decodeLink(hash)
    const place = schedules.findIndex(({ id }) => id === active)
    links.push({ hash, state: { ...rest, active: place, schedules: schedules.map(withoutId) } })
  }
  write('links.json', links)
} finally {
  rmSync(temporary, { recursive: true })
}

for (const [name, spec] of Object.entries(SWEEPS)) {
  const store = path.join(folder, 'sweeps', name)
  const isBegun = name.startsWith('begun')
  for await (const _ of sweeps.sweep(spec, { store, workers: 0 })) if (isBegun) break
  if (isBegun) {
    // What was computed at the same time may be there too.
    rmSync(path.join(store, 'curves'), { recursive: true, force: true })
    continue
  }
  const reader = await sweeps.readSweep(store)
  const rows = []
  const curves = []
  for await (const row of reader.rows()) {
    rows.push(Object.fromEntries(Object.entries(row).map(([key, value]) => [key, cell(value)])))
    const curve = await reader.curve(row.configuration)
    curves.push(curve === null ? null : { steps: list(curve.steps), lr: list(curve.lr) })
  }
  writeFileSync(path.join(folder, 'sweeps', `${name}.json`), `${JSON.stringify({ rows, curves }, null, 1)}\n`)
}

/** A schedule as it is recorded: 0.1 called its factors steps. */
function withoutId({ id, factors, ...schedule }) {
  return factors === undefined ? schedule : { ...schedule, steps: factors }
}

/** A short list as it is, of a long one the SHA-256 of its little-endian f64. */
function list(values) {
  if (values.length < 100) return numbers(values)
  return { length: values.length, sha256: createHash('sha256').update(new Uint8Array(values.buffer)).digest('hex') }
}

/** Its curve; null where the run has none. */
function resolved(scheduler, run) {
  try {
    return scheduler.resolve(run)
  } catch (error) {
    if (error.code === undefined) throw error
    return null
  }
}

function cell(value) {
  return typeof value === 'number' ? numbers([value])[0] : value
}

function files(below) {
  return readdirSync(below, { recursive: true }).map(String)
}
