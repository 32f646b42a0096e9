/**
 * The first mistake that zod finds in a specification, as an error with its key path.
 */
import type { z } from 'zod'
import { ConfigError } from '../../config/errors.js'

type Issue = z.core.$ZodIssue
type Path = readonly PropertyKey[]

/** The error for what a schema refused. */
export function specError(file: string, issues: readonly Issue[]): ConfigError {
  const { path, message } = deepest(issues[0]!, [])
  // JSON has no symbols for keys.
  return new ConfigError(file, path as (string | number)[], message)
}

/**
 * An issue with its whole path. A value that fits no form of a union, but has the keys of exactly one, gets the issue of
 * that form.
 */
function deepest(issue: Issue, above: Path): { path: Path; message: string } {
  const path = [...above, ...issue.path]
  if (issue.code === 'unrecognized_keys') return { path: [...path, issue.keys[0] ?? ''], message: issue.message }
  if (issue.code === 'invalid_union') {
    const intended = issue.errors.filter((form) => form.length > 0 && form.every(isInside))
    if (intended.length === 1) return deepest(intended[0]![0]!, path)
  }
  return { path, message: issue.message }
}

/** Whether an issue is about something within the value: the value itself has the right keys. */
const isInside = ({ path, code }: Issue): boolean => path.length > 0 || code === 'too_small' || code === 'too_big'
