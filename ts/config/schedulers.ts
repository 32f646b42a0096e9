/**
 * The schedulers of a configuration: one or several, each with what stands within it. Which values a scheduler allows is
 * its class's matter.
 */
import { SchedulerError } from '../errors/error.js'
import { reviveScheduler } from '../schedulers/all.js'
import type { BuiltinScheduler } from '../schedulers/builtin.js'
import { fieldOf, isNesting } from '../wasm/table.js'
import type { KeyPath } from './errors.js'
import type { Fail } from './explain.js'
import {
  type LocatedPart,
  type LocatedScheduler,
  LR,
  locateQuantities,
  locateSchedulers,
  type Outline,
  outlineAt,
} from './locate.js'
import { readOption } from './options.js'
import type { Source } from './source.js'

/** A scheduler and where the configuration has it. */
export interface PlacedScheduler {
  readonly scheduler: BuiltinScheduler
  readonly path: KeyPath
}

/**
 * The schedulers under `scheduler` or `schedulers`, of which there must be at least one.
 *
 * @throws ConfigError
 */
export const readSchedulers = (source: Source): PlacedScheduler[] => placed(source, locateSchedulers(source))

const placed = (source: Source, located: readonly LocatedScheduler[]): PlacedScheduler[] =>
  located.map((one) => ({
    scheduler: construct(source.fail.bind(source), one, readOptions(source, one)),
    path: one.path,
  }))

/** What else than the learning rate is scheduled. */
export interface PlacedQuantity {
  readonly name: string
  readonly placed: readonly PlacedScheduler[]
}

/**
 * The schedulers of the learning rate, and those of other quantities where `scheduler` is a mapping of quantities.
 *
 * @throws ConfigError
 */
export function readQuantities(source: Source): { lr: PlacedScheduler[]; others: PlacedQuantity[] } {
  const quantities = locateQuantities(source)
  if (quantities === null) return { lr: readSchedulers(source), others: [] }
  const read = quantities.map(({ name, located }) => ({ name, placed: placed(source, located) }))
  const isLr = ({ name }: PlacedQuantity) => name === LR
  return { lr: read.find(isLr)!.placed, others: read.filter((quantity) => !isLr(quantity)) }
}

/**
 * The options of a scheduler by their names here, without those of `skip`. Schedulers within it are plain data, as in JSON.
 *
 * @param skip - names, those of options of a scheduler within it behind its place: 'schedulers[1].tMax'
 */
export function readOptions(
  source: Source,
  located: LocatedScheduler,
  skip?: ReadonlySet<string>,
  above = '',
): Record<string, unknown> {
  const options: Record<string, unknown> = {}
  for (const { field, key } of located.given) {
    if (skip?.has(`${above}${field.name}`)) continue
    options[field.name] = isNesting(field.kind)
      ? readParts(source, located, field.name, skip, above)
      : readOption(source, source.child(located.node, key)!, field)
  }
  return options
}

/** What stands in one option of a scheduler, as plain data. */
function readParts(
  source: Source,
  { parts }: LocatedScheduler,
  option: string,
  skip: ReadonlySet<string> | undefined,
  above: string,
): unknown {
  const read = ({ at, clock, located }: LocatedPart): unknown => {
    const scheduler = { type: located.type, ...readOptions(source, located, skip, `${above}${at}.`) }
    return clock === undefined ? scheduler : { scheduler, clock }
  }
  const found = parts.filter((part) => part.option === option)
  return found[0]?.at === option ? read(found[0]) : found.map(read)
}

/** The scheduler that was found, with its options, as `readOptions` gives them; an error of one within it stands at that one's place. */
export function construct(fail: Fail, outline: Outline, options: object): BuiltinScheduler {
  try {
    return reviveScheduler({ type: outline.type, ...options })
  } catch (error) {
    if (!(error instanceof SchedulerError)) throw error
    const { within } = error.details as { within?: string }
    // The error as it was thrown, before it was told where.
    const thrown = within === undefined ? error : (error.cause as SchedulerError)
    throw explainOption(fail, outlineAt(outline, within ?? '')!, thrown)
  }
}

/** An error of a class in the terms of a configuration, at the key that it is about. */
function explainOption(fail: Fail, { type, path }: Outline, error: SchedulerError) {
  if (SchedulerError.is(error, 'missing-option')) {
    const option = fieldOf(type, error.details.option)!.key
    return fail([...path, option], `${type} needs ${option}; found none. Add ${option}.`, error)
  }
  if (SchedulerError.is(error, 'option-range') || SchedulerError.is(error, 'boundary-order')) {
    const option = fieldOf(type, error.details.option)?.key
    if (option !== undefined) {
      const { message } = new SchedulerError(error.code, { ...error.details, option } as never)
      return fail([...path, option], message, error)
    }
  }
  return fail(path, error.message, error)
}
