/**
 * How large the JSON is that a sweep keeps beside its parts: what is larger is not read, and no sweep that would write it is
 * planned.
 */
import { ConfigError } from '../../config/errors.js'
import type { CompleteSpec } from '../spec/types.js'

const MIB = 2 ** 20

/** How large a document may be. */
export interface DocumentLimits {
  readonly bytes: number
  /** Braces, brackets, colons and commas: each may cost the parser a hundred bytes. */
  readonly signs: number
}

/** The most signs of a document. */
export const MOST_SIGNS = 4_000_000
/** The limits of `plan.json`, which is little more than the specification. */
export const PLAN_LIMITS: DocumentLimits = { bytes: 16 * MIB, signs: MOST_SIGNS }
/** The limits of `manifest.json`, which lists all parts. */
export const MANIFEST_LIMITS: DocumentLimits = { bytes: 64 * MIB, signs: MOST_SIGNS }
/** The limits of a part's sidecar, which lists the chunks of its columns. */
export const SIDECAR_LIMITS: DocumentLimits = { bytes: MIB, signs: MOST_SIGNS }

// Of a part in the manifest, with its longest numbers.
const PART = { bytes: 600, signs: 30 }
// Columns, versions and the rest.
const REST = { bytes: MIB, signs: 50_000 }

/** What is too much about a document, as the end of 'A manifest has'; undefined for nothing. */
export function excessOf(found: Partial<DocumentLimits>, most: DocumentLimits): string | undefined {
  const { bytes = 0, signs = 0 } = found
  if (bytes > most.bytes) return `at most ${most.bytes / MIB} MiB; found ${(bytes / MIB).toFixed(2)} MiB`
  if (signs > most.signs) return `at most ${most.signs} braces, brackets, colons and commas; found more`
  return undefined
}

/**
 * Refuses a sweep of which the plan or the manifest would be too large to be read again.
 *
 * @param parts how many it has
 */
export function checkDocuments(spec: CompleteSpec, parts: number, file: string): void {
  const refuse = (what: string, found: Partial<DocumentLimits>, most: DocumentLimits) => {
    const excess = excessOf(found, most)
    if (excess === undefined) return
    const cure = 'Shorten the specification, raise part_size, or keep fewer batches.'
    throw new ConfigError(file, [], `${what} of a sweep has ${excess}. ${cure}`)
  }
  const text = JSON.stringify(spec)
  const signs = signsIn(Buffer.from(text), MOST_SIGNS)
  refuse('The plan.json', { bytes: Buffer.byteLength(text) + 1000, signs }, PLAN_LIMITS)
  const spaced = lengthWithSpaces(spec)
  refuse(
    'The manifest.json',
    { bytes: spaced + parts * PART.bytes + REST.bytes, signs: signs + parts * PART.signs + REST.signs },
    MANIFEST_LIMITS,
  )
}

/** The length of JSON as the manifest has it, which may be longer than any text. */
function lengthWithSpaces(spec: CompleteSpec): number {
  try {
    return Buffer.byteLength(JSON.stringify({ spec }, null, 2))
  } catch (error) {
    if (error instanceof RangeError) return Number.POSITIVE_INFINITY
    throw error
  }
}

const SIGNS = new Uint8Array(256)
for (const sign of Buffer.from('{[:,')) SIGNS[sign] = 1

/** How many signs there are in JSON, also within its texts; counted up to one above the most. */
export function signsIn(json: Uint8Array, most: number): number {
  let signs = 0
  for (let i = 0; i < json.length && signs <= most; i++) signs += SIGNS[json[i]!]!
  return signs
}
