// What would plain JavaScript do? The best and the naive loop for each shape, beside the scheduler they stand for.
//
// A range is `{ a, b, run }`: value i is at the time a + b · i of the run's unit. The best loops are cut where pieces end
// and have everything hoisted out of them; they may reorder arithmetic, so they agree to 1e-12, not to the bit. No
// recurrences: those are faster, and drift.
import * as lib from '../dist/index.js'

/** The index of the first value at or after `mark`, at most `end`. */
const cut = ({ a, b }, mark, end) => Math.min(end, Math.max(0, Math.ceil((mark - a) / b)))

function hold(out, start, end, value) {
  for (let i = start; i < end; i++) out[i] = value
}

function line(out, start, end, base, slope) {
  for (let i = start; i < end; i++) out[i] = base + slope * i
}

function cosine(out, start, end, alphaF, phase, speed) {
  const half = 0.5 * (1 - alphaF)
  const middle = alphaF + half
  for (let i = start; i < end; i++) out[i] = middle + half * Math.cos(phase + speed * i)
}

function exponential(out, start, end, logBase, logSlope) {
  for (let i = start; i < end; i++) out[i] = Math.exp(logBase + logSlope * i)
}

function power(out, end, exponent, alphaF, zero, slope) {
  const height = 1 - alphaF
  // (zero − i) is exact for whole steps: nothing cancels where the curve nears its end.
  if (exponent === 1) {
    for (let i = 0; i < end; i++) out[i] = alphaF + height * ((zero - i) * slope)
  } else if (exponent === 2) {
    for (let i = 0; i < end; i++) {
      const left = (zero - i) * slope
      out[i] = alphaF + height * (left * left)
    }
  } else if (exponent === 3) {
    for (let i = 0; i < end; i++) {
      const left = (zero - i) * slope
      out[i] = alphaF + height * (left * left * left)
    }
  } else if (exponent === 0.5) {
    for (let i = 0; i < end; i++) out[i] = alphaF + height * Math.sqrt((zero - i) * slope)
  } else {
    for (let i = 0; i < end; i++) out[i] = alphaF + height * Math.exp(exponent * Math.log((zero - i) * slope))
  }
}

/** A ramp to 1 in front of what `main` fills from `start` on. */
function afterRamp(out, range, warmup, main) {
  const start = cut(range, warmup, out.length)
  line(out, 0, start, range.a / warmup, range.b / warmup)
  main(start)
}

const bestCosine = (out, range, start, end, from, length, alphaF) =>
  cosine(out, start, end, alphaF, ((range.a - from) / length) * Math.PI, (range.b / length) * Math.PI)

const bestLine = (out, range, start, from, length, alphaF) => {
  const slope = (alphaF - 1) / length
  line(out, start, out.length, 1 + slope * (range.a - from), slope * range.b)
}

const naive = {
  hold(out, { a, b }, { alpha, tMax }) {
    for (let i = 0; i < out.length; i++) out[i] = a + b * i < tMax ? alpha : 1
  },
  milestones(out, { a, b }, { marks, gamma }) {
    for (let i = 0; i < out.length; i++) {
      let factor = 1
      for (const mark of marks) if (a + b * i >= mark) factor *= gamma
      out[i] = factor
    }
  },
  steps(out, { a, b }, { step, gamma }) {
    for (let i = 0; i < out.length; i++) out[i] = gamma ** Math.floor((a + b * i) / step)
  },
  line(out, { a, b }, { warmup, end, alphaF }) {
    for (let i = 0; i < out.length; i++) {
      const t = a + b * i
      if (t < warmup) out[i] = t / warmup
      else out[i] = 1 + Math.min(1, (t - warmup) / (end - warmup)) * (alphaF - 1)
    }
  },
  cosine(out, { a, b }, { warmup, end, alphaF }) {
    for (let i = 0; i < out.length; i++) {
      const t = a + b * i
      if (t < warmup) out[i] = t / warmup
      else {
        const x = Math.min(1, Math.max(0, (t - warmup) / (end - warmup)))
        out[i] = alphaF + (1 - alphaF) * 0.5 * (1 + Math.cos(Math.PI * x))
      }
    }
  },
  restarts(out, { a, b }, { t0, alphaF }) {
    for (let i = 0; i < out.length; i++) {
      const t = a + b * i
      let start = 0
      while (start + t0 <= t) start += t0
      const x = Math.min(1, Math.max(0, (t - start) / t0))
      out[i] = alphaF + (1 - alphaF) * 0.5 * (1 + Math.cos(Math.PI * x))
    }
  },
  power(out, { a, b }, { exponent, end, alphaF }) {
    for (let i = 0; i < out.length; i++) {
      out[i] = alphaF + (1 - alphaF) * (1 - Math.min(1, (a + b * i) / end)) ** exponent
    }
  },
  exponential(out, { a, b }, { period, gamma }) {
    for (let i = 0; i < out.length; i++) out[i] = gamma ** ((a + b * i) / period)
  },
}

const FLAT = { ofFill: [1.15, 1.05], best: 1 }
const LINE = { ofFill: [1.4, 1.2], best: 0.95 }
const COSINE = { ofFill: [2.9, 2], best: [2.7, 3.5] }
const PRODUCT = { ofFill: [1.7, 1.4], best: 0.8, naive: 2.5 }
const ROOT = { ofFill: [2.2, 1.4], best: 0.8, naive: 2.5 }
const EXPONENTIAL = { ofFill: [4, 3], best: 1.5, naive: 9 }
const POWER = { ofFill: [8, 5], best: 2, naive: 4 }

/**
 * The shapes over a run of `end` in `unit`: each with its scheduler, its two rivals `(out, range)`, and its targets:
 * at most so many times `fill` and at least so many times faster than the rivals, as [must, aim].
 */
export function shapes(end, unit) {
  const at = (share) => `${end * share}${unit}`
  const alphaF = 0.1
  const warmup = end / 100
  const tenth = end / 10
  const flat = { alpha: 0.5, tMax: end }
  const marks = [0.3, 0.6, 0.9].map((share) => Math.round(end * share))
  const decay = { period: end / 100, gamma: 0.96 }
  const ramped = { tWarmup: `${warmup}${unit}`, alphaF }
  const shape = (name, targets, scheduler, best, naive) => ({ name, targets, scheduler, best, naive })
  const polynomial = (exponent, targets) =>
    shape(
      `polynomial, power ${exponent}`,
      targets,
      new lib.PolynomialScheduler({ power: exponent, alphaF }),
      (out, range) => power(out, out.length, exponent, alphaF, (end - range.a) / range.b, range.b / end),
      (out, range) => naive.power(out, range, { exponent, end, alphaF }),
    )
  const plateaus = (out, range, edges, gamma) => {
    let [value, start] = [1, 0]
    for (const edge of [...edges, Number.POSITIVE_INFINITY]) {
      const stop = cut(range, edge, out.length)
      hold(out, start, stop, value)
      value *= gamma
      start = stop
    }
  }
  return [
    shape(
      'hold',
      FLAT,
      new lib.ConstantScheduler({ alpha: flat.alpha }),
      (out) => hold(out, 0, out.length, flat.alpha),
      (out, range) => naive.hold(out, range, flat),
    ),
    shape(
      'milestones',
      FLAT,
      new lib.MultiStepScheduler({ milestones: marks.map((mark) => `${mark}${unit}`), gamma: 0.5 }),
      (out, range) => plateaus(out, range, marks, 0.5),
      (out, range) => naive.milestones(out, range, { marks, gamma: 0.5 }),
    ),
    shape(
      'steps of a tenth',
      FLAT,
      new lib.StepScheduler({ stepSize: at(0.1), gamma: 0.5 }),
      (out, range) =>
        plateaus(
          out,
          range,
          Array.from({ length: 9 }, (_, k) => tenth * (k + 1)),
          0.5,
        ),
      (out, range) => naive.steps(out, range, { step: tenth, gamma: 0.5 }),
    ),
    shape(
      'line',
      LINE,
      new lib.LinearScheduler({ alphaF }),
      (out, range) => bestLine(out, range, 0, 0, end, alphaF),
      (out, range) => naive.line(out, range, { warmup: 0, end, alphaF }),
    ),
    shape(
      'linear with warm-up',
      LINE,
      new lib.LinearWithWarmupScheduler(ramped),
      (out, range) =>
        afterRamp(out, range, warmup, (start) => bestLine(out, range, start, warmup, end - warmup, alphaF)),
      (out, range) => naive.line(out, range, { warmup, end, alphaF }),
    ),
    shape(
      'cosine',
      COSINE,
      new lib.CosineAnnealingScheduler({ alphaF }),
      (out, range) => bestCosine(out, range, 0, out.length, 0, end, alphaF),
      (out, range) => naive.cosine(out, range, { warmup: 0, end, alphaF }),
    ),
    shape(
      'warm-up cosine',
      COSINE,
      new lib.CosineAnnealingWithWarmupScheduler(ramped),
      (out, range) =>
        afterRamp(out, range, warmup, (start) =>
          bestCosine(out, range, start, out.length, warmup, end - warmup, alphaF),
        ),
      (out, range) => naive.cosine(out, range, { warmup, end, alphaF }),
    ),
    shape(
      'restarts of a tenth',
      COSINE,
      new lib.CosineAnnealingWarmRestartsScheduler({ t0: at(0.1), alphaF }),
      (out, range) => {
        for (let start = 0, from = 0; start < out.length; from += tenth) {
          const stop = cut(range, from + tenth, out.length)
          bestCosine(out, range, start, stop, from, tenth, alphaF)
          start = stop
        }
      },
      (out, range) => naive.restarts(out, range, { t0: tenth, alphaF }),
    ),
    polynomial(1, PRODUCT),
    polynomial(2, PRODUCT),
    polynomial(3, PRODUCT),
    polynomial(0.5, ROOT),
    polynomial(1.7, POWER),
    shape(
      'exponential',
      EXPONENTIAL,
      new lib.ExponentialScheduler({ gamma: decay.gamma, decayPeriod: `${decay.period}${unit}` }),
      (out, range) => {
        const rate = Math.log(decay.gamma) / decay.period
        exponential(out, 0, out.length, rate * range.a, rate * range.b)
      },
      (out, range) => naive.exponential(out, range, decay),
    ),
  ]
}
