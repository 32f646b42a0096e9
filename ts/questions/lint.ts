/**
 * What is worth a look in a schedule before it is trained with.
 */
import { asList, evaluate } from '../evaluate/evaluate.js'
import { isRecord, type SchedulerRecord } from '../evaluate/record.js'
import { checkRun, type TrainingRun } from '../run/run.js'
import type { ComposerScheduler } from '../schedulers/callable.js'
import { curveOf, type Finding, firstBatchAtZero, RULES } from './rules.js'

/**
 * Holds a schedule against the rules of what is hardly ever meant.
 *
 * | code | the rule |
 * | --- | --- |
 * | `first-batch-at-zero` | the multiplier of batch 0 is 0 (a note: Composer's own ramps begin so) |
 * | `warmup-too-long` | a warm-up ends before the run |
 * | `floor-not-reached` | at the end of the run a schedule is within 1 % of its way to `alphaF` |
 * | `past-the-end` | milestones, boundaries, parts of a sequence, cooldowns, knots, restarts and cycles come within the run |
 * | `jump` | where one formula follows another, the step is not 10 times as large as those beside it, and 5 % of the value |
 *
 * Of a function only the first is known. Of a tree, those within it are looked at that see its own clock and run. Of a
 * record such as `{ lr, momentum }` each finding tells its quantity; the first rule is about `lr` alone.
 *
 * @param schedulers - one, or several that multiply: each is looked at alone; or a record of them by quantities
 * @throws what `evaluate` throws: what has no value at some batch is an error, not a finding
 *
 * @example
 * ```ts
 * const run = new TrainingRun({ maxDuration: '100ba' })
 * const [late] = lint(new MultiStepScheduler({ milestones: ['50ba', '150ba'] }), run)
 * late!.code // => 'past-the-end'
 * late!.path // => 'milestones[1]'
 * late!.batch // => 150
 * lint(new CosineAnnealingScheduler(), run) // => []
 * const momentum = new LinearScheduler({ tMax: '200ba', alphaF: 0.5 })
 * lint({ lr: new CosineAnnealingScheduler(), momentum }, run).map(({ quantity, path }) => [quantity, path]) // => [['momentum', 'alphaF']]
 * ```
 */
export function lint(
  schedulers: ComposerScheduler | readonly ComposerScheduler[] | SchedulerRecord,
  run: TrainingRun,
): Finding[] {
  const { batches } = checkRun(run)
  if (!isRecord(schedulers)) return findingsOf(schedulers, run, batches, true)
  return Object.entries(schedulers).flatMap(([quantity, own]) =>
    findingsOf(own, run, batches, quantity === 'lr').map((finding) => ({ quantity, ...finding })),
  )
}

/** @param isRate - whether batches are trained at its values */
function findingsOf(
  schedulers: ComposerScheduler | readonly ComposerScheduler[],
  run: TrainingRun,
  batches: number,
  isRate: boolean,
): Finding[] {
  const list = asList(schedulers)
  const paths = list.map((_, index) => (list.length === 1 ? '' : `schedulers[${index}]`))
  const subjects = list.map((scheduler, index) => {
    return { scheduler, path: paths[index]!, run, batches, curve: curveOf(scheduler, run) }
  })
  for (const { curve } of subjects) curve?.check({ from: 0, stride: 1, count: batches })
  const first = subjects.map(({ scheduler, curve }) => curve?.at(0) ?? evaluate(scheduler, run, { count: 1 })[0]!)
  return [...(isRate ? firstBatchAtZero(first, paths) : []), ...RULES.flatMap((rule) => subjects.flatMap(rule))]
}
