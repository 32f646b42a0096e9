/**
 * The multipliers of a run whose schedulers are stepped once an epoch, as Composer's Trainer does with
 * `step_schedulers_every_batch=False`: asked when the last batch of an epoch is done and the epoch is not counted yet.
 */
import { SchedulerError } from '../errors/error.js'
import type { TrainingRun } from '../run/run.js'
import { isBuiltin } from '../schedulers/builtin.js'
import type { ComposerScheduler } from '../schedulers/callable.js'
import { bindRatio } from '../schedulers/functions.js'
import { customPath } from '../schedulers/tree.js'
import { missingCounter } from '../state/pace.js'
import type { State } from '../state/state.js'
import type { Timestamp } from '../state/timestamp/timestamp.js'
import type { Values } from '../wasm/values.js'
import type { Span } from './spans.js'

/** The products of these batches times a factor. */
export function fillByEpochs(
  schedulers: readonly ComposerScheduler[],
  run: TrainingRun,
  spans: readonly Span[],
  baseLr: number,
  out: Values,
): void {
  const { dataloaderLen, maxDuration, pace } = run
  if (dataloaderLen === null) throw new SchedulerError('counter-missing', missingCounter(pace, 'ep')!)
  const calls = schedulers.map((scheduler) => callOf(scheduler, run))
  let [known, value] = [-1, Number.NaN]
  for (const { from, stride, count, index } of spans) {
    for (let i = 0; i < count; i++) {
      const epoch = Math.floor((from + i * stride) / dataloaderLen)
      if (epoch !== known) {
        const state = { timestamp: beginningOf(epoch, dataloaderLen, run), maxDuration, dataloaderLen }
        const product = calls.map((call) => call(state)).reduce((left, right) => left * right)
        value = baseLr === 1 ? product : product * baseLr
        known = epoch
      }
      out[index + i] = value
    }
  }
}

/** What a scheduler says of a state; a curve knows the run's pace, which an instance alone does not. */
function callOf(scheduler: ComposerScheduler, run: TrainingRun): (state: State) => number {
  const ratio = run.scaleScheduleRatio
  if (!isBuiltin(scheduler)) return bindRatio(scheduler, ratio)
  if (customPath(scheduler) !== null) return (state) => scheduler(state, ratio)
  const curve = scheduler.resolve(run)
  return ({ timestamp }) => curve.valueAt(timestamp)
}

/** What a timestamp reads when the schedulers are stepped for an epoch: the epoch before is trained, and not counted. */
function beginningOf(epoch: number, dataloaderLen: number, run: TrainingRun): Timestamp {
  if (epoch === 0) return run.timestampAt(0)
  const { samplesPerBatch, tokensPerSample, microsecondsPerBatch } = run.pace
  const samples = samplesPerBatch ?? 0
  return run.timestampAt(epoch * dataloaderLen - 1).toNextBatch({
    samples,
    tokens: samples * (tokensPerSample ?? 0),
    duration: (microsecondsPerBatch ?? 0) / 1e6,
  })
}
