// What does this library need for the work of peers.py? Prints one JSON object, times in ms (steps: ns) by row.
//
// Usage: library.mjs arrays f64|f32 COUNT REPEATS, or library.mjs steps STEPS CALLS. Started by run.mjs.
import * as lib from '../../dist/index.js'

const ALPHA_F = 0.1
const [mode, ...given] = process.argv.slice(2)

function arrays(kind, count, repeats) {
  const run = new lib.TrainingRun({ maxDuration: `${count}ba` })
  const out = lib.allocateOutput(count, kind)
  const schedulers = {
    line: new lib.LinearScheduler({ alphaF: ALPHA_F }),
    cosine: new lib.CosineAnnealingScheduler({ alphaF: ALPHA_F }),
    'polynomial, power 2': new lib.PolynomialScheduler({ power: 2, alphaF: ALPHA_F }),
    'polynomial, power 1.7': new lib.PolynomialScheduler({ power: 1.7, alphaF: ALPHA_F }),
    exponential: new lib.ExponentialScheduler({ gamma: 0.96, decayPeriod: `${count / 100}ba` }),
  }
  const timed = (work) =>
    Array.from({ length: repeats + 2 }, () => {
      const start = performance.now()
      work()
      return performance.now() - start
    }).slice(2)
  const rows = { fill: timed(() => out.fill(0.5)) }
  for (const [name, scheduler] of Object.entries(schedulers))
    rows[name] = timed(() => scheduler.resolve(run).fill({ out }))
  return rows
}

/** The steps of a training loop, the timestamps made outside of the clock, as for the peers. */
function steps(count, calls) {
  const unit = (n) => `${n}ba`
  const of = (n) => ({
    line: new lib.LinearScheduler({ alphaF: ALPHA_F }),
    cosine: new lib.CosineAnnealingScheduler({ alphaF: ALPHA_F }),
    'warm-up cosine': new lib.CosineAnnealingWithWarmupScheduler({ tWarmup: '100ba', alphaF: ALPHA_F }),
    'polynomial, power 1.7': new lib.PolynomialScheduler({ power: 1.7, alphaF: ALPHA_F }),
    exponential: new lib.ExponentialScheduler({ gamma: 0.96, decayPeriod: '100ba' }),
    milestones: new lib.MultiStepScheduler({
      milestones: [1, 2, 3].map((k) => unit(Math.floor((n * k) / 4))),
      gamma: 0.5,
    }),
  })
  const rows = { step: {}, call: {} }
  for (const [kind, n] of [
    ['step', count],
    ['call', calls],
  ]) {
    const stamps = Array.from({ length: n }, (_, batch) => new lib.Timestamp({ batch }))
    for (const [name, scheduler] of Object.entries(of(n))) {
      const optimizers = [{ paramGroups: [{ lr: 0.1 }] }]
      const state = { timestamp: stamps[0], maxDuration: unit(n), dataloaderLen: 100, optimizers }
      const schedule = lib.compileComposerScheduler(scheduler, state)
      const work = kind === 'step' ? () => schedule.step() : () => scheduler(state)
      // Twice, the first time for warming up, as the peers do.
      for (let round = 0; round < 2; round++) {
        const start = performance.now()
        for (const timestamp of stamps) {
          state.timestamp = timestamp
          work()
        }
        rows[kind][name] = [((performance.now() - start) * 1e6) / n]
      }
    }
  }
  return rows
}

const numbers = given.slice(mode === 'arrays' ? 1 : 0).map(Number)
console.log(JSON.stringify(mode === 'arrays' ? arrays(given[0], ...numbers) : steps(...numbers)))
