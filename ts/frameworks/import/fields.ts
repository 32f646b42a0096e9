/**
 * A mapping of a source: its values by key, each checked, with its path in every error; keys that nobody asks for are told.
 */
import { SchedulerError } from '../../errors/error.js'
import { suggest } from '../../errors/spelling.js'
import type { Reading } from './reading.js'

/** Plain data by keys. */
export type Mapping = Readonly<Record<string, unknown>>

/** Whether a value is a mapping of plain data. */
export const isMapping = (value: unknown): value is Mapping =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A mapping of a source at a path. */
export class Fields {
  /** The import that it belongs to. */
  readonly reading: Reading
  /** Where it stands: `schedulers[1].kwargs`; '' for the source. */
  readonly path: string
  /** What it belongs to, as the library calls it: `torch.optim.lr_scheduler.LinearLR`. */
  readonly owner: string
  readonly #values: Mapping
  readonly #asked = new Set<string>()

  constructor(reading: Reading, values: unknown, path: string, owner: string) {
    if (!isMapping(values)) {
      const what = path === '' ? 'source' : path
      if (values === undefined) throw new SchedulerError('missing-option', { owner, option: what })
      throw new SchedulerError('bad-type', { what, expected: 'a mapping', found: values })
    }
    this.reading = reading
    this.path = path
    this.owner = owner
    this.#values = values
  }

  /** The path of a key. */
  at(key: string): string {
    return this.path === '' ? key : `${this.path}.${key}`
  }

  /** The keys that are there. */
  get keys(): string[] {
    return Object.keys(this.#values)
  }

  /** What stands under a key, unchecked; null is nothing. */
  get(key: string): unknown {
    this.#asked.add(key)
    return Object.hasOwn(this.#values, key) ? (this.#values[key] ?? undefined) : undefined
  }

  /** Whether something other than null stands under a key. */
  has(key: string): boolean {
    return this.get(key) !== undefined
  }

  /** A finite number. */
  number(key: string, byDefault?: number): number {
    return this.#take(key, byDefault, checkNumber)
  }

  /** A finite number, or null where there is none. */
  maybe(key: string): number | null {
    return this.has(key) ? this.number(key) : null
  }

  /** A number of steps, whole or not, of any sign. */
  steps(key: string, byDefault?: number): number {
    return this.#take(key, byDefault, checkSteps)
  }

  /** A number of steps, or null where there is none. */
  maybeSteps(key: string): number | null {
    return this.has(key) ? this.steps(key) : null
  }

  /** A whole number of at least `min`. */
  count(key: string, min: number, byDefault?: number): number {
    return this.#take(key, byDefault, (what, found) => {
      if (Number.isSafeInteger(checkNumber(what, found)) && (found as number) >= min) return found as number
      throw new SchedulerError('integer-range', { what, found, min })
    })
  }

  /** A number, or a list of one for each param group: the first, where they are not the same. */
  grouped(key: string, byDefault?: number): number {
    const found = this.get(key)
    if (!Array.isArray(found)) return this.number(key, byDefault)
    const numbers = this.numbers(key)
    if (numbers.length === 0) this.reading.refuse(this.at(key), 'a number, or one for each param group', found)
    if (numbers.some((number) => number !== numbers[0])) {
      this.reading.differs(this.at(key), 'Param groups have values of their own; that of the first is read.')
    }
    return numbers[0]!
  }

  /** Whether something is so. */
  flag(key: string, byDefault?: boolean): boolean {
    return this.#take(key, byDefault, (what, found) => {
      if (typeof found === 'boolean') return found
      throw new SchedulerError('bad-type', { what, expected: 'true or false', found })
    })
  }

  /** A text. */
  text(key: string, byDefault?: string): string {
    return this.#take(key, byDefault, (what, found) => {
      if (typeof found === 'string') return found
      throw new SchedulerError('bad-type', { what, expected: 'a string', found })
    })
  }

  /** One of some words. */
  word<W extends string>(key: string, words: readonly W[], byDefault?: W): W {
    const found = this.text(key, byDefault)
    if (words.includes(found as W)) return found as W
    const meant = suggest(found, words)
    const cure = meant === undefined ? undefined : `Write '${meant}'.`
    return this.reading.refuse(this.at(key), `one of ${words.join(', ')}`, found, cure)
  }

  /** A list. */
  list(key: string, byDefault?: readonly unknown[]): readonly unknown[] {
    return this.#take(key, byDefault, (what, found) => {
      if (Array.isArray(found)) return found
      throw new SchedulerError('bad-type', { what, expected: 'a list', found })
    })
  }

  /** A list of finite numbers. */
  numbers(key: string, byDefault?: readonly number[]): number[] {
    const list = this.list(key, byDefault)
    return Array.from(list, (found, index) => checkNumber(`${this.at(key)}[${index}]`, found))
  }

  /** A list of numbers of steps. */
  times(key: string, byDefault?: readonly number[]): number[] {
    const list = this.list(key, byDefault)
    return Array.from(list, (found, index) => checkSteps(`${this.at(key)}[${index}]`, found))
  }

  /** A mapping; where there is none, an empty one. */
  fields(key: string, owner = this.owner): Fields {
    return new Fields(this.reading, this.get(key) ?? {}, this.at(key), owner)
  }

  /** Takes keys that mean nothing for the schedule. */
  ignore(...keys: string[]): void {
    for (const key of keys) this.#asked.add(key)
  }

  /** The keys that nobody has asked for. */
  rest(): string[] {
    return this.keys.filter((key) => !this.#asked.has(key))
  }

  /** Refuses keys that nobody has asked for, as a call in Python does. */
  close(): void {
    const [key] = this.rest()
    if (key === undefined) return
    throw new SchedulerError('unknown-option', { owner: this.owner, option: this.at(key), known: [...this.#asked] })
  }

  #take<T>(key: string, byDefault: T | undefined, check: (what: string, found: unknown) => T): T {
    const found = this.get(key)
    if (found !== undefined) return check(this.at(key), found)
    if (byDefault !== undefined) return this.reading.assume(this.at(key), byDefault)
    // A key that is nearly this one is more likely meant than none.
    const near = this.rest().find((other) => suggest(other, [key]) !== undefined)
    if (near === undefined) throw new SchedulerError('missing-option', { owner: this.owner, option: this.at(key) })
    throw new SchedulerError('unknown-option', { owner: this.owner, option: this.at(near), known: [key] })
  }
}

/** A finite number. */
function checkNumber(what: string, found: unknown): number {
  if (typeof found !== 'number') throw new SchedulerError('bad-type', { what, expected: 'a number', found })
  if (!Number.isFinite(found)) throw new SchedulerError('not-finite', { what, found })
  return found
}

/** A number of steps: floats count no higher than 2^53. */
function checkSteps(what: string, found: unknown): number {
  const steps = checkNumber(what, found)
  if (Math.abs(steps) <= Number.MAX_SAFE_INTEGER) return steps
  throw new SchedulerError('integer-range', { what, found })
}
