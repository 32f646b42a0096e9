/**
 * Lets a long calculation be interrupted: between two parts of it the signals that have come are heard.
 */
import { onInterrupt } from './signals.js'

const OFTEN_MS = 25

/** Runs a calculation that awaits `pause` between its parts; it costs nothing but a few times a second. */
export async function withPauses<T>(work: (pause: () => Promise<void> | undefined) => Promise<T>): Promise<T> {
  let last = Date.now()
  const release = onInterrupt(() => {})
  try {
    return await work(() => {
      if (Date.now() - last < OFTEN_MS) return undefined
      return new Promise((resolve) =>
        setImmediate(() => {
          last = Date.now()
          resolve()
        }),
      )
    })
  } finally {
    release()
  }
}
