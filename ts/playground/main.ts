/**
 * Starts the page: state, workers, chart and panels, and what goes from one to the other.
 */
import { App } from './app.js'
import { followTheme } from './panel/theme.js'
import { keptState } from './state/kept.js'
import { FIRST } from './state/presets.js'
import type { PageState } from './state/state.js'

const root = document.getElementById('page')!

function first(): PageState {
  const schedule = FIRST.make()
  // What the page is about, at first sight: the schedule, and what becomes of it in half the steps.
  schedule.run.scaleScheduleRatio = '0.5'
  return { schedules: [schedule], active: schedule.id, axis: 'ba', log: false, view: null }
}

/** The state that was kept for the address or that it stands for, or the first one with what is wrong with the address. */
async function fromAddress(): Promise<[PageState, string | null]> {
  const kept = keptState(location.hash)
  if (kept !== null) return [kept, null]
  if (location.hash.length < 2) return [first(), null]
  const { decodeLink, LinkError } = await import('./state/link.js')
  try {
    return [await decodeLink(location.hash), null]
  } catch (error) {
    if (error instanceof LinkError) return [first(), error.message]
    throw error
  }
}

let app: App | undefined
followTheme(() => app?.themed())
// Not awaited here: what reads an address imports this file's parts, which are whole only after it.
void fromAddress().then(([state, problem]) => {
  app = new App(root, state)
  if (problem !== null) app.say(problem, true)
})
// The page replaces the hash itself without this event; it comes when somebody follows a link.
addEventListener('hashchange', async () => {
  const [next, wrong] = await fromAddress()
  app?.restore(next)
  if (wrong !== null) app?.say(wrong, true)
})
