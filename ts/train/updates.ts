/**
 * What an optimizer trains with, set update by update: which one comes next. Knows no optimizer.
 */
import { checkCount } from '../state/checks.js'

/** Sets what an optimizer trains with, before each of its updates. */
export class UpdateSchedule<Values> {
  readonly #apply: (batch: number) => Values
  #batch: number

  /** @internal */
  constructor(apply: (batch: number) => Values, from: number) {
    this.#apply = apply
    this.#batch = checkCount('from', from, 0)
  }

  /** The update that `next` is for: how many were made before it. A checkpoint holds it, and `from` takes it. */
  get batch(): number {
    return this.#batch
  }

  /**
   * Call it before each update: sets what that is made with, and moves on.
   *
   * @returns what was set
   * @throws what the scheduler throws; then nothing has changed
   */
  next(): Values {
    return this.set(this.#batch)
  }

  /** The same for any update, by how many were made before it; the one behind it comes next. */
  set(batch: number): Values {
    const values = this.#apply(checkCount('batch', batch, 0))
    this.#batch = batch + 1
    return values
  }
}
