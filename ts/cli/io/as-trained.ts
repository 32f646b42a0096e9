/**
 * `--as-trained`: what Composer's Trainer trains with, in place of the curve itself.
 */
import type { Option } from 'commander'
import type { TrainingConfig } from '../../config/read.js'
import { evaluate } from '../../evaluate/evaluate.js'
import type { TrainerSteps } from '../../evaluate/spans.js'
import { askedBy, type BatchRange } from './configuration.js'
import { oneOf } from './options.js'

const STEPS: readonly TrainerSteps[] = ['batch', 'epoch']

/** The option: by the batch where it says nothing else. */
export const asTrainedOption = (): Option =>
  oneOf(
    '--as-trained [steps]',
    "what Composer's Trainer trains with, which steps schedulers late: by the batch, or by the epoch",
    STEPS,
  ).preset('batch')

/** What a summary and a subtitle say of it. */
export const AS_TRAINED: { readonly [S in TrainerSteps]: string } = {
  batch: 'as trained: batch n with the multiplier of n - 1',
  epoch: 'as trained: stepped at the end of each epoch',
}

/** The batches that are asked for so that these can be trained. */
export function rangesAsTrained(
  config: TrainingConfig,
  ranges: readonly BatchRange[],
  steps: TrainerSteps | undefined,
): readonly BatchRange[] {
  if (steps === undefined) return ranges
  const { run, schedulers } = config
  if (steps === 'batch') return ranges.map(({ from, ...range }) => ({ ...range, from: Math.max(0, from - 1) }))
  askedBy('--as-trained epoch', config, () => evaluate(schedulers, run, { count: 0, asTrained: steps }))
  const length = run.dataloaderLen!
  const beginning = (batch: number) => Math.floor(batch / length) * length
  return ranges.map(({ from, stride, count }) => {
    const first = beginning(from)
    const last = beginning(from + stride * Math.max(0, count - 1))
    return { from: first, stride: length, count: count === 0 ? 0 : (last - first) / length + 1 }
  })
}
