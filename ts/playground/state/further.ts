/**
 * Further curves of a schedule: momentum and weight decay, which are scheduled over the same run.
 */
import {
  FURTHER,
  type Further,
  familyOf,
  freeColour,
  makeFactor,
  makeSchedule,
  type PageState,
  RUN_FIELDS,
  type Schedule,
} from './state.js'
import type { Factor } from './tree.js'

/** What a schedule has no curve of yet. */
export function missingOf(state: PageState, schedule: Schedule): Further[] {
  const has = new Set(familyOf(state, schedule).map(({ quantity }) => quantity))
  return FURTHER.filter((quantity) => !has.has(quantity))
}

// torch's OneCycleLR moves the momentum between these, against the rate.
const [MOST, LEAST] = [0.95, 0.85]

/** A further curve of a schedule: of a one-cycle's momentum the way back, of all else what optimizers begin with. */
export function furtherOf(state: PageState, of: Schedule, quantity: Further): Schedule {
  const head = familyOf(state, of).find(({ id }) => id === (of.of ?? of.id))!
  const [only, ...others] = head.factors
  const isCycle = quantity === 'momentum' && only?.kind === 'builtin' && only.type === 'OneCycleScheduler'
  const [factor, base] =
    isCycle && others.length === 0
      ? [backOf(only.options), String(MOST)]
      : [makeFactor('ConstantScheduler'), quantity === 'momentum' ? '0.9' : '0.1']
  const made = makeSchedule(
    `${head.name}, ${quantity}`,
    [factor],
    { ...head.run, baseLr: base },
    freeColour(state.schedules),
  )
  return { ...made, quantity, of: head.id }
}

/** The times of a one-cycle, down from the highest value while the rate rises, and back. */
function backOf(options: Readonly<Record<string, string>>): Factor {
  const { stairs_up: _up, stairs_down: _down, t_decay: _decay, rate: _rate, ...times } = options
  return makeFactor('OneCycleScheduler', { ...times, alpha_i: '1', alpha_m: String(LEAST / MOST), alpha_f: '1' })
}

/** Gives the run of one curve to all that belong to it; each has a base of its own. */
export function shareRun(state: PageState, schedule: Schedule): void {
  for (const other of familyOf(state, schedule)) {
    if (other === schedule) continue
    for (const field of RUN_FIELDS) if (field !== 'baseLr') other.run[field] = schedule.run[field]
  }
}

/** Leaves a schedule out, and its further curves with it. */
export function withoutSchedule({ schedules }: PageState, { id }: Schedule): Schedule[] {
  return schedules.filter((each) => each.id !== id && each.of !== id)
}
