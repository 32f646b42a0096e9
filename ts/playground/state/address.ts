/**
 * The address of the page: its hash follows the state, and can be copied. What is too long for it the browser keeps.
 */
import type { Work } from './kept.js'
import type { PageState } from './state.js'

const QUIET = 250

/** The page's own address. */
export class Address {
  #timer: ReturnType<typeof setTimeout> | undefined
  #isTooLong = false
  readonly #work: Work
  readonly #say: (text: string) => void

  constructor(work: Work, say: (text: string) => void) {
    this.#work = work
    this.#say = say
  }

  /** Keeps the state at once, and writes the address once it has been quiet for a while. */
  keep(state: PageState, isEdit: boolean): void {
    clearTimeout(this.#timer)
    this.#work.keep(state, location.hash, isEdit)
    this.#timer = setTimeout(() => void this.#write(state), QUIET)
  }

  /** Writes nothing any more of what was to be written: the address says something else. */
  leave(): void {
    clearTimeout(this.#timer)
  }

  /** Puts the address of a state on the clipboard; says how that went, or null where it has said what is wrong. */
  async copy(state: PageState): Promise<string | null> {
    clearTimeout(this.#timer)
    const problem = await this.#write(state)
    if (problem !== null) {
      this.#say(problem)
      return null
    }
    try {
      await navigator.clipboard.writeText(location.href)
      return 'The link is on the clipboard.'
    } catch {
      return 'The browser keeps the clipboard closed; the link is in the address bar.'
    }
  }

  /** What is wrong with a link to the state, in words. */
  async #write(state: PageState): Promise<string | null> {
    const timer = this.#timer
    // Loaded with the first link: most visits begin without one.
    const { encodeLink, LinkError } = await import('./link.js')
    try {
      const hash = `#${await encodeLink(state)}`
      // Another state may have come meanwhile.
      if (timer !== this.#timer) return null
      const before = location.hash
      if (hash !== before) history.replaceState(history.state, '', hash)
      this.#isTooLong = false
      this.#work.keep(state, location.hash, false, before)
      return null
    } catch (error) {
      if (!(error instanceof LinkError)) throw error
      // An older state in the address would come back in place of this one.
      if (location.hash !== '') history.replaceState(history.state, '', location.pathname + location.search)
      const isNew = !this.#isTooLong
      this.#isTooLong = true
      const isKept = this.#work.keep(state, '', false)
      const problem = isKept ? error.message : `${error.message} Its storage is full or closed, though.`
      if (isNew) this.#say(problem)
      return problem
    }
  }
}
