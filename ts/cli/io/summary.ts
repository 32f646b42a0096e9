/**
 * What a configuration and its curve are, in a few lines for people.
 */

import type { TrainingConfig } from '../../config/read.js'
import { SchedulerError } from '../../errors/error.js'
import { evaluate } from '../../evaluate/evaluate.js'
import type { TrainerSteps } from '../../evaluate/spans.js'
import { type BuiltinScheduler, isBuiltin } from '../../schedulers/builtin.js'
import { isImplied } from '../../schedulers/kinds/kinds.js'
import type { SequencePart } from '../../schedulers/tree.js'
import { perBatch } from '../../state/pace.js'
import { fieldsOf, type SchedulerType } from '../../wasm/table.js'
import { AS_TRAINED } from './as-trained.js'
import type { Rows } from './rows.js'

/** The highest learning rate of the rows that it has seen. */
export class Peak {
  /** Its batch; -1 as long as there was none. */
  batch = -1
  /** The learning rate. */
  lr = -Infinity

  /** Looks at rows; of equal learning rates the first counts. */
  add({ batch, lr }: Rows): void {
    for (let i = 0; i < lr.length; i++) {
      if (lr[i]! > this.lr) {
        this.lr = lr[i]!
        this.batch = batch[i]!
      }
    }
  }
}

const count = (value: number) => value.toLocaleString('en-US')
const line = (label: string, text: string) => `${label.padEnd(14)}${text}`

/** The lines of the summary; `peak` has seen the rows that were asked for. */
export function summarize(config: TrainingConfig, peak: Peak, asTrained?: TrainerSteps): string[] {
  const { file, name, run, schedulers, quantities, baseLr, hasLr } = config
  const batches = orNull(() => run.batches)
  const lines = [line('config', name === null ? file : `${file} (${name})`)]
  schedulers.forEach((scheduler, index) => {
    lines.push(line(index === 0 ? 'scheduler' : '  times', describe(scheduler)))
  })
  for (const { name, schedulers } of quantities) {
    schedulers.forEach((scheduler, index) => {
      lines.push(line(index === 0 ? name : '  times', describe(scheduler)))
    })
  }
  const ratio = run.scaleScheduleRatio
  const unscaled = run.toJSON().maxDuration
  lines.push(line('max_duration', ratio === 1 ? `${unscaled}` : `${run.maxDuration} (${unscaled} x ${ratio})`))
  if (batches !== null) lines.push(line('batches', `${count(batches)}${countsOf(config, batches, true)}`))
  schedulers.forEach((scheduler, index) => {
    lines.push(line(index === 0 ? 'phases' : '', phasesOf(scheduler, config, batches)))
  })
  lines.push(line('base lr', hasLr ? `${baseLr}` : 'none in the file: lr is the multiplier itself'))
  if (asTrained !== undefined) lines.push(line('values', AS_TRAINED[asTrained]))
  if (peak.batch >= 0) lines.push(line('peak lr', `${peak.lr} at batch ${count(peak.batch)}`))
  if (batches !== null && batches > 0) {
    const last = orNull(() => evaluate(schedulers, run, { from: batches - 1, count: 1, baseLr, asTrained })[0]!)
    if (last !== null) lines.push(line('final lr', `${last} at batch ${count(batches - 1)}`))
  }
  return lines
}

function describe(scheduler: BuiltinScheduler): string {
  const values = scheduler as unknown as Readonly<Record<string, unknown>>
  const told = fieldsOf(scheduler.name as SchedulerType).filter(({ name, kind }) => !isImplied(kind, values[name]))
  const options = told.map(({ name, key }) => `${key} ${textOf(values[name])}`)
  return `${scheduler.name} (${options.join(', ')})`
}

/** An option as people read it; of a scheduler all of its own. */
function textOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(textOf).join(', ')}]`
  if (isBuiltin(value)) return describe(value)
  if (typeof value !== 'object' || value === null || !('scheduler' in value)) return String(value)
  const { scheduler, clock } = value as SequencePart
  return clock === 'inner' ? textOf(scheduler) : `${textOf(scheduler)} on the outer clock`
}

/** What so many batches are in the other counters, in parentheses. */
export function countsOf({ run }: TrainingConfig, batches: number, withEpochs = false): string {
  const { dataloaderLen } = run.pace
  const [samples, tokens] = [perBatch(run.pace, 'sp'), perBatch(run.pace, 'tok')]
  const parts = []
  if (withEpochs && dataloaderLen !== null) parts.push(`${dataloaderLen} in an epoch`)
  if (samples !== null) parts.push(`${count(batches * samples)} samples`)
  if (tokens !== null) parts.push(`${count(batches * tokens)} tokens`)
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`
}

function phasesOf(scheduler: BuiltinScheduler, { run }: TrainingConfig, batches: number | null): string {
  const phases = scheduler.resolve(run).phases()
  const within = phases.filter(({ from, counter }) => counter !== 'ba' || batches === null || from < batches)
  const spans = within.map(({ name, from, until, counter }) =>
    until === Infinity ? `${name} from ${count(from)} ${counter}` : `${name} ${count(from)}-${count(until)} ${counter}`,
  )
  return spans.join(', ')
}

/** A value of a run; null where the run does not say enough for it. */
export function orNull<T>(value: () => T): T | null {
  try {
    return value()
  } catch (error) {
    if (error instanceof SchedulerError) return null
    throw error
  }
}
