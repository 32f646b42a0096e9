// What does a product of three schedulers cost, beside one fused loop in plain JavaScript?
import {
  CosineAnnealingWithWarmupScheduler,
  evaluate,
  LinearScheduler,
  MultiStepScheduler,
  TrainingRun,
} from '../dist/index.js'
import { COUNT, COUNT_TEXT, checkSame, interleave, pair, table } from './harness.mjs'

const BASE_LR = 6e-4
const WARMUP = COUNT / 100
const MARKS = [0.3, 0.6, 0.9].map((share) => Math.round(COUNT * share))

const run = new TrainingRun({ maxDuration: `${COUNT}ba` })
const schedulers = [
  new CosineAnnealingWithWarmupScheduler({ tWarmup: `${WARMUP}ba`, alphaF: 0.1 }),
  new MultiStepScheduler({ milestones: MARKS.map((mark) => `${mark}ba`), gamma: 0.5 }),
  new LinearScheduler({ alphaF: 0.5 }),
]

/** The expert's: one pass, cut where any factor changes its formula, all constants folded. */
function best(out) {
  const slope = -0.5 / COUNT
  for (let i = 0; i < WARMUP; i++) out[i] = i * (BASE_LR / WARMUP) * (1 + slope * i)
  const speed = Math.PI / (COUNT - WARMUP)
  const phase = -WARMUP * speed
  let factor = BASE_LR
  let start = WARMUP
  for (const end of [...MARKS, COUNT]) {
    const middle = 0.55 * factor
    const half = 0.45 * factor
    for (let i = start; i < end; i++) out[i] = (middle + half * Math.cos(phase + speed * i)) * (1 + slope * i)
    start = end
    factor *= 0.5
  }
}

const factors = [
  (t) => {
    if (t < WARMUP) return t / WARMUP
    const x = Math.min(1, Math.max(0, (t - WARMUP) / (COUNT - WARMUP)))
    return 0.1 + 0.9 * 0.5 * (1 + Math.cos(Math.PI * x))
  },
  (t) => {
    let factor = 1
    for (const mark of MARKS) if (t >= mark) factor *= 0.5
    return factor
  },
  (t) => 1 + Math.min(1, t / COUNT) * (0.5 - 1),
]

/** The naive one: a function for each factor, a loop over them for each value. */
function naive(out) {
  for (let i = 0; i < out.length; i++) {
    let alpha = 1
    for (const factor of factors) alpha *= factor(i)
    out[i] = alpha * BASE_LR
  }
}

const out = new Float64Array(COUNT)
const library = () => evaluate(schedulers, run, { out, baseLr: BASE_LR })
const expected = library().slice()
for (const [name, rival] of Object.entries({ best, naive })) {
  rival(out)
  checkSame(name, out, expected, 1e-12 * BASE_LR)
}
const contenders = {
  '`fill`': () => out.fill(BASE_LR)[COUNT - 1],
  'one fused loop': () => {
    best(out)
    return out[COUNT >> 1]
  },
  'naive loop': () => {
    naive(out)
    return out[COUNT >> 1]
  },
  '`evaluate`, the cosine alone': () => evaluate(schedulers[0], run, { out, baseLr: BASE_LR })[COUNT >> 1],
  '`evaluate`, all three': () => library()[COUNT >> 1],
}
const times = interleave('product', contenders)
const limit = times['`fill`'].min
const fused = times['one fused loop'].min
const rows = Object.entries(times).map(([name, time]) => [
  name,
  pair(time),
  (time.min / limit).toFixed(2),
  (fused / time.min).toFixed(2),
])
const head = ['warm-up cosine · milestones · line', 'ms', '× of fill', '× faster than the fused loop']
console.log(`${COUNT_TEXT} f64 values times a learning rate, ms as minimum / median\n\n${table(head, rows)}\n`)
