/**
 * What is known of each schedule on the chart: facts, columns, what is wrong. Asks again for what changed, and keeps
 * the last good curve.
 */
import { type Client, Dropped, ProblemError } from '../engine/client.js'
import type { Columns, Info, Problem, Rates } from '../engine/messages.js'
import { numberOf } from '../state/number.js'
import { isHeld, type PageState, type Schedule } from '../state/state.js'

/** Columns, with what a batch counted when they were computed. */
export interface Layer {
  readonly columns: Columns
  readonly rates: Rates
}

/** A schedule on the chart. */
export interface Drawn {
  readonly key: string
  schedule: Schedule
  info: Info | null
  /** Whether the facts are those of the schedule as it is now. */
  isKnown: boolean
  /** All of it, and the part that is in view. */
  whole: Layer | null
  part: Layer | null
  problem: Problem | null
  /** Something is being computed. */
  isBusy: boolean
}

/** The schedule at a ratio of 1, behind the active one. */
export const GHOST = 'ghost'

// Wide enough for any screen; a part has as much again on both sides of the view.
const MOST_COLUMNS = 4096

/** Follows the state of the page. */
export class Drawing {
  readonly drawn = new Map<string, Drawn>()
  readonly #client: Client
  readonly #changed: () => void
  readonly #asked = new Map<string, string>()
  readonly #askedPart = new Map<string, string>()
  #columns = 1000

  constructor(client: Client, changed: () => void) {
    this.#client = client
    this.#changed = changed
  }

  /** How many columns the chart has, in pixels of the screen. */
  set columns(columns: number) {
    this.#columns = Math.max(100, Math.min(MOST_COLUMNS, Math.round(columns)))
  }

  /** Asks for what is not known yet. */
  update(state: PageState): void {
    const wanted = wantedOf(state)
    for (const key of this.drawn.keys()) if (!wanted.has(key)) this.#forget(key)
    this.#client.keepOnly(state.schedules)
    for (const [key, schedule] of wanted) {
      const drawn = this.drawn.get(key) ?? {
        key,
        schedule,
        info: null,
        isKnown: false,
        whole: null,
        part: null,
        problem: null,
        isBusy: false,
      }
      drawn.schedule = schedule
      this.drawn.set(key, drawn)
      if (isHeld(schedule)) {
        this.#asked.delete(key)
        drawn.info = drawn.whole = drawn.part = drawn.problem = null
        continue
      }
      const words = JSON.stringify([schedule.factors, schedule.run, this.#columns])
      if (this.#asked.get(key) === words) {
        if (!drawn.isBusy) drawn.isKnown = drawn.info !== null
        continue
      }
      this.#asked.set(key, words)
      void this.#ask(drawn, words)
    }
    this.view(state)
  }

  /** Asks for the part that is in view. */
  view({ view }: PageState): void {
    for (const drawn of this.drawn.values()) {
      if (view === null || drawn.info === null) {
        drawn.part = null
        this.#askedPart.delete(drawn.key)
        continue
      }
      const { batches } = drawn.info
      const span = view[1] - view[0]
      const from = Math.max(0, Math.floor(view[0] - span / 2))
      const count = Math.min(batches, Math.ceil(view[1] + span / 2) + 1) - from
      if (count <= 0) continue
      const words = `${this.#asked.get(drawn.key)} ${from} ${count}`
      if (this.#askedPart.get(drawn.key) === words) continue
      this.#askedPart.set(drawn.key, words)
      void this.#draw(drawn, 'part', from, count, this.#columns * 2)
    }
  }

  /** Asks again, as after code was ended. */
  again(schedule: Schedule): void {
    this.#client.retry(schedule)
    this.#asked.delete(String(schedule.id))
    this.#asked.delete(GHOST)
  }

  async #ask(drawn: Drawn, words: string): Promise<void> {
    drawn.isBusy = true
    drawn.isKnown = false
    const isLate = () => this.#asked.get(drawn.key) !== words
    try {
      const info = await this.#client.ask('info', { schedule: drawn.schedule })
      if (isLate()) return
      drawn.info = info
      drawn.isKnown = true
      await this.#draw(drawn, 'whole', 0, info.batches, this.#columns)
      if (isLate()) return
      drawn.problem = null
    } catch (error) {
      if (!isLate()) drawn.problem = problemOf(error)
    } finally {
      if (!isLate()) {
        drawn.isBusy = false
        this.#changed()
      }
    }
  }

  async #draw(drawn: Drawn, layer: 'whole' | 'part', from: number, count: number, columns: number): Promise<void> {
    const { rates } = drawn.info!
    const words = this.#asked.get(drawn.key)
    const take = (found: Columns) => {
      if (this.#asked.get(drawn.key) !== words) return
      drawn[layer] = { columns: found, rates }
      if (layer === 'whole') {
        // What was computed for other words is no part of this curve.
        if (drawn.part !== null && drawn.part.rates !== rates) drawn.part = null
        drawn.problem = null
      }
      this.#changed()
    }
    try {
      const slot = `${drawn.key} ${layer}`
      take(await this.#client.ask('draw', { schedule: drawn.schedule, slot, from, count, columns }, take))
    } catch (error) {
      if (error instanceof Dropped) return
      if (layer === 'whole') throw error
      this.#askedPart.delete(drawn.key)
    }
  }

  #forget(key: string): void {
    this.drawn.delete(key)
    this.#asked.delete(key)
    this.#askedPart.delete(key)
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

const problemOf = (error: unknown): Problem =>
  error instanceof ProblemError
    ? { message: error.message, place: error.place }
    : { message: error instanceof Error ? error.message : String(error), place: {} }
