/**
 * Which batches of a curve are kept: every so many, and spans of them, counted without a list.
 */
import type { Range } from '../../curve/range.js'
import type { Configuration } from '../space/configuration.js'
import type { Keep } from '../spec/types.js'
import { phaseEnds } from './phases.js'

/** A span of batches, `until` not included. */
type Span = readonly [from: number, until: number]

/** The batches of a configuration that are kept. */
export class KeptBatches {
  /** Every so many from 0; 0 for none. */
  readonly #every: number
  readonly #first: number
  /** In order, with batches between them. */
  readonly #spans: readonly Span[]
  readonly #batches: number

  /** @param boundaries - tells where formulas change, if that is asked for */
  constructor(batches: number, keep: Keep, boundaries: () => ArrayLike<number>) {
    this.#batches = batches
    if (typeof keep === 'string') {
      this.#every = 0
      this.#first = keep === 'all' ? batches : 0
      this.#spans = keep === 'all' ? [[0, batches]] : []
      return
    }
    const { every = 0, first = 0, around_boundaries: around } = keep
    const near = around === undefined ? [] : Array.from(boundaries(), (at): Span => [at - around, at + around + 1])
    this.#every = every
    this.#first = Math.min(first, batches)
    this.#spans = joined([[0, first], ...near, [batches - 1, batches]], batches)
  }

  /** Those of a configuration. */
  static of(configuration: Configuration, keep: Keep): KeptBatches {
    return new KeptBatches(configuration.batches, keep, () => phaseEnds(configuration).map(({ until }) => until))
  }

  /** How many are kept of a range of batches. */
  count(from = 0, until = this.#batches): number {
    const range: Span = [Math.max(0, from), Math.min(until, this.#batches)]
    return this.#spans.reduce(
      (sum, span) => {
        const [start, end] = [Math.max(span[0], range[0]), Math.min(span[1], range[1])]
        return start < end ? sum + end - start - this.#regular(start, end) : sum
      },
      this.#regular(...range),
    )
  }

  /** How many of the run are kept that would be in a run of any shape: every so many, and the first. */
  get regular(): number {
    return this.#first + this.#regular(this.#first, this.#batches)
  }

  /** Those of a range, in order. */
  list(from: number, until: number): Float64Array {
    const kept = new Float64Array(this.count(from, until))
    let size = 0
    for (const { from: first, stride, count } of this.ranges(from, until)) {
      for (let i = 0; i < count; i++) kept[size++] = first + i * stride
    }
    return kept
  }

  /** Those of a range, in order, without a list: stretches of all batches, and of every so many between them. */
  ranges(from: number, until: number): Range[] {
    const ranges: Range[] = []
    const end = Math.min(until, this.#batches)
    let at = Math.max(0, from)
    const add = (first: number, stride: number, to: number) => {
      if (first < to) ranges.push({ from: first, stride, count: Math.ceil((to - first) / stride) })
    }
    const addRegular = (to: number) => {
      if (this.#every > 0) add(Math.ceil(at / this.#every) * this.#every, this.#every, to)
    }
    for (const [start, stop] of this.#spans) {
      if (stop <= at) continue
      if (start >= end) break
      addRegular(start)
      const first = Math.max(start, at)
      at = Math.min(stop, end)
      add(first, 1, at)
    }
    addRegular(end)
    return ranges
  }

  /** How many multiples of `every` are in a span. */
  #regular(from: number, until: number): number {
    if (this.#every === 0 || from >= until) return 0
    return Math.ceil(until / this.#every) - Math.ceil(from / this.#every)
  }
}

/** The same batches within [0, batches) as spans in order, with batches between them. */
function joined(spans: readonly Span[], batches: number): Span[] {
  const within = spans
    .map(([from, until]): [number, number] => [Math.max(0, from), Math.min(until, batches)])
    .filter(([from, until]) => from < until)
    .sort(([a], [b]) => a - b)
  const out: [number, number][] = []
  for (const [from, until] of within) {
    const last = out.at(-1)
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], until)
    else out.push([from, until])
  }
  return out
}
