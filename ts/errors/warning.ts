/**
 * Where warnings go: a hook of the user's, else the process's own warnings, else the console.
 */

import { SchedulerError } from './error.js'

/** Takes the text of a warning. */
export type WarningHandler = (message: string) => void

let handler: WarningHandler | null = null

/**
 * Sends warnings to a function of yours instead of `process.emitWarning` (or `console.warn` outside Node); null undoes it.
 *
 * There is one warning: Composer's own, that a warm-up has a length of 0. It comes once for each resolved curve, never
 * once a step. Composer: the `UserWarning` of its warm-up schedulers.
 *
 * @returns the handler that was set before, to restore it
 * @throws `bad-type` for anything but a function or null
 *
 * @example
 * ```ts
 * const heard: string[] = []
 * setWarningHandler((message) => heard.push(message))
 * new LinearWithWarmupScheduler({ tWarmup: '0ba' }).resolve(new TrainingRun({ maxDuration: '100ba' }))
 * setWarningHandler(null)
 * heard.length // => 1
 * ```
 */
export function setWarningHandler(next: WarningHandler | null): WarningHandler | null {
  if (next !== null && typeof next !== 'function') {
    throw new SchedulerError('bad-type', { what: 'A warning handler', expected: 'a function or null', found: next })
  }
  const before = handler
  handler = next
  return before
}

/** Warns, by whatever way is set. */
export function warn(message: string): void {
  if (handler !== null) handler(message)
  else if (typeof process === 'object' && typeof process.emitWarning === 'function') process.emitWarning(message)
  else console.warn(message)
}
