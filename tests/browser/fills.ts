/**
 * What is computed alike in Node and in browsers: every scheduler and products of them, in f64 and f32, as digests.
 */
import * as api from 'scale-schedule'

/** An option set for each class, with values that round at every step. */
const SCHEDULERS: readonly api.BuiltinScheduler[] = [
  new api.StepScheduler({ stepSize: '3ep', gamma: 0.93 }),
  new api.MultiStepScheduler({ milestones: ['5ep', '0.3dur', '77777sp'], gamma: 0.37 }),
  new api.ConstantScheduler({ alpha: 0.1, tMax: '0.7dur' }),
  new api.LinearScheduler({ alphaI: 0.1, alphaF: 1.7, tMax: '0.9dur' }),
  new api.ExponentialScheduler({ gamma: 0.97, decayPeriod: '12345tok' }),
  new api.CosineAnnealingScheduler({ alphaF: 0.1, tMax: '0.8dur' }),
  new api.CosineAnnealingWarmRestartsScheduler({ t0: '7ep', tMult: 1.3, alphaF: 0.01 }),
  new api.PolynomialScheduler({ power: 1.7, alphaF: 0.03 }),
  new api.MultiStepWithWarmupScheduler({ tWarmup: '0.05dur', milestones: ['31ep', '0.6dur'], gamma: 0.3 }),
  new api.ConstantWithWarmupScheduler({ tWarmup: '4001ba', alpha: 0.7 }),
  new api.LinearWithWarmupScheduler({ tWarmup: '3ep', alphaI: 0.9, alphaF: 0.1 }),
  new api.CosineAnnealingWithWarmupScheduler({ tWarmup: '0.07dur', alphaF: 0.1 }),
  new api.PolynomialWithWarmupScheduler({ tWarmup: '999ba', power: 0.63, scaleWarmup: true }),
]

const counters = { dataloaderLen: 700, samplesPerBatch: 3, tokensPerSample: 5 }
const RUN = new api.TrainingRun({ maxDuration: '50000ba', ...counters })
const SHORTER = new api.TrainingRun({ maxDuration: '50000ba', scaleScheduleRatio: 0.37, ...counters })

/** Lists of schedulers by what a test calls them: each alone, each with the next, and five at once. */
function lists(): [name: string, schedulers: readonly api.BuiltinScheduler[]][] {
  const named = SCHEDULERS.map((scheduler) => [scheduler.name, scheduler] as const)
  const pairs = named.map(([name, scheduler], index) => {
    const [other, next] = named[(index + 1) % named.length]!
    return [`${name} × ${other}`, [scheduler, next]] as [string, api.BuiltinScheduler[]]
  })
  const single = named.map(([name, scheduler]) => [name, [scheduler]] as [string, api.BuiltinScheduler[]])
  return [...single, ...pairs, ['five at once', SCHEDULERS.slice(3, 8)]]
}

/** SHA-256 of all values by what they are of; the platform's own digest, which both sides have. */
export async function digests(): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  for (const [name, schedulers] of lists()) {
    for (const [run, of] of [
      [RUN, ''],
      [SHORTER, ', shorter'],
    ] as const) {
      for (const Values of [Float64Array, Float32Array]) {
        const out = new Values(run.maxDuration.value)
        api.evaluate(schedulers, run, { baseLr: 6e-4, out })
        found[`${name}, f${8 * Values.BYTES_PER_ELEMENT}${of}`] = await sha256(out)
      }
    }
  }
  return found
}

async function sha256(values: Float64Array<ArrayBuffer> | Float32Array<ArrayBuffer>): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', values))
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
