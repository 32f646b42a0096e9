/**
 * What is known of each schedule on the chart: facts, columns, what is wrong. Asks again for what changed, and keeps
 * the last good curve.
 */
import { type Client, Dropped, ProblemError } from '../engine/client.js'
import type { Against, Columns, Info, Problem, Rates } from '../engine/messages.js'
import { isComparison, measureOf } from '../state/measure.js'
import { numberOf } from '../state/number.js'
import { type Axis, activeOf, isHeld, type PageState, type Schedule } from '../state/state.js'
import { messageOf } from '../state/thrown.js'

/** Columns, with what a batch counted when they were computed. */
export interface Layer {
  readonly columns: Columns
  readonly rates: Rates
}

/** A schedule on the chart. */
export interface Drawn {
  readonly key: string
  schedule: Schedule
  /** What is drawn of it, on the y axis as it is. */
  shown: Shown
  info: Info | null
  /** Whether the facts are those of the schedule as it is now. */
  isKnown: boolean
  /** All of it, the part that is in view, and the first steps. */
  whole: Layer | null
  part: Layer | null
  start: Layer | null
  problem: Problem | null
  /** Something is being computed. */
  isBusy: boolean
  /** What part of the batches was looked at, where that takes longer than a moment. */
  done: number | null
}

/** What is drawn of a schedule: with a rate of 1 it is the multiplier, and another one it may be held against. */
export interface Shown {
  readonly schedule: Schedule
  readonly against?: Against
}

/** The schedule at a ratio of 1, behind the active one. */
export const GHOST = 'ghost'

// Wide enough for any screen; a part has as much again on both sides of the view.
const MOST_COLUMNS = 4096
// Twice the pixels of the widest screens' first steps.
const START_COLUMNS = 480

/** The batches of what is in view, and as much again on both sides of it; `count` is not above 0 where it lies beyond the end. */
export function partIn([low, high]: readonly [number, number], batches: number) {
  const span = high - low
  const from = Math.max(0, Math.floor(low - span / 2))
  return { from, count: Math.min(batches, Math.ceil(high + span / 2) + 1) - from }
}

/** Follows the state of the page. */
export class Drawing {
  readonly drawn = new Map<string, Drawn>()
  readonly #client: Client
  readonly #changed: () => void
  readonly #asked = new Map<string, string>()
  /** The words that the facts are of. */
  readonly #known = new Map<string, string>()
  /** What was asked for last, by schedule and layer. */
  readonly #askedLayer = new Map<string, string>()
  /** Whose facts are being asked for: of what changes meanwhile only the latest is asked for after it. */
  readonly #asking = new Set<string>()
  // Each curve that is asked for has a turn; of a schedule the last one to come stays.
  readonly #taken = new Map<string, number>()
  #turn = 0
  #columns = 1000
  #kind = ''

  constructor(client: Client, changed: () => void) {
    this.#client = client
    this.#changed = changed
  }

  /** How many columns the chart has, in pixels of the screen. */
  get columns(): number {
    return this.#columns
  }

  set columns(columns: number) {
    this.#columns = Math.max(100, Math.min(MOST_COLUMNS, Math.round(columns)))
  }

  /** Asks for what is not known yet. */
  update(state: PageState): void {
    const wanted = wantedOf(state)
    for (const key of this.drawn.keys()) if (!wanted.has(key)) this.#forget(key)
    this.#client.keepOnly(state.schedules)
    const { kind, look, showing } = lookOf(state)
    if (kind !== this.#kind) this.#clear()
    this.#kind = kind
    for (const [key, schedule] of wanted) {
      const drawn = this.drawn.get(key) ?? {
        key,
        schedule,
        shown: { schedule },
        info: null,
        isKnown: false,
        whole: null,
        part: null,
        start: null,
        problem: null,
        isBusy: false,
        done: null,
      }
      drawn.schedule = schedule
      drawn.shown = showing(schedule)
      this.drawn.set(key, drawn)
      if (isHeld(schedule)) {
        this.#asked.delete(key)
        drawn.info = drawn.whole = drawn.part = drawn.start = drawn.problem = null
        continue
      }
      const words = JSON.stringify([schedule.factors, schedule.run, this.#columns, look])
      if (this.#asked.get(key) === words) {
        drawn.isKnown = this.#known.get(key) === words
        continue
      }
      this.#asked.set(key, words)
      drawn.isBusy = true
      drawn.isKnown = false
      if (!this.#asking.has(key)) void this.#ask(drawn, words)
    }
    this.view(state)
  }

  /** What was drawn is another measure now. */
  #clear(): void {
    this.#askedLayer.clear()
    for (const drawn of this.drawn.values()) drawn.whole = drawn.part = drawn.start = null
  }

  /** Asks for the part that is in view. */
  view({ view }: PageState): void {
    for (const drawn of this.drawn.values()) {
      if (view === null || drawn.info === null) {
        this.#drop(drawn, 'part')
        continue
      }
      const { from, count } = partIn(view, drawn.info.batches)
      if (count > 0) this.#askLayer(drawn, 'part', from, count, this.#columns * 2)
    }
  }

  /** Asks for the first steps, as far as a place on the axis; for none with null. */
  start(end: number | null, axis: Axis): void {
    for (const drawn of this.drawn.values()) {
      const rate = drawn.info?.rates[axis]
      if (end === null || drawn.info === null || rate == null) this.#drop(drawn, 'start')
      else this.#askLayer(drawn, 'start', 0, Math.min(drawn.info.batches, Math.ceil(end / rate) + 1), START_COLUMNS)
    }
  }

  /** Asks again, as after code was ended. */
  again(schedule: Schedule): void {
    this.#client.retry(schedule)
    this.#asked.delete(String(schedule.id))
    this.#asked.delete(GHOST)
  }

  async #ask(drawn: Drawn, words: string): Promise<void> {
    const { key } = drawn
    const kind = this.#kind
    // As it is now: a hand that drags goes on meanwhile.
    const { schedule, shown } = structuredClone({ schedule: drawn.schedule, shown: drawn.shown })
    const isLate = () => this.#asked.get(key) !== words
    const isGone = () => this.drawn.get(key) !== drawn || this.#kind !== kind || isHeld(drawn.schedule)
    const next = () => {
      this.#asking.delete(key)
      const latest = this.#asked.get(key)
      if (isLate() && latest !== undefined && this.drawn.get(key) === drawn) void this.#ask(drawn, latest)
    }
    this.#asking.add(key)
    let isShown = false
    try {
      const info = await this.#client.ask('info', { schedule })
      if (isGone()) return
      drawn.info = info
      if (!isLate()) {
        drawn.isKnown = true
        this.#known.set(key, words)
      }
      this.#changed()
      const { rates } = info
      const turn = ++this.#turn
      const take = (columns: Columns) => {
        if (isGone() || turn < (this.#taken.get(key) ?? 0)) return
        this.#taken.set(key, turn)
        drawn.whole = { columns, rates }
        drawn.problem = null
        if (!isLate()) {
          drawn.done = null
          // What was computed for other words is no part of this curve.
          if (drawn.part !== null && drawn.part.rates !== rates) drawn.part = null
          if (drawn.start !== null && drawn.start.rates !== rates) drawn.start = null
        }
        this.#changed()
        // A sample is enough of what has changed again.
        if (!isShown) {
          isShown = true
          next()
        }
      }
      const done = (part: number) => {
        if (isLate()) return
        drawn.done = part
        this.#changed()
      }
      const many = { from: 0, count: info.batches, columns: this.#columns }
      take(await this.#client.ask('draw', { ...shown, slot: `${key} whole`, ...many }, take, done))
    } catch (error) {
      if (!isLate() && !isGone() && !(error instanceof Dropped)) drawn.problem = problemOf(error)
    } finally {
      if (!isShown) next()
      if (!isLate()) {
        drawn.isBusy = false
        drawn.done = null
        this.#changed()
      }
    }
  }

  /** Asks for a layer, once for the same words; not before their facts are known, as its place depends on these. */
  #askLayer(drawn: Drawn, layer: 'part' | 'start', from: number, count: number, columns: number): void {
    const key = `${drawn.key} ${layer}`
    const asked = this.#asked.get(drawn.key)
    const words = `${asked} ${from} ${count}`
    if (this.#known.get(drawn.key) !== asked || this.#askedLayer.get(key) === words) return
    this.#askedLayer.set(key, words)
    void this.#draw(drawn, layer, from, count, columns)
  }

  #drop(drawn: Drawn, layer: 'part' | 'start'): void {
    drawn[layer] = null
    this.#askedLayer.delete(`${drawn.key} ${layer}`)
  }

  async #draw(drawn: Drawn, layer: 'part' | 'start', from: number, count: number, columns: number): Promise<void> {
    const { rates } = drawn.info!
    const words = this.#asked.get(drawn.key)
    const slot = `${drawn.key} ${layer}`
    const wanted = this.#askedLayer.get(slot)
    const isLate = () => this.#asked.get(drawn.key) !== words || this.#askedLayer.get(slot) !== wanted
    const done = (part: number) => {
      if (isLate()) return
      drawn.done = part
      this.#changed()
    }
    const take = (found: Columns) => {
      if (isLate()) return
      drawn[layer] = { columns: found, rates }
      drawn.done = null
      this.#changed()
    }
    try {
      take(await this.#client.ask('draw', { ...drawn.shown, slot, from, count, columns }, take, done))
    } catch (error) {
      if (!(error instanceof Dropped)) this.#askedLayer.delete(slot)
    }
  }

  #forget(key: string): void {
    this.drawn.delete(key)
    this.#asked.delete(key)
    this.#known.delete(key)
    this.#taken.delete(key)
    for (const layer of ['part', 'start']) this.#askedLayer.delete(`${key} ${layer}`)
  }
}

/** The visible schedules and the active one by key, and its unscaled form. */
function wantedOf({ schedules, active }: PageState): Map<string, Schedule> {
  const wanted = new Map<string, Schedule>()
  for (const schedule of schedules) {
    if (!schedule.visible && schedule.id !== active) continue
    wanted.set(String(schedule.id), schedule)
    const ratio = numberOf(schedule.run.scaleScheduleRatio)
    if (schedule.id === active && ratio !== null && ratio !== 1) {
      wanted.set(GHOST, { ...schedule, run: { ...schedule.run, scaleScheduleRatio: '1' } })
    }
  }
  return wanted
}

/** What is drawn of each schedule: what kind of values, and with what they depend on in words. */
function lookOf(state: PageState): {
  readonly kind: string
  readonly look: string
  showing(schedule: Schedule): Shown
} {
  const as = measureOf(state)
  if (as === 'alpha') {
    return {
      kind: as,
      look: as,
      showing: (schedule) => ({ schedule: { ...schedule, run: { ...schedule.run, baseLr: '1' } } }),
    }
  }
  if (!isComparison(as)) return { kind: '', look: '', showing: (schedule) => ({ schedule }) }
  const against = { as, axis: state.axis, schedule: activeOf(state) }
  const { factors, run } = against.schedule
  const look = JSON.stringify([as, state.axis, factors, run])
  return { kind: `${as} ${state.axis}`, look, showing: (schedule) => ({ schedule, against }) }
}

const problemOf = (error: unknown): Problem =>
  error instanceof ProblemError
    ? { message: error.message, place: error.place }
    : { message: messageOf(error), place: {} }
