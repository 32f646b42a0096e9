/**
 * What happens on Ctrl-C and the like: clean up, then end with the code that a shell expects.
 */

const CODES = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const

const actions = new Set<() => void>()
const listeners = new Map<string, () => void>()
let ending: ((exitCode: number) => void) | null = null

/** Does something before a signal ends the process; the returned function takes it back. */
export function onInterrupt(action: () => void): () => void {
  actions.add(action)
  return () => actions.delete(action)
}

/**
 * Lets a command end by itself on the first signal, which it is to do soon and with this exit code; the second signal
 * ends the process at once. The returned function takes it back.
 */
export function takeOver(end: (exitCode: number) => void): () => void {
  ending = end
  return () => {
    if (ending === end) ending = null
  }
}

/** Listens for the signals. */
export function listen(): void {
  for (const [signal, code] of Object.entries(CODES)) {
    const listener = () => {
      const end = ending
      ending = null
      if (end !== null) {
        end(code)
        return
      }
      for (const action of actions) action()
      process.exit(code)
    }
    listeners.set(signal, listener)
    process.on(signal, listener)
  }
}

/**
 * Leaves the signals to the system until `listen` is called again: they end the process even while it computes without
 * a pause. For as long as there is nothing to clean up.
 */
export function stopListening(): void {
  for (const [signal, listener] of listeners) process.off(signal, listener)
  listeners.clear()
}
