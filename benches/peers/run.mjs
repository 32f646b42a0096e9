// `npm run bench:peers [-- --torch --quick --write]`: what do NumPy, optax (and PyTorch, Composer) need on this machine?
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { COUNT, COUNT_TEXT, marked, pair, progress, QUICK, summary, table } from '../harness.mjs'
import { environment, HOME } from '../python.mjs'
import { checkArguments, ensureBuilt, report } from '../report.mjs'
import { loadNow } from '../results.mjs'

const HERE = fileURLToPath(new URL('.', import.meta.url))
const PYTORCH_CPU = 'https://download.pytorch.org/whl/cpu'
const [ROUNDS, REPEATS] = QUICK ? [1, 2] : [5, 3]
const [STEPS, CALLS] = QUICK ? [10_000, 1_000] : [100_000, 10_000]
const LIMITS = { line: 2.5, cosine: 3, exponential: 3 }

/** Runs a program; its standard output, or null where it fails. */
function run(program, args) {
  const done = spawnSync(program, args, { stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8', maxBuffer: 1 << 28 })
  return done.status === 0 ? done.stdout : null
}

function fail(message) {
  console.error(message)
  process.exit(1)
}

/** Times by row, of all rounds together. */
function gather(into, found) {
  for (const [who, rows] of Object.entries(found)) {
    into[who] ??= {}
    for (const [name, times] of Object.entries(rows)) {
      into[who][name] ??= []
      into[who][name].push(...times)
    }
  }
}

/** Alternates the peers and the library, round by round, and who begins. */
function alternate(python, args, nameOwn) {
  const times = {}
  let versions = {}
  for (let round = 0; round < ROUNDS; round++) {
    const peers = () => {
      const answer = run(python, [path.join(HERE, 'peers.py'), ...args])
      if (answer === null) fail('peers.py failed (see above). Delete .build/peers to install its packages anew.')
      const found = JSON.parse(answer)
      versions = found.versions
      gather(times, found.rows)
    }
    const own = () => {
      const answer = run(process.execPath, [path.join(HERE, 'library.mjs'), ...args])
      if (answer === null) fail('library.mjs failed (see above).')
      gather(times, nameOwn(JSON.parse(answer)))
    }
    for (const work of round % 2 === 0 ? [peers, own] : [own, peers]) work()
    progress(args.join(' '), { round: `${round + 1} of ${ROUNDS}` })
  }
  return { times, versions }
}

const describe = (versions) =>
  Object.entries(versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(', ')

function arrays(python) {
  const texts = []
  let found = {}
  for (const kind of ['f64', 'f32']) {
    const { times, versions } = alternate(python, ['arrays', kind, COUNT, REPEATS].map(String), (rows) => ({
      own: rows,
    }))
    found = versions
    const of = (who, name) => summary(times[who][name])
    const rows = Object.keys(times.own).map((name) => {
      const own = of('own', name)
      const cells = ['NumPy', 'optax', 'donated'].map((who) => (times[who][name] ? of(who, name) : null))
      const limits = [undefined, kind === 'f64' ? LIMITS[name] : undefined, undefined]
      const ratios = cells.map((time, i) => (time ? marked(time.min / own.min, limits[i]) : ''))
      return [name, ...cells.map((time) => (time ? pair(time) : '')), pair(own), ...ratios]
    })
    const head = ['', 'NumPy', 'optax', 'optax, donated', 'this library', '× NumPy', '× optax', '× donated']
    texts.push(`**${kind}**, ${COUNT_TEXT} values, ms as minimum / median\n\n${table(head, rows)}`)
  }
  texts.push(
    '× is how many times faster this library is, on one thread; at least 3 (a line 2.5) is the target for optax.',
  )
  return { text: texts.join('\n\n'), versions: found }
}

/** PyTorch's own index has builds without CUDA; PyPI's for Linux are some gigabytes larger, but work. */
async function torchOptions() {
  const request = fetch(`${PYTORCH_CPU}/torch/`, { method: 'HEAD', signal: AbortSignal.timeout(10_000) })
  const isThere = await request.then(
    (response) => response.ok,
    () => false,
  )
  if (isThere) return ['--extra-index-url', PYTORCH_CPU]
  console.error(`[setup] ${PYTORCH_CPU} does not answer: taking PyTorch from PyPI, which is larger`)
  return []
}

async function steps() {
  const torch = 'torch==2.7.0'
  const options = existsSync(path.join(HOME, 'torch/installed.txt')) ? [] : await torchOptions()
  let python = environment('torch', [torch, 'mosaicml==0.32.1'], options)
  let note = ''
  if (python === null) {
    note = 'mosaicml==0.32.1 could not be installed here, so Composer is missing.'
    console.error(`[setup] ${note}`)
    python = environment('pytorch', [torch, 'numpy'], options)
  }
  if (python === null) {
    return { text: 'PyTorch could not be installed here, so it and Composer are missing.', versions: {} }
  }
  const { times, versions } = alternate(python, ['steps', STEPS, CALLS].map(String), ({ step, call }) => ({
    step,
    call,
  }))
  const cell = (who, name) => (times[who]?.[name] ? summary(times[who][name]) : null)
  const names = [...new Set(['PyTorch', 'Composer', 'step', 'call'].flatMap((who) => Object.keys(times[who] ?? {})))]
  const rows = names.map((name) => {
    const cells = ['PyTorch', 'step', 'Composer', 'call'].map((who) => cell(who, name))
    return [name, ...cells.map((time) => (time ? pair(time, 0) : ''))]
  })
  const head = ['', 'PyTorch `step()`', '`step()` here', 'Composer, a call', '`scheduler(state)` here']
  const count = (n) => n.toLocaleString('en')
  const text = `ns as minimum / median over rounds of ${count(STEPS)} steps and ${count(CALLS)} calls, the second time\n\n${table(head, rows)}`
  return { text: note ? `${text}\n\n${note}` : text, versions }
}

checkArguments()
await ensureBuilt()
const load = loadNow()
const python = environment('jax', ['numpy', 'optax', 'jax'])
if (python === null) fail('NumPy, optax or jax could not be installed (see above). Check the network, then try again.')
const sections = [arrays(python), ...(process.argv.includes('--torch') ? [await steps()] : [])]
const versions = sections.map((section) => describe(section.versions)).filter((text) => text !== '')
report('peers', sections.map(({ text }) => text).join('\n\n'), { load, more: `; ${versions.join('; ')}` })
