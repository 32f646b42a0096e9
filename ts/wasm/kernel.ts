/**
 * The one seam to WebAssembly: numbers in, numbers or a SchedulerError out. Instantiates on first use.
 * Holds the module's buffer and which curve it has loaded; no formula, no conversion.
 */
import { type ErrorCode, type ErrorDetails, SchedulerError } from '../errors/error.js'
import { missingCounter, NO_PACE, type Pace } from '../state/pace.js'
import type { Time } from '../state/time/time.js'
import { CHUNK } from './chunk.js'
import { decodeTime, encodePace, encodeRun, encodeTime, type RunFacts } from './encode.js'
import type { InitOutput } from './generated/core.js'
import { COUNTERS, ERRORS, LENGTHS, OPERANDS, SHAPES, UNITS, VERSION } from './generated/layout.js'
import { instantiate } from './source/embedded.js'

/** A phase of a curve, as the crate names it. */
export interface PhaseRow {
  from: number
  until: number
  counter: (typeof COUNTERS)[number]
  name: (typeof SHAPES)[number] | 'warmup'
}

let core: InitOutput | undefined
let buffer = new Float64Array(0)
let loaded: Float64Array | undefined
// A call has begun and not ended: where it still is so at the next one, an exception (a stack overflow, memory that
// can't grow) has cut it short, and the instance may hold anything.
let isCut = false

/** The instance; a fresh one at first, and after a call that was cut short. */
function ready(): InitOutput {
  if (core !== undefined && !isCut) return core
  buffer = new Float64Array(0)
  loaded = undefined
  core = instantiate()
  // Last, so that an exception in here is not the end of it.
  isCut = false
  return core
}

/** Runs a call of the module. */
function call<T>(run: (core: InitOutput) => T): T {
  const instance = ready()
  isCut = true
  let answer: T
  try {
    answer = run(instance)
  } catch (error) {
    throw fromTrap(error)
  }
  isCut = false
  return answer
}

/** A trap as the error that users see; all else is theirs. */
function fromTrap(error: unknown): unknown {
  if ((error as Error | undefined)?.name !== 'RuntimeError') return error
  return new SchedulerError('wasm-trap', { found: String((error as Error).message) }, { cause: error })
}

/** The module's buffer with room for `len` numbers, wherever it now is; memory that has grown leaves views empty. */
function room(len: number): Float64Array {
  if (buffer.length >= len && buffer.length > 0 && !isCut) return buffer
  const size = Math.max(len, CHUNK)
  return call((core) => {
    // First, as it may make memory grow, which detaches the old one.
    const address = core.reserve(size) >>> 0
    buffer = new Float64Array(core.memory.buffer, address, size)
    return buffer
  })
}

function send(numbers: ArrayLike<number>): number {
  room(numbers.length).set(numbers)
  return numbers.length
}

/** The answer of a call: as many numbers as it says, or the error it says; of a curve that was sent, or at a pace. */
function receive(answer: number, { pace = NO_PACE, curve }: { pace?: Pace; curve?: Float64Array } = {}): Float64Array {
  if (answer < 0) throw failure(-answer, room(OPERANDS + 1), pace, curve)
  return room(answer).slice(0, answer)
}

/** An error's number and operands as the error that users see. */
function failure(number: number, operands: Float64Array, pace: Pace, curve?: Float64Array): SchedulerError {
  const [code, fields] = ERRORS[number - 1]!
  const step = operands[OPERANDS]!
  const details: Record<string, unknown> = Number.isNaN(step) ? {} : { step }
  let at = 0
  for (const [name, kind] of fields) {
    const value = operands[at++]!
    if (kind === 'time') details[name] = decodeTime(value, operands[at++]!)
    else if (kind === 'length') details[name] = LENGTHS[value]
    else if (kind === 'unit') Object.assign(details, missingCounter(pace, UNITS[value]!))
    else details[name] = value
  }
  if (code === 'not-finite' || code === 'integer-range') details.what = 'A converted time or counter'
  if (code === 'bad-type') {
    const expected = `the numbers of a curve, in layout ${VERSION}`
    const cure = 'Give what toJSON of this version wrote, or resolve the scheduler again.'
    Object.assign(details, { what: 'pieces', expected, found: Array.from(curve ?? []), cure })
  }
  return new SchedulerError(code as ErrorCode, details as ErrorDetails[ErrorCode])
}

/** A description for a run becomes the numbers of a curve. */
export function resolve(run: RunFacts, schedule: readonly number[]): Float64Array {
  const len = send([...encodeRun(run), ...schedule])
  return receive(call((core) => core.resolve(len)))
}

/** Composer's `_convert_time`. */
export function convert(time: Time, run: RunFacts, ssr: number): Time {
  const len = send([...encodeRun(run), ...encodeTime(time), ssr])
  const [value, unit] = receive(call((core) => core.convert_time(len)))
  return decodeTime(value!, unit!)
}

/** How many batches a run has until it reaches `end`. */
export function batchesUntil(end: Time, pace: Pace): number {
  const len = send([...encodeTime(end), ...encodePace(pace)])
  return receive(
    call((core) => core.batches_until(len)),
    { pace },
  )[0]!
}

/**
 * Configurations of so many schedulers each become rows of `ROW` numbers and `BOUNDARIES` for each scheduler.
 *
 * @param numbers of each: max_duration, ratio, pace, learning rate, schedulers
 */
export function configurations(numbers: Float64Array, schedulers: number, summarized: boolean): Float64Array {
  const len = send(numbers)
  return receive(call((core) => core.configurations(len, schedulers, Number(summarized))))
}

/** SHA-256 of the little-endian bytes, as hex digits. */
export function digest(numbers: ArrayLike<number>): string {
  const len = send(numbers)
  const bytes = receive(call((core) => core.digest(len)))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** The phases of a curve; an error where the numbers are not those of a curve. */
export function phases(curve: Float64Array): PhaseRow[] {
  const len = send(curve)
  const numbers = receive(
    call((core) => core.phases(len)),
    { curve },
  )
  const rows: PhaseRow[] = []
  for (let i = 0; i < numbers.length; i += 5) {
    const [from, until, counter, warmup, shape] = numbers.subarray(i, i + 5) as unknown as [
      number,
      number,
      number,
      number,
      number,
    ]
    rows.push({ from, until, counter: COUNTERS[counter]!, name: warmup === 1 ? 'warmup' : SHAPES[shape]! })
  }
  return rows
}

/** Makes a curve the one that the module evaluates. */
function load(curve: Float64Array): void {
  if (loaded === curve && !isCut) return
  loaded = undefined
  const len = send(curve)
  receive(
    call((core) => core.load(len)),
    { curve },
  )
  loaded = curve
}

/** The multiplier of a curve (its pace, then its pieces) at one clock; counters that it does not read may be anything. */
export function valueAt(
  curve: Float64Array,
  iteration: number,
  batch: number,
  sample: number,
  token: number,
  second: number,
): number {
  if (loaded !== curve || isCut) load(curve)
  // As `call`, without a function made at each point.
  isCut = true
  let value: number
  try {
    value = core!.value_at(iteration, batch, sample, token, second)
  } catch (error) {
    throw fromTrap(error)
  }
  isCut = false
  return Number.isNaN(value) ? explainNaN() : value
}

/** A NaN is a value where the options overflow, else the sign of an error. */
function explainNaN(): number {
  const operands = room(OPERANDS + 1)
  const number = operands[OPERANDS]!
  if (number === 0) return Number.NaN
  operands[OPERANDS] = Number.NaN
  throw failure(number, operands, NO_PACE)
}

/** Throws the first error of a range, naming its step; nothing where every step has a value. */
export function checkRange(curve: Float64Array, pace: Pace, from: number, stride: number, count: number): void {
  load(curve)
  const answer = call((core) => core.first_error(from, stride, count))
  if (answer !== 0) receive(answer, { pace })
}

/** The multipliers of at most CHUNK steps, as a view that holds until the next call. */
export function fillChunk(curve: Float64Array, from: number, stride: number, count: number): Float64Array {
  load(curve)
  const answer = call((core) => core.fill(from, stride, count))
  if (answer !== 0) receive(answer)
  const values = room(count)
  return count === values.length ? values : values.subarray(0, count)
}

/** The last chunk's values begin a product, or are multiplied into it. */
export function multiplyChunk(count: number, begin: boolean): void {
  call((core) => core.multiply(count, Number(begin)))
}

/** The product times a factor, as a view that holds until the next call. */
export function productOfChunk(count: number, factor: number): Float64Array {
  call((core) => core.take_product(factor))
  return room(count).subarray(0, count)
}

/** Adds the last chunk's values, or the product's, times a factor to a summary; all chunks but the last are whole blocks. */
export function summarizeChunk(count: number, factor: number, product: boolean, begin: boolean): void {
  call((core) => core.summarize(count, factor, Number(product), Number(begin)))
}

/** Sum, mean, lowest, last, peak, its block, the first block with half of it (or NaN), largest jump, its block. */
export function endSummary(): Float64Array {
  return receive(call((core) => core.end_summary()))
}

/** The lowest or the highest of the last chunk's values, or the product's, from `from` up to `until`. */
export function boundOfChunk(from: number, until: number, product: boolean, highest: boolean): number {
  return call((core) => core.bound(from, until, Number(product), Number(highest)))
}
