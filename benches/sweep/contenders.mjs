// One contender of the bench of sweeps, in its own process: `node contenders.mjs WHAT … FOLDER` prints a line of JSON.
import { spawnSync } from 'node:child_process'
import { readdirSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { sweep } from '../../dist/sweep/index.js'

const quick = process.argv.includes('--quick')
const [what, ...rest] = process.argv.slice(2).filter((argument) => argument !== '--quick')
const folder = rest.at(-1)

const COMMAND = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))
const WARMUPS = 100
const scheduler = { name: 'cosine_with_warmup', t_warmup: '100ba', alpha_f: 0.1 }

/** The k-th warm-up: at most a tenth of the run. */
const warmupOf = (steps, k) => Math.min(100, steps / 1000) * (1 + (k % WARMUPS))

/** As many configurations as a grid of warm-ups and learning rates has. */
const specOf = (steps, configurations, more) => ({
  base: { max_duration: `${steps}ba`, scheduler, optimizer: { lr: 1e-3 } },
  grid: {
    t_warmup: { range: [warmupOf(steps, 0), warmupOf(steps, WARMUPS - 1), warmupOf(steps, 0)].map((n) => `${n}ba`) },
    lr: { logspace: [1e-5, 1e-2, configurations / WARMUPS] },
  },
  ...more,
})

async function runSweep(spec, workers, values) {
  const start = performance.now()
  for await (const _ of sweep(spec, { store: folder, workers }));
  return { ms: performance.now() - start, values }
}

const STEPS = 100_000
const CONFIGURATIONS = quick ? 1_000 : 10_000
const SHORT_STEPS = 1_000
const SHORT = quick ? 100_000 : 1_000_000
const LONG_STEPS = quick ? 100_000 : 1_000_000
const CURVES = 200

/** The best plain loop for a warm-up and a cosine. */
function fillLoop(out, warmup, steps, lr) {
  const half = 0.5 * 0.9 * lr
  const middle = 0.1 * lr + half
  const speed = Math.PI / (steps - warmup)
  const ramp = lr / warmup
  for (let i = 0; i < warmup; i++) out[i] = ramp * i
  for (let i = warmup; i < out.length; i++) out[i] = middle + half * Math.cos(speed * (i - warmup))
}

/** The sum of every curve, and nothing else. */
function sumLoop(steps, configurations) {
  const start = performance.now()
  const out = new Float64Array(steps)
  let sum = 0
  for (let k = 0; k < configurations; k++) {
    fillLoop(out, warmupOf(steps, k), steps, 1e-3)
    for (let i = 0; i < out.length; i++) sum += out[i]
  }
  if (Number.isNaN(sum)) throw new Error('NaN')
  return { ms: performance.now() - start, values: steps * configurations }
}

/** The command, in a process of its own, from its start to its end. */
function timeCommand(...args) {
  const start = performance.now()
  const done = spawnSync(process.execPath, [COMMAND, ...args], { encoding: 'utf8' })
  if (done.status !== 0) throw new Error(`${args.join(' ')}: ${done.stderr}`)
  return performance.now() - start
}

const WORK = {
  summaries: (workers) => runSweep(specOf(STEPS, CONFIGURATIONS), Number(workers), STEPS * CONFIGURATIONS),
  loop: () => sumLoop(STEPS, CONFIGURATIONS),
  short: (workers) => runSweep(specOf(SHORT_STEPS, SHORT), Number(workers), SHORT_STEPS * SHORT),
  shortLoop: () => sumLoop(SHORT_STEPS, SHORT),
  parquet: (workers) => runSweep(specOf(LONG_STEPS, CURVES, { keep: 'all' }), Number(workers), LONG_STEPS * CURVES),
  dryRun: () => {
    const file = path.join(folder, 'sweep.json')
    writeFileSync(file, JSON.stringify(specOf(SHORT_STEPS, SHORT)))
    return { ms: timeCommand('sweep', file, '--dry-run'), values: SHORT }
  },
  search: async () => {
    await runSweep(specOf(SHORT_STEPS, SHORT), 2)
    const where = ['--where', 'area between 0.1 and 2', '--sort', '-area,final', '--top', '10']
    return { ms: timeCommand('search', folder, ...where), values: SHORT }
  },
}

const result = await WORK[what](...rest.slice(0, -1))
const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
const bytes = files.reduce((sum, entry) => sum + statSync(path.join(entry.parentPath, entry.name)).size, 0)
console.log(JSON.stringify({ ...result, bytes, rss: process.resourceUsage().maxRSS * 1024 }))
