/**
 * Gradient accumulation: the schedule was stepped k times an update (once for each micro-batch, or for each process), or
 * the log counts micro-batches where the schedule counts updates.
 */
import type { Case, RateAt } from '../case.js'
import { tried } from '../plan.js'
import { withTimes } from '../tree.js'
import type { Schedule } from '../values.js'
import type { Explanation, Finder } from './explanation.js'

// More micro-batches to an update than anybody has.
const MOST = 1024

interface Form {
  readonly name: string
  /** The update that row's step has at a factor. */
  readonly update: (step: number, k: number, offset: number) => number
  readonly schedule: (plan: Schedule, k: number) => Schedule | null
  readonly note: (k: number) => string
}

const FORMS: readonly Form[] = [
  {
    name: 'f(k·s)',
    update: (step, k, offset) => k * step + offset,
    schedule: faster,
    note: (k) => `the schedule was stepped ${k} times an update`,
  },
  {
    name: 'f(k·s)',
    update: (step, k, offset) => k * (step + offset),
    schedule: faster,
    note: (k) => `the schedule was stepped ${k} times an update`,
  },
  {
    name: 'f(⌊s/k⌋)',
    update: (step, k, offset) => Math.floor((step + offset) / k),
    schedule: () => null,
    note: (k) => `the log counts micro-batches, ${k} to an update`,
  },
  {
    name: 'f(⌊s/k⌋)',
    update: (step, k, offset) => Math.floor(step / k) + offset,
    schedule: () => null,
    note: (k) => `the log counts micro-batches, ${k} to an update`,
  },
]

export const findAccumulation: Finder = (kase) => {
  const probe = kase.differing(kase.planned())[0]
  if (probe === undefined || !kase.isCredible(MOST)) return null
  for (const form of FORMS) {
    for (const offset of kase.offsets) {
      const found = factorsOf(kase, form, offset, probe)
      if (found.length > 0) return explanation(kase, form, offset, found)
    }
  }
  return null
}

/** The factors that have every row. */
function factorsOf(kase: Case, form: Form, offset: number, probe: number): number[] {
  const { steps } = kase.series
  const found: number[] = []
  for (let k = 2; k <= MOST; k++) {
    const at: RateAt = (row) => kase.rates.at(form.update(steps[row]!, k, offset))
    if (kase.agrees(probe, at(probe)) && kase.fits(at)) found.push(k)
  }
  return found
}

function explanation(kase: Case, form: Form, offset: number, found: readonly number[]): Explanation {
  const { steps } = kase.series
  const k = found[0]!
  const others =
    found.length === 1 ? '' : ` (as well with ${found.length - 1} other values of k, up to ${found.at(-1)})`
  return {
    cause: 'accumulation',
    name: form.name,
    parameters: { k },
    at: (row) => kase.rates.at(form.update(steps[row]!, k, offset)),
    offset,
    schedule: form.schedule(kase.plan, k),
    note: `${form.note(k)}${others}`,
  }
}

/** A schedule whose times all come k times as soon. */
function faster({ schedulers, run, baseLr }: Schedule, k: number): Schedule | null {
  return tried(() => ({
    schedulers: schedulers.map((scheduler) =>
      withTimes(scheduler, ({ value, unit }) => (unit === 'dur' ? null : value / k)),
    ),
    run,
    baseLr,
  }))
}
