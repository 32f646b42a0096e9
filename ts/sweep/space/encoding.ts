/**
 * Configurations as the numbers that the module reads: a template for each base, in which the values of axes stand.
 */

import { LR } from '../../config/locate.js'
import { Numbers } from '../../many/numbers.js'
import { kindOf } from '../../schedulers/kinds/kinds.js'
import { checkTime } from '../../state/state.js'
import { microseconds } from '../../state/timestamp/fields.js'
import { encodeTime } from '../../wasm/encode.js'
import { type Field, fieldsOf, isNesting, numberOf, type SchedulerType } from '../../wasm/table.js'
import type { Space } from './axes.js'
import type { Base } from './bases.js'
import { type Share, sharesOf } from './quantities.js'
import { type Target, targetKey } from './targets.js'
import type { AxisValue } from './values.js'

/** Numbers that all combinations of a base share, or those that axes set, by the digits of the combination. */
type Piece = readonly number[] | ((digits: readonly number[]) => readonly number[])

const at = (piece: Piece, digits: readonly number[]): readonly number[] =>
  typeof piece === 'function' ? piece(digits) : piece

/** Writes configurations one after another, with the schedulers of one quantity. */
export class ConfigurationEncoder {
  /** How many schedulers the configurations of each base have; 0 where it has no such quantity. */
  readonly schedulers: readonly number[]
  readonly #space: Space
  readonly #pieces: (readonly Piece[])[]
  readonly #digits: number[]
  readonly #hasBases: boolean
  readonly #numbers = new Numbers()

  constructor(space: Space, quantity = LR) {
    const shares = space.bases.map((base) => sharesOf(base).find(({ name }) => name === quantity) ?? NONE)
    this.#space = space
    this.#digits = space.sizes.map(() => 0)
    this.#hasBases = space.axes[0]?.targets[0]?.kind === 'base'
    this.schedulers = shares.map(({ from, until }) => until - from)
    this.#pieces = space.bases.map((base, index) => joined(piecesOf(base, index, space, shares[index]!)))
  }

  /** The base of a combination. */
  baseOf(combination: number): number {
    if (!this.#hasBases) return 0
    const below = this.#space.sizes.slice(1).reduce((product, size) => product * size, 1)
    return Math.floor(combination / below)
  }

  /** Adds a combination; all of a block are of one base. */
  add(combination: number): void {
    const { sizes } = this.#space
    let rest = combination
    for (let at = sizes.length - 1; at >= 0; at--) {
      const size = sizes[at]!
      this.#digits[at] = rest % size
      rest = Math.floor(rest / size)
    }
    for (const piece of this.#pieces[this.#hasBases ? this.#digits[0]! : 0]!) {
      this.#numbers.put(at(piece, this.#digits))
    }
  }

  /** The numbers of what was added, which are forgotten; until the next is added. */
  take(): Float64Array {
    return this.#numbers.take()
  }
}

const NONE: Share = { name: '', from: 0, until: 0 }

/** Neighbours that are the same for all, as one. */
function joined(pieces: readonly Piece[]): Piece[] {
  const out: Piece[] = []
  for (const piece of pieces) {
    const last = out.at(-1)
    if (typeof piece === 'function' || last === undefined || typeof last === 'function') out.push(piece)
    else out[out.length - 1] = [...last, ...piece]
  }
  return out
}

/** Run, pace, learning rate and schedulers, in the order in which the crate's `configurations` reads them. */
function piecesOf(base: Base, index: number, space: Space, share: Share): Piece[] {
  const axes = new Map(space.axes.map((axis) => [targetKey(axis.targets[index]!), axis]))
  const value: ValueOf = (target, own, encode) => {
    const axis = axes.get(targetKey(target))
    if (axis === undefined) return own === undefined ? [Number.NaN] : encode(own as AxisValue)
    const numbers = remembered(axis.values, encode)
    return (digits) => numbers(digits[axis.digit]!)
  }
  const run = (option: (Target & { kind: 'run' })['option'], encode = number): Piece =>
    value({ kind: 'run', option }, base.run[option] ?? undefined, encode)
  return [
    run('maxDuration', (found) => encodeTime(checkTime('maxDuration', found as never))),
    value({ kind: 'run', option: 'scaleScheduleRatio' }, base.run.scaleScheduleRatio ?? 1, number),
    limited(run('dataloaderLen'), value({ kind: 'limit' }, base.limit ?? undefined, number)),
    run('samplesPerBatch'),
    run('tokensPerSample'),
    run('epochsPerIteration'),
    run('secondsPerBatch', (found) => [microseconds(found as number, 'secondsPerBatch')]),
    // Of other quantities the multiplier is the value.
    share.name === LR ? value({ kind: 'lr' }, base.lr, number) : [1],
    ...base.schedulers
      .slice(share.from, share.until)
      .flatMap(({ type, options }, index) => described({ type, ...options }, share.from + index, value)),
  ]
}

/** What an axis sets, or else what the base has. */
type ValueOf = (target: Target, own: unknown, encode: (value: AxisValue) => readonly number[]) => Piece

/** Options as plain data: of a scheduler, with its type; of a part with a clock, with its scheduler. */
type Data = Readonly<Record<string, unknown>>

/** A scheduler, and those within it, at a place of the one with an index. */
function described(data: Data, scheduler: number, value: ValueOf, above = ''): Piece[] {
  const type = data.type as SchedulerType
  const within = (part: unknown, place: string) => described(part as Data, scheduler, value, `${above}${place}.`)
  const pieces = fieldsOf(type).flatMap((field): Piece[] => {
    const { name, kind, byDefault } = field
    const own = data[name]
    if (!isNesting(kind)) {
      const target: Target = { kind: 'option', scheduler, option: `${above}${name}`, field: kind }
      return [value(target, own === undefined ? byDefault : own, encoderOf(field))]
    }
    if (kind === 'scheduler') return within(own, name)
    const parts = own as readonly Data[]
    return [
      [parts.length],
      ...parts.flatMap((part, index) => {
        const place = `${name}[${index}]`
        if (kind === 'schedulers') return within(part, place)
        return [[Number(part.clock === 'outer')], ...within('type' in part ? part : part.scheduler, place)]
      }),
    ]
  })
  return [[numberOf(type)], ...pieces]
}

const number = (value: AxisValue): readonly number[] => [value as number]

function encoderOf({ name, kind }: Field): (value: AxisValue) => readonly number[] {
  const { check, encode } = kindOf(kind)
  return (value) => encode(check(name, value))
}

/** Each value is encoded once, when it is first asked for. */
function remembered(
  values: readonly AxisValue[],
  encode: (value: AxisValue) => readonly number[],
): (value: number) => readonly number[] {
  const known: (readonly number[] | undefined)[] = []
  return (at) => {
    const found = known[at]
    if (found !== undefined) return found
    const numbers = encode(values[at]!)
    // Of long axes each value is asked for once.
    if (values.length <= REMEMBERED) known[at] = numbers
    return numbers
  }
}

const REMEMBERED = 4096

/** The lesser of two numbers, the second of which may be missing; it has no meaning without the first. */
function limited(length: Piece, limit: Piece): Piece {
  const least = ([a]: readonly number[], [b]: readonly number[]) => [Number.isNaN(b) ? a! : Math.min(a!, b!)]
  if (typeof length !== 'function' && typeof limit !== 'function') return least(length, limit)
  return (digits) => least(at(length, digits), at(limit, digits))
}
