/**
 * The address of the page: its hash follows the state, and can be copied. What is too long for it the browser keeps.
 */
import { keepState } from './kept.js'
import type { PageState } from './state.js'

const QUIET = 250

/** The page's own address. */
export class Address {
  #timer: ReturnType<typeof setTimeout> | undefined
  #written = ''
  #isTooLong = false
  readonly #say: (text: string) => void

  constructor(say: (text: string) => void) {
    this.#say = say
  }

  /** Keeps the state at once, and writes the address once it has been quiet for a while. */
  keep(state: PageState): void {
    clearTimeout(this.#timer)
    keepState(state, location.hash)
    this.#timer = setTimeout(() => void this.#write(state), QUIET)
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
    // Loaded with the first link: most visits begin without one.
    const { encodeLink, LinkError } = await import('./link.js')
    try {
      const hash = await encodeLink(state)
      if (hash !== this.#written) history.replaceState(null, '', `#${hash}`)
      this.#written = hash
      this.#isTooLong = false
      keepState(state, location.hash)
      return null
    } catch (error) {
      if (!(error instanceof LinkError)) throw error
      // An older state in the address would come back in place of this one.
      if (location.hash !== '') history.replaceState(null, '', location.pathname + location.search)
      const isNew = !this.#isTooLong
      this.#isTooLong = true
      this.#written = ''
      const problem = keepState(state, '') ? error.message : `${error.message} Its storage is full or closed, though.`
      if (isNew) this.#say(problem)
      return problem
    }
  }
}
