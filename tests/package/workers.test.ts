/**
 * A range that is split over worker threads, each with a module of its own, has the bytes of the range as a whole.
 */
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import {
  CosineAnnealingWarmRestartsScheduler,
  CosineAnnealingWithWarmupScheduler,
  ExponentialScheduler,
  PolynomialWithWarmupScheduler,
  TrainingRun,
} from 'scale-schedule'
import { expect, test } from 'vitest'
import { ROOT } from '../helpers/examples.js'

const entry = pathToFileURL(path.join(process.env.SCALE_SCHEDULE_DIST ?? path.join(ROOT, 'dist'), 'index.js')).href
const run = new TrainingRun({ maxDuration: '300000ba', dataloaderLen: 700, samplesPerBatch: 3, tokensPerSample: 5 })
const schedulers = [
  new CosineAnnealingWithWarmupScheduler({ tWarmup: '0.05dur', alphaF: 0.1 }),
  new CosineAnnealingWarmRestartsScheduler({ t0: '7ep', tMult: 1.3 }),
  new PolynomialWithWarmupScheduler({ tWarmup: '100ba', power: 1.7, scaleWarmup: true }),
  new ExponentialScheduler({ gamma: 0.97, decayPeriod: '12345tok' }),
]

// A worker gets the curve as JSON and a part of shared memory to fill.
const WORKER = `
  import { workerData } from 'node:worker_threads'
  const { Curve } = await import(workerData.entry)
  const { curve, from, count, shared } = workerData
  Curve.fromJSON(curve).fill({ from, count, out: new Float64Array(shared, 8 * from, count) })`

const sha256 = (values: Float64Array) => createHash('sha256').update(new Uint8Array(values.buffer)).digest('hex')

test.each(schedulers.map((scheduler) => [scheduler.toJSON().type, scheduler] as const))('%s', async (_, scheduler) => {
  const curve = scheduler.resolve(run)
  const whole = curve.fill()
  const shared = new SharedArrayBuffer(whole.byteLength)
  const cuts = [0, 99_999, 200_123, whole.length]
  const workers = cuts.slice(1).map((end, index) => {
    const from = cuts[index]!
    const data = { entry, curve: curve.toJSON(), from, count: end - from, shared }
    return new Worker(new URL(`data:text/javascript,${encodeURIComponent(WORKER)}`), { workerData: data })
  })
  const codes = await Promise.all(workers.map((worker) => once(worker, 'exit')))
  expect(codes.flat()).toEqual([0, 0, 0])
  expect(sha256(new Float64Array(shared).slice())).toBe(sha256(whole))
})
