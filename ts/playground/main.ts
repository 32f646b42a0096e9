/**
 * Starts the page: state, workers, chart and panels, and what goes from one to the other.
 */
import { App } from './app.js'
import { followTheme } from './panel/theme.js'
import { makeFirst } from './state/first.js'
import { type Arrival, keptFor, Work } from './state/kept.js'
import { type PageState, stateWith } from './state/state.js'

const root = document.getElementById('page')!
const work = new Work()

/** The state that was kept for the address or that it stands for, or the first one with what is wrong with the address. */
async function fromAddress(arrival: Arrival): Promise<[PageState, string | null]> {
  const { hash } = location
  const kept = await keptFor(hash, arrival)
  if (kept?.id != null) work.resume(kept.id)
  if (kept !== null) return [kept.state, null]
  if (hash.length < 2) return [stateWith(makeFirst()), null]
  const { decodeLink, LinkError } = await import('./state/link.js')
  try {
    return [await decodeLink(hash), null]
  } catch (error) {
    if (error instanceof LinkError) return [stateWith(makeFirst()), error.message]
    throw error
  }
}

const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
// An address that is opened may be anybody's; one that is loaded again is this tab's.
const isAgain = navigation?.type === 'reload' || navigation?.type === 'back_forward'

let app: App | undefined
followTheme(() => app?.themed())
// Not awaited here: what reads an address imports this file's parts, which are whole only after it.
void fromAddress(isAgain ? 'reload' : 'address').then(([state, problem]) => {
  app = new App(root, state, work, () => fromAddress('address'))
  if (problem !== null) app.say(problem, true)
  // What was typed a moment before the page was left is not in its address yet.
  else if (isAgain && location.hash.length > 1) app.keep()
})
