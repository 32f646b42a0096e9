/**
 * What a tree with functions in it becomes: the operations of the crate's trees, in the same order. Ramps, decays and
 * powers are the crate's own.
 */
import { SchedulerError } from '../../errors/error.js'
import type { ExactTime } from '../../state/time/exact.js'
import type { SchedulerType } from '../../wasm/table.js'
import type { ComposerScheduler } from '../callable.js'
import { customPath, markedType, type SequencePart } from '../tree.js'
import type { Mark } from './clock.js'
import { alone, describe, level, type Schedule } from './describe.js'
import { Moment } from './moment.js'
import { builtin, custom, described, type Part, type Place } from './place.js'
import { nothingLeft, printedMark, type Setting } from './setting.js'

/** What a scheduler is at its place; what a resolved one would refuse is refused. */
export function build(scheduler: ComposerScheduler, place: Place): Part {
  const type = markedType(scheduler)
  if (type === undefined) return custom(scheduler, place)
  if (customPath(scheduler) === null) return builtin(scheduler, place)
  return NODES[type]!(scheduler as never, place)
}

/** A part whose error counts only where it is on. */
function buildLater(scheduler: ComposerScheduler, place: Place): Part {
  try {
    return build(scheduler, place)
  } catch (error) {
    return failing(error)
  }
}

/** An error at every moment. */
function failing(error: unknown): Part {
  return () => {
    throw error
  }
}

/** Something that is made at the first moment at which it is on. */
function later(make: () => Part): Part {
  let made: Part | undefined
  return (moment) => {
    made ??= make()
    return made(moment)
  }
}

/** A place on a clock of its own, within another. */
const inner = ({ source, within }: Place, setting: Setting, put: (schedule: Schedule) => Schedule): Place => ({
  source,
  setting,
  within: (schedule) => within(put(schedule)),
})

/** What each node that can have functions in it becomes. */
const NODES: { readonly [T in SchedulerType]?: (node: never, place: Place) => Part } = {
  ProductScheduler: fold((a, b) => a * b),
  MinimumScheduler: fold((a, b) => (b < a ? b : a)),
  MaximumScheduler: fold((a, b) => (a < b ? b : a)),
  ClampScheduler({ scheduler, low, high }: Clamp, place) {
    const part = build(scheduler, place)
    const [least, most] = [low ?? Number.NEGATIVE_INFINITY, high ?? Number.POSITIVE_INFINITY]
    return (moment) => {
      const x = part(moment)
      if (x < least) return least
      return x > most ? most : x
    }
  },
  AffineScheduler({ scheduler, scale, offset }: Affine, place) {
    const part = build(scheduler, place)
    return (moment) => part(moment) * scale + offset
  },
  SequenceScheduler: sequence,
  ShiftScheduler: shift,
  StretchScheduler({ scheduler, factor }: Stretch, place) {
    const put = (schedule: Schedule) => describe('StretchScheduler', { scheduler: schedule, factor })
    return build(scheduler, inner(place, place.setting.stretched(factor), put))
  },
  RepeatScheduler: repeat,
  CooldownScheduler: cooldown,
  WithWarmupScheduler: warmup,
}

interface One {
  readonly scheduler: ComposerScheduler
}
interface Several {
  readonly schedulers: readonly ComposerScheduler[]
}
interface Clamp extends One {
  readonly low: number | null
  readonly high: number | null
}
interface Affine extends One {
  readonly scale: number
  readonly offset: number
}
interface Stretch extends One {
  readonly factor: number
}

/** Parts that are combined, left to right. */
function fold(combine: (a: number, b: number) => number) {
  return ({ schedulers }: Several, place: Place): Part => {
    const [first, ...others] = schedulers.map((scheduler) => build(scheduler, place))
    return (moment) => {
      let value = first!(moment)
      for (const part of others) value = combine(value, part(moment))
      return value
    }
  }
}

interface Sequence {
  readonly schedulers: readonly SequencePart[]
  readonly at: readonly ExactTime[]
}

function sequence({ schedulers, at }: Sequence, place: Place): Part {
  const { setting } = place
  checkOrder(at, setting)
  const end = setting.end()
  const marks = boundaries(at, setting)
  // Where the parts but the first begin, and what they are; one that is on its own clock has where that begins.
  const begins: Mark[] = []
  const parts: { readonly part: Part; readonly began: Mark | null }[] = []
  for (const [index, { scheduler, clock }] of schedulers.entries()) {
    const from = index === 0 ? null : marks[index - 1]!
    // What would come on at the end of the run or after it never does.
    if (from !== null && setting.isBeforeOr(end, from, false)) break
    if (from !== null) begins.push(from)
    const isOuter = clock === 'outer'
    const until = marks[index] ?? null
    const put = (schedule: Schedule) => alone(schedulers, at, index, schedule)
    const part = isEmpty(from, until, setting)
      ? nothing
      : segment(scheduler, place, isOuter ? null : { from, until: until ?? end }, put)
    parts.push({ part, began: isOuter ? null : from })
  }
  return (moment) => {
    let on = 0
    while (on < begins.length && moment.isReached(begins[on]!)) on++
    const { part, began } = parts[on]!
    return part(began === null ? moment : moment.inside(began))
  }
}

const held =
  (value: number): Part =>
  () =>
    value

/** What stands for a part that is never on. */
const nothing = held(1)

/** Whether a part of a sequence is never on. */
function isEmpty(from: Mark | null, until: Mark | null, setting: Setting): boolean {
  if (until === null) return false
  return from === null ? until.value <= 0 : setting.isBeforeOr(until, from, false)
}

/** A part of a sequence over its own run, or where it has none over that of the sequence. */
function segment(
  scheduler: ComposerScheduler,
  place: Place,
  own: { readonly from: Mark | null; readonly until: Mark } | null,
  put: (schedule: Schedule) => Schedule,
): Part {
  if (own === null) return buildLater(scheduler, inner(place, place.setting, put))
  return later(() => {
    const setting = place.setting.segment(own.from, own.until)
    return setting === null ? nothing : buildLater(scheduler, inner(place, setting, put))
  })
}

/** Where the parts but the first begin; one that scaling puts before its predecessor is taken at that. */
function boundaries(times: readonly ExactTime[], setting: Setting): Mark[] {
  const marks: Mark[] = []
  for (const time of times) {
    const mark = setting.mark(time)
    const last = marks.at(-1)
    marks.push(last !== undefined && !setting.isBeforeOr(last, mark, true) ? last : mark)
  }
  return marks
}

/** Boundaries rise as they are written, before the ratio scales them. */
function checkOrder(times: readonly ExactTime[], setting: Setting): void {
  const { value, unit } = setting.maxDuration
  const unscaled = { ...setting.run, maxDuration: { value: value / setting.run.ssr, unit }, ssr: 1 }
  let before: Mark | undefined
  for (const time of times) {
    const mark = setting.mark(time, 1, unscaled)
    const isOrdered = before === undefined ? mark.value >= 0 : setting.isBefore(before, mark)
    if (!isOrdered) {
      const [last, found] = [before ?? { ...mark, value: 0 }, mark].map(printedMark)
      throw new SchedulerError('boundary-order', { option: 'at', before: last!, found: found! })
    }
    before = mark
  }
}

interface Shift extends One {
  readonly by: ExactTime
}

function shift({ scheduler, by: time }: Shift, place: Place): Part {
  const { setting } = place
  const by = setting.mark(time)
  const put = (schedule: Schedule) => describe('ShiftScheduler', { scheduler: schedule, by: time })
  if (by.value === 0) return build(scheduler, inner(place, setting, put))
  if (by.value < 0) {
    const back = { ...by, value: -by.value }
    const part = build(scheduler, inner(place, setting.earlier(back), put))
    return (moment) => part(moment.earlier(back))
  }
  const part = build(scheduler, inner(place, rest(by, setting), put))
  const before = later(() => held(part(Moment.start(setting.pace))))
  return (moment) => (moment.isReached(by) ? part(moment.inside(by)) : before(moment))
}

/** What is left of a run from a mark on, which must be something. */
function rest(from: Mark, setting: Setting): Setting {
  const end = setting.end()
  const left = setting.segment(from, end)
  if (left === null) throw nothingLeft(printedMark(end), setting.run.ssr, 0)
  return left
}

interface Repeat extends One {
  readonly every: ExactTime
  readonly times: number | null
  readonly decay: number
}

function repeat({ scheduler, every: time, times, decay }: Repeat, place: Place): Part {
  const { setting } = place
  const every = setting.mark(time)
  if (every.value === 0) throw new SchedulerError('zero-length', { what: 'every' })
  const put = (schedule: Schedule, factor = 1) =>
    describe('RepeatScheduler', { scheduler: schedule, every: time, decay: factor })
  const part = build(scheduler, inner(place, setting.until(every.value, every.counter), put))
  // What a cycle is multiplied by is that of 1.
  const factor = decay === 1 ? nothing : described(put(level(1), decay), place)
  const start = (cycle: number): Mark => ({ ...every, value: cycle * every.value })
  const cycles: Part = (moment) => {
    const cycle = Math.floor(moment.get(every.counter) / every.value)
    const value = part(moment.inside(start(cycle)))
    return decay === 1 ? value : value * factor(moment)
  }
  if (times === null) return cycles
  const end = start(times)
  const last = later(() => {
    const at = Moment.at(setting.clock, end).inside(start(times - 1))
    return held(part(at.reading(every)) * factor(Moment.at(setting.clock, start(times - 0.5))))
  })
  return (moment) => (moment.isReached(end) ? last : cycles)(moment)
}

interface Cooldown extends One {
  readonly tStart: ExactTime | null
  readonly tCooldown: ExactTime | null
  readonly tEnd: ExactTime
  readonly alphaF: number
  readonly shape: string
  readonly decayPower: number
  readonly decayRatio: number
  readonly from: 'running' | 'frozen'
}

function cooldown(node: Cooldown, place: Place): Part {
  const { setting } = place
  const { scheduler, tStart, tCooldown, tEnd, alphaF, from } = node
  const end = setting.mark(tEnd)
  const mark = setting.mark((tStart ?? tCooldown)!)
  if (mark.counter !== end.counter) {
    throw new SchedulerError('unit-mismatch', {
      operation: 'compare',
      left: printedMark(mark),
      right: printedMark(end),
    })
  }
  const start = tStart === null ? { ...end, value: Math.max(0, end.value - mark.value) } : mark
  if (end.value <= start.value) throw new SchedulerError('zero-length', { what: 't_cooldown' })
  const down = (of: number, to: number, how: Cooldown['from']) => {
    const given = {
      tStart,
      tCooldown,
      tEnd,
      shape: node.shape,
      decayPower: node.decayPower,
      decayRatio: node.decayRatio,
    }
    return described(describe('CooldownScheduler', { ...given, scheduler: level(of), alphaF: to, from: how }), place)
  }
  const part = buildLater(scheduler, place)
  if (from === 'running') {
    // What is left of 1 is the share.
    const share = down(1, 0, from)
    return (moment) => {
      if (moment.isReached(end)) return alphaF
      const value = part(moment)
      return moment.isReached(start) ? share(moment) * (value - alphaF) + alphaF : value
    }
  }
  const falling = later(() => down(part(Moment.at(setting.clock, start)), alphaF, from))
  return (moment) => {
    if (!moment.isReached(start)) return part(moment)
    return moment.isReached(end) ? alphaF : falling(moment)
  }
}

interface Warmup extends One {
  readonly tWarmup: ExactTime
  readonly alphaW: number
  readonly warmup: string
  readonly firstStep: string
  readonly scaleWarmup: boolean
  readonly start: 'after' | 'over' | 'together'
}

function warmup(node: Warmup, place: Place): Part {
  const { setting } = place
  const { scheduler, tWarmup, alphaW, firstStep, scaleWarmup, start } = node
  const end = setting.mark(tWarmup, scaleWarmup ? setting.run.ssr : 1)
  if (end.value <= 0) return build(scheduler, place)
  const ramp = { tWarmup, alphaW, warmup: node.warmup, firstStep, scaleWarmup }
  /** The ramp to a value, then the value. */
  const rise = (top: Schedule, how: Warmup['start']) =>
    described(describe('WithWarmupScheduler', { ...ramp, scheduler: top, start: how }), place)
  /** The ramp to what a part is at its start; an error of that counts only where the ramp is on. */
  const riseTo = (part: Part) => {
    let top: Schedule
    try {
      top = level(part(Moment.start(setting.pace)))
    } catch (error) {
      return failing(error)
    }
    return rise(top, 'over')
  }
  if (start === 'together') {
    const share = rise(level(1), start)
    const part = build(scheduler, place)
    return (moment) => share(moment) * part(moment)
  }
  if (start === 'over') {
    const part = build(scheduler, place)
    const rising = riseTo(part)
    return (moment) => (moment.isReached(end) ? part : rising)(moment)
  }
  const put = (schedule: Schedule) =>
    describe('WithWarmupScheduler', { scheduler: schedule, tWarmup, scaleWarmup, start: 'after' })
  const part = build(scheduler, inner(place, rest(end, setting), put))
  const rising = riseTo(part)
  return (moment) => (moment.isReached(end) ? part(moment.inside(end)) : rising(moment))
}
