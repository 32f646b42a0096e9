/**
 * An instance of the module and what it holds: its buffer, and the curve it has loaded. Numbers in, numbers or an error
 * out; what an exception has cut short is renewed before the next call.
 */
import { type ErrorCode, type ErrorDetails, SchedulerError } from '../errors/error.js'
import { missingCounter, NO_PACE, type Pace } from '../state/pace.js'
import { Time } from '../state/time/time.js'
import { CHUNK } from './chunk.js'
import type { InitOutput } from './generated/core.js'
import { ERRORS, LENGTHS, OPERANDS, PACE_SIZE, UNITS, VERSION } from './generated/layout.js'
import type { Values } from './values.js'

/** Values of a page: a chunk may begin anywhere in one. */
export const PAGE = 512

/** Whether the numbers (a pace, then pieces) are more than one curve: trees are written in a layout of their own. */
export const isTree = (curve: Float64Array): boolean => curve[PACE_SIZE] !== VERSION

export class Instance {
  /** Its exports, once it is ready. */
  core: InitOutput | undefined
  /**
   * A call has begun and not ended: where it still is so at the next one, an exception (a stack overflow, memory that
   * can't grow) has cut it short, and the instance may hold anything.
   */
  isCut = false
  /** The curve that is evaluated. */
  loaded: Float64Array | undefined
  #buffer = new Float64Array(0)
  readonly #start: () => InitOutput

  /** @param start - starts it, at first and after a call that was cut short */
  constructor(start: () => InitOutput) {
    this.#start = start
  }

  #ready(): InitOutput {
    if (this.core !== undefined && !this.isCut) return this.core
    this.#buffer = new Float64Array(0)
    this.loaded = undefined
    this.core = this.#start()
    // Last, so that an exception in here is not the end of it.
    this.isCut = false
    return this.core
  }

  /** Runs a call of the module. */
  call<T>(run: (core: InitOutput) => T): T {
    const core = this.#ready()
    this.isCut = true
    let answer: T
    try {
      answer = run(core)
    } catch (error) {
      throw fromTrap(error)
    }
    this.isCut = false
    return answer
  }

  /** The buffer with room for `len` numbers, wherever it now is; memory that has grown leaves views empty. */
  room(len: number): Float64Array {
    const buffer = this.#buffer
    if (buffer.length >= len && buffer.length > 0 && !this.isCut) return buffer
    const size = Math.max(len, CHUNK + PAGE)
    return this.call((core) => {
      // First, as it may make memory grow, which detaches the old one.
      const address = core.reserve(size) >>> 0
      this.#buffer = new Float64Array(core.memory.buffer, address, size)
      return this.#buffer
    })
  }

  /** So many values from an address on, in the memory as it now is. */
  view(Kind: typeof Float64Array | typeof Float32Array, address: number, length: number): Values {
    return new Kind(this.core!.memory.buffer as ArrayBuffer, address, length)
  }

  /** Puts numbers where calls read them; how many. */
  send(numbers: ArrayLike<number>): number {
    this.room(numbers.length).set(numbers)
    return numbers.length
  }

  /** The answer of a call: as many numbers as it says, or the error it says; of a curve that was sent, or at a pace. */
  receive(answer: number, { pace = NO_PACE, curve }: { pace?: Pace; curve?: Float64Array } = {}): Float64Array {
    if (answer < 0) throw failure(-answer, this.room(OPERANDS + 1), pace, curve)
    return this.room(answer).slice(0, answer)
  }

  /** Makes a curve the one that is evaluated. */
  load(curve: Float64Array): void {
    if (this.loaded === curve && !this.isCut) return
    this.loaded = undefined
    const len = this.send(curve)
    this.receive(
      this.call((core) => core.load(len)),
      { curve },
    )
    this.loaded = curve
  }

  /**
   * Room in the buffer for a chunk that is copied to an array from an index on. Where two addresses agree in their low
   * twelve bits a copy crawls; so it begins half a page from where those of the array are: large ones begin a page, or
   * 16 bytes into one.
   */
  roomFor(out: Values, index: number, count: number): Values {
    const buffer = this.room(CHUNK + PAGE)
    const page = 8 * PAGE
    const wanted = out.byteOffset + index * out.BYTES_PER_ELEMENT + page / 2 + 16
    const address = buffer.byteOffset + (((((wanted - buffer.byteOffset) % page) + page) % page) & -16)
    return this.view(out instanceof Float32Array ? Float32Array : Float64Array, address, count)
  }
}

/** A trap as the error that users see; all else is theirs. */
export function fromTrap(error: unknown): unknown {
  if ((error as Error | undefined)?.name !== 'RuntimeError') return error
  return new SchedulerError('wasm-trap', { found: String((error as Error).message) }, { cause: error })
}

/** A time of an error; one that is a fraction of its unit has no more than its text. */
function printed(value: number, unit: (typeof UNITS)[number]): { toString(): string } {
  return Number.isInteger(value) || unit === 'dur' ? new Time(value, unit) : { toString: () => `${value}${unit}` }
}

/** An error's number and operands as the error that users see. */
export function failure(number: number, operands: Float64Array, pace: Pace, curve?: Float64Array): SchedulerError {
  const [code, fields] = ERRORS[number - 1]!
  const step = operands[OPERANDS]!
  const details: Record<string, unknown> = Number.isNaN(step) ? {} : { step }
  let at = 0
  for (const [name, kind] of fields) {
    const value = operands[at++]!
    if (kind === 'time') details[name] = printed(value, UNITS[operands[at++]!]!)
    else if (kind === 'length') details[name] = LENGTHS[value]
    else if (kind === 'unit') Object.assign(details, missingCounter(pace, UNITS[value]!))
    else details[name] = value
  }
  if (code === 'unit-mismatch') details.operation = 'compare'
  if (code === 'boundary-order') details.option = 'at'
  if (code === 'not-finite' || code === 'integer-range') details.what = 'A converted time or counter'
  if (code === 'bad-type') {
    const expected = `the numbers of a curve, in layout ${VERSION}`
    const cure = 'Give what toJSON of this version wrote, or resolve the scheduler again.'
    Object.assign(details, { what: 'pieces', expected, found: Array.from(curve ?? []), cure })
  }
  return new SchedulerError(code as ErrorCode, details as ErrorDetails[ErrorCode])
}
