/**
 * The cursor: a batch of the active schedule, and what the core says of every visible schedule there.
 */
import type { Client } from '../engine/client.js'
import type { Reading } from '../engine/messages.js'
import { countText, ENDED, lrText, readText } from '../panel/numbers.js'
import type { OtherReading } from '../panel/readout.js'
import { isHeld, type PageState, quantityName, type Schedule } from '../state/state.js'
import { batchAt } from '../state/view.js'
import type { Drawing, Drawn } from './drawing.js'
import { labelOf, strokeFor } from './look.js'

/** What was read. */
export interface CursorReading {
  readonly reading: Reading
  readonly others: readonly OtherReading[]
}

/** Asks for one reading at a time; while one is under way, only the latest place is kept. */
export class Cursor {
  batch: number | null = null
  reading: Reading | null = null
  #others: readonly OtherReading[] = []
  readonly #client: Client
  readonly #drawing: Drawing
  readonly #show: (found: CursorReading) => void
  #isAsking = false
  #isAskedAgain = false

  constructor(client: Client, drawing: Drawing, show: (found: CursorReading) => void) {
    this.#client = client
    this.#drawing = drawing
    this.#show = show
  }

  /** What was read in words; after the end of the schedule that is edited, what the others have there. */
  textFor(active: Schedule): string {
    const { batch, alpha, lr, phase } = this.reading!
    const at = `batch ${countText(batch)}`
    if (lr !== null) return `${at}, ${quantityName(active)} ${lrText(lr)}, multiplier ${readText(alpha)}, ${phase}`
    const others = this.#others.flatMap((other) => (other.lr === null ? [] : [`, ${other.name} ${lrText(other.lr)}`]))
    return `${at}, ${active.name} ${ENDED}${others.join('')}`
  }

  /** Reads where the cursor stands now. */
  async read(state: PageState): Promise<void> {
    if (this.batch === null) return
    if (this.#isAsking) {
      this.#isAskedAgain = true
      return
    }
    this.#isAsking = true
    try {
      await this.#ask(state, this.batch)
    } catch {
      // What is wrong with the schedule is told beside its field already.
    } finally {
      this.#isAsking = false
      if (this.#isAskedAgain) {
        this.#isAskedAgain = false
        void this.read(state)
      }
    }
  }

  async #ask(state: PageState, batch: number): Promise<void> {
    const { axis } = state
    const active = this.#drawing.drawn.get(String(state.active))
    if (active?.info == null || active.problem !== null || isHeld(active.schedule)) return
    const at = batch * (active.info.rates[axis] ?? 1)
    const readOthers = ({ key, schedule, info, problem }: Drawn): (OtherReading | Promise<OtherReading>)[] => {
      const rate = info?.rates[axis]
      if (key === String(state.active) || !info || problem !== null || rate == null || !schedule.visible) return []
      const other = { name: labelOf(key, schedule), stroke: strokeFor(key, schedule.colour) }
      // The place may be between two batches of it, or after its end.
      const its = batchAt(at, rate)
      if (its > info.batches) return [{ ...other, lr: null }]
      return [this.#client.ask('read', { schedule, batch: its }).then(({ lr }) => ({ ...other, lr }))]
    }
    const others = [...this.#drawing.drawn.values()].flatMap(readOthers)
    const [reading, ...rest] = await Promise.all([
      this.#client.ask('read', { schedule: active.schedule, batch }),
      ...others,
    ])
    // What was asked before a field went wrong is no value of the schedule now.
    if (active.problem !== null) return
    this.reading = reading
    this.#others = rest
    this.#show({ reading, others: rest })
  }
}
