/**
 * Schedulers of torch one after another, and at once, with what their steps do to one another.
 */
import { TrainingRun } from '../../../run/run.js'
import type { BuiltinScheduler } from '../../../schedulers/builtin.js'
import { ProductScheduler, SequenceScheduler } from '../../../schedulers/classes.js'
import { scaled } from '../forms.js'
import type { Reading } from '../reading.js'
import { ratio, time } from '../reading.js'
import type { TorchPart } from './part.js'

/** Where parts stand, and on which learning rates. */
export interface Place {
  readonly reading: Reading
  /** The path of the list of parts. */
  readonly list: string
  /** The path of the milestones. */
  readonly milestones: string
  /** The learning rate that the whole is of. */
  readonly lr: number
  /** The learning rate that the first part starts from. */
  readonly initial: number
}

/** Parts that follow each other at milestones, each from its own start. */
export function sequence(parts: readonly TorchPart[], at: readonly number[], place: Place): Omit<TorchPart, 'name'> {
  const { reading, lr, initial } = place
  if (at.length !== parts.length - 1) {
    reading.refuse(place.milestones, `one fewer than there are schedulers, which are ${parts.length}`, at.length)
  }
  if (parts.length === 1) return parts[0]!
  const starts = [0, ...at]
  const schedulers: BuiltinScheduler[] = []
  for (const [index, part] of parts.entries()) {
    const path = `${place.list}[${index}]`
    let scale = ratio(part.base, lr)
    if (index === 0 && initial !== part.base && part.stepping === 'multiplies') {
      scale = ratio(initial, lr)
      const reason = 'A scheduler behind it overwrites initial_lr when it is built, so that this one starts from that.'
      reading.differs(path, reason, 0)
    }
    if (index === 1 && at[0] === 0 && part.stepping === 'multiplies') {
      // Without a step of its own at its start it multiplies what the first has left.
      scale *= schedulers[0]!.resolve(endless()).at(0)
    }
    if (index > (at[0] === 0 ? 1 : 0) && part.name === 'MultiplicativeLR') {
      const length = Math.ceil(starts[index]! - starts[index - 1]!)
      scale = schedulers[index - 1]!.resolve(endless()).at(Math.max(0, length - 1))
      const reason = 'MultiplicativeLR has no closed form: it goes on from the learning rate that it finds.'
      reading.differs(path, reason, starts[index]!)
    }
    schedulers.push(scaled(part.scheduler, scale))
  }
  if (at[0] === 0) {
    const reason =
      'Of a milestone of 0, update 0 still has the first scheduler, from whose learning rate the next goes on.'
    reading.differs(place.milestones, reason, 0)
  }
  const times = at.map((milestone, index) => time(index === 0 && milestone === 0 ? 1 : milestone))
  const momenta = parts.flatMap((part) => part.others?.momentum ?? [])
  const isWhole = momenta.length === parts.length
  return {
    scheduler: new SequenceScheduler({ schedulers, at: times }),
    base: lr,
    // So that the last part is on: it never would be if the run ended where it begins.
    last: Math.max(at[0] === 0 ? 1 : 0, starts.at(-1)!) + Math.max(1, parts.at(-1)!.last),
    stepping: 'sets',
    others: isWhole ? { momentum: new SequenceScheduler({ schedulers: momenta, at: times }) } : undefined,
  }
}

/** Parts that all step: a product of those that multiply. */
export function chain(parts: readonly TorchPart[], { reading, list }: Place): Omit<TorchPart, 'name'> {
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
    others: acting.filter((part) => part.others?.momentum !== undefined).at(-1)?.others,
  }
}

/** A run that no schedule is longer than. */
const endless = (): TrainingRun => new TrainingRun({ maxDuration: `${Number.MAX_SAFE_INTEGER}ba` })
