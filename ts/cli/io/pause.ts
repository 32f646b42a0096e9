/**
 * Lets a long calculation be interrupted: between two parts of it the signals that have come are heard.
 */

const OFTEN_MS = 25

/** A function to await between parts; it gives way a few times a second and costs nothing in between. */
export function makePause(): () => Promise<void> | undefined {
  let last = Date.now()
  return () => {
    if (Date.now() - last < OFTEN_MS) return undefined
    return new Promise((resolve) =>
      setImmediate(() => {
        last = Date.now()
        resolve()
      }),
    )
  }
}
