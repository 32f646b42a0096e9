// What does a range cost of the schedules that other libraries train with, beside the best loop and the naive one?
//
// As in rivals.mjs, the best loop is an expert's: cut where pieces end, everything hoisted, no recurrences. It agrees to
// 1e-12 of the largest value.
import { COUNT, COUNT_TEXT, checkSame, inProcess, interleave, marked, option, pair, table } from './harness.mjs'

const END = COUNT
const W = END / 100
const FALL = END - W
const TENTH = END / 10
const ALPHA_F = 0.1
const HEIGHT = 1 - ALPHA_F
const PI = Math.PI

/** At least so many times faster than the best loop: roots, and cosines and powers, are more than the rest. */
const PLAIN = 1
const ROOT = 1.2
const CURVE = 2.5

const line = (out, start, end, base, slope) => {
  for (let i = start; i < end; i++) out[i] = base + slope * (i - start)
}
const ramp = (out) => line(out, 0, W, 0, 1 / W)

/**
 * Each row: its name, what it must reach, the scheduler, and its loops, which write `out`.
 */
export const ROWS = [
  {
    name: 'linear with warm-up',
    must: PLAIN,
    make: (lib) => new lib.LinearDecayScheduler({ tWarmup: `${W}ba`, alphaF: ALPHA_F }),
    best(out) {
      ramp(out)
      line(out, W, END, 1, -HEIGHT / FALL)
    },
    naive: (t) => (t < W ? t / W : 1 + Math.min(1, (t - W) / FALL) * (ALPHA_F - 1)),
  },
  {
    name: 'cosine with a cosine ramp',
    must: CURVE,
    make: (lib) => new lib.CosineDecayScheduler({ tWarmup: `${TENTH}ba`, warmup: 'cosine', alphaF: ALPHA_F }),
    best(out) {
      for (let i = 0; i < TENTH; i++) out[i] = 0.5 - 0.5 * Math.cos((PI / TENTH) * i)
      const speed = PI / (END - TENTH)
      for (let i = TENTH; i < END; i++) out[i] = ALPHA_F + HEIGHT * (0.5 + 0.5 * Math.cos(speed * (i - TENTH)))
    },
    naive: (t) =>
      t < TENTH
        ? 0.5 * (1 - Math.cos((PI * t) / TENTH))
        : ALPHA_F + HEIGHT * 0.5 * (1 + Math.cos((PI * (t - TENTH)) / (END - TENTH))),
  },
  {
    name: 'cosine, two waves and a half',
    must: CURVE,
    make: (lib) => new lib.CosineDecayScheduler({ numCycles: 2.5, alphaF: ALPHA_F }),
    best(out) {
      const speed = (5 * PI) / END
      for (let i = 0; i < END; i++) out[i] = ALPHA_F + HEIGHT * (0.5 + 0.5 * Math.cos(speed * i))
    },
    naive: (t) => ALPHA_F + HEIGHT * 0.5 * (1 + Math.cos((PI * 5 * t) / END)),
  },
  {
    name: 'cosine to the power of 1.3',
    must: CURVE,
    make: (lib) => new lib.CosineDecayScheduler({ exponent: 1.3, alphaF: ALPHA_F }),
    best(out) {
      const speed = PI / END
      for (let i = 0; i < END; i++) {
        const c = 0.5 + 0.5 * Math.cos(speed * i)
        out[i] = ALPHA_F + HEIGHT * Math.exp(1.3 * Math.log(c))
      }
    },
    naive: (t) => ALPHA_F + HEIGHT * (0.5 * (1 + Math.cos((PI * t) / END))) ** 1.3,
  },
  {
    name: 'cosine, four hard restarts',
    must: CURVE,
    make: (lib) => new lib.CosineHardRestartsScheduler({ numCycles: 4 }),
    best(out) {
      const length = END / 4
      const speed = PI / length
      for (let start = 0; start < END; start += length) {
        for (let i = 0; i < length; i++) out[start + i] = 0.5 + 0.5 * Math.cos(speed * i)
      }
    },
    naive: (t) => 0.5 * (1 + Math.cos(PI * (((4 * t) / END) % 1))),
  },
  {
    name: 'cosine restarts, falling peaks',
    must: CURVE,
    make: (lib) => new lib.CosineRestartsScheduler({ t0: `${TENTH}ba`, cycleDecay: 0.5, alphaF: 0.001 }),
    best(out) {
      const speed = PI / TENTH
      for (let start = 0, peak = 1; start < END; start += TENTH, peak *= 0.5) {
        for (let i = 0; i < TENTH; i++) out[start + i] = 0.001 + (peak - 0.001) * (0.5 + 0.5 * Math.cos(speed * i))
      }
    },
    naive: (t) => {
      const cycle = Math.floor(t / TENTH)
      return 0.001 + (0.5 ** cycle - 0.001) * 0.5 * (1 + Math.cos((PI * (t - cycle * TENTH)) / TENTH))
    },
  },
  {
    name: 'cosine restarts, k 1.3',
    must: CURVE,
    make: (lib) => new lib.CosineRestartsScheduler({ t0: `${END}ba`, k: 1.3, alphaF: ALPHA_F }),
    best(out) {
      for (let i = 0; i < END; i++) {
        const x = i / END
        out[i] = ALPHA_F + HEIGHT * (0.5 + 0.5 * Math.cos(PI * Math.exp(1.3 * Math.log(x))))
      }
    },
    naive: (t) => ALPHA_F + HEIGHT * 0.5 * (1 + Math.cos((PI * t ** 1.3) / END ** 1.3)),
  },
  {
    name: 'polynomial restarts, power 2',
    must: PLAIN,
    make: (lib) => new lib.PolynomialRestartsScheduler({ t0: `${TENTH}ba`, power: 2, alphaF: ALPHA_F }),
    best(out) {
      for (let start = 0; start < END; start += TENTH) {
        for (let i = 0; i < TENTH; i++) {
          const left = (TENTH - i) / TENTH
          out[start + i] = ALPHA_F + HEIGHT * (left * left)
        }
      }
    },
    naive: (t) => ALPHA_F + HEIGHT * (1 - (t % TENTH) / TENTH) ** 2,
  },
  {
    name: 'tanh restarts',
    must: PLAIN,
    make: (lib) => new lib.TanhRestartsScheduler({ t0: `${TENTH}ba`, alphaF: ALPHA_F }),
    best(out) {
      const slope = 20 / TENTH
      for (let start = 0; start < END; start += TENTH) {
        for (let i = 0; i < TENTH; i++) out[start + i] = ALPHA_F + HEIGHT / (1 + Math.exp(slope * i - 14))
      }
    },
    naive: (t) => {
      const x = (t % TENTH) / TENTH
      return ALPHA_F + HEIGHT * 0.5 * (1 - Math.tanh(-7 * (1 - x) + 3 * x))
    },
  },
  {
    name: 'polynomial, power 0.5',
    must: ROOT,
    make: (lib) => new lib.PolynomialDecayScheduler({ power: 0.5, alphaF: ALPHA_F }),
    best(out) {
      for (let i = 0; i < END; i++) out[i] = ALPHA_F + HEIGHT * Math.sqrt((END - i) * (1 / END))
    },
    naive: (t) => ALPHA_F + HEIGHT * (1 - t / END) ** 0.5,
  },
  {
    name: 'polynomial, cycle',
    must: PLAIN,
    make: (lib) => new lib.PolynomialDecayScheduler({ tMax: `${TENTH}ba`, power: 1, alphaF: ALPHA_F, cycle: true }),
    best(out) {
      let from = 0
      for (let length = TENTH; from < END; length += TENTH) {
        const end = Math.min(END, length + 1)
        for (let i = from; i < end; i++) out[i] = ALPHA_F + (HEIGHT / length) * (length - i)
        from = end
      }
    },
    naive: (t) => ALPHA_F + HEIGHT * (1 - t / (TENTH * Math.max(1, Math.ceil(t / TENTH)))),
  },
  {
    name: 'exponential with a floor',
    must: PLAIN,
    make: (lib) => new lib.ExponentialDecayScheduler({ gamma: 0.5, tDecay: `${TENTH * 2}ba`, alphaF: ALPHA_F }),
    best(out) {
      const rate = Math.log(0.5) / (TENTH * 2)
      const floor = Math.min(END, Math.ceil(Math.log(ALPHA_F) / rate))
      for (let i = 0; i < floor; i++) out[i] = Math.exp(rate * i)
      out.fill(ALPHA_F, floor)
    },
    naive: (t) => Math.max(0.5 ** (t / (TENTH * 2)), ALPHA_F),
  },
  {
    name: 'exponential, staircase',
    must: PLAIN,
    make: (lib) => new lib.ExponentialDecayScheduler({ gamma: 0.5, tDecay: `${TENTH}ba`, staircase: true }),
    best(out) {
      for (let start = 0, value = 1; start < END; start += TENTH, value *= 0.5) {
        for (let i = start; i < start + TENTH; i++) out[i] = value
      }
    },
    naive: (t) => 0.5 ** Math.floor(t / TENTH),
  },
  {
    name: 'inverse time',
    must: PLAIN,
    make: (lib) => new lib.InverseTimeDecayScheduler({ tDecay: `${TENTH}ba`, rate: 0.5 }),
    best(out) {
      const slope = 0.5 / TENTH
      for (let i = 0; i < END; i++) out[i] = 1 / (1 + slope * i)
    },
    naive: (t) => 1 / (1 + (0.5 * t) / TENTH),
  },
  {
    name: 'LR range test',
    must: PLAIN,
    make: (lib) => new lib.LrRangeTestScheduler({ tStep: `${TENTH}ba`, rate: 0.5 }),
    best: (out) => line(out, 0, END, 1, 0.5 / TENTH),
    naive: (t) => 1 + (0.5 * t) / TENTH,
  },
  {
    name: 'one-cycle',
    must: CURVE,
    make: (lib) => new lib.OneCycleScheduler(),
    best(out) {
      const peak = 0.3 * END
      const rest = END - peak
      for (let i = 0; i < peak; i++) out[i] = 1 - 0.96 * (0.5 + 0.5 * Math.cos((PI / peak) * i))
      for (let i = 0; i < rest; i++) out[peak + i] = 4e-6 + (1 - 4e-6) * (0.5 + 0.5 * Math.cos((PI / rest) * i))
    },
    naive: (t) => {
      const peak = 0.3 * END
      const [from, to, x] = t < peak ? [0.04, 1, t / peak] : [1, 4e-6, (t - peak) / (END - peak)]
      return to + ((from - to) / 2) * (Math.cos(PI * x) + 1)
    },
  },
  {
    name: 'cyclic, triangular',
    must: PLAIN,
    make: (lib) => new lib.CyclicScheduler({ tUp: `${TENTH / 2}ba`, alphaMin: ALPHA_F }),
    best(out) {
      const up = TENTH / 2
      for (let start = 0; start < END; start += TENTH) {
        line(out, start, start + up, ALPHA_F, HEIGHT / up)
        line(out, start + up, start + TENTH, 1, -HEIGHT / up)
      }
    },
    naive: (t) => {
      const x = (t % TENTH) / (TENTH / 2)
      return ALPHA_F + HEIGHT * (x < 1 ? x : 2 - x)
    },
  },
  {
    name: 'cyclic, exp_range',
    must: PLAIN,
    make: (lib) =>
      new lib.CyclicScheduler({ tUp: `${TENTH / 2}ba`, alphaMin: ALPHA_F, mode: 'exp_range', gamma: 1 - 1e-7 }),
    best(out) {
      const up = TENTH / 2
      const rate = Math.log(1 - 1e-7)
      for (let start = 0; start < END; start += TENTH) {
        for (let i = 0; i < up; i++) out[start + i] = ALPHA_F + (HEIGHT / up) * i * Math.exp(rate * (start + i))
        for (let i = up; i < TENTH; i++) {
          out[start + i] = ALPHA_F + (HEIGHT / up) * (TENTH - i) * Math.exp(rate * (start + i))
        }
      }
    },
    naive: (t) => {
      const x = (t % TENTH) / (TENTH / 2)
      return ALPHA_F + HEIGHT * (x < 1 ? x : 2 - x) * (1 - 1e-7) ** t
    },
  },
  ...[
    ['linear', PLAIN, {}, (p) => 1 - p],
    ['cosine', CURVE, {}, (p) => 0.5 * (1 + Math.cos(PI * p))],
    ['1-sqrt', ROOT, {}, (p) => 1 - Math.sqrt(p)],
    ['power', CURVE, { decayPower: 1.7 }, (p) => 1 - p ** 1.7],
    ['exp', PLAIN, { decayRatio: 0.1 }, (p) => (0.1 ** p - 0.1) / 0.9],
    ['geometric', PLAIN, {}, (p) => (ALPHA_F ** p - ALPHA_F) / HEIGHT],
  ].map(([decay, must, options, share]) => ({
    name: `WSD, ${decay}`,
    must,
    make: (lib) =>
      new lib.WarmupStableDecayScheduler({
        tWarmup: `${W}ba`,
        tDecay: '0.8dur',
        decay,
        alphaF: ALPHA_F,
        ...options,
      }),
    best: wsd(decay),
    naive: (t) => {
      const start = END * 0.2
      return t < W ? t / W : t < start ? 1 : share((t - start) / (END - start)) * HEIGHT + ALPHA_F
    },
  })),
  {
    name: 'WSD, rsqrt until then',
    must: ROOT,
    make: (lib) =>
      new lib.WarmupStableDecayScheduler({ tDecay: '0ba', stable: 'rsqrt', stableTimescale: `${TENTH}ba` }),
    best(out) {
      for (let i = 0; i < END; i++) out[i] = 1 / Math.sqrt(1 + i * (1 / TENTH))
    },
    naive: (t) => (1 + t / TENTH) ** -0.5,
  },
  {
    name: 'WSD, a power until then',
    must: CURVE,
    make: (lib) =>
      new lib.WarmupStableDecayScheduler({
        tDecay: '0ba',
        stable: 'power',
        stablePower: 0.7,
        stableTimescale: `${TENTH}ba`,
      }),
    best(out) {
      for (let i = 0; i < END; i++) out[i] = Math.exp(-0.7 * Math.log(1 + i * (1 / TENTH)))
    },
    naive: (t) => (1 + t / TENTH) ** -0.7,
  },
  {
    name: 'inverse square root',
    must: ROOT,
    make: (lib) => new lib.InverseSquareRootScheduler({ tWarmup: `${W}ba`, timescale: `${W}ba` }),
    best(out) {
      ramp(out)
      for (let i = W; i < END; i++) out[i] = Math.sqrt(W / i)
    },
    naive: (t) => (t < W ? t / W : 1 / (t / W) ** 0.5),
  },
  {
    name: 'Noam',
    must: ROOT,
    make: (lib) => new lib.NoamScheduler({ dModel: 512, tWarmup: `${W}ba` }),
    best(out) {
      const peak = 512 ** -0.5 * W ** -0.5
      line(out, 0, W, 0, peak / W)
      for (let i = W; i < END; i++) out[i] = peak * Math.sqrt(W / i)
    },
    naive: (t) => 512 ** -0.5 * Math.min((t || 1e-300) ** -0.5, t * W ** -1.5),
  },
  {
    name: 'power law',
    must: CURVE,
    make: (lib) => new lib.PowerLawScheduler({ amplitude: 40, exponent: -0.51, tWarmup: `${W}ba` }),
    best(out) {
      const top = 40 * W ** -0.51
      line(out, 0, W, 0, top / W)
      for (let i = W; i < END; i++) out[i] = Math.exp(Math.log(40) - 0.51 * Math.log(i))
    },
    naive: (t) => (t < W ? (t / W) * 40 * W ** -0.51 : Math.min(1, 40 * t ** -0.51)),
  },
  {
    name: 'REX',
    must: PLAIN,
    make: (lib) => new lib.RexScheduler({ alphaF: ALPHA_F }),
    best(out) {
      for (let i = 0; i < END; i++) {
        const x = i * (1 / END)
        out[i] = ALPHA_F + (HEIGHT * (1 - x)) / (1 - 0.5 * x)
      }
    },
    naive: (t) => ALPHA_F + (HEIGHT * (1 - t / END)) / (1 - t / END / 2),
  },
  {
    name: 'Eden, batches',
    must: ROOT,
    make: (lib) => new lib.EdenScheduler({ tBatches: `${TENTH}ba` }),
    best(out) {
      for (let i = 0; i < END; i++) {
        const x = i * (1 / TENTH)
        out[i] = 1 / Math.sqrt(1 + x * x)
      }
    },
    naive: (t) => ((t ** 2 + TENTH ** 2) / TENTH ** 2) ** -0.5,
  },
  {
    name: 'ramp, log',
    must: PLAIN,
    make: (lib) => new lib.LinearDecayScheduler({ tWarmup: `${END}ba`, tMax: `${2 * END}ba`, warmup: 'log' }),
    best(out) {
      const scale = 1 / Math.log(END)
      for (let i = 0; i < END; i++) out[i] = scale * Math.log(i + 1)
    },
    naive: (t) => Math.log(t + 1) / Math.log(END),
  },
  {
    name: 'ramp, 1-sqrt',
    must: ROOT,
    make: (lib) => new lib.LinearDecayScheduler({ tWarmup: `${END}ba`, tMax: `${2 * END}ba`, warmup: '1-sqrt' }),
    best(out) {
      for (let i = 0; i < END; i++) out[i] = 1 - Math.sqrt((END - i) * (1 / END))
    },
    naive: (t) => 1 - Math.sqrt(1 - t / END),
  },
]

/** The best loop of warmup-stable-decay, by its decay. */
function wsd(decay) {
  const start = 0.2 * END
  const length = END - start
  const decays = {
    linear: (out) => line(out, start, END, 1, -HEIGHT / length),
    cosine(out) {
      for (let i = 0; i < length; i++) out[start + i] = ALPHA_F + HEIGHT * (0.5 + 0.5 * Math.cos((PI / length) * i))
    },
    '1-sqrt'(out) {
      for (let i = 0; i < length; i++) out[start + i] = 1 - HEIGHT * Math.sqrt(i * (1 / length))
    },
    power(out) {
      out[start] = 1
      for (let i = 1; i < length; i++) out[start + i] = 1 - HEIGHT * Math.exp(1.7 * Math.log(i * (1 / length)))
    },
    exp(out) {
      const [rate, scale] = [Math.log(0.1) / length, HEIGHT / 0.9]
      const base = ALPHA_F - 0.1 * scale
      for (let i = 0; i < length; i++) out[start + i] = base + scale * Math.exp(rate * i)
    },
    geometric(out) {
      const rate = Math.log(ALPHA_F) / length
      for (let i = 0; i < length; i++) out[start + i] = Math.exp(rate * i)
    },
  }
  return (out) => {
    ramp(out)
    out.fill(1, W, start)
    decays[decay](out)
  }
}

/** Times one row. */
async function measure({ name, make, best, naive }) {
  const lib = await import('../dist/index.js')
  const run = new lib.TrainingRun({ maxDuration: `${END}ba` })
  const scheduler = make(lib)
  const out = new Float64Array(COUNT)
  const expected = new Float64Array(COUNT)
  const library = () => scheduler.resolve(run).fill({ out })
  const byFormula = () => {
    for (let i = 0; i < COUNT; i++) out[i] = naive(i)
  }
  expected.set(library())
  for (const [who, rival] of Object.entries({ best, naive: byFormula })) {
    rival(out)
    checkSame(`${name}, ${who} loop`, out, expected, 1e-11)
  }
  let round = 0
  const probe = () => out[(round++ * 7919) % COUNT] + out[COUNT - 1]
  const timed = (work) => () => {
    work(out)
    return probe()
  }
  return interleave(name, {
    fill: timed(() => out.fill(0.5)),
    best: timed(best),
    naive: timed(byFormula),
    library: timed(library),
  })
}

const part = option('--part')
if (part !== undefined) console.log(JSON.stringify(await measure(ROWS[part])))
else {
  const only = option('--only')
  const head = [
    'schedule',
    'fill',
    'best loop',
    'naive loop',
    'this library',
    '× of fill',
    '× best',
    '× naive',
    'target',
  ]
  // A process for each, as V8 compiles a loop for what it has met.
  const rows = ROWS.flatMap(({ name, must }, index) => {
    if (only !== undefined && !name.includes(only)) return []
    const { fill, best, naive, library } = inProcess(import.meta.url, '--part', String(index))
    const times = [fill, best, naive, library].map((time) => pair(time))
    const ratio = (rival) => rival.min / library.min
    return [
      [
        name,
        ...times,
        (library.min / fill.min).toFixed(2),
        marked(ratio(best), must),
        ratio(naive).toFixed(2),
        `≥ ${must}`,
      ],
    ]
  })
  console.log(
    `**Other libraries' schedules, f64**, ${COUNT_TEXT} values, ms as minimum / median\n\n${table(head, rows)}\n`,
  )
}
