/**
 * What undo takes back: the state after each finished edit. The part in view and which schedule is edited make no step.
 */
import type { PageState } from './state.js'

/** As many steps are kept. */
export const MOST_STEPS = 100

/** A state as text, of which many take little room. */
interface Snapshot {
  /** What makes a difference. */
  readonly words: string
  readonly active: number
}

const wordsOf = ({ active: _, view: __, ...rest }: PageState): string => JSON.stringify(rest)
const snapshotOf = (state: PageState): Snapshot => ({ words: wordsOf(state), active: state.active })

/** The steps of a page. */
export class History {
  #past: Snapshot[] = []
  #future: Snapshot[] = []
  #present: Snapshot

  constructor(state: PageState) {
    this.#present = snapshotOf(state)
  }

  get canUndo(): boolean {
    return this.#past.length > 0
  }

  get canRedo(): boolean {
    return this.#future.length > 0
  }

  /** Whether a state is another than after the last step. */
  isChanged(state: PageState): boolean {
    return wordsOf(state) !== this.#present.words
  }

  /** An edit is finished; whether it has changed anything. */
  commit(state: PageState): boolean {
    const isStep = this.isChanged(state)
    if (isStep) {
      this.#past = [...this.#past.slice(1 - MOST_STEPS), this.#present]
      this.#future = []
    }
    this.#present = snapshotOf(state)
    return isStep
  }

  /** The state is another without a step, as after a look at it. */
  replace(state: PageState): void {
    this.#present = snapshotOf(state)
  }

  /** What a state becomes by taking back the last step; null where there is none. */
  undo(state: PageState): PageState | null {
    const before = this.#past.pop()
    if (before === undefined) return null
    this.#future.push(this.#present)
    return this.#goTo(before, state)
  }

  /** What a state becomes by the step that was taken back last; null where there is none. */
  redo(state: PageState): PageState | null {
    const after = this.#future.pop()
    if (after === undefined) return null
    this.#past.push(this.#present)
    return this.#goTo(after, state)
  }

  #goTo(snapshot: Snapshot, { view }: PageState): PageState {
    this.#present = snapshot
    return { ...JSON.parse(snapshot.words), active: snapshot.active, view }
  }
}
