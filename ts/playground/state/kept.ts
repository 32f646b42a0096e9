/**
 * The work in the browser's own storage: what a reload or the bare address comes back to, also where it is too long for a
 * link. Each tab keeps a work of its own, so that none overwrites another's; a new tab begins with the one kept last.
 */
import { packState, unpackState } from './packed.js'
import type { PageState } from './state.js'

const TAB = 'scale-schedule.state'
const WORK = 'scale-schedule.work.'
/** So many works are kept. */
const MOST_WORKS = 8

/** How the page came to be shown. */
export type Arrival = 'reload' | 'address'

/** The work of this tab. */
export class Work {
  // None until something is edited: what is only looked at is no work.
  #id: string | null = null

  /** Goes on with the work that this tab had before a reload. */
  resume(id: string): void {
    this.#id = id
    hold(id, () => {
      // A tab that was copied has the same; from here on it has another.
      if (this.#id === id) this.#id = null
    })
  }

  /** What comes now is another work: the one of before stays as it is. */
  leave(): void {
    this.#id = null
  }

  /**
   * Keeps a state, and the hash that stands in the address; whether there was room for it.
   *
   * @param isEdit - whether something of it has changed, and not only the look at it
   * @param before - what stood in the address a moment ago: a page that is loaded again just then may still have it
   */
  keep(state: PageState, hash: string, isEdit: boolean, before = hash): boolean {
    const values = packState(state)
    if (isEdit && this.#id === null) {
      this.#id = crypto.randomUUID?.() ?? `${Date.now()}.${Math.random()}`
      hold(this.#id, () => {})
      forget(this.#id, MOST_WORKS)
    }
    const id = this.#id
    const isInTab = put(() => sessionStorage, TAB, JSON.stringify([hash, values, id, before, Date.now()]))
    if (id === null) return isInTab
    const text = `${Date.now()} ${JSON.stringify(values)}`
    let isKept = put(() => localStorage, WORK + id, text)
    // Where there is no room, older works make some.
    for (let most = MOST_WORKS; !isKept && most > 0; most--) {
      forget(id, most)
      isKept = put(() => localStorage, WORK + id, text)
    }
    return isInTab || isKept
  }
}

// As long as a page takes to be loaded again, in milliseconds.
const JUST = 3_000

/** A state that was kept, and the work that it is of, where this tab goes on with it. */
export interface Kept {
  readonly state: PageState
  readonly id: string | null
}

/** What was kept for an address: of this tab when it is loaded again, for the bare address of the last work. */
export async function keptFor(hash: string, arrival: Arrival): Promise<Kept | null> {
  const own = arrival === 'reload' ? read(() => keptInTab(hash)) : null
  if (own !== null) return own
  if (hash !== '') return null
  return read(lastWork) ?? read(() => keptInTab(hash)) ?? lastOfBefore().catch(() => null)
}

function keptInTab(hash: string): Kept | null {
  const kept = JSON.parse(sessionStorage.getItem(TAB) ?? 'null')
  const [itsHash, values, id, before, at] = kept as [string, unknown, string | null, string, number]
  const isJust = before === hash && Date.now() - at < JUST
  return itsHash === hash || isJust ? { state: unpackState(values, true), id } : null
}

/** The keys of works, the last one first. */
function works(): string[] {
  const keys = Array.from({ length: localStorage.length }, (_, index) => localStorage.key(index)!)
  const timeOf = (key: string) => Number.parseInt(localStorage.getItem(key) ?? '', 10) || 0
  return keys.filter((key) => key.startsWith(WORK)).sort((a, b) => timeOf(b) - timeOf(a))
}

function lastWork(): Kept | null {
  const [key] = works()
  if (key === undefined) return null
  const text = localStorage.getItem(key)!
  return { state: unpackState(JSON.parse(text.slice(text.indexOf(' '))), true), id: null }
}

/** What the page kept when it had one work for all tabs. */
async function lastOfBefore(): Promise<Kept | null> {
  const text = localStorage.getItem(TAB)
  if (text === null) return null
  const [, values] = JSON.parse(text) as [string, unknown]
  // Loaded for it alone: no other work is of that form.
  const { unpackNumbered } = await import('./numbered.js')
  return { state: unpackNumbered(values), id: null }
}

/** What a storage has; null where it has nothing, or what another version kept. */
function read(look: () => Kept | null): Kept | null {
  try {
    return look()
  } catch {
    return null
  }
}

/** Puts a text into a storage. What stood there goes where there is no room: it would come back as if it were this. */
function put(storage: () => Storage, key: string, text: string): boolean {
  try {
    storage().setItem(key, text)
    return true
  } catch {
    try {
      storage().removeItem(key)
    } catch {
      // Without storage there is nothing to forget.
    }
    return false
  }
}

/** Forgets all works but the last ones, of which one is this tab's. */
function forget(own: string, most: number): void {
  try {
    const others = works().filter((key) => key !== WORK + own)
    for (const key of others.slice(most - 1)) localStorage.removeItem(key)
  } catch {
    // Without storage there is nothing to forget.
  }
}

/** Marks a work as this tab's as long as it is open; `taken` is called where it is another's. */
function hold(id: string, taken: () => void): void {
  void navigator.locks?.request(WORK + id, { ifAvailable: true }, (lock) => {
    if (lock !== null) return new Promise(() => {})
    taken()
    return undefined
  })
}
