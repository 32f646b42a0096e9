/**
 * Two runs of one schedule: the first batch at which they differ, and what training on makes of a run that ends.
 */
import { SchedulerError } from '../errors/error.js'
import { asList, type Factor, factorsOf, multiply } from '../evaluate/evaluate.js'
import { checkRun, TrainingRun } from '../run/run.js'
import type { ComposerScheduler } from '../schedulers/callable.js'
import { checkCount, checkFinite, checkOptions } from '../state/checks.js'
import type { MaxDuration } from '../state/time/time.js'
import { CHUNK } from '../wasm/chunk.js'

/** Where two runs part. */
export interface Parting {
  /** The first batch at which they differ. */
  batch: number
  /** The learning rate there in the old run. */
  before: number
  /** The learning rate there in the new run. */
  after: number
  /** `after` − `before`. */
  jump: number
}

/** What is compared. */
export interface ResumeOptions {
  /** The first batch to be trained in the new run; what lies before is not compared. Default 0. */
  from?: number
  /** The initial learning rate. Default 1. */
  baseLr?: number
}

/**
 * The first batch at which a schedule has another value in a new run than in an old one, among the batches that both
 * have; null where there is none. A new run may have another length, ratio or batch size: a checkpoint goes on without a
 * jump only where the two agree.
 *
 * @param scheduler - one, or several that multiply
 * @param options - `from` (default 0), `baseLr` (default 1)
 * @throws what `evaluate` throws for either run
 *
 * @example
 * ```ts
 * const wsd = new WarmupStableDecayScheduler({ tWarmup: '100ba', tDecay: '200ba' })
 * const [old, longer] = [new TrainingRun({ maxDuration: '1000ba' }), new TrainingRun({ maxDuration: '2000ba' })]
 * resumeCheck(wsd, old, longer) // => { batch: 801, before: 0.995, after: 1, jump: 0.0050000000000000044 }
 * resumeCheck(wsd, old, old) // => null
 * ```
 */
export function resumeCheck(
  scheduler: ComposerScheduler | readonly ComposerScheduler[],
  oldRun: TrainingRun,
  newRun: TrainingRun,
  options: ResumeOptions = {},
): Parting | null {
  checkOptions(options, { from: true, baseLr: true }, 'resumeCheck')
  const from = checkCount('from', options.from ?? 0, 0)
  const baseLr = checkFinite('baseLr', options.baseLr ?? 1)
  const end = Math.min(checkRun(oldRun).batches, checkRun(newRun).batches)
  const range = { from, stride: 1, count: Math.max(0, end - from) }
  const [old, now] = [oldRun, newRun].map((run) => factorsOf(asList(scheduler), run, [range])) as [Factor[], Factor[]]
  const [a, b] = [new Float64Array(Math.min(CHUNK, range.count)), new Float64Array(Math.min(CHUNK, range.count))]
  for (let first = from; first < end; first += CHUNK) {
    const chunk = { from: first, stride: 1, count: Math.min(CHUNK, end - first) }
    multiply(old, chunk, baseLr, a)
    multiply(now, chunk, baseLr, b)
    for (let i = 0; i < chunk.count; i++) {
      const [before, after] = [a[i]!, b[i]!]
      // Of a 0 and a −0 neither is a change, nor is NaN where there was NaN.
      if (before !== after && !(Number.isNaN(before) && Number.isNaN(after))) {
        return { batch: first + i, before, after, jump: after - before }
      }
    }
  }
  return null
}

/** What a longer run makes of one that ends. */
export interface Extension {
  /** The longer run. */
  run: TrainingRun
  /** The first batch of the shorter run that differs in the longer one; null where all agree. */
  parting: Parting | null
  /** Training on where the shorter run ends: its last learning rate, and that of the next batch in the longer run. */
  resumed: Parting
}

/**
 * What becomes of a schedule when its run is made longer: where the two part, and the jump where the shorter run ends and
 * the longer goes on.
 *
 * @param scheduler - one, or several that multiply
 * @param run - the run as it is
 * @param maxDuration - how long to train in all, before the run's ratio scales it: longer than the run
 * @param options - `baseLr` (default 1)
 * @throws `option-range` unless the new run has more batches; what `evaluate` throws for either run
 *
 * @example
 * ```ts
 * const run = new TrainingRun({ maxDuration: '1000ba' })
 * const { parting, resumed } = extendRun(new CosineAnnealingScheduler({ alphaF: 0.1 }), run, '2000ba')
 * parting?.batch // => 1
 * resumed.batch // => 1000
 * resumed.jump > 0.44 // => true
 * extendRun(new StepScheduler({ stepSize: '300ba' }), run, '2000ba').parting // => null
 * ```
 */
export function extendRun(
  scheduler: ComposerScheduler | readonly ComposerScheduler[],
  run: TrainingRun,
  maxDuration: MaxDuration,
  options: Pick<ResumeOptions, 'baseLr'> = {},
): Extension {
  checkOptions(options, { baseLr: true }, 'extendRun')
  const { batches: end } = checkRun(run)
  const longer = new TrainingRun({ ...run.toJSON(), maxDuration })
  if (longer.batches <= end) {
    const rule = `longer than the run, which has ${end} batches`
    throw new SchedulerError('option-range', { option: 'maxDuration', rule, found: longer.batches })
  }
  const baseLr = checkFinite('baseLr', options.baseLr ?? 1)
  const list = asList(scheduler)
  const at = (run: TrainingRun, batch: number) => {
    const range = { from: batch, stride: 1, count: 1 }
    const value = new Float64Array(1)
    multiply(factorsOf(list, run, [range]), range, baseLr, value)
    return value[0]!
  }
  const [before, after] = [at(run, end - 1), at(longer, end)]
  return {
    run: longer,
    parting: resumeCheck(list, run, longer, options),
    resumed: { batch: end, before, after, jump: after - before },
  }
}
