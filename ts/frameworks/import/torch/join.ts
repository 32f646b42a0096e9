/**
 * Schedulers of torch one after another, and at once, with what their steps do to one another.
 */
import { TrainingRun } from '../../../run/run.js'
import type { BuiltinScheduler } from '../../../schedulers/builtin.js'
import { ProductScheduler, SequenceScheduler } from '../../../schedulers/classes.js'
import { hold, scaled } from '../forms.js'
import type { Reading } from '../reading.js'
import { ratio, time } from '../reading.js'
import type { TorchPart } from './part.js'
import { type Turn, turnsOf } from './turns.js'

/** Schedulers within another. */
export interface Joined {
  readonly name: 'SequentialLR' | 'ChainedScheduler'
  readonly reading: Reading
  /** The path of the list of parts. */
  readonly list: string
  /** How many parts there are. */
  readonly count: number
  /** The milestones of a SequentialLR, and their path. */
  readonly milestones: readonly number[]
  readonly at: string
  /** How many steps it has taken before update 0. */
  readonly ahead: number
}

/** The learning rates that parts are on. */
export interface Rates {
  /** The learning rate that the whole is of. */
  readonly lr: number
  /** The learning rate that the first part starts from. */
  readonly initial: number
}

/**
 * Joins parts.
 *
 * @param read - reads a part, of an index, which has taken so many steps before update 0
 * @param rates - the learning rates, once all parts are read
 */
export function join(
  joined: Joined,
  read: (index: number, ahead: number) => TorchPart,
  rates: (parts: readonly TorchPart[]) => Rates,
): Omit<TorchPart, 'name'> {
  const { name, reading, list, count, milestones, at, ahead } = joined
  if (count === 0) reading.refuse(list, 'a list of at least one scheduler', [])
  const indices = Array.from({ length: count }, (_, index) => index)
  if (name === 'ChainedScheduler')
    return chain(
      indices.map((index) => read(index, ahead)),
      joined,
    )
  if (milestones.length !== count - 1) {
    reading.refuse(at, `one fewer than there are schedulers, which are ${count}`, milestones.length)
  }
  const turns = turnsOf(milestones, ahead)
  const parts = indices.map((index) => {
    const turn = turns.findIndex((one) => one.index === index)
    const end = turn < 0 ? 0 : (turns[turn + 1]?.start ?? Number.POSITIVE_INFINITY)
    // Being built, a SequentialLR steps the first of its parts once more.
    return reading.during(turns[turn]?.start ?? 0, end, () => read(index, index === 0 ? ahead + 1 : 0))
  })
  return sequence(parts, turns, rates(parts), joined)
}

/** Parts that follow each other, each from its own start. */
function sequence(
  parts: readonly TorchPart[],
  turns: readonly Turn[],
  { lr, initial }: Rates,
  { reading, list, at }: Joined,
): Omit<TorchPart, 'name'> {
  // Being built, it sets the learning rate back, whatever has multiplied it before.
  if (parts.length === 1) return { ...parts[0]!, stepping: 'sets' }
  const schedulers: BuiltinScheduler[] = []
  for (const [place, { index, start, isFresh }] of turns.entries()) {
    const part = parts[index]!
    const path = `${list}[${index}]`
    const isJoined = part.name === 'SequentialLR' || part.name === 'ChainedScheduler'
    let scale = ratio(part.base, lr)
    const multiplies = part.stepping === 'multiplies'
    // What sets the learning rate itself goes by its own; a sequence or chain doesn't, unless it has overwritten it.
    if (place === 0 && initial !== part.base && (multiplies || (isJoined && part.initialLr !== initial))) {
      if (multiplies) scale = ratio(initial, lr)
      const reason = 'A scheduler behind it overwrites initial_lr when it is built, so that this one starts from that.'
      reading.differs(path, reason, 0)
    }
    if (!isFresh) {
      const reason =
        'No milestone is this step, so that the scheduler goes on from the learning rate that it finds; update 0 always has the first.'
      reading.differs(at, reason, start <= 1 ? 0 : start)
    }
    if (place > 0 && multiplies && (!isFresh || part.name === 'MultiplicativeLR')) {
      // Without a closed form at its start it multiplies what the one before has left.
      const before = turns[place - 1]!.start
      scale = valueAt(schedulers[place - 1]!, start - before - 1)
      if (isFresh) {
        const reason = 'MultiplicativeLR has no closed form: it goes on from the learning rate that it finds.'
        reading.differs(path, reason, start)
      }
    }
    if (place > 0 && isFresh && isJoined) {
      reading.differs(path, `${part.name} does not take the step that a milestone starts it at: TypeError.`, start)
    }
    schedulers.push(scaled(part.scheduler, scale))
  }
  const ordered = turns.map(({ index }) => parts[index]!)
  const momentum = momentumOf(ordered, turns, parts)
  const times = turns.slice(1).map(({ start }) => time(start))
  return {
    scheduler: schedulers.length === 1 ? schedulers[0]! : new SequenceScheduler({ schedulers, at: times }),
    base: lr,
    // So that the last part is on: it never would be if the run ended where it begins.
    last: turns.at(-1)!.start + Math.max(1, ordered.at(-1)!.last),
    stepping: 'sets',
    others: momentum === null ? undefined : { momentum },
  }
}

/** The momentum of parts that follow each other: those without one leave it as they find it. */
function momentumOf(
  ordered: readonly TorchPart[],
  turns: readonly Turn[],
  parts: readonly TorchPart[],
): BuiltinScheduler | null {
  // What is built last sets it.
  const built = parts.filter((part) => part.others?.momentum !== undefined).at(-1)
  if (built === undefined) return null
  let left = valueAt(built.others!.momentum!, 0)
  const schedulers = ordered.map((part, place) => {
    const momentum = part.others?.momentum
    if (momentum === undefined) return hold(left)
    const next = turns[place + 1]
    if (next !== undefined) left = valueAt(momentum, next.start - turns[place]!.start - 1)
    return momentum
  })
  if (schedulers.length === 1) return schedulers[0]!
  return new SequenceScheduler({ schedulers, at: turns.slice(1).map(({ start }) => time(start)) })
}

/** Parts that all step: a product of those that multiply. */
function chain(parts: readonly TorchPart[], { reading, list }: Joined): Omit<TorchPart, 'name'> {
  const path = (index: number) => `${list}[${index}]`
  // What stands before one that sets the learning rate has no effect.
  const setting = parts.map(({ stepping }) => stepping).lastIndexOf('sets')
  if (setting > 0) {
    const reason = 'It sets the learning rate itself, so that the schedulers before it have no effect.'
    reading.differs(path(setting), reason, 0)
  }
  if (setting >= 0 && setting < parts.length - 1) {
    const reason = 'Schedulers behind one that sets the learning rate multiply it by one step of theirs, not by all.'
    reading.differs(path(setting + 1), reason, 1)
  }
  const start = Math.max(0, setting)
  const acting = parts.slice(start)
  for (const [index, part] of acting.entries()) {
    if (part.multipliesUntil === undefined || acting.length === 1) continue
    const reason = 'CosineAnnealingLR multiplies only with an eta_min of 0, and up to T_max; then it adds.'
    reading.differs(path(start + index), reason, part.multipliesUntil)
  }
  const schedulers = acting.map((part) => part.scheduler)
  return {
    scheduler: schedulers.length === 1 ? schedulers[0]! : new ProductScheduler({ schedulers }),
    base: acting[0]!.base,
    last: Math.max(...acting.map((part) => part.last)),
    stepping: setting >= 0 ? 'sets' : 'multiplies',
    others: parts.filter((part) => part.others?.momentum !== undefined).at(-1)?.others,
  }
}

/** The value of a scheduler at a step of its own, in a run that no schedule is longer than. */
const valueAt = (scheduler: BuiltinScheduler, step: number): number =>
  scheduler.resolve(new TrainingRun({ maxDuration: `${Number.MAX_SAFE_INTEGER}ba` })).at(Math.max(0, step))
