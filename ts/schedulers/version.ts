/**
 * The version of schedulers in JSON: none where the first releases can read them, a number where they can't.
 */
import { SchedulerError } from '../errors/error.js'
import { type FieldKind, fieldsOf } from '../wasm/table.js'
import type { SchedulerJSON } from './kinds/kind.js'

/** What this release writes, and the highest that it reads. */
export const JSON_VERSION = 1

/** The kinds of options that documents without a version have. */
const FIRST: ReadonlySet<FieldKind> = new Set(['number', 'flag', 'scale', 'check', 'time', 'times'])

/** A document with its version behind its type, if it needs one. */
export function stamped({ type, ...options }: SchedulerJSON): SchedulerJSON {
  const isNew = options.check !== undefined || options.scaleWarmup === 'fixed'
  const isFirst = !isNew && fieldsOf(type).every(({ kind }) => FIRST.has(kind))
  return isFirst ? { type, ...options } : { type, version: JSON_VERSION, ...options }
}

/** Refuses a document of a later release, and what is no version. */
export function checkVersion(found: unknown): void {
  if (found === undefined || found === JSON_VERSION) return
  const isLater = typeof found === 'number' && Number.isInteger(found) && found > JSON_VERSION
  const cure = isLater ? 'Read it with the release of scale-schedule that wrote it, or a later one.' : undefined
  throw new SchedulerError('bad-type', { what: 'version', expected: `${JSON_VERSION}, or left out`, found, cure })
}
