/**
 * What happens on Ctrl-C and the like. As long as there is nothing to clean up, the system ends the process at once, also
 * in the middle of a calculation; else what is to be cleaned up is, and the exit code is the one that a shell expects.
 */

const CODES = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const

const actions = new Set<() => void>()
let ending: ((exitCode: number) => void) | null = null
let listeners: (readonly [signal: string, listener: () => void])[] = []

/**
 * Does something before a signal ends the process; the returned function takes it back. In between nothing may compute
 * for long without a pause: a signal is heard in pauses only.
 */
export function onInterrupt(action: () => void): () => void {
  actions.add(action)
  update()
  return () => {
    actions.delete(action)
    update()
  }
}

/**
 * Lets a command end by itself on the first signal, which it is to do soon and with this exit code; the second signal
 * ends the process at once. The returned function takes it back.
 */
export function takeOver(end: (exitCode: number) => void): () => void {
  ending = end
  update()
  return () => {
    if (ending === end) ending = null
    update()
  }
}

/** Listens for the signals for as long as there is something to do. */
function update(): void {
  const needed = actions.size > 0 || ending !== null
  if (needed === listeners.length > 0) return
  for (const [signal, listener] of listeners) process.off(signal, listener)
  listeners = needed ? Object.entries(CODES).map(([signal, code]) => [signal, () => interrupt(code)]) : []
  for (const [signal, listener] of listeners) process.on(signal, listener)
}

function interrupt(code: number): void {
  const end = ending
  ending = null
  if (end !== null) {
    end(code)
    update()
    return
  }
  for (const action of actions) action()
  process.exit(code)
}
