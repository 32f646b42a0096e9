/**
 * What the page loads once its first curve is there, so that from then on nothing needs the network. The files stay in
 * the page's memory: nothing is kept for a later visit, which always gets the files of the newest build.
 */
import { LANGUAGE_NAMES, LANGUAGES } from '../languages/index.js'
import type { Client } from './engine/client.js'

// Long enough that what somebody does at once comes first.
const PAUSE = 200
// Where a file did not come: the network may be back.
const AGAIN = 5_000

/** Loads all of it once nothing else is to be done, and again what fails; then `done` is called. */
export function loadLate(client: Client, done: () => void): void {
  const load = async () => {
    const parts = await Promise.allSettled([
      client.ask('load', {}),
      import('./sandbox/sandbox.js').then(({ prepare }) => prepare()),
      import('./share/picture.js'),
      ...LANGUAGE_NAMES.map((name) => LANGUAGES[name].load()),
    ])
    if (parts.every(({ status }) => status === 'fulfilled')) done()
    else setTimeout(load, AGAIN)
  }
  // Safari has no idle callbacks.
  const whenIdle = globalThis.requestIdleCallback ?? setTimeout
  setTimeout(() => whenIdle(() => void load()), PAUSE)
}
