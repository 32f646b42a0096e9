/**
 * The log of a worker: one object of JSON a line.
 */

export type Level = 'info' | 'warn' | 'error'

/** Writes a line. */
export type Log = (level: Level, event: string, more?: Readonly<Record<string, unknown>>) => void

/** Writes lines to a stream, which may be closed by its reader. */
export const logTo =
  (write: (line: string) => void): Log =>
  (level, event, more = {}) =>
    write(`${JSON.stringify({ time: new Date().toISOString(), level, event, ...more })}\n`)
