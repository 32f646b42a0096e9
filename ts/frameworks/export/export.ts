/**
 * A schedule of this package as code or configuration for another library.
 */
import { SchedulerError } from '../../errors/error.js'
import { suggest } from '../../errors/spelling.js'
import { asList } from '../../evaluate/evaluate.js'
import { isRecord } from '../../evaluate/record.js'
import { NoCounterpart } from '../../languages/program.js'
import { type Quantity, quantityOf } from '../../languages/quantity.js'
import { checkRun, type TrainingRun } from '../../run/run.js'
import type { ComposerScheduler } from '../../schedulers/callable.js'
import { checkFinite, checkOptions } from '../../state/checks.js'
import { Exported } from './schedule.js'
import { type ExportTarget, TARGETS, type Target } from './targets/registry.js'

/** What `exportSchedule` takes. */
export interface ExportOptions {
  /** What it is written for: an {@link ExportTarget}, or another name of it, such as `hf` or `pytorch`. */
  to: ExportTarget | (string & {})
  /** The optimizer's learning rate, which the multipliers are of. Default 1. */
  baseLr?: number
  /** What texts call the schedule. Default 'schedule'. */
  name?: string
  /**
   * What is scheduled, as records call it: `lr`, `momentum`, `weightDecay`, … Code names what it gives after it, and `baseLr` is
   * the base of it. Default 'lr'.
   */
  quantity?: string
}

const OPTIONS: Readonly<Record<keyof ExportOptions, true>> = { to: true, baseLr: true, name: true, quantity: true }

/** A target of exports. */
export interface ExportTargetInfo {
  /** Its name, for `to`. */
  readonly name: ExportTarget
  /** What people call it. */
  readonly label: string
  /** The ending of its files, without a dot. */
  readonly extension: string
}

/**
 * The targets of `exportSchedule`, in the order of lists.
 *
 * @example
 * ```ts
 * EXPORT_TARGETS.find(({ name }) => name === 'torch') // => { name: 'torch', label: 'PyTorch', extension: 'py' }
 * ```
 */
export const EXPORT_TARGETS: readonly ExportTargetInfo[] = Object.entries(TARGETS).map(
  ([name, { label, extension }]) => ({ name: name as ExportTarget, label, extension }),
)

const OF_ANY = EXPORT_TARGETS.flatMap(({ name, label }) => ((TARGETS[name] as Target).takesAny ? [label] : []))
  .join(', ')
  .replace(/, (?=[^,]*$)/, ' or ')

function checkQuantity(found: unknown): Quantity {
  if (typeof found !== 'string') {
    throw new SchedulerError('bad-type', { what: 'quantity', expected: 'a text', found })
  }
  const quantity = quantityOf(found)
  if (quantity !== null) return quantity
  const rule = 'a name in letters, digits and _, which begins with a letter'
  throw new SchedulerError('option-range', { option: 'quantity', rule, found, cure: "Write for example 'momentum'." })
}

/** The target that a name is of. */
export function targetOf(name: unknown): ExportTarget {
  if (typeof name !== 'string') {
    throw new SchedulerError('bad-type', { what: 'to', expected: 'the name of a target', found: name })
  }
  const asked = name.toLowerCase()
  const entries = Object.entries(TARGETS) as [ExportTarget, Target][]
  for (const [target, { aliases }] of entries) if (target === asked || aliases.includes(asked)) return target
  const meant = suggest(
    name,
    entries.flatMap(([target, { aliases }]) => [target, ...aliases]),
  )
  const rule = `one of ${Object.keys(TARGETS).join(', ')}`
  throw new SchedulerError('option-range', {
    option: 'to',
    rule,
    found: name,
    cure: meant === undefined ? undefined : `Write '${meant}'.`,
  })
}

/**
 * Writes a schedule for another library: its own class where that computes the same, else the formula as code; for
 * libraries that take arguments alone (transformers, timm, DeepSpeed, Megatron-LM, llm-foundry) what comes nearest. The text
 * says in comments where its target differs, with the first step and the size, computed over the run: steps early or late,
 * 32 bits, a recursion's drift, what comes past the end.
 *
 * Code in Python agrees with `evaluate` to 1e-12 of the peak. What has no formula in steps (a function in JavaScript, times
 * between two steps) is listed, for runs of up to 100,000 batches.
 *
 * @param schedulers - one, or several that multiply
 * @param run - its ratio has scaled the times that are written
 * @param options - `to`; `baseLr` (default 1); `name` (default 'schedule'); `quantity` (default 'lr'), which TypeScript, PyTorch,
 * optax and Python take any of
 * @returns the text of a file
 * @throws `no-counterpart` where the target can't say it; `missing-option`, `unknown-option`, `bad-type`, `option-range`,
 * `not-finite`, and what `evaluate` throws
 *
 * @example
 * ```ts
 * const run = new TrainingRun({ maxDuration: '1000ba' })
 * const cosine = new CosineAnnealingScheduler({ alphaF: 0.1 })
 * exportSchedule(cosine, run, { to: 'torch', baseLr: 0.01 }).split('\n').at(-2) // => 'scheduler = CosineAnnealingLR(optimizer, T_max=1000, eta_min=0.001)'
 * exportSchedule(cosine, run, { to: 'transformers', baseLr: 0.01 }).includes('lr_scheduler_type: cosine_with_min_lr') // => true
 * exportSchedule(cosine, run, { to: 'python', quantity: 'momentum', baseLr: 0.95 }).split('\n').at(-3) // => 'def momentum(step):'
 * exportSchedule(cosine, run, { to: 'magetron' }) // throws 'option-range'
 * ```
 */
export function exportSchedule(
  schedulers: ComposerScheduler | readonly ComposerScheduler[],
  run: TrainingRun,
  options: ExportOptions,
): string {
  checkRun(run)
  if (options === undefined) throw new SchedulerError('missing-option', { owner: 'exportSchedule', option: 'to' })
  checkOptions(options, OPTIONS, 'exportSchedule')
  const { to, baseLr = 1, name = 'schedule', quantity = 'lr' } = options
  if (to === undefined) throw new SchedulerError('missing-option', { owner: 'exportSchedule', option: 'to' })
  const target = targetOf(to)
  checkFinite('baseLr', baseLr)
  if (typeof name !== 'string') throw new SchedulerError('bad-type', { what: 'name', expected: 'a text', found: name })
  if (isRecord(schedulers)) {
    throw new SchedulerError('bad-type', {
      what: 'schedulers',
      expected: 'the schedulers of one quantity',
      found: schedulers,
      cure: 'Export each quantity for itself.',
    })
  }
  const schedule = new Exported(asList(schedulers), run, baseLr, name, checkQuantity(quantity))
  // What has no value somewhere is told as evaluate tells it, whatever the target.
  schedule.rates(0, 1)
  try {
    const { takesAny, label, write } = TARGETS[target] as Target
    if (!takesAny && !schedule.quantity.isLr) {
      throw new NoCounterpart(
        `${label} is written for the learning rate; found the ${schedule.quantity.words}. Write it for ${OF_ANY}.`,
      )
    }
    return write(schedule)
  } catch (error) {
    if (!(error instanceof NoCounterpart)) throw error
    throw new SchedulerError('no-counterpart', { target, reason: error.message }, { cause: error })
  }
}
