/**
 * The address of the page: its hash follows the state, and can be copied.
 */
import { encodeLink } from './link.js'
import type { PageState } from './state.js'

const QUIET = 250

/** The page's own address. */
export class Address {
  #timer: ReturnType<typeof setTimeout> | undefined
  #written = ''

  /** Writes the state once it has been quiet for a while. */
  keep(state: PageState): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#write(state), QUIET)
  }

  /** Puts the address of a state on the clipboard; says how that went. */
  async copy(state: PageState): Promise<string> {
    clearTimeout(this.#timer)
    await this.#write(state)
    try {
      await navigator.clipboard.writeText(location.href)
      return 'The link is on the clipboard.'
    } catch {
      return 'The browser keeps the clipboard closed; the link is in the address bar.'
    }
  }

  async #write(state: PageState): Promise<void> {
    const hash = await encodeLink(state)
    if (hash !== this.#written) history.replaceState(null, '', `#${hash}`)
    this.#written = hash
  }
}
