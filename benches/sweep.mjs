// How fast is a sweep: summaries of many configurations, and a million steps of each in Parquet, beside plain rivals?
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { marked, progress, QUICK, summary, table } from './harness.mjs'
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
function inTurn(row, contenders) {
  const results = Object.fromEntries(Object.keys(contenders).map((name) => [name, []]))
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, [command, ...args]] of Object.entries(contenders)) {
      const result = run(command, args)
      results[name].push(result)
      progress(`${row}, round ${round + 1} of ${ROUNDS}`, { [name]: `${(result.ms / 1e3).toFixed(2)} s` })
    }
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
const count = (values) => values.toLocaleString('en')
const memory = ({ rss }, most) => marked(rss / 1e6, most, { atMost: true, digits: 0 })

/** Summaries with one worker, with two, and the sum alone by a loop; limits are M values/s, MB, × of one worker. */
function summaries({ one, two, loop }, limits) {
  const row = (name, result, { fast, small, ratio = '' } = {}) => [
    name,
    seconds(result),
    marked(rate(result), fast, { digits: 0 }),
    ratio,
    memory(result, small),
  ]
  console.log(
    `${table(
      ['', 's', 'M values/s', '× of one worker', 'peak MB'],
      [
        row('`sweep`, one worker', one, { fast: limits.one, small: limits.memory }),
        row('`sweep`, two workers', two, {
          fast: limits.two,
          small: limits.memory,
          ratio: marked(one.ms / two.ms, limits.ratio),
        }),
        row('plain loop, the sum alone', loop),
      ],
    )}\n`,
  )
}

const many = inTurn('summaries', {
  one: node('summaries', '1'),
  two: node('summaries', '2'),
  loop: node('loop'),
})
console.log(
  `Summaries of ${count(many.one.values / 1e6)} M values: configurations of 100,000 steps, cosine with
warm-up; plan, threads and files included. One worker at least 350 M values/s (aim 500), two 1.8 times as
fast. Seconds as minimum / median\n`,
)
summaries(many, { one: [350, 500], ratio: 1.8 })

const short = inTurn('short', {
  one: node('short', '1'),
  two: node('short', '2'),
  loop: node('shortLoop'),
  dryRun: node('dryRun'),
  search: node('search'),
})
console.log(
  `Summaries of ${count(short.dryRun.values)} configurations of 1,000 steps. Two workers at least 150 M values/s
(aim 300), at most 400 MB\n`,
)
summaries(short, { two: [150, 300], memory: 400 })
const command = (name, result, most) => [
  name,
  seconds(result),
  marked(result.median / 1e3, most, { atMost: true, digits: 2 }),
]
console.log(
  `${table(
    [`the command, ${count(short.dryRun.values)} configurations`, 's', 'median, at most'],
    [
      command('`sweep --dry-run`, at most 1.5', short.dryRun, 1.5),
      command('`search --where … --sort … --top 10`, at most 1', short.search, 1),
    ],
  )}\n`,
)

const python = environment('arrow', ['numpy', 'pyarrow'])
if (python === null) console.error('  NumPy and PyArrow could not be installed (see above): their rows are left out')
const arrow = (processes) => [python, PYTHON, ...(QUICK ? ['--quick'] : []), processes]
const peers = {
  'NumPy and PyArrow, one process': python && arrow('1'),
  'NumPy and PyArrow, two processes': python && arrow('2'),
}
const parquet = inTurn('Parquet', {
  '`sweep`, one worker': node('parquet', '1'),
  '`sweep`, two workers': node('parquet', '2'),
  ...(python && peers),
})
const [first, second] = Object.values(parquet)
const [one, two] = Object.keys(peers).map((name) => parquet[name])
const ratio = (result, rival, limits) =>
  rival === undefined ? '' : marked(result.ms / rival.ms, limits, { atMost: true })
console.log(
  `${count(first.values / 1e6)} M values to Parquet: 200 configurations, long layout. Two workers at most 0.6 × the
time of NumPy with PyArrow (aim 0.3), one at most 1 ×, at most 250 MB. Seconds as minimum / median\n`,
)
const limits = new Map([
  [first, 1],
  [second, [0.6, 0.3]],
])
console.log(
  `${table(
    ['', 's', 'M values/s', '× of one PyArrow', '× of two', 'MB of files', 'peak MB'],
    Object.entries(parquet).map(([name, result]) => [
      name,
      seconds(result),
      rate(result).toFixed(1),
      ratio(result, one, limits.get(result)),
      ratio(result, two, limits.get(result)),
      (result.bytes / 1e6).toFixed(0),
      memory(result, limits.has(result) ? 250 : undefined),
    ]),
  )}\n`,
)
if (python === null) console.log('NumPy and PyArrow could not be installed there, so their rows are missing.\n')
