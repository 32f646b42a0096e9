/**
 * Where a scheduler stands in a tree, and what is evaluated of it there: a function of the user's, or numbers of the crate.
 */
import { Curve } from '../../curve/curve.js'
import type { State } from '../../state/state.js'
import { Time } from '../../state/time/time.js'
import type { RunFacts } from '../../wasm/encode.js'
import { resolve } from '../../wasm/kernel.js'
import { announce } from '../announce.js'
import type { ComposerScheduler } from '../callable.js'
import { bindRatio } from '../functions.js'
import { type Schedule, scheduleOf } from './describe.js'
import type { Moment } from './moment.js'
import type { Setting } from './setting.js'

/** What is evaluated: a multiplier for each moment. */
export type Part = (moment: Moment) => number

/** Where training is: in a run that is evaluated over a range, or at a state. */
export interface Source {
  /** What the tree is resolved for. */
  readonly setting: Setting
  /** Reads a curve, which is that of the root's clock, at the moments of training. */
  reader(curve: Curve): Part
  /** The state that a function is given, but for its timestamp and its run. */
  readonly state: Partial<State>
}

/** Where a scheduler stands. */
export interface Place {
  readonly source: Source
  /** Its run and its clock. */
  readonly setting: Setting
  /** Puts a description into the nodes that change the clock above it: on the root's clock it is then that at this place. */
  readonly within: (schedule: Schedule) => Schedule
}

/** The curve of a description for what it stands in. */
function curveOf(schedule: Schedule, { run, pace }: Setting): Curve {
  const { maxDuration } = run
  const end = maxDuration === null ? null : new Time(Math.ceil(maxDuration.value), maxDuration.unit)
  return new Curve(resolve(run, pace, schedule), pace, end)
}

/**
 * Numbers of the crate at a place. At moments of training they are those of the whole tree's clocks; where a node asks
 * about a start or an end, those of a curve over the place's own run.
 */
export function described(schedule: Schedule, { source, setting, within }: Place, name?: string): Part {
  // What it is refused for is told here; within the nodes above it may count only where it is on.
  const own = curveOf(schedule, setting)
  const curve = curveOf(within(schedule), source.setting)
  if (name !== undefined) announce(name, curve)
  const read = source.reader(curve)
  return (moment) => (moment.isReal ? read(moment) : own.readAll(moment.readings()))
}

/** A tree of built-in schedulers alone. */
export const builtin = (scheduler: ComposerScheduler, place: Place): Part =>
  described(scheduleOf(scheduler), place, scheduler.name)

/** A function, or an instance of a user's class. */
export function custom(scheduler: ComposerScheduler, { source, setting: { run } }: Place): Part {
  const call = bindRatio(scheduler, run.ssr)
  const facts = { maxDuration: lengthOf(run, source.setting.run), dataloaderLen: run.dataloaderLen }
  return (moment) => call({ ...source.state, ...facts, timestamp: moment.timestamp })
}

/** The end of a run in whole units: that of the root as it was given. */
function lengthOf({ maxDuration }: RunFacts, root: RunFacts): Time | null {
  if (maxDuration === null) return null
  if (maxDuration === root.maxDuration && maxDuration instanceof Time) return maxDuration
  return new Time(Math.ceil(maxDuration.value), maxDuration.unit)
}
