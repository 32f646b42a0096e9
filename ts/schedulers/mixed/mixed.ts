/**
 * Trees of schedulers with functions in them, evaluated over a range of batches or at one state.
 */
import { type Curve, READINGS } from '../../curve/curve.js'
import type { Range } from '../../curve/range.js'
import { SchedulerError } from '../../errors/error.js'
import type { TrainingRun } from '../../run/run.js'
import { NO_PACE } from '../../state/pace.js'
import { checkTimestamp, type State } from '../../state/state.js'
import { CHUNK } from '../../wasm/chunk.js'
import type { RunFacts } from '../../wasm/encode.js'
import { COUNTERS } from '../../wasm/generated/layout.js'
import type { ComposerScheduler } from '../callable.js'
import { customPath, markedType } from '../tree.js'
import { build } from './build.js'
import { Clock, type Counter } from './clock.js'
import { Moment } from './moment.js'
import type { Part, Source } from './place.js'
import { Setting } from './setting.js'

/** Whether a value is a tree of schedulers with a function in it, and no function itself. */
export const isMixed = (scheduler: ComposerScheduler): boolean =>
  markedType(scheduler) !== undefined && customPath(scheduler) !== null

/** The multipliers of a tree at the batches of a range of a run, best asked in order. */
export function overRange(scheduler: ComposerScheduler, run: TrainingRun, range: Range): (batch: number) => number {
  const clock = Clock.ofRun(run.pace)
  const setting = new Setting(run.facts, clock)
  const part = rooted(scheduler, { setting, state: {}, reader: (curve) => readerOver(curve, range) })
  return (batch) => part(Moment.ofBatch(clock, batch))
}

/** Reads a curve in chunks, but where one of its batches has no value. */
function readerOver(curve: Curve, range: Range): Part {
  const { from, stride, count } = range
  let values = new Float64Array(0)
  let start = 0
  return ({ batch }) => {
    const index = (batch - from) / stride
    if (!(index >= start && index < start + values.length)) {
      const rest = { from: batch, stride, count: Math.min(CHUNK, count - index) }
      const chunk = checked(curve, rest) ? rest : { ...rest, count: 1 }
      if (chunk !== rest) curve.check(chunk)
      values = curve.chunk(chunk, 0).slice()
      start = index
    }
    return values[index - start]!
  }
}

function checked(curve: Curve, range: Range): boolean {
  try {
    curve.check(range)
    return true
  } catch (error) {
    if (SchedulerError.is(error)) return false
    throw error
  }
}

/** The multipliers of a tree at the states of one run. */
export function atStates(scheduler: ComposerScheduler, facts: RunFacts, first: State): (state: State) => number {
  const clock = Clock.ofRun(NO_PACE)
  let now = first
  const source: Source = {
    setting: new Setting(facts, clock),
    get state() {
      return now
    },
    reader: (curve) => () => curve.read(checkTimestamp(now.timestamp)),
  }
  const part = rooted(scheduler, source)
  return (state) => {
    now = state
    const timestamp = checkTimestamp(state.timestamp)
    const read = (counter: Counter) => READINGS[COUNTERS.indexOf(counter)]!(timestamp)
    return part(Moment.ofTimestamp(clock, timestamp, read))
  }
}

/** A tree whose clock is that of the run. */
const rooted = (scheduler: ComposerScheduler, source: Source): Part =>
  build(scheduler, { source, setting: source.setting, within: (schedule) => schedule })
