/**
 * Schedulers of torch.optim.lr_scheduler, nested ones too, from class and keyword arguments.
 */
import { SchedulerError } from '../../../errors/error.js'
import { suggest } from '../../../errors/spelling.js'
import { Fields } from '../fields.js'
import { shortName } from '../library.js'
import { chain, sequence } from './join.js'
import { type Base, LEAVES } from './leaves.js'
import type { TorchPart } from './part.js'

/** Without a length of their own, or without a schedule that is known beforehand. */
const UNREADABLE: Readonly<Record<string, string>> = {
  LambdaLR: 'a class without functions of its own',
  ReduceLROnPlateau: 'a class that needs no metric',
}

/** Reads a scheduler that stands at a path. */
export function readTorch(source: Fields, base: Base, depth = 1): TorchPart {
  source.reading.enter(source.path, depth)
  const name = shortName(source.text('class'))
  const given = source.fields('kwargs', `torch.optim.lr_scheduler.${name}`)
  given.ignore('verbose')
  if (given.has('last_epoch') && given.count('last_epoch', -1) !== -1) {
    given.reading.differs(given.at('last_epoch'), 'It goes on from a step of another run; the schedule is read whole.')
  }
  const part = source.reading.at(source.path, () => read(name, source, given, base, depth))
  given.close()
  source.close()
  return { name, ...part }
}

function read(name: string, source: Fields, given: Fields, base: Base, depth: number): Omit<TorchPart, 'name'> {
  if (name === 'SequentialLR' || name === 'ChainedScheduler') return joined(name, source, given, base, depth)
  const leaf = Object.hasOwn(LEAVES, name) ? LEAVES[name] : undefined
  if (leaf !== undefined) return leaf(given, base)
  const known = [...Object.keys(LEAVES), 'SequentialLR', 'ChainedScheduler']
  const rule = Object.hasOwn(UNREADABLE, name) ? UNREADABLE[name]! : `one of ${known.join(', ')}`
  const meant = suggest(name, known)
  return source.reading.refuse(source.at('class'), rule, name, meant === undefined ? undefined : `Write ${meant}.`)
}

/** The schedulers within another, each on the learning rate that it finds when it is built. */
function joined(name: string, source: Fields, given: Fields, base: Base, depth: number): Omit<TorchPart, 'name'> {
  const { reading } = source
  const list = source.list('schedulers')
  if (list.length === 0) reading.refuse(source.at('schedulers'), 'a list of at least one scheduler', list)
  let initial = base
  const parts = list.map((found, index) => {
    const within = new Fields(reading, found, `${source.at('schedulers')}[${index}]`, source.owner)
    const part = readTorch(within, initial, depth + 1)
    const { initialLr } = part
    // OneCycleLR overwrites initial_lr; CyclicLR sets it where no scheduler has been built before.
    if (initialLr !== undefined && (part.name === 'OneCycleLR' || index === 0)) {
      initial = { known: () => initialLr, any: () => initialLr }
    }
    return part
  })
  const isOnOne = parts.every((part) => part.base === parts[0]!.base)
  const place = {
    reading,
    list: source.at('schedulers'),
    milestones: given.at('milestones'),
    lr: isOnOne ? parts[0]!.base : base.known(),
    initial: isOnOne && initial === base ? parts[0]!.base : initial.any(),
  }
  return name === 'SequentialLR' ? sequence(parts, given.times('milestones'), place) : chain(parts, place)
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
