/**
 * The learning rate at one moment.
 */
import type { Moment, TrainingRun } from '../run/run.js'
import type { ComposerScheduler } from '../schedulers/callable.js'
import { evaluate } from './evaluate.js'

/**
 * The learning rate at a moment of a run, or the multiplier where no initial rate is given: the same bits as `evaluate`.
 *
 * @param scheduler - one, or several that multiply
 * @param moment - a batch, or a time: the first batch at which its counter is reached
 * @param baseLr - the initial learning rate
 * @throws what `evaluate` and `run.batchAt` throw
 *
 * @example
 * ```ts
 * const run = new TrainingRun({ maxDuration: '10ep', dataloaderLen: 50 })
 * lrAt(new LinearScheduler(), run, '2ep') // => 0.8
 * lrAt(new LinearScheduler(), run, 400, 0.5) // => 0.09999999999999998
 * ```
 */
export function lrAt(
  scheduler: ComposerScheduler | readonly ComposerScheduler[],
  run: TrainingRun,
  moment: Moment,
  baseLr = 1,
): number {
  return evaluate(scheduler, run, { at: [moment], baseLr })[0]!
}
