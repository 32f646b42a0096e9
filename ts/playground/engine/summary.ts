/**
 * What a schedule amounts to: the package's own summary, its findings, and the steps that a plan is read by.
 */
import { evaluate, lint, summarize } from 'scale-schedule/bundler'
import { countText } from '../panel/numbers.js'
import type { Schedule } from '../state/state.js'
import { phasesOf, ratesOf } from './answers.js'
import { build } from './build.js'
import { checkCalls } from './calls.js'
import type { KeyStep, Overview } from './messages.js'
import { inWords, PlacedError, placed } from './place.js'

// Every batch is looked at: these take a second or two.
const MOST = 100_000_000
const MOST_CALLED = 200_000
// Of a schedule of many parts the first ones: a table is to be read.
const MOST_EDGES = 24

/** What a schedule amounts to. */
export function overviewOf(schedule: Schedule): Overview {
  const built = build(schedule)
  const { schedulers, run, baseLr, hasFunctions } = built
  const most = hasFunctions ? MOST_CALLED : MOST
  if (run.batches > most) {
    const what = hasFunctions ? 'A run with a function' : 'A run'
    throw new PlacedError(
      `${what} is summed up batch by batch, to ${countText(most)} batches; found ${countText(run.batches)}. Use a shorter run.`,
      {},
    )
  }
  try {
    checkCalls(built, 3)
    const summary = summarize([...schedulers], run, { baseLr })
    // A momentum of 0 at the beginning trains as well as any.
    const subject = schedule.quantity === null ? [...schedulers] : { [schedule.quantity]: [...schedulers] }
    const findings = lint(subject, run).map(({ level, message }) => ({ level, message: inWords(message) }))
    const { peak, peakBatch, final, area, mean, largestJump, largestJumpBatch, warmupEnd } = summary
    const edges = phasesOf(built)
      .slice(0, MOST_EDGES)
      .map(({ name, from }) => ({ batch: Math.ceil(from), what: from === 0 ? name : `${name} begins` }))
    const parts = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((tenth) => {
      return { batch: Math.floor((run.batches * tenth) / 10), what: `${tenth}0 %` }
    })
    const marks = [
      ...edges,
      { batch: peakBatch, what: 'peak' },
      // On a slope every step is one of the largest.
      ...(largestJumpBatch === null || largestJump < peak / 20 ? [] : [{ batch: largestJumpBatch, what: 'jump' }]),
      ...parts,
      { batch: run.batches - 1, what: 'last' },
    ]
    const at = [...new Set(marks.map(({ batch }) => batch))]
      .filter((batch) => batch < run.batches)
      .sort((a, b) => a - b)
    const lrs = evaluate(schedulers, run, { at, baseLr })
    const steps = at.map((batch, index): KeyStep => {
      const what = [...new Set(marks.filter((mark) => mark.batch === batch).map((mark) => mark.what))].join(', ')
      return { batch, what, lr: lrs[index]! }
    })
    const numbers = { peak, peakBatch, final, area, mean, warmupEnd }
    return { batches: run.batches, rates: ratesOf(built), ...numbers, findings, steps }
  } catch (error) {
    throw placed(error, schedule.factors)
  }
}
