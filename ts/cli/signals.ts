/**
 * What happens on Ctrl-C and the like: clean up, then end with the code that a shell expects.
 */

const CODES = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const

const actions = new Set<() => void>()

/** Does something before a signal ends the process; the returned function takes it back. */
export function onInterrupt(action: () => void): () => void {
  actions.add(action)
  return () => actions.delete(action)
}

/** Listens for the signals. */
export function listen(): void {
  for (const [signal, code] of Object.entries(CODES)) {
    process.on(signal, () => {
      for (const action of actions) action()
      process.exit(code)
    })
  }
}
