/**
 * What the page loads once its first curve is there, so that from then on nothing needs the network. The files stay in
 * the page's memory: nothing is kept for a later visit, which always gets the files of the newest build.
 */
import type { Client } from './engine/client.js'
import { loadDescriptions } from './panel/outline/descriptions.js'
import { loadPresets } from './panel/presets.js'

// Long enough that what somebody does at once comes first.
const PAUSE = 200
// Where a file did not come: the network may be back.
const AGAIN = 5_000

/**
 * Loads all of it once nothing else is to be done, and again what fails; then `done` is called.
 *
 * @param parts - load what the page itself has to show then
 */
export function loadLate(client: Client, parts: readonly (() => Promise<void>)[], done: () => void): void {
  const load = async () => {
    const loaded = await Promise.allSettled([
      ...parts.map((part) => part()),
      client.ask('load', {}),
      client.ask('start', {}),
      import('./sandbox/sandbox.js').then(({ prepare }) => prepare()),
      loadPresets(),
      loadDescriptions(),
      import('./share/picture.js'),
      import('./state/link.js'),
    ])
    if (loaded.every(({ status }) => status === 'fulfilled')) done()
    else setTimeout(load, AGAIN)
  }
  // Safari has no idle callbacks.
  const whenIdle = globalThis.requestIdleCallback ?? setTimeout
  setTimeout(() => whenIdle(() => void load()), PAUSE)
}
