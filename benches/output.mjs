// What does the place of the values cost: memory of an array's own, an array of yours, and where in a page that begins?
import {
  COUNT,
  COUNT_TEXT,
  checkSame,
  inProcess,
  interleave,
  marked,
  option,
  pair,
  processorTime,
  progress,
  QUICK,
  table,
} from './harness.mjs'

const KINDS = { f64: Float64Array, f32: Float32Array }
/** The places of a value in a page. */
const PLACES = 512
const PAGE = 4096
const NOISE = 1.05

/** The loop as it is written from Composer's formula, a division for each value. */
const DIVISION = {
  line(out) {
    for (let i = 0; i < COUNT; i++) out[i] = 1 + (i / COUNT) * (0.1 - 1)
  },
  'linear with warm-up'(out) {
    const warmup = COUNT / 100
    const length = COUNT - warmup
    for (let i = 0; i < warmup; i++) out[i] = i / warmup
    for (let i = warmup; i < COUNT; i++) out[i] = 1 + ((i - warmup) / length) * (0.1 - 1)
  },
}

const FLAT = { fill: [NOISE, 1], narrow: 0.7 }
const LINE = { own: { best: [0.8, 1], division: 1.8 }, yours: { division: 1 }, narrow: 0.7 }
const SIMPLE = { own: { best: [1, 1.5] } }
const COSINE = { own: { best: [3, 4.5] }, yours: { best: 2.4 } }
const EXPONENTIAL = { own: { best: [1.5, 3] }, yours: { best: 1.5 } }
const POWER = { own: { best: [1.8, 2.5] }, yours: { best: 1.8 } }

/** What each shape must reach, and the aim: at most so many times `fill`, or so many times as fast as a loop. */
const LIMITS = {
  hold: FLAT,
  milestones: FLAT,
  'steps of a tenth': FLAT,
  line: LINE,
  'linear with warm-up': LINE,
  cosine: COSINE,
  'warm-up cosine': COSINE,
  'restarts of a tenth': COSINE,
  'polynomial, power 1': SIMPLE,
  'polynomial, power 2': SIMPLE,
  'polynomial, power 3': SIMPLE,
  'polynomial, power 0.5': {},
  'polynomial, power 1.7': POWER,
  exponential: EXPONENTIAL,
}

/** Times each shape into both arrays, beside filling and the loops; f32 also beside f64. */
async function places(kind) {
  const { allocateOutput, TrainingRun } = await import('../dist/index.js')
  const { shapes } = await import('./rivals.mjs')
  const run = new TrainingRun({ maxDuration: `${COUNT}ba` })
  const yours = new KINDS[kind](COUNT)
  const own = allocateOutput(COUNT, kind)
  const wide = kind === 'f32' ? allocateOutput(COUNT, 'f64') : undefined
  const tolerance = kind === 'f32' ? 2 ** -24 + 1e-12 : 1e-12
  const last = (out) => out[COUNT - 1]
  return shapes(COUNT, 'ba').map(({ name, scheduler, best }) => {
    const library = (out) => scheduler.resolve(run).fill({ out })
    const loops = { best: (out) => best(out, { a: 0, b: 1 }), ...(DIVISION[name] && { division: DIVISION[name] }) }
    library(own)
    for (const [who, loop] of Object.entries(loops)) {
      loop(yours)
      checkSame(`${name}, ${who} loop`, yours, own, tolerance)
    }
    const timed = Object.entries(loops).map(([who, loop]) => [
      who,
      () => {
        loop(yours)
        return last(yours)
      },
    ])
    const times = interleave(`${kind}, ${name}`, {
      fill: () => last(yours.fill(0.5)),
      ...Object.fromEntries(timed),
      own: () => last(library(own)),
      yours: () => last(library(yours)),
      ...(wide && { wide: () => last(library(wide)) }),
    })
    return { name, times }
  })
}

/** Times a million values at each place in a page: the best of several rounds at each. */
async function offsets({ kind, shared, name }) {
  const { TrainingRun } = await import('../dist/index.js')
  const { shapes } = await import('./rivals.mjs')
  const count = QUICK ? 100_000 : 1_000_000
  const curve = shapes(count, 'ba')
    .find((shape) => shape.name === name)
    .scheduler.resolve(new TrainingRun({ maxDuration: `${count}ba` }))
  const { BYTES_PER_ELEMENT: size } = KINDS[kind]
  const buffer = new (shared ? SharedArrayBuffer : ArrayBuffer)(count * size + PAGE)
  const best = new Float64Array(PLACES).fill(Infinity)
  for (let round = 0; round < (QUICK ? 3 : 7); round++) {
    for (let place = 0; place < PLACES; place++) {
      const out = new KINDS[kind](buffer, place * 8, count)
      const start = processorTime()
      curve.fill({ out })
      best[place] = Math.min(best[place], processorTime() - start)
    }
  }
  const sorted = best.toSorted()
  return { min: sorted[0], median: sorted[PLACES / 2], max: sorted[PLACES - 1] }
}

/** The ratio of a loop to the library, where there is such a loop. */
const faster = (loop, time, limits) => (loop === undefined ? '' : marked(loop.min / time.min, limits))

function print(kind, rows) {
  const isNarrow = kind === 'f32'
  const head = ['shape', 'fill', 'best loop', 'with a division', 'own', 'yours']
  head.push('own × fill', 'yours × fill', 'own × best', 'yours × best', 'own × division', 'yours × division')
  if (isNarrow) head.push('own, f64', 'own × f64')
  const body = rows.map(({ name, times: { fill, best, division, own, yours, wide } }) => {
    // The limits are those of f64; f32 has its own, beside f64.
    const limits = isNarrow ? {} : LIMITS[name]
    const cells = [
      name,
      ...[fill, best, division, own, yours].map((time) => (time === undefined ? '' : pair(time))),
      ...[own, yours].map((time) => marked(time.min / fill.min, limits.fill, { atMost: true })),
      faster(best, own, limits.own?.best),
      faster(best, yours, limits.yours?.best),
      faster(division, own, limits.own?.division),
      faster(division, yours, limits.yours?.division),
    ]
    if (isNarrow) cells.push(pair(wide), marked(own.min / wide.min, LIMITS[name].narrow ?? NOISE, { atMost: true }))
    return cells
  })
  console.log(`**${kind}**, ${COUNT_TEXT} values, ms as minimum / median\n\n${table(head, body)}\n`)
}

const KIND_AND_MEMORY = [
  { kind: 'f64', shared: false },
  { kind: 'f64', shared: true },
  { kind: 'f32', shared: false },
  { kind: 'f32', shared: true },
]

const part = option('--part')
if (part === 'offsets') console.log(JSON.stringify(await offsets(JSON.parse(option('--of')))))
else if (part !== undefined) console.log(JSON.stringify(await places(part)))
else {
  for (const kind of Object.keys(KINDS)) print(kind, inProcess(import.meta.url, '--part', kind))
  const body = ['hold', 'line'].flatMap((name) =>
    KIND_AND_MEMORY.map(({ kind, shared }) => {
      const row = `${name}, ${kind}, ${shared ? 'shared' : 'plain'}`
      const of = JSON.stringify({ kind, shared, name })
      const { min, median, max } = inProcess(import.meta.url, '--part', 'offsets', '--of', of)
      const numbers = [min, median, max].map((time) => time.toFixed(3))
      progress(row, { median: `${numbers[1]} ms`, worst: `${numbers[2]} ms` })
      return [row, ...numbers, marked(max / median, 1.3, { atMost: true })]
    }),
  )
  const head = ['1 M values', 'best place', 'median', 'worst place', 'worst / median']
  console.log(`**At each of ${PLACES} places in a page**, ms, the minimum at each\n\n${table(head, body)}\n`)
}
