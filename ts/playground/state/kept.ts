/**
 * The state in the browser's own storage: what a reload or the bare address comes back to, also where it is too long
 * for a link. A tab keeps its own; a new one begins with what was kept last.
 */
import { packState, unpackState } from './packed.js'
import type { PageState } from './state.js'

const KEY = 'scale-schedule.state'

/** Keeps a state, and the hash that stood in the address then; whether there was room for it. */
export function keepState(state: PageState, hash: string): boolean {
  const text = JSON.stringify([hash, packState(state)])
  const kept = [() => sessionStorage, () => localStorage].map((storage) => {
    try {
      storage().setItem(KEY, text)
      return true
    } catch {
      // Full or forbidden: an older state there would come back as if it were this one.
      forget(storage)
      return false
    }
  })
  return kept.includes(true)
}

/** The state that was kept for an address: of this tab, or of the last one for the bare address; null where none was. */
export function keptState(hash: string): PageState | null {
  for (const storage of [() => sessionStorage, () => localStorage]) {
    try {
      const [itsHash, values] = JSON.parse(storage().getItem(KEY) ?? 'null') as [string, unknown]
      // Code behind an address may have come with it: only without one it is what was typed here.
      if (itsHash === hash) return unpackState(values, hash === '')
      if (hash === '' && storage() === localStorage) return unpackState(values, true)
    } catch {
      // Nothing, or what another version kept.
    }
    // Another tab with the same address may be further along.
    if (hash !== '') return null
  }
  return null
}

function forget(storage: () => Storage): void {
  try {
    storage().removeItem(KEY)
  } catch {
    // Without storage there is nothing to forget.
  }
}
