/**
 * Warnings on standard error: a curve may be resolved many times, its warning is told once.
 */
import { setWarningHandler } from '../../errors/warning.js'

/** Tells each warning once, in a line. */
export function warnOnce(): void {
  const heard = new Set<string>()
  setWarningHandler((message) => {
    if (!heard.has(message)) process.stderr.write(`scale-schedule: warning: ${message}\n`)
    heard.add(message)
  })
}
