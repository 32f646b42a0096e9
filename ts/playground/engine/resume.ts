/**
 * A plan that was trained to a batch, and goes on by another one: the jump there, where the two part, and how to go on
 * without a jump. What is called safe has been compared with the old plan.
 */
import { evaluate, resumeCheck, SchedulerError } from 'scale-schedule/bundler'
import { countText, lrText } from '../panel/numbers.js'
import type { RunText, Schedule } from '../state/state.js'
import type { Factor, Part } from '../state/tree.js'
import { type Built, build, make } from './build.js'
import { checkCalls } from './calls.js'
import type { Continuation, Resumed } from './messages.js'
import { type PinUnit, pinned, unitOf } from './pinned.js'
import { PlacedError, placed } from './place.js'

// Every batch is compared, for each continuation: these take a few seconds.
const MOST = 20_000_000
// A function takes some hundred nanoseconds a batch, and longer ones may take all of their time.
const MOST_CALLED = 200_000
const CHUNK = 8192
// Of what has been compared in the same form before.
const SAMPLED = 16
// What is multiplied in another order may differ in its last digit.
const LITTLE = 1e-12

/** What becomes of a plan that is trained to a batch and goes on by another one. */
export function resumedAt(old: Schedule, next: Schedule, batch: number): Resumed {
  const [was, now] = [build(old), build(next)]
  const ends = [was.run.batches, now.run.batches] as const
  const most = was.hasFunctions || now.hasFunctions ? MOST_CALLED : MOST
  if (Math.max(...ends) > most) {
    const found = countText(Math.max(...ends))
    throw new PlacedError(
      `Two plans are compared batch by batch, to ${countText(most)} batches; found ${found}. Use shorter runs.`,
      {},
    )
  }
  for (const each of [was, now]) checkCalls(each, 6)
  const last = Math.min(ends[0], ends[1] - 1)
  if (batch > last) {
    const which = last === ends[0] ? 'the end of the old plan' : 'the last step of the new one'
    throw new PlacedError(
      `The step to go on from is at most ${countText(last)}, ${which}; found ${countText(batch)}. Write a smaller one, or a later end.`,
      {},
    )
  }
  try {
    // Of a plan that has ended the last rate that was trained with.
    const before = rateAt(was, Math.min(batch, ends[0] - 1))
    const parting = partingOf(was, now, old, next)
    return { batch, ends, before, after: rateAt(now, batch), parting, safe: safeWays(old, next, batch) }
  } catch (error) {
    throw placed(error, old.factors)
  }
}

const rateAt = ({ schedulers, run, baseLr }: Built, batch: number): number =>
  evaluate(schedulers, run, { from: batch, count: 1, baseLr })[0]!

/** The first batch at which two plans differ, among those that both have. */
function partingOf(was: Built, now: Built, old: Schedule, next: Schedule): Resumed['parting'] {
  const isSame = JSON.stringify(old.factors) === JSON.stringify(next.factors) && was.baseLr === now.baseLr
  if (isSame) return resumeCheck(was.schedulers, was.run, now.run, { baseLr: was.baseLr })
  return firstDifference(was, now, Math.min(was.run.batches, now.run.batches), 0)
}

/**
 * The same of any two plans, up to a batch; what differs by less than a part of the rate is the same.
 *
 * @param every - of so many chunks one is looked at, the last one in any case
 */
function firstDifference(was: Built, now: Built, until: number, part: number, every = 1): Resumed['parting'] {
  for (let from = 0; from < until; from += CHUNK) {
    if ((from / CHUNK) % every !== 0 && from + CHUNK < until) continue
    const count = Math.min(CHUNK, until - from)
    const [a, b] = [was, now].map(({ schedulers, run, baseLr }) => evaluate(schedulers, run, { from, count, baseLr }))
    for (let i = 0; i < count; i++) {
      const [before, after] = [a![i]!, b![i]!]
      if (isNear(before, after, part) || (Number.isNaN(before) && Number.isNaN(after))) continue
      return { batch: from + i, before, after }
    }
  }
  return null
}

const isNear = (a: number, b: number, part: number): boolean =>
  a === b || Math.abs(a - b) <= part * Math.max(Math.abs(a), Math.abs(b))

/** A way to go on, for a plan that was made to stay what it is in another run. */
interface Way {
  readonly name: string
  readonly about: string
  factorsOf(form: Form): Factor[]
}

/** A plan up to a batch, then one multiplier. */
interface Form {
  followed(batch: number, alpha: number): Factor
}

/** The ways to go on without a jump, each in the first form that is the old plan up to the batch. */
function safeWays(old: Schedule, next: Schedule, batch: number): Continuation[] {
  const [was, now] = [build(old), build(next).run]
  const same: Continuation = {
    name: 'Go on as it is',
    about: `The new plan has every rate of the old one up to step ${countText(batch)}, and goes on from there.`,
    factors: next.factors,
    run: next.run,
  }
  const run: RunText = {
    ...old.run,
    maxDuration: was.run.scaleScheduleRatio === 1 && isOwnEnd(old, next) ? next.run.maxDuration : `${now.batches}ba`,
    scaleScheduleRatio: '1',
  }
  const forms = formsOf(old)
  // The ways of one form are the same up to the batch: one of them is compared throughout.
  const compared = new Set<Form>()
  const ways = waysOf(was, now.batches, batch).flatMap(({ name, about, factorsOf }) => {
    for (const form of forms) {
      const found = { name, about, factors: factorsOf(form), run }
      if (!isSafe(was, old, found, batch, compared.has(form) ? SAMPLED : 1)) continue
      compared.add(form)
      return found
    }
    return []
  })
  return [...(isSafe(was, old, same, batch) ? [same] : []), ...ways]
}

/** Whether a plan is the old one up to a batch, and has its rate there. */
function isSafe(was: Built, old: Schedule, { factors, run }: Continuation, batch: number, every = 1): boolean {
  try {
    const now = make({ ...old, factors, run })
    const rate = rateAt(was, Math.min(batch, was.run.batches - 1))
    return isNear(rate, rateAt(now, batch), 1e-9) && firstDifference(was, now, batch, LITTLE, every) === null
  } catch (error) {
    // A form that no scheduler can have, such as with another unit.
    if (error instanceof PlacedError || SchedulerError.is(error)) return false
    throw error
  }
}

/** The forms of a plan: in its own unit or in batches, on a clock that ends with it or on the run's. */
function formsOf(old: Schedule): Form[] {
  return [...new Set<PinUnit>([unitOf(old), 'ba'])].flatMap((unit) => {
    const pins = pinned(old, unit)
    if (pins === null) return []
    const { factors, timeOf } = pins
    const plan = factors.length === 1 ? factors[0]! : node('ProductScheduler', {}, factors.map(inner))
    return [false, true].map((isOuter): Form => {
      return {
        followed: (batch, alpha) =>
          node('SequenceScheduler', { at: timeOf(batch) }, [
            { factor: plan, isOuter },
            // Longer than its part: at the end of its time a constant is 1.
            inner({ kind: 'builtin', type: 'ConstantScheduler', options: { alpha: String(alpha), t_max: '2dur' } }),
          ]),
      }
    })
  })
}

function waysOf({ schedulers, baseLr, run }: Built, end: number, batch: number): Way[] {
  const at = (place: number) => evaluate(schedulers, run, { from: place, count: 1 })[0]!
  const [here, final] = [at(Math.min(batch, run.batches - 1)), at(run.batches - 1)]
  // In few digits.
  const rate = (alpha: number) => lrText(Number((alpha * baseLr).toPrecision(4)))
  const fall = { alpha_f: String(final), shape: 'linear', t_end: '1dur' }
  const left = Math.min(end - batch, Math.ceil(end / 10))
  const step = countText(batch)
  const ways: Way[] = [
    {
      name: 'Hold the rate',
      about: `${rate(here)} from step ${step} to the end.`,
      factorsOf: (form) => [form.followed(batch, here)],
    },
  ]
  if (final < here) {
    ways.push(
      {
        name: 'Hold the rate, then let it fall',
        about: `${rate(here)} from step ${step}, and over the last ${countText(left)} steps in a line to ${rate(final)}, where the old plan ends.`,
        factorsOf: (form) => [
          node('CooldownScheduler', { ...fall, t_start: '', t_cooldown: `${left}ba` }, [
            inner(form.followed(batch, here)),
          ]),
        ],
      },
      {
        name: 'Let it fall from here',
        about: `From step ${step} in a line to ${rate(final)} at the new end.`,
        factorsOf: (form) => [
          node('CooldownScheduler', { ...fall, t_start: `${batch}ba`, t_cooldown: '' }, [
            inner(form.followed(batch, here)),
          ]),
        ],
      },
    )
  }
  if (end > run.batches && batch < run.batches) {
    ways.push({
      name: 'Finish as planned, then stay',
      about: `The old plan to its end at step ${countText(run.batches)}, then ${rate(final)} to the new end.`,
      factorsOf: (form) => [form.followed(run.batches, final)],
    })
  }
  return ways
}

/** Whether the new plan counts as the old one does, so that its length means the same there. */
const isOwnEnd = (old: Schedule, next: Schedule): boolean =>
  JSON.stringify({ ...old.run, maxDuration: '' }) === JSON.stringify({ ...next.run, maxDuration: '' })

const inner = (factor: Factor): Part => ({ factor, isOuter: false })

const node = (type: string, options: Record<string, string>, parts: Part[]): Factor => ({
  kind: 'node',
  type,
  options,
  parts,
})
