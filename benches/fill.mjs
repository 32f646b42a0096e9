// What does a range cost, shape by shape, beside filling the array and beside plain JavaScript?
import { COUNT, COUNT_TEXT, checkSame, inProcess, interleave, marked, option, pair, table } from './harness.mjs'

// What two equal times may differ by: f32 "not slower than f64" is marked against this.
const NOISE = 1.05

const MODES = {
  f64: { title: 'f64', Values: Float64Array },
  f32: { title: 'f32', Values: Float32Array },
  strided: { title: 'f64, every 7th step', Values: Float64Array, stride: 7 },
  tokens: { title: 'f64, in tokens', Values: Float64Array, perBatch: { samplesPerBatch: 512, tokensPerSample: 2048 } },
}

/** Times one mode; f32 also beside f64, which it must not be slower than. */
async function measure({ title, Values, stride = 1, perBatch = {} }) {
  const { TrainingRun } = await import('../dist/index.js')
  const { shapes } = await import('./rivals.mjs')
  const unit = perBatch.tokensPerSample ? 'tok' : 'ba'
  const b = stride * (perBatch.tokensPerSample ? perBatch.samplesPerBatch * perBatch.tokensPerSample : 1)
  const end = COUNT * b
  const run = new TrainingRun({ maxDuration: `${end}${unit}`, ...perBatch })
  const range = { a: 0, b }
  const out = new Values(COUNT)
  const wide = Values === Float32Array ? new Float64Array(COUNT) : null
  const expected = new Values(COUNT)
  // Two f64 values that differ in the last bits may round to neighbours in f32.
  const tolerance = wide ? 2 ** -24 + 1e-12 : 1e-12
  let round = 0
  const probe = (values) => values[(round++ * 7919) % COUNT] + values[COUNT - 1]
  return shapes(end, unit).map(({ name, scheduler, best, naive }) => {
    const library = (target) => scheduler.resolve(run).fill({ out: target, stride })
    library(expected)
    for (const [who, rival] of Object.entries({ best, naive })) {
      rival(out, range)
      checkSame(`${name}, ${who} loop`, out, expected, tolerance)
    }
    const times = interleave(`${title}, ${name}`, {
      fill: () => probe(out.fill(0.5)),
      best: () => {
        best(out, range)
        return probe(out)
      },
      naive: () => {
        naive(out, range)
        return probe(out)
      },
      library: () => probe(library(out)),
      ...(wide && { wide: () => probe(library(wide)) }),
    })
    return { name, times }
  })
}

function print(mode, rows, targets) {
  const isMain = mode === 'f64'
  const isNarrow = mode === 'f32'
  const head = ['shape', 'fill', 'best loop', 'naive loop', 'this library', '× of fill', '× best', '× naive']
  if (isMain) head.push('targets')
  if (isNarrow) head.push('f64', '× of f64')
  const body = rows.map(({ name, times: { fill, best, naive, library, wide } }) => {
    const limits = isMain ? targets.get(name) : {}
    const cells = [
      name,
      ...[fill, best, naive, library].map((time) => pair(time)),
      marked(library.min / fill.min, limits.ofFill, { atMost: true }),
      marked(best.min / library.min, limits.best),
      marked(naive.min / library.min, limits.naive),
    ]
    if (isMain) cells.push(describe(limits))
    if (isNarrow) cells.push(pair(wide), marked(library.min / wide.min, NOISE, { atMost: true }))
    return cells
  })
  console.log(`**${MODES[mode].title}**, ${COUNT_TEXT} values, ms as minimum / median\n\n${table(head, body)}\n`)
}

/** The targets of a shape as text: ≤ × of fill (aim); ≥ × best (aim); ≥ × naive. */
function describe({ ofFill, best, naive }) {
  const [must, aim] = [best].flat()
  const parts = [`≤ ${ofFill[0]} (${ofFill[1]})`, `≥ ${must}${aim ? ` (${aim})` : ''}`]
  return [...parts, ...(naive ? [`≥ ${naive}`] : [])].join('; ')
}

const part = option('--part')
if (part !== undefined) console.log(JSON.stringify(await measure(MODES[part])))
else {
  const { shapes } = await import('./rivals.mjs')
  const targets = new Map(shapes(COUNT, 'ba').map((shape) => [shape.name, shape.targets]))
  // A process for each, since V8 compiles a loop that has met two kinds of arrays worse.
  for (const mode of Object.keys(MODES)) print(mode, inProcess(import.meta.url, '--part', mode), targets)
}
