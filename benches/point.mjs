// What does one value cost while training, through `scheduler(state)` and `step()`, at timestamps that change?
import { checkSame, inProcess, interleave, marked, option, pair, QUICK, table } from './harness.mjs'

const CALLS = QUICK ? 200_000 : 1_000_000
// So many timestamps stay in a core's caches, as the one of a training loop does; a power of 2, for a cheap index.
const STAMPS = 1024
const RUN = 65_536
const COMPOSER = '8,000 to 44,000'

/** What a good port has: a closure over resolved numbers. */
const ports = {
  line: (end, from, to) => (state) => from + Math.min(1, state.timestamp.batch / end) * (to - from),
  cosine: (warmup, end, alphaF) => (state) => {
    const t = state.timestamp.batch
    if (t < warmup) return t / warmup
    const x = Math.min(1, Math.max(0, (t - warmup) / (end - warmup)))
    return alphaF + (1 - alphaF) * 0.5 * (1 + Math.cos(Math.PI * x))
  },
  cosineInTokens: (warmup, end, alphaF) => (state) => {
    const t = state.timestamp.token
    if (t < warmup) return t / warmup
    const x = Math.min(1, Math.max(0, (t - warmup) / (end - warmup)))
    return alphaF + (1 - alphaF) * 0.5 * (1 + Math.cos(Math.PI * x))
  },
  restarts: (t0, alphaF) => (state) => {
    const t = state.timestamp.batch
    return alphaF + (1 - alphaF) * 0.5 * (1 + Math.cos((Math.PI * (t % t0)) / t0))
  },
  power: (end, exponent, alphaF) => (state) =>
    alphaF + (1 - alphaF) * (1 - Math.min(1, state.timestamp.batch / end)) ** exponent,
  exponential: (period, gamma) => {
    const rate = Math.log(gamma) / period
    return (state) => Math.exp(state.timestamp.batch * rate)
  },
  milestones: (marks, gamma) => (state) => {
    let factor = 1
    for (let i = 0; i < marks.length; i++) if (state.timestamp.batch >= marks[i]) factor *= gamma
    return factor
  },
}

const TOKENS = 512 * 2048
const CASES = {
  line: (lib) => [new lib.LinearScheduler({ alphaF: 0.1 }), ports.line(RUN, 1, 0.1)],
  'warm-up cosine': (lib) => [
    new lib.CosineAnnealingWithWarmupScheduler({ tWarmup: '100ba', alphaF: 0.1 }),
    ports.cosine(100, RUN, 0.1),
  ],
  'warm-up cosine, in tokens': (lib) => [
    new lib.CosineAnnealingWithWarmupScheduler({ tWarmup: `${100 * TOKENS}tok`, alphaF: 0.1 }),
    ports.cosineInTokens(100 * TOKENS, RUN * TOKENS, 0.1),
    `${RUN * TOKENS}tok`,
  ],
  restarts: (lib) => [
    new lib.CosineAnnealingWarmRestartsScheduler({ t0: '6000ba', alphaF: 0.1 }),
    ports.restarts(6000, 0.1),
  ],
  'polynomial, power 1.7': (lib) => [
    new lib.PolynomialScheduler({ power: 1.7, alphaF: 0.1 }),
    ports.power(RUN, 1.7, 0.1),
  ],
  exponential: (lib) => [
    new lib.ExponentialScheduler({ gamma: 0.96, decayPeriod: '600ba' }),
    ports.exponential(600, 0.96),
  ],
  milestones: (lib) => [
    new lib.MultiStepScheduler({ milestones: ['20000ba', '40000ba', '60000ba'], gamma: 0.1 }),
    ports.milestones([20000, 40000, 60000], 0.1),
  ],
}

/** Timestamps over the whole run, as stepping makes them. */
function stamps({ Timestamp }) {
  const every = RUN / STAMPS
  return Array.from({ length: STAMPS }, (_, i) => {
    const batch = i * every
    return new Timestamp({ batch, sample: batch * 512, token: batch * TOKENS, batchInEpoch: batch })
  })
}

async function measure(name) {
  const lib = await import('../dist/index.js')
  const times = stamps(lib)
  const [scheduler, port, maxDuration = `${RUN}ba`] = CASES[name](lib)
  const bind = () => {
    const optimizer = { paramGroups: [{ lr: 0.1 }] }
    return { timestamp: times[0], maxDuration, dataloaderLen: null, optimizers: [optimizer] }
  }
  const [a, b, c, d] = [bind(), bind(), bind(), bind()]
  const all = (f, state) =>
    times.map((timestamp) => {
      state.timestamp = timestamp
      return f(state)
    })
  checkSame(name, all(port, a), all(scheduler, b))
  const schedule = lib.compileComposerScheduler(scheduler, c)
  const stepPort = stepper(port, d)
  const group = (state) => state.optimizers[0].paramGroups[0]
  // Each loop stands here once, so that its calls have one target, as those of a training loop.
  const results = interleave(
    `${name}, ${CALLS / 1e6} M calls`,
    {
      port() {
        let sum = 0
        for (let i = 0; i < CALLS; i++) {
          a.timestamp = times[i & (STAMPS - 1)]
          sum += port(a)
        }
        return sum
      },
      library() {
        let sum = 0
        for (let i = 0; i < CALLS; i++) {
          b.timestamp = times[i & (STAMPS - 1)]
          sum += scheduler(b)
        }
        return sum
      },
      step() {
        let sum = 0
        for (let i = 0; i < CALLS; i++) {
          c.timestamp = times[i & (STAMPS - 1)]
          schedule.step()
          sum += group(c).lr
        }
        return sum
      },
      stepPort() {
        let sum = 0
        for (let i = 0; i < CALLS; i++) {
          d.timestamp = times[i & (STAMPS - 1)]
          stepPort()
          sum += group(d).lr
        }
        return sum
      },
    },
    { rounds: 11 },
  )
  const perCall = ({ min, median }) => ({ min: (min * 1e6) / CALLS, median: (median * 1e6) / CALLS })
  return Object.fromEntries(Object.entries(results).map(([who, time]) => [who, perCall(time)]))
}

/** A port of `step()` for one optimizer with groups. */
function stepper(alpha, state) {
  const groups = state.optimizers[0].paramGroups
  const initial = groups.map((group) => group.lr)
  let lastEpoch = 0
  return () => {
    const factor = alpha(state)
    for (let i = 0; i < groups.length; i++) groups[i].lr = initial[i] * factor
    lastEpoch++
    return lastEpoch
  }
}

const part = option('--part')
if (part !== undefined) console.log(JSON.stringify(await measure(part)))
else {
  const rows = Object.keys(CASES).map((name) => {
    const { port, library, stepPort, step } = inProcess(import.meta.url, '--part', name)
    const limits = [
      marked(library.min, 60, { atMost: true, digits: 0 }),
      marked(step.min, 120, { atMost: true, digits: 0 }),
    ]
    return [name, pair(port), pair(library), limits[0], pair(stepPort), pair(step), limits[1], COMPOSER]
  })
  const head = [
    'scheduler',
    'plain port',
    '`scheduler(state)`',
    '≤ 60',
    'port of `step`',
    '`step()`',
    '≤ 120',
    'Composer',
  ]
  console.log(`ns for each call as minimum / median, ${CALLS / 1e6} M calls a round\n\n${table(head, rows)}\n`)
  console.log(
    'Composer: its schedulers in CPython, measured on another machine; `bench:peers -- --torch` has it here.\n',
  )
}
