/**
 * What the page loads once its first curve is there, so that from then on nothing needs the network. The files stay in
 * the page's memory: nothing is kept for a later visit, which always gets the files of the newest build.
 */
import type { Client } from './engine/client.js'

// Long enough that what somebody does at once comes first.
const PAUSE = 200
// Where a file did not come: the network may be back.
const AGAIN = 5_000

/**
 * Loads all of it once nothing else is to be done, and again what fails; then `done` is called.
 *
 * @param share - opens the panel of what is taken along
 */
export function loadLate(client: Client, share: () => Promise<void>, done: () => void): void {
  const load = async () => {
    const parts = await Promise.allSettled([
      share(),
      client.ask('load', {}),
      client.ask('start', {}),
      import('./sandbox/sandbox.js').then(({ prepare }) => prepare()),
      import('./share/picture.js'),
      import('./state/link.js'),
    ])
    if (parts.every(({ status }) => status === 'fulfilled')) done()
    else setTimeout(load, AGAIN)
  }
  // Safari has no idle callbacks.
  const whenIdle = globalThis.requestIdleCallback ?? setTimeout
  setTimeout(() => whenIdle(() => void load()), PAUSE)
}
