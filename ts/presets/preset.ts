/**
 * Known runs by their names: a list, and what each was trained with.
 */
import { SchedulerError } from '../errors/error.js'
import { suggest } from '../errors/spelling.js'
import { TrainingRun } from '../run/run.js'
import { Scheduler } from '../schedulers/all.js'
import type { BuiltinScheduler } from '../schedulers/builtin.js'
import { ALL } from './all.js'
import type { PresetInfo } from './described.js'

/** A known run, ready to be evaluated. */
export interface Preset extends PresetInfo {
  /** They multiply; at least one. */
  readonly schedulers: readonly BuiltinScheduler[]
  /**
   * What else the source schedules, such as `momentum`, by its name in records: schedulers that multiply to the values
   * themselves. Empty for most.
   */
  readonly others: Readonly<Record<string, readonly BuiltinScheduler[]>>
  /** The run, at a scale schedule ratio of 1. */
  readonly run: TrainingRun
  /** The learning rate that the multipliers are of: the peak, but where the multiplier is the rate itself. */
  readonly baseLr: number
}

/**
 * The known runs, those of a group together: what each is called, where it was published, and what the source leaves open.
 * `preset(name)` gives its schedule.
 *
 * @example
 * ```ts
 * PRESETS.filter(({ group }) => group === 'DeepSeek').map(({ name }) => name) // => ['deepseek-llm-7b', 'deepseek-llm-67b', 'deepseek-v3']
 * PRESETS.find(({ name }) => name === 'mpt-7b')?.title // => 'MPT-7B'
 * ```
 */
export const PRESETS: readonly PresetInfo[] = ALL.map(({ name, title, group, source, note }) =>
  Object.freeze({ name, title, group, source, note }),
)

/**
 * A known run as it was published: schedulers, run and learning rate, made anew each time. A run whose batch grew is
 * counted in tokens, with its final batch; `note` says so, and what the source leaves open.
 *
 * @param name - one of PRESETS, in upper or lower case
 * @throws `option-range` for an unknown name, with the nearest one; `bad-type` for what is no text
 *
 * @example
 * ```ts
 * const { schedulers, run, baseLr } = preset('deepseek-v3')
 * const rates = ['25165824000tok', '10000000000000tok', '14799999999999tok'] as const
 * rates.map((moment) => lrAt(schedulers, run, moment, baseLr).toPrecision(3)) // => ['0.000220', '0.000220', '0.00000730']
 * const cycle = preset('one-cycle-fastai')
 * const momentum = evaluate(cycle.others.momentum!, cycle.run, { at: [0, 250, 1000] })
 * Array.from(momentum, (value) => value.toFixed(3)) // => ['0.950', '0.850', '0.950']
 * preset('deepsek-v3') // throws 'option-range'
 * ```
 */
export function preset(name: string): Preset {
  if (typeof name !== 'string') {
    throw new SchedulerError('bad-type', { what: 'The name of a preset', expected: 'a string', found: name })
  }
  const asked = name.trim().toLowerCase()
  const found = ALL.find((each) => each.name === asked)
  if (found === undefined) {
    const meant = suggest(
      asked,
      ALL.map((each) => each.name),
    )
    throw new SchedulerError('option-range', {
      option: 'The name of a preset',
      rule: 'a known one',
      found: name,
      cure: meant === undefined ? 'PRESETS has all of them.' : `Write '${meant}'.`,
    })
  }
  const { schedulers, others = {}, run, baseLr, ...info } = found
  const made = (list: typeof schedulers) => list.map((json) => Scheduler.fromJSON(json))
  return {
    ...info,
    schedulers: made(schedulers),
    others: Object.fromEntries(Object.entries(others).map(([name, list]) => [name, made(list)])),
    run: new TrainingRun(run),
    baseLr,
  }
}
