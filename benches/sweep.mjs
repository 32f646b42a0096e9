// How fast is a sweep: summaries of many configurations, and a million steps of each in Parquet, beside plain rivals?
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { marked, QUICK, summary, table } from './harness.mjs'
import { environment } from './python.mjs'

const ROUNDS = QUICK ? 1 : 3
const CONTENDERS = fileURLToPath(new URL('./sweep/contenders.mjs', import.meta.url))
const PYTHON = fileURLToPath(new URL('./sweep/contenders.py', import.meta.url))

/** Runs a contender in its own process and folder: milliseconds of the work, seconds in all, peak memory. */
function run(command, args) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'scale-schedule-bench-'))
  try {
    const done = spawnSync(command, [...args, folder], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
    if (done.status !== 0) throw new Error(`${args.join(' ')}: ended with ${done.status ?? done.signal}`)
    return JSON.parse(done.stdout.trim().split('\n').at(-1))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Contenders in turn, some rounds; for each the fastest and the median, and the most memory. */
function inTurn(contenders) {
  const results = Object.fromEntries(Object.keys(contenders).map((name) => [name, []]))
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, [command, ...args]] of Object.entries(contenders)) results[name].push(run(command, args))
  }
  return Object.fromEntries(
    Object.entries(results).map(([name, runs]) => {
      const { min, median } = summary(runs.map(({ ms }) => ms))
      const values = runs[0].values
      return [name, { ms: min, median, values, rss: Math.max(...runs.map(({ rss }) => rss)), bytes: runs[0].bytes }]
    }),
  )
}

const node = (...args) => [process.execPath, CONTENDERS, ...args, ...(QUICK ? ['--quick'] : [])]
const rate = ({ values, ms }) => values / ms / 1e3
const seconds = ({ ms, median }) => `${(ms / 1e3).toFixed(2)} / ${(median / 1e3).toFixed(2)}`

const many = inTurn({ 'one worker': node('summaries', '1'), 'two workers': node('summaries', '2'), loop: node('loop') })
const one = many['one worker']
const two = many['two workers']
console.log(
  `Summaries of ${(one.values / 1e6).toLocaleString('en')} M values: configurations of 100,000 steps, cosine with`,
)
console.log('warm-up; plan, threads and files included. Seconds as minimum / median\n')
console.log(
  table(
    ['', 's', 'M values/s', 'for each core', '× of one worker', 'MB'],
    [
      ['`sweep`, one worker', seconds(one), rate(one).toFixed(0), marked(rate(one), 300, { digits: 0 }), '1', mb(one)],
      [
        '`sweep`, two workers',
        seconds(two),
        rate(two).toFixed(0),
        marked(rate(two) / 2, 300, { digits: 0 }),
        marked(one.ms / two.ms, 1.8),
        mb(two),
      ],
      [
        'plain loop, the sum alone',
        seconds(many.loop),
        rate(many.loop).toFixed(0),
        rate(many.loop).toFixed(0),
        '',
        mb(many.loop),
      ],
    ],
  ),
)

const python = environment('arrow', ['numpy', 'pyarrow'])
if (python === null)
  throw new Error('NumPy and PyArrow could not be installed (see above). Check the network, then try again.')
const parquet = inTurn({
  '`sweep`, two workers': node('parquet', '2'),
  '`sweep`, one worker': node('parquet', '1'),
  'plain loop and hyparquet-writer, one thread': node('rival'),
  'NumPy and PyArrow': [python, PYTHON, ...(QUICK ? ['--quick'] : [])],
})
const first = Object.values(parquet)[0]
console.log(
  `\n${(first.values / 1e6).toLocaleString('en')} M values to Parquet: 200 configurations, long layout. Seconds as minimum / median\n`,
)
console.log(
  table(
    ['', 's', 'M values/s', '× of it', 'MB of files', 'peak MB'],
    Object.entries(parquet).map(([name, result]) => [
      name,
      seconds(result),
      rate(result).toFixed(1),
      (result.ms / first.ms).toFixed(2),
      (result.bytes / 1e6).toFixed(0),
      name.includes('sweep') ? marked(result.rss / 1e6, 400, { atMost: true, digits: 0 }) : mb(result),
    ]),
  ),
)
console.log('')

function mb({ rss }) {
  return (rss / 1e6).toFixed(0)
}
