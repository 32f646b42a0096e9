// What do many short curves cost, where the price of a curve rules and not that of a value?
import {
  CosineAnnealingScheduler,
  CosineAnnealingWithWarmupScheduler,
  ExponentialScheduler,
  LinearScheduler,
  MultiStepScheduler,
  PolynomialScheduler,
  TrainingRun,
} from '../dist/index.js'
import { checkSame, interleave, marked, pair, QUICK, table } from './harness.mjs'

const CURVES = QUICK ? 1_000 : 10_000
const STEPS = 1_000
const VALUES = CURVES * STEPS

const run = new TrainingRun({ maxDuration: `${STEPS}ba` })
const long = new TrainingRun({ maxDuration: `${VALUES}ba` })
/** Another end value for each curve, as in a sweep; no two curves are the same. */
const alphaF = (k) => (k + 1) / (2 * CURVES)
const cosines = Array.from({ length: CURVES }, (_, k) => new CosineAnnealingScheduler({ alphaF: alphaF(k) }))
const kinds = [
  (k) => new LinearScheduler({ alphaF: alphaF(k) }),
  (k) => new CosineAnnealingWithWarmupScheduler({ tWarmup: '50ba', alphaF: alphaF(k) }),
  (k) => new PolynomialScheduler({ power: 2, alphaF: alphaF(k) }),
  (k) => new ExponentialScheduler({ gamma: 1 - alphaF(k) / 10, decayPeriod: '10ba' }),
  (k) => new MultiStepScheduler({ milestones: ['300ba', '600ba', '900ba'], gamma: 1 - alphaF(k) }),
]
const mixed = Array.from({ length: CURVES }, (_, k) => kinds[k % kinds.length](k))

const resolveAll = (schedulers) => schedulers.map((scheduler) => scheduler.resolve(run))
const [cosineCurves, mixedCurves] = [resolveAll(cosines), resolveAll(mixed)]
const longCurve = new CosineAnnealingScheduler({ alphaF: 0.1 }).resolve(long)

const short = new Float64Array(STEPS)
const all = new Float64Array(VALUES)
const rowsOfAll = Array.from({ length: CURVES }, (_, k) => all.subarray(k * STEPS, (k + 1) * STEPS))

/** The best plain loop for a cosine. */
function loop(out, alphaF) {
  const half = 0.5 * (1 - alphaF)
  const middle = alphaF + half
  const speed = Math.PI / out.length
  for (let i = 0; i < out.length; i++) out[i] = middle + half * Math.cos(speed * i)
}

loop(short, alphaF(1))
checkSame('loop', short, cosineCurves[1].fill())

function each(list, work) {
  let sum = 0
  for (let k = 0; k < list.length; k++) sum += work(list[k], k)
  return sum
}

const contenders = {
  'one long cosine, into a reused array': () => longCurve.fill({ out: all })[VALUES >> 1],
  'short cosines, each into the same array': () =>
    each(cosineCurves, (curve) => curve.fill({ out: short })[STEPS >> 1]),
  'short cosines, into rows of one array': () =>
    each(cosineCurves, (curve, k) => curve.fill({ out: rowsOfAll[k] })[STEPS >> 1]),
  'five kinds of short curves, into the same array': () =>
    each(mixedCurves, (curve) => curve.fill({ out: short })[STEPS >> 1]),
  'short cosines, best plain loop, into the same array': () =>
    each(cosines, (_, k) => {
      loop(short, alphaF(k))
      return short[STEPS >> 1]
    }),
}
const resolving = {
  '`resolve` of a cosine': () => each(cosines, (scheduler) => scheduler.resolve(run).counters.length),
  '`resolve` of five kinds': () => each(mixed, (scheduler) => scheduler.resolve(run).counters.length),
  '`new` and `resolve` of a cosine': () =>
    each(cosines, (_, k) => new CosineAnnealingScheduler({ alphaF: alphaF(k) }).resolve(run).counters.length),
}
const times = interleave('filling', contenders)
const first = times[Object.keys(contenders)[0]].min
const LIMITED = 'short cosines, each into the same array'
const rows = Object.entries(times).map(([name, time]) => [
  name,
  pair(time),
  marked(time.min / first, name === LIMITED ? 1.5 : undefined, { atMost: true }),
])
const many = CURVES.toLocaleString('en')
console.log(`${many} resolved curves of ${STEPS.toLocaleString('en')} steps, and one of ${VALUES / 1e6} M; f64, ms as`)
console.log('minimum / median; the ratio must be at most 1.5\n')
console.log(`${table(['', 'ms', '× of the long one'], rows)}\n`)
const resolved = Object.entries(interleave('resolving', resolving)).map(([name, { min, median }]) => [
  name,
  pair({ min, median }),
  pair({ min: (min * 1e3) / CURVES, median: (median * 1e3) / CURVES }, 2),
])
console.log(`${table([`${many} schedulers`, 'ms', 'µs for each'], resolved)}\n`)
