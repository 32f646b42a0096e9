/**
 * Schedulers of torch.optim.lr_scheduler, nested ones too, from class and keyword arguments.
 */
import { SchedulerError } from '../../../errors/error.js'
import { suggest } from '../../../errors/spelling.js'
import { Fields } from '../fields.js'
import { shortName } from '../library.js'
import { join } from './join.js'
import { type Base, LEAVES } from './leaves.js'
import type { TorchPart } from './part.js'

/** Without a length of their own, or without a schedule that is known beforehand. */
const UNREADABLE: Readonly<Record<string, string>> = {
  LambdaLR: 'a class without functions of its own',
  ReduceLROnPlateau: 'a class that needs no metric',
}

/**
 * Reads a scheduler that stands at a path.
 *
 * @param ahead - how many steps the schedulers around it have taken it before update 0
 */
export function readTorch(source: Fields, base: Base, depth = 1, ahead = 0): TorchPart {
  source.reading.enter(source.path, depth)
  const name = shortName(source.text('class'))
  const given = source.fields('kwargs', `torch.optim.lr_scheduler.${name}`)
  given.ignore('verbose')
  if (given.has('last_epoch') && given.count('last_epoch', -1) !== -1) {
    given.reading.differs(given.at('last_epoch'), 'It goes on from a step of another run; the schedule is read whole.')
  }
  const part = source.reading.at(source.path, () => read(name, source, given, base, depth, ahead))
  given.close()
  source.close()
  return { ...part, name }
}

function read(
  name: string,
  source: Fields,
  given: Fields,
  base: Base,
  depth: number,
  ahead: number,
): Omit<TorchPart, 'name'> {
  if (name === 'SequentialLR' || name === 'ChainedScheduler') return joined(name, source, given, base, depth, ahead)
  const leaf = Object.hasOwn(LEAVES, name) ? LEAVES[name] : undefined
  if (leaf !== undefined) return leaf(given, base)
  const known = [...Object.keys(LEAVES), 'SequentialLR', 'ChainedScheduler']
  const rule = Object.hasOwn(UNREADABLE, name) ? UNREADABLE[name]! : `one of ${known.join(', ')}`
  const meant = suggest(name, known)
  return source.reading.refuse(source.at('class'), rule, name, meant === undefined ? undefined : `Write ${meant}.`)
}

/** The schedulers within another, each on the learning rate that it finds when it is built. */
function joined(
  name: 'SequentialLR' | 'ChainedScheduler',
  source: Fields,
  given: Fields,
  base: Base,
  depth: number,
  ahead: number,
): Omit<TorchPart, 'name'> {
  const { reading } = source
  const schedulers = source.list('schedulers')
  const list = source.at('schedulers')
  let initial = base
  let initialLr: number | undefined
  let oneCycle: TorchPart | undefined
  const overwriting: string[] = []
  const readPart = (index: number, stepsAhead: number) => {
    const path = `${list}[${index}]`
    const within = new Fields(reading, schedulers[index], path, source.owner)
    const part = readTorch(within, initial, depth + 1, stepsAhead)
    // OneCycleLR overwrites initial_lr; CyclicLR sets it where no scheduler has been built before.
    const lr = part.hasOneCycle || !initial.isTaken ? part.initialLr : undefined
    if (lr !== undefined) initialLr = lr
    initial = lr === undefined ? { ...initial, isTaken: true } : { known: () => lr, any: () => lr, isTaken: true }
    const hasMomenta = part.others?.momentum !== undefined && oneCycle?.others?.momentum !== undefined
    if (oneCycle !== undefined && (part.hasOneCycle || hasMomenta)) overwriting.push(path)
    if (part.hasOneCycle) oneCycle = part
    return part
  }
  const ratesOf = (parts: readonly TorchPart[]) => {
    const isOnOne = parts.every((part) => part.base === parts[0]!.base)
    return {
      lr: isOnOne ? parts[0]!.base : base.known(),
      initial: isOnOne && initialLr === undefined ? parts[0]!.base : initial.any(),
    }
  }
  const milestones = name === 'SequentialLR' ? given.times('milestones') : []
  const at = given.at('milestones')
  const whole = join({ name, reading, list, count: schedulers.length, milestones, at, ahead }, readPart, ratesOf)
  for (const path of overwriting) {
    const reason = 'It overwrites what the optimizer has for the OneCycleLR before it: its rates or its momentum.'
    reading.differs(path, reason, 0)
  }
  return { ...whole, initialLr, hasOneCycle: oneCycle !== undefined }
}

/** A base that is told by an import's options, asked for once. */
export function baseOf(source: Fields): Base {
  let known: number | undefined
  let any: number | undefined
  const { reading } = source
  return {
    known: () => {
      known ??= reading.options.baseLr
      if (known === undefined) throw new SchedulerError('missing-option', { owner: reading.by, option: 'baseLr' })
      return known
    },
    any: () => {
      any ??= reading.baseLr(null)
      return any
    },
  }
}
