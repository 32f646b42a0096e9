/**
 * Optimizers with param groups: learning rates and other quantities of each group, such as its weight decay.
 */
import { SchedulerError } from '../errors/error.js'
import { isRecord, type SchedulerRecord } from '../evaluate/record.js'
import type { TrainingRun } from '../run/run.js'
import type { ComposerScheduler } from '../schedulers/callable.js'
import { checkFinite, checkOptions } from '../state/checks.js'
import { checkGroup, checkSameGroups, initialOf, keepInitial } from '../state/groups.js'
import { toSchedule } from './to-schedule.js'
import { UpdateSchedule } from './updates.js'

/** An optimizer with param groups: objects with numbers such as `lr` and `weightDecay`. */
export interface GroupsOptimizer {
  /** What is set; groups that are added later need `scheduleGroups` again. */
  readonly paramGroups: readonly object[]
}

/** What multipliers apply to, and where training goes on. */
export interface GroupsOptions<K extends string = string> {
  /** For all groups, by quantity. Default: each group's own, as it was before it was scheduled. */
  base?: { readonly [Q in K]?: number }
  /** How many updates were made before; default 0. */
  from?: number
}

const OPTIONS: Readonly<Record<keyof GroupsOptions, true>> = { base: true, from: true }

/**
 * Sets the learning rates of an optimizer's groups before each update, or any quantities of theirs by a record of
 * schedulers. Call `next()` before each update.
 *
 * A multiplier applies to what the group had before it was scheduled: of `lr` its `initialLr` (or PyTorch's
 * `initial_lr`), else its `lr`, and `initialLr` is set; so with every quantity. A scheduler that gives values themselves,
 * such as the momentum of one cycle, needs a `base` of 1.
 *
 * `compileComposerScheduler` does the same for the learning rate where training has a `State`; `compilePerGroup` takes a
 * scheduler for each group.
 *
 * @param schedulers - one, several that multiply, or a record of them by the names that the groups have
 * @param run - the run; a batch of it is one update
 * @param options - `base` by quantity, and `from` (default 0) to resume
 * @returns what sets them; its `next()` gives the values of all groups, by quantity
 * @throws `bad-type` for a group without a quantity, which would be set and never read; `param-groups` at an update where
 * groups were added; what `toSchedule` throws
 *
 * @example
 * ```ts
 * const optimizer = { paramGroups: [{ lr: 0.1, weightDecay: 0.01 }, { lr: 1, weightDecay: 0 }] }
 * const run = new TrainingRun({ maxDuration: '4ba' })
 * const schedule = scheduleGroups(optimizer, { lr: new LinearScheduler(), weightDecay: new CosineAnnealingScheduler() }, run, { from: 2 })
 * schedule.next() // => { lr: [0.05, 0.5], weightDecay: [0.005, 0] }
 * optimizer.paramGroups[1]!.lr // => 0.5
 * scheduleGroups(optimizer, { momentum: new LinearScheduler() }, run) // throws 'bad-type'
 * ```
 */
export function scheduleGroups<K extends string>(
  optimizer: GroupsOptimizer,
  schedulers: SchedulerRecord<K>,
  run: TrainingRun,
  options?: GroupsOptions<K>,
): UpdateSchedule<Record<K, number[]>>
export function scheduleGroups(
  optimizer: GroupsOptimizer,
  schedulers: ComposerScheduler | readonly ComposerScheduler[],
  run: TrainingRun,
  options?: GroupsOptions<'lr'>,
): UpdateSchedule<{ lr: number[] }>
export function scheduleGroups(
  optimizer: GroupsOptimizer,
  schedulers: ComposerScheduler | readonly ComposerScheduler[] | SchedulerRecord,
  run: TrainingRun,
  options: GroupsOptions = {},
): UpdateSchedule<Record<string, number[]>> {
  checkOptions(options, OPTIONS, 'scheduleGroups')
  const { base = {}, from = 0 }: GroupsOptions = options
  const record: SchedulerRecord = isRecord(schedulers) ? schedulers : { lr: schedulers }
  checkOptions(base, record, 'base')
  const groups = groupsOf(optimizer)
  const quantities = Object.entries(record).map(([quantity, schedulers]) => ({
    quantity,
    schedule: toSchedule(schedulers, run),
    bases: groups.map((group, index) => baseOf(group, index, quantity, base[quantity])),
  }))
  const schedule = new UpdateSchedule((batch) => {
    checkSameGroups(groups, optimizer.paramGroups)
    // All are asked before any is set.
    const values = quantities.map(({ quantity, schedule, bases }): [string, number[]] => {
      const multiplier = schedule(batch)
      return [quantity, bases.map((base) => multiplier * base)]
    })
    for (const [quantity, list] of values) {
      for (const [index, value] of list.entries()) (groups[index] as Record<string, number>)[quantity] = value
    }
    return Object.fromEntries(values)
  }, from)
  for (const { quantity, bases } of quantities) {
    for (const [index, value] of bases.entries()) keepInitial(groups[index]!, quantity, value)
  }
  return schedule
}

function groupsOf(optimizer: unknown): readonly object[] {
  const isOne = typeof optimizer === 'object' && optimizer !== null && 'paramGroups' in optimizer
  if (isOne && Array.isArray(optimizer.paramGroups)) return Array.from(optimizer.paramGroups, checkGroup) as object[]
  const expected = 'an object with an array paramGroups'
  throw new SchedulerError('bad-type', { what: 'The optimizer', expected, found: optimizer })
}

/** What the multipliers of a group's quantity apply to; it must have one, or setting it would change nothing. */
function baseOf(group: object, index: number, quantity: string, given: number | undefined): number {
  const what = `paramGroups[${index}].${quantity}`
  const present = (group as Readonly<Record<string, unknown>>)[quantity]
  if (typeof present !== 'number') {
    const cure = 'Name the quantity as the optimizer does, and have it in every group.'
    throw new SchedulerError('bad-type', { what, expected: 'a number', found: present, cure })
  }
  return checkFinite(what, given ?? initialOf(group, quantity))
}
