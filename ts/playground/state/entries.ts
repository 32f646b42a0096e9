/**
 * The entries that the browser has of the page: one more for each edit, so that Back takes back the latest.
 */

/** What going through them does. */
export interface Travel {
  /** So many back, or ahead; whether there was anything to go to. */
  go(by: number): boolean
  /** The address has changed by itself, as when a link is followed; or it tells more than is known of its entry. */
  open(): void
}

interface Entry {
  readonly index: number
}

const indexOf = (state: unknown): number | null =>
  typeof state === 'object' && state !== null && typeof (state as Entry).index === 'number'
    ? (state as Entry).index
    : null

/** The entries of this tab. */
export class Entries {
  #index: number
  // Whether there is an entry for the edit that is under way.
  #isOpen = false

  constructor(travel: Travel) {
    this.#index = indexOf(history.state) ?? 0
    history.replaceState({ index: this.#index }, '')
    addEventListener('popstate', ({ state }) => {
      const index = indexOf(state)
      if (index === null) return
      const by = index - this.#index
      this.#index = index
      this.#isOpen = false
      if (by !== 0 && !travel.go(by)) travel.open()
    })
    addEventListener('hashchange', () => {
      // Those of an entry of the page were told already.
      if (indexOf(history.state) !== null) return
      history.replaceState({ index: ++this.#index }, '')
      this.#isOpen = false
      travel.open()
    })
  }

  /** An edit begins, or goes on. */
  begin(): void {
    if (this.#isOpen) return
    this.#isOpen = true
    try {
      history.pushState({ index: this.#index + 1 }, '')
      this.#index++
    } catch {
      // Browsers refuse too many at once; undo has them all the same.
    }
  }

  /** The edit is finished: the next one has an entry of its own. */
  end(): void {
    this.#isOpen = false
  }
}
