/**
 * The one seam to WebAssembly: numbers in, numbers or a SchedulerError out. Instantiates on first use.
 * No formula, no conversion.
 */
import { NO_PACE, type Pace } from '../state/pace.js'
import { Time } from '../state/time/time.js'
import { CHUNK } from './chunk.js'
import { decodeLength, encodePace, encodeRun, encodeTime, type Length, type RunFacts } from './encode.js'
import { COUNTERS, OPERANDS, SHAPES } from './generated/layout.js'
import { failure, fromTrap, Instance } from './instance.js'
import { ownerOf } from './output.js'
import { instantiate } from './source/embedded.js'
import type { Values } from './values.js'

/** Steps `from`, `from + stride`, …: so many. */
interface Range {
  readonly from: number
  readonly stride: number
  readonly count: number
}

/** A phase of a curve, as the crate names it. */
export interface PhaseRow {
  from: number
  until: number
  counter: (typeof COUNTERS)[number]
  name: (typeof SHAPES)[number] | 'warmup'
  /** Of a tree: which of its schedulers it comes from. */
  path?: string
}

/** The instance that everything is computed in, but for arrays that have one of their own. */
export const main = new Instance(instantiate)

/** A description for a run at a pace becomes the numbers of a curve. */
export function resolve(run: RunFacts, pace: Pace, schedule: readonly number[]): Float64Array {
  const len = main.send([...encodeRun(run), ...encodePace(pace), ...schedule])
  return main.receive(main.call((core) => core.resolve(len)))
}

/** Composer's `_convert_time`. */
export function convert(time: Time, run: RunFacts, ssr: number): Time {
  const { value, unit } = convertLength(time, run, ssr)
  return new Time(value, unit)
}

/** The same of a run that may end between two units. */
export function convertLength(time: Length, run: RunFacts, ssr: number): Length {
  const len = main.send([...encodeRun(run), ...encodeTime(time), ssr])
  const [value, unit] = main.receive(main.call((core) => core.convert_time(len)))
  return decodeLength(value!, unit!)
}

/** How many batches a run has until it reaches `end`. */
export function batchesUntil(end: Time, pace: Pace): number {
  const len = main.send([...encodeTime(end), ...encodePace(pace)])
  return main.receive(
    main.call((core) => core.batches_until(len)),
    { pace },
  )[0]!
}

/** SHA-256 of the little-endian bytes, as hex digits. */
export function digest(numbers: ArrayLike<number>): string {
  const len = main.send(numbers)
  const words = main.receive(main.call((core) => core.digest(len)))
  return Array.from(words, (word) => word.toString(16).padStart(8, '0')).join('')
}

/** The phases of a curve (its pace, then its pieces); an error where the numbers are not those of a curve. */
export function phases(curve: Float64Array): PhaseRow[] {
  const len = main.send(curve)
  const numbers = main.receive(
    main.call((core) => core.phases(len)),
    { curve },
  )
  const rows: PhaseRow[] = []
  for (let at = 0; at < numbers.length; ) {
    const [from, until, counter, warmup, shape, levels] = numbers.subarray(at, at + 6) as unknown as SixNumbers
    const end = at + 6 + levels
    const row: PhaseRow = { from, until, counter: COUNTERS[counter]!, name: warmup === 1 ? 'warmup' : SHAPES[shape]! }
    if (levels > 0) row.path = Array.from(numbers.subarray(at + 6, end), step).join('.')
    rows.push(row)
    at = end
  }
  return rows
}

type SixNumbers = [number, number, number, number, number, number]

/** A step of a path: 0 is the one scheduler of a node, what is above counts those of several from 1. */
const step = (place: number): string => (place === 0 ? 'scheduler' : `schedulers[${place - 1}]`)

/** The multiplier of a curve (its pace, then its pieces) at one clock; counters that it does not read may be anything. */
export function valueAt(
  curve: Float64Array,
  iteration: number,
  batch: number,
  sample: number,
  token: number,
  second: number,
  epoch: number,
): number {
  if (main.loaded !== curve || main.isCut) main.load(curve)
  // As `call`, without a function made at each point.
  main.isCut = true
  let value: number
  try {
    value = main.core!.value_at(iteration, batch, sample, token, second, epoch)
  } catch (error) {
    throw fromTrap(error)
  }
  main.isCut = false
  return Number.isNaN(value) ? explainNaN() : value
}

/** A NaN is a value where the options overflow, else the sign of an error. */
function explainNaN(): number {
  const operands = main.room(OPERANDS + 1)
  const number = operands[OPERANDS]!
  if (number === 0) return Number.NaN
  operands[OPERANDS] = Number.NaN
  throw failure(number, operands, NO_PACE)
}

/** Throws the first error of a range, naming its step; nothing where every step has a value. */
export function checkRange(curve: Float64Array, pace: Pace, { from, stride, count }: Range): void {
  main.load(curve)
  const answer = main.call((core) => core.first_error(from, stride, count))
  if (answer !== 0) main.receive(answer, { pace })
}

/** The multipliers of at most CHUNK steps, left in an instance; a view that holds until the next call. */
export function fillChunk(curve: Float64Array, { from, stride, count }: Range, on = main): Float64Array {
  on.load(curve)
  const values = on.room(count)
  return write(on, values.subarray(0, count), { from, stride, count }, 1) as Float64Array
}

/** The multipliers of a range times a factor, in front of an array: at once where it has an instance of its own. */
export function fillArray(curve: Float64Array, range: Range, factor: number, out: Values): void {
  const own = ownerOf(out, [curve])
  if (own !== undefined) {
    own.load(curve)
    write(own, out, range, factor)
    return
  }
  main.load(curve)
  const { from, stride, count } = range
  let done = 0
  while (done < count) {
    const rest = { from: from + done * stride, stride, count: count - done }
    const stretch = rest.count < CHUNK ? -rest.count : main.call((core) => core.stretch(rest.from, stride, rest.count))
    if (stretch >= CHUNK) {
      out.fill(main.room(1)[0]! * factor, done, done + stretch)
      done += stretch
      continue
    }
    const end = stretch < 0 ? done - stretch : done + CHUNK
    let room = main.roomFor(out, done, Math.min(CHUNK, end - done))
    for (; done < end; done += room.length) {
      if (room.length > end - done) room = room.subarray(0, end - done)
      room = write(main, room, { from: from + done * stride, stride, count: room.length }, factor)
      out.set(room, done)
    }
    done = end
  }
}

/**
 * The multipliers of a range of the loaded curve times a factor, into the memory of its instance; where they then are: a
 * tree may make memory grow, which leaves views empty.
 */
function write(on: Instance, to: Values, { from, stride, count }: Range, factor: number): Values {
  const { byteOffset, length } = to
  const narrow = Number(to instanceof Float32Array)
  const answer = on.call((core) => core.fill(byteOffset, from, stride, count, factor, narrow))
  if (answer !== 0) on.receive(answer)
  return to.length === length ? to : on.view(narrow ? Float32Array : Float64Array, byteOffset, length)
}

/** The last chunk's values begin a product, or are multiplied into it. */
export function multiplyChunk(count: number, begin: boolean, on = main): void {
  on.call((core) => core.multiply(count, Number(begin)))
}

/** The product times a factor, into an array from an index on; of the instance whose memory that is, or of the main one. */
export function takeProduct(count: number, factor: number, out: Values, index: number, own?: Instance): void {
  const narrow = Number(out instanceof Float32Array)
  const to = own === undefined ? main.roomFor(out, index, count) : out.subarray(index, index + count)
  ;(own ?? main).call((core) => core.take_product(to.byteOffset, count, factor, narrow))
  if (own === undefined) out.set(to, index)
}

/** The lowest or the highest of the last chunk's values, or the product's, from `from` up to `until`. */
export function boundOfChunk(from: number, until: number, product: boolean, highest: boolean): number {
  return main.call((core) => core.bound(from, until, Number(product), Number(highest)))
}
