/**
 * The rules that a schedule is held against: each looks at one scheduler in its run, and tells what is worth a look.
 */
import type { Curve, Phase } from '../curve/curve.js'
import { describeValue, SchedulerError } from '../errors/error.js'
import { convertTime } from '../run/convert.js'
import type { TrainingRun } from '../run/run.js'
import { type BuiltinScheduler, isBuiltin } from '../schedulers/builtin.js'
import type { ComposerScheduler } from '../schedulers/callable.js'
import { customPath } from '../schedulers/tree.js'
import { perBatch } from '../state/pace.js'
import type { ExactTime } from '../state/time/exact.js'
import { Time } from '../state/time/time.js'
import { fieldsOf, type SchedulerType } from '../wasm/table.js'
import { joined, type Seen, seenOf } from './seen.js'

/** What is worth a look. */
export interface Finding {
  /** The rule. */
  code: 'first-batch-at-zero' | 'floor-not-reached' | 'past-the-end' | 'warmup-too-long' | 'jump'
  /** 'warning': hardly what was meant; 'note': may well be meant. */
  level: 'warning' | 'note'
  /** The rule, what was found, and the cure. */
  message: string
  /** Of a record: the quantity whose schedule it is about, such as 'momentum'. */
  quantity?: string
  /** Which scheduler or option: 'tMax', 'schedulers[1].milestones[0]'; of several schedulers behind 'schedulers[i]'. */
  path?: string
  /** Where it shows, if it shows at a batch. */
  batch?: number
}

/** A scheduler in its run. */
export interface Subject {
  readonly scheduler: ComposerScheduler
  /** '' for one that stands alone. */
  readonly path: string
  readonly run: TrainingRun
  /** How long the run is. */
  readonly batches: number
  /** Null of a function, and of a tree with one in it. */
  readonly curve: Curve | null
}

/** A rule: what it finds of a scheduler. */
type Rule = (subject: Subject) => Finding[]

/** A curve, if there is one: a function, and a tree with one in it, has none. */
export const curveOf = (scheduler: ComposerScheduler, run: TrainingRun): Curve | null =>
  isBuiltin(scheduler) && customPath(scheduler) === null ? scheduler.resolve(run) : null

/** A finding, without a path where it is about the scheduler that stands alone. */
const finding = (code: Finding['code'], path: string, message: string, batch?: number): Finding => ({
  code,
  level: 'warning',
  message,
  ...(path === '' ? {} : { path }),
  ...(batch === undefined ? {} : { batch }),
})

const phasesOf = ({ curve }: Subject): Phase[] => curve?.phases({ in: 'ba' }) ?? []

/** A ramp that the run ends in. */
const warmupTooLong: Rule = (subject) =>
  phasesOf(subject)
    .filter(({ name, from, until }) => name === 'warmup' && from < subject.batches && until >= subject.batches)
    .map(({ path, until }) => {
      const end = until === Infinity ? 'no end' : `its end at batch ${until}`
      const message = `A warm-up ends before the run; found ${end}, and ${subject.batches} batches. Shorten t_warmup.`
      return finding('warmup-too-long', joinedPath(subject.path, path), message, subject.batches - 1)
    })

const joinedPath = (path: string, within: string | undefined) => (within === undefined ? path : joined(path, within))

/** The options that say when something happens, and what; one that may happen at the very end is known by its being reached there. */
const MOMENTS: { readonly [name: string]: { readonly what: string; readonly mayEnd: boolean } } = {
  milestones: { what: 'A milestone', mayEnd: false },
  boundaries: { what: 'A boundary', mayEnd: false },
  at: { what: 'A part of a sequence', mayEnd: false },
  tStart: { what: 'A cooldown', mayEnd: false },
  knots: { what: 'A knot', mayEnd: true },
  t0: { what: 'A restart', mayEnd: true },
  every: { what: 'A cycle', mayEnd: true },
}

/** Schedulers that come down at their end: their last piece is the cooldown. */
const COOLING: ReadonlySet<string> = new Set([
  'WarmupStableDecayScheduler',
  'InverseSquareRootScheduler',
  'InverseSquareRootWithWarmupScheduler',
])

/** What would happen once the run is over. */
const pastTheEnd: Rule = ({ scheduler, path, run, batches }) =>
  seenOf(scheduler, path).flatMap((seen) => {
    if (!isBuiltin(seen.scheduler)) return []
    const values = seen.scheduler as unknown as Readonly<Record<string, unknown>>
    const tooLate = (what: string, option: string, batch: number, when: string) => {
      const message = `${what} lies within the run; found ${when} to be batch ${batch}, and ${batches} batches. Put it earlier, or leave it out.`
      return finding('past-the-end', joined(seen.path, option), message, batch)
    }
    const found = fieldsOf(seen.scheduler.name as SchedulerType).flatMap(({ name, kind }) => {
      const moment = Object.hasOwn(MOMENTS, name) ? MOMENTS[name] : undefined
      const given = values[name]
      if (moment === undefined || given === null) return []
      const isExact = kind.startsWith('exact')
      const isList = Array.isArray(given)
      return (isList ? given : [given]).flatMap((time: Time | ExactTime, index: number) => {
        const batch = batchOf(time, run, isExact)
        if (batch === null || batch < batches || (moment.mayEnd && batch === batches)) return []
        return [tooLate(moment.what, isList ? `${name}[${index}]` : name, batch, String(time))]
      })
    })
    const cooling = COOLING.has(seen.scheduler.name) ? curveOf(seen.scheduler, run) : null
    const late = cooling?.phases({ in: 'ba' }).find(({ from, until }) => from >= batches && until < Infinity)
    return late === undefined ? found : [...found, tooLate('A cooldown', 'tMax', late.from, `t_max ${values.tMax}`)]
  })

/** The first batch at which an option's time is reached; null where the run does not say, or nobody reaches it. */
function batchOf(time: Time | ExactTime, run: TrainingRun, isExact: boolean): number | null {
  const { scaleScheduleRatio: ratio, pace } = run
  try {
    if (!isExact || time.unit === 'dur') {
      return run.batchAt(convertTime(new Time(time.value, time.unit), run, ratio))
    }
  } catch (error) {
    if (SchedulerError.is(error)) return null
    throw error
  }
  // Fractions are not truncated.
  const adds = perBatch(pace, time.unit)
  const batch = adds === null ? Number.NaN : Math.ceil((time.value * ratio) / adds)
  return Number.isSafeInteger(batch) && batch >= 0 ? batch : null
}

/** Of what lies between where a schedule starts from and its floor, so much may be left. */
const LEFT = 0.01

/** Schedulers that never come to rest at a floor: they start anew. */
const RESTARTING = /Restarts|Cyclic/

/** A floor that the run ends above. */
const floorNotReached: Rule = ({ scheduler, path, run, batches, curve }) =>
  seenOf(scheduler, path).flatMap((seen) => {
    const floor = floorOf(seen)
    if (floor === null) return []
    const own = seen.scheduler === scheduler ? curve : curveOf(seen.scheduler, run)
    const end = valueOrNull(() => own?.at(batches) ?? null)
    const left = end === null ? 0 : end - floor.value
    // Also where it rises to what it ends at.
    if (Math.abs(left) <= LEFT * Math.abs(floor.start - floor.value)) return []
    const found = `found ${describeValue(end)} at the end, batch ${batches}, and ${floor.key} ${floor.value}`
    const cure = 'Let it end with the run, or raise the floor.'
    return [finding('floor-not-reached', joined(seen.path, floor.name), `A floor is reached; ${found}. ${cure}`)]
  })

/** Where a scheduler comes to rest, and what it starts from; null of one that does not. */
function floorOf({ scheduler, isCut }: Seen): { name: string; key: string; value: number; start: number } | null {
  if (isCut || !isBuiltin(scheduler) || RESTARTING.test(scheduler.name)) return null
  const values = scheduler as BuiltinScheduler & Readonly<Record<string, unknown>>
  // A cosine of several waves, and a power that begins anew, come to their floor again and again.
  if (values.cycle === true || values.after === 'continue') return null
  if (scheduler.name === 'CosineDecayScheduler' && values.numCycles !== 0.5) return null
  // Without a cooldown its floor is no place to come to.
  if (scheduler.name === 'InverseSquareRootScheduler' && values.tCooldown === null) return null
  const field = fieldsOf(scheduler.name as SchedulerType).find(
    ({ name }) => name === 'alphaF' || name === 'alphaFCooldown',
  )
  const value = field === undefined ? null : values[field.name]
  if (field === undefined || typeof value !== 'number') return null
  const start = values.alphaI ?? 1
  return { name: field.name, key: field.key, value, start: scheduler.name === 'OneCycleScheduler' ? 1 : Number(start) }
}

function valueOrNull(value: () => number | null): number | null {
  try {
    return value()
  } catch (error) {
    if (SchedulerError.is(error)) return null
    throw error
  }
}

/** A step is a jump if it is so many times as large as the one before it and the one after it, … */
const WIDER = 10
/** … and such a part of what it leads from or to. */
const PART = 0.05

/** A step between two formulas that is none of either. */
const jump: Rule = (subject) => {
  const { curve, path, batches } = subject
  const phases = phasesOf(subject)
  return phases.flatMap((phase, index) => {
    const before = phases[index - 1]
    const batch = phase.from
    if (curve === null || before === undefined || batch < 2 || batch >= batches || before.until <= before.from)
      return []
    // What holds one value and then another is meant to.
    if (phase.name === 'hold' && before.name === 'hold' && phase.path === before.path) return []
    const [a, b, c, d] = [-2, -1, 0, 1].map((distance) => valueOrNull(() => curve.at(batch + distance)) ?? Number.NaN)
    const step = Math.abs(c! - b!)
    const beside = Math.max(Math.abs(b! - a!), Math.abs(d! - c!))
    if (!(step > WIDER * beside && step > PART * Math.max(Math.abs(b!), Math.abs(c!)))) return []
    const found = `found a step from ${b} to ${c} at batch ${batch}, where ${phase.name} follows ${before.name}`
    const message = `Where one formula follows another the multiplier goes on; ${found}. Make the values meet, if it is not meant.`
    return [finding('jump', joinedPath(path, phase.path), message, batch)]
  })
}

/** The rules that look at one scheduler at a time. */
export const RULES: readonly Rule[] = [warmupTooLong, floorNotReached, pastTheEnd, jump]

/** A first batch that is trained at 0; `values` are what the schedulers give there. */
export function firstBatchAtZero(values: readonly number[], paths: readonly string[]): Finding[] {
  const index = values.indexOf(0)
  if (index < 0) return []
  const rule = 'A batch that is trained at 0 changes nothing'
  const found = `found a multiplier of 0 at batch 0, with which Composer's Trainer trains batch 1 as well`
  const cure = "Start a ramp above 0, with alphaW or with firstStep '(t+1)/w', if it matters."
  return [{ ...finding('first-batch-at-zero', paths[index]!, `${rule}; ${found}. ${cure}`, 0), level: 'note' }]
}
