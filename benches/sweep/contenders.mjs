// One contender of the bench of sweeps, in its own process: `node contenders.mjs WHAT … FOLDER` prints a line of JSON.
import { readdirSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { ByteWriter, ParquetWriter, schemaFromColumnData } from 'hyparquet-writer'
import { sweep } from '../../dist/sweep/index.js'

const quick = process.argv.includes('--quick')
const [what, ...rest] = process.argv.slice(2).filter((argument) => argument !== '--quick')
const folder = rest.at(-1)

const WARMUPS = 100
const scheduler = { name: 'cosine_with_warmup', t_warmup: '100ba', alpha_f: 0.1 }

/** As many configurations as a grid of warm-ups and learning rates has. */
const specOf = (steps, configurations, more) => ({
  base: { max_duration: `${steps}ba`, scheduler, optimizer: { lr: 1e-3 } },
  grid: {
    t_warmup: { range: ['100ba', `${WARMUPS * 100}ba`, '100ba'] },
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

const WORK = {
  summaries: (workers) => runSweep(specOf(STEPS, CONFIGURATIONS), Number(workers), STEPS * CONFIGURATIONS),
  parquet: (workers) => runSweep(specOf(LONG_STEPS, CURVES, { keep: 'all' }), Number(workers), LONG_STEPS * CURVES),
  loop: () => {
    const start = performance.now()
    const out = new Float64Array(STEPS)
    let sum = 0
    for (let k = 0; k < CONFIGURATIONS; k++) {
      fillLoop(out, 100 + 100 * (k % WARMUPS), STEPS, 1e-3)
      for (let i = 0; i < out.length; i++) sum += out[i]
    }
    if (Number.isNaN(sum)) throw new Error('NaN')
    return { ms: performance.now() - start, values: STEPS * CONFIGURATIONS }
  },
  rival: () => {
    const start = performance.now()
    const lr = new Float64Array(LONG_STEPS)
    const step = Int32Array.from({ length: LONG_STEPS }, (_, i) => i)
    const configuration = new Int32Array(LONG_STEPS)
    // A file of four curves, as the parts of the sweep are.
    for (let k = 0; k < CURVES; k += 4) {
      const writer = new ByteWriter()
      let parquet
      for (let curve = k; curve < k + 4; curve++) {
        configuration.fill(curve)
        fillLoop(lr, 100 + 100 * (curve % WARMUPS), LONG_STEPS, 1e-3)
        const columnData = [
          { name: 'configuration', data: configuration, type: 'INT32', encoding: 'DELTA_BINARY_PACKED' },
          { name: 'step', data: step, type: 'INT32', encoding: 'DELTA_BINARY_PACKED' },
          { name: 'lr', data: lr, type: 'DOUBLE', encoding: 'BYTE_STREAM_SPLIT' },
        ]
        parquet ??= new ParquetWriter({ writer, schema: schemaFromColumnData({ columnData }) })
        parquet.write({ columnData, rowGroupSize: 262_144 })
      }
      parquet.finish()
      writeFileSync(path.join(folder, `part-${k}.parquet`), writer.getBytes())
    }
    return { ms: performance.now() - start, values: LONG_STEPS * CURVES }
  },
}

const result = await WORK[what](...rest.slice(0, -1))
const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
const bytes = files.reduce((sum, entry) => sum + statSync(path.join(entry.parentPath, entry.name)).size, 0)
console.log(JSON.stringify({ ...result, bytes, rss: process.resourceUsage().maxRSS * 1024 }))
