/**
 * A resolved scheduler: closed forms over absolute counters, as numbers that can be kept, compared and sent.
 * Evaluating them is the crate's; what a piece is made of is known only there.
 */
import { SchedulerError } from '../errors/error.js'
import { checkCount, checkOptions } from '../state/checks.js'
import { INSPECT } from '../state/inspect.js'
import { fromJsonNumber, fromJsonObject, type JsonNumber, toJsonNumber } from '../state/json.js'
import { missingCounter, type Pace } from '../state/pace.js'
import { postedCure } from '../state/posted.js'
import { checkMaxDuration, checkTimestamp } from '../state/state.js'
import { Time } from '../state/time/time.js'
import type { Timestamp } from '../state/timestamp/timestamp.js'
import { CHUNK } from '../wasm/chunk.js'
import { encodePace, encodeTime } from '../wasm/encode.js'
import { COUNTERS, PACE_SIZE, type SHAPES } from '../wasm/generated/layout.js'
import { type Instance, isTree } from '../wasm/instance.js'
import * as kernel from '../wasm/kernel.js'
import { ownerOf } from '../wasm/output.js'
import type { Values } from '../wasm/values.js'
import { allocate, checkRangeOptions, RANGE_OPTIONS, type Range, type RangeOptions } from './range.js'

/** What a stretch of a curve is called: the ramp of a warm-up, or the form of its formula. */
export type PhaseName = 'warmup' | (typeof SHAPES)[number]

/** A stretch of a curve with one formula. */
export interface Phase {
  /** Where it starts, on `counter`. */
  from: number
  /** Where it ends (exclusive), on `counter`; Infinity for the last. */
  until: number
  /** The counter that decides: 'iter', 'ba', 'sp', 'tok', 'sec' or 'ep'. */
  counter: (typeof COUNTERS)[number]
  /** What the formula is: 'warmup', 'hold', 'linear', 'cosine', …; of a node that mixes others 'product', 'repeat', … */
  name: PhaseName
  /** Of a tree of schedulers: which of them it comes from, such as 'schedulers[1].scheduler'. */
  path?: string
}

/** In which unit phases are told. */
export interface PhasesOptions {
  /** 'ba': every phase in batches of the run. Default: each on the counter that decides. */
  in?: 'ba'
}

const PHASES_OPTIONS: Readonly<Record<keyof PhasesOptions, true>> = { in: true }

/** A curve in JSON. */
export interface CurveJSON {
  /** What this is. */
  type: 'Curve'
  /** The pieces, in the layout of this version of the package (the first number is the layout's version). */
  pieces: JsonNumber[]
  /** What a batch adds to each counter; null where the run did not say. */
  pace: Pace
  /** The end of the run, as a time string. */
  maxDuration: string | null
}

/** What each counter reads, in the order of COUNTERS. */
export const READINGS: readonly ((at: Timestamp) => number)[] = [
  (at) => at.iteration,
  (at) => at.batch,
  (at) => at.sample,
  (at) => at.token,
  (at) => Math.trunc(at.totalWct),
  (at) => at.epoch,
]

type Readings = [number, number, number, number, number, number]

/** The most numbers of a curve: more than the most milestones come to. */
export const MOST_NUMBERS = 2 ** 22

/**
 * A scheduler resolved for one run: immutable, and independent of the scheduler and the run it came from.
 *
 * `scheduler.resolve(run)` makes one. Multipliers (α) have no unit; learning rates are α times the initial one.
 *
 * @example
 * ```ts
 * const run = new TrainingRun({ maxDuration: '1000ba' })
 * const curve = new LinearScheduler().resolve(run)
 * Array.from(curve.fill({ from: 0, count: 3, stride: 250 })) // => [1, 0.75, 0.5]
 * curve.valueAt(new Timestamp({ batch: 900 })) // => 0.09999999999999998
 * Curve.fromJSON(JSON.stringify(curve)).digest() === curve.digest() // => true
 * ```
 */
export class Curve {
  /** The pace, then the pieces: what the module loads. */
  readonly #numbers: Float64Array
  readonly #pace: Pace
  readonly #maxDuration: Time | null
  readonly #counters: number

  /** @internal Curves come from `resolve` and `fromJSON`. */
  constructor(pieces: Float64Array, pace: Pace, maxDuration: Time | null) {
    this.#numbers = new Float64Array(PACE_SIZE + pieces.length)
    this.#numbers.set(encodePace(pace))
    this.#numbers.set(pieces, PACE_SIZE)
    this.#pace = pace
    this.#maxDuration = maxDuration
    this.#counters = pieces[1]!
  }

  /** @internal The pace, then the pieces: what the module reads. Not to be changed. */
  get numbers(): Float64Array {
    return this.#numbers
  }

  /** @internal What it was resolved for: the pace of the run, and its end. */
  get facts(): { readonly pace: Pace; readonly maxDuration: Time | null } {
    return { pace: this.#pace, maxDuration: this.#maxDuration }
  }

  get #pieces(): Float64Array {
    return this.#numbers.subarray(PACE_SIZE)
  }

  /** The counters that the curve reads: a run must give these. */
  get counters(): (typeof COUNTERS)[number][] {
    return COUNTERS.filter((_, bit) => (this.#counters & (1 << bit)) !== 0)
  }

  /** @internal Whether Composer would warn that the warm-up is 0. */
  get warmupIsZero(): boolean {
    return (this.#pieces[2]! & 1) !== 0
  }

  /** @internal Whether a t_max ends before max_duration, where that is worth a warning. */
  get tMaxIsShort(): boolean {
    return (this.#pieces[2]! & 2) !== 0
  }

  /**
   * The multipliers of a range of batches: the same bits as `valueAt` at each of them.
   *
   * @param options - `from` (default 0), `stride` (default 1), `count` (default: `out.length`, else to the end of the
   * run), `out` (a Float64Array or Float32Array, filled in front; default a new Float64Array). Batches past the end are
   * allowed. f32 values are the f64 values rounded.
   * @returns `out`, or a new Float64Array of `count`
   * @throws before anything is written: `counter-missing`, `out-length`, `integer-range`, and what holds at some step
   * only (`restart-decayed`, `zero-to-negative-power`, `overflow`, `complex-value`, …), naming the first such batch
   */
  fill(options?: RangeOptions<Float64Array>): Float64Array
  fill<Out extends Values>(options: RangeOptions<Out>): Out
  fill(options: RangeOptions = {}): Values {
    checkOptions(options, RANGE_OPTIONS, 'fill')
    const range = checkRangeOptions(options, () => this.end)
    // Before the check, which walks over what may be many pieces.
    const out = options.out ?? allocate(range.count)
    this.check(range)
    this.fillInto(range, 1, out)
    return out
  }

  /** The multiplier at a timestamp, of which only the counters in `counters` are read. */
  valueAt(timestamp: Timestamp): number {
    return this.read(checkTimestamp(timestamp))
  }

  /**
   * The multiplier before batch `batch` is trained: the same bits as `fill` gives it.
   *
   * @param batch - an integer of at least 0; batches past the end are allowed
   * @throws what `fill` throws for this batch
   *
   * @example
   * ```ts
   * const run = new TrainingRun({ maxDuration: '100ba' })
   * new LinearScheduler().resolve(run).at(25) // => 0.75
   * new LinearScheduler().resolve(run).at(run.batchAt('0.5dur')) // => 0.5
   * ```
   */
  at(batch: number): number {
    const range = { from: checkCount('batch', batch, 0), stride: 1, count: 1 }
    this.check(range)
    return this.chunk(range, 0)[0]!
  }

  /** @internal `valueAt` for a timestamp that is known to be one. */
  read(at: Timestamp): number {
    const set = this.#counters
    if (isTree(this.#numbers)) return this.#readTree(at)
    return kernel.valueAt(
      this.#numbers,
      set & 1 ? at.iteration : 0,
      set & 2 ? at.batch : 0,
      set & 4 ? at.sample : 0,
      set & 8 ? at.token : 0,
      set & 16 ? Math.trunc(at.totalWct) : 0,
      set & 32 ? at.epoch : 0,
    )
  }

  /** @internal The multiplier where counters read these numbers, in the order of COUNTERS; NaN for what is not known. */
  readAll(readings: readonly number[]): number {
    const missing = readings.findIndex((reading, bit) => Number.isNaN(reading) && (this.#counters & (1 << bit)) !== 0)
    if (missing >= 0 && !isTree(this.#numbers)) {
      const details = missingCounter(this.#pace, COUNTERS[missing]!) ?? { counter: COUNTERS[missing]!, option: 'pace' }
      throw new SchedulerError('counter-missing', details)
    }
    return kernel.valueAt(this.#numbers, ...(readings as Readings))
  }

  /** Of a tree it depends on the moment which counters are read: one that is missing is an error only then. */
  #readTree(at: Timestamp): number {
    const readings = READINGS.map((read, bit) => {
      if ((this.#counters & (1 << bit)) === 0) return 0
      try {
        return read(at)
      } catch (error) {
        if (SchedulerError.is(error, 'counter-missing')) return Number.NaN
        throw error
      }
    })
    return kernel.valueAt(this.#numbers, ...(readings as Readings))
  }

  /** @internal Throws the first error of a range: what is missing, or a step without a value. */
  check(range: Range): void {
    if (range.count > 0) kernel.checkRange(this.#numbers, this.#pace, range)
  }

  /** @internal The values of a checked range times a factor. */
  fillInto(range: Range, factor: number, out: Values): void {
    kernel.fillArray(this.#numbers, range, factor, out)
  }

  /**
   * @internal The values of a range from its index `done` on, at most a chunk, left in the main instance or in another;
   * a view that holds until the next call.
   */
  chunk({ from, stride, count }: Range, done: number, on?: Instance): Float64Array {
    const size = Math.min(CHUNK, count - done)
    return kernel.fillChunk(this.#numbers, { from: from + done * stride, stride, count: size }, on)
  }

  /** @internal The instance whose memory an array is, if all curves can be evaluated there. */
  static ownerOf(out: Values, curves: readonly Curve[]): Instance | undefined {
    return ownerOf(
      out,
      curves.map((curve) => curve.#numbers),
    )
  }

  /**
   * How many batches the run has: the first batch at which max_duration is reached.
   *
   * @throws `counter-missing` where the run does not say enough to count them, `no-max-duration`
   */
  get end(): number {
    if (this.#maxDuration === null) throw new SchedulerError('no-max-duration', {})
    return kernel.batchesUntil(this.#maxDuration, this.#pace)
  }

  /**
   * The stretches of the curve, in order, each on the counter that decides where it ends; with `{ in: 'ba' }` in batches:
   * the first batch that is in the phase, and the first that is not in it any more. A phase shorter than a batch may have
   * none.
   *
   * @throws `counter-missing` where a phase can't be told in batches without an option of the run; `integer-range`
   *
   * @example
   * ```ts
   * const run = new TrainingRun({ maxDuration: '100ba', samplesPerBatch: 8 })
   * const curve = new LinearWithWarmupScheduler({ tWarmup: '20sp', tMax: '800sp' }).resolve(run)
   * curve.phases().map(({ name, from, until, counter }) => `${name} ${from}-${until} ${counter}`) // => ['warmup 0-20 sp', 'linear 20-800 sp', 'hold 800-Infinity sp']
   * curve.phases({ in: 'ba' }).map(({ name, from, until }) => `${name} ${from}-${until}`) // => ['warmup 0-3', 'linear 3-100', 'hold 100-Infinity']
   * ```
   */
  phases(options: PhasesOptions = {}): Phase[] {
    checkOptions(options, PHASES_OPTIONS, 'phases')
    const phases = kernel.phases(this.#numbers)
    if (options.in === undefined) return phases
    if (options.in !== 'ba') throw new SchedulerError('bad-type', { what: 'in', expected: "'ba'", found: options.in })
    let from = 0
    return phases.map(({ until: end, counter, ...phase }) => {
      // The last phase has no end; batches are counted already.
      const until = counter === 'ba' || end === Infinity ? end : kernel.batchesUntil(new Time(end, counter), this.#pace)
      const told: Phase = { ...phase, from, until, counter: 'ba' }
      from = until
      return told
    })
  }

  /** SHA-256, in hex, of the curve's numbers as little-endian f64: pieces, pace, end. The same on every machine. */
  digest(): string {
    const end = this.#maxDuration === null ? [Number.NaN, Number.NaN] : encodeTime(this.#maxDuration)
    return kernel.digest([...this.#pieces, ...encodePace(this.#pace), ...end])
  }

  /**
   * Its end and its phases in a line; console.log shows it in Node.
   *
   * @example
   * ```ts
   * const curve = new LinearScheduler().resolve(new TrainingRun({ maxDuration: '100ba' }))
   * String(curve) // => 'Curve(100ba: linear 0-100 ba, hold from 100 ba)'
   * ```
   */
  toString(): string {
    const spans = kernel.phases(this.#numbers).map(({ name, from, until, counter }) => {
      return until === Infinity ? `${name} from ${from} ${counter}` : `${name} ${from}-${until} ${counter}`
    })
    return `Curve(${this.#maxDuration === null ? '' : `${this.#maxDuration}: `}${spans.join(', ')})`
  }

  /** @internal */
  [INSPECT](): string {
    return this.toString()
  }

  /**
   * What `fromJSON` reads. Instances don't survive `postMessage`: a worker is sent this.
   *
   * @example
   * ```ts
   * const curve = new LinearScheduler().resolve(new TrainingRun({ maxDuration: '100ba' }))
   * const posted = structuredClone(curve.toJSON()) // as postMessage does
   * Curve.fromJSON(posted).at(25) // => 0.75
   * ```
   */
  toJSON(): CurveJSON {
    const pieces = Array.from(this.#pieces, toJsonNumber)
    return { type: 'Curve', pieces, pace: this.#pace, maxDuration: this.#maxDuration?.toTimestring() ?? null }
  }

  /**
   * The curve that `toJSON` wrote, from the object or its text.
   *
   * @throws `bad-type` for anything else
   */
  static fromJSON(json: unknown): Curve {
    const object = fromJsonObject('A curve', json)
    if (object.type !== 'Curve') {
      const cure = postedCure(object, 'Curve')
      throw new SchedulerError('bad-type', { what: 'type', expected: "'Curve'", found: object.type, cure })
    }
    if (!Array.isArray(object.pieces)) {
      throw new SchedulerError('bad-type', { what: 'pieces', expected: 'an array of numbers', found: object.pieces })
    }
    checkCount('The count of numbers in pieces', object.pieces.length, 0, MOST_NUMBERS)
    const pieces = Float64Array.from(object.pieces, (found) => fromJsonNumber('A number of pieces', found))
    const given = fromJsonObject('pace', object.pace)
    const rate = (name: keyof Pace) => (given[name] == null ? null : checkCount(`pace.${name}`, given[name], 1))
    const pace = {
      dataloaderLen: rate('dataloaderLen'),
      samplesPerBatch: rate('samplesPerBatch'),
      tokensPerSample: rate('tokensPerSample'),
      epochsPerIteration: rate('epochsPerIteration'),
      microsecondsPerBatch: rate('microsecondsPerBatch'),
    }
    const curve = new Curve(pieces, Object.freeze(pace), checkMaxDuration(object.maxDuration))
    kernel.phases(curve.#numbers)
    return curve
  }
}
