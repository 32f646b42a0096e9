/**
 * The facts about a part's bytes that its sidecar holds, and whether a part in a store is what its sidecar says.
 */
import { oneLine } from '../../config/errors.js'
import { SweepError } from '../errors.js'
import type { Range } from '../formats/format.js'
import { formatOf } from '../formats/registry.js'
import { canonicalJson } from '../plan/canonical.js'
import type { Part } from '../plan/parts.js'
import { apart, digestOf, short } from '../store/digest.js'
import { corrupt, type Fault, isBlocked } from '../store/fault.js'
import { findSidecar, type PartFacts, type Sidecar, sidecarName, sidecarOf } from '../store/sidecar.js'
import { type Digest, type Store, sizeOf } from '../store/store.js'

/** The facts about the bytes of a part with so many rows. */
export async function factsOf(format: Part['format'], bytes: Uint8Array, rows: number): Promise<PartFacts> {
  const { layout } = formatOf(format)
  const facts = { rows, ...digestOf(bytes) }
  if (layout === null) return facts
  const { footer, chunks } = await layout(bytes)
  const piece = ({ offset, bytes: length }: Range) => ({ offset, ...digestOf(bytes.subarray(offset, offset + length)) })
  return { ...facts, footer: piece(footer), chunks: chunks.map(piece) }
}

/** What a part in a store is. */
export type Examined =
  /** Whole, as far as was looked. */
  | { readonly is: 'whole'; readonly sidecar: Sidecar }
  /** Not complete: it has no sidecar. */
  | { readonly is: 'missing' }
  /** Of this plan, but not what it has to be; removing the names makes it one that is missing. */
  | { readonly is: 'faulty'; readonly fault: Fault; readonly remove: readonly string[] }

/** How a part is examined. */
export interface ExamineOptions {
  /** The digest of the plan. */
  readonly plan: string
  /** What of the part is compared with its sidecar. Default: its bytes, and the sidecar with what they hold. */
  readonly compare?: 'length' | 'checksum' | 'contents'
}

/**
 * Compares a part with its sidecar, and the sidecar with what the part really holds.
 *
 * @throws SweepError 'store-conflict' for a sidecar of another plan, and what the store throws
 */
export async function examinePart(store: Store, part: Part, options: ExamineOptions): Promise<Examined> {
  const { name } = part
  const file = sidecarName(name)
  const found = await findSidecar(store, name, options.plan)
  if (found === null) return { is: 'missing' }
  if ('fault' in found) return { is: 'faulty', fault: found.fault, remove: [file] }
  const { sidecar } = found
  const faulty = (name: string, what: string, remove: readonly string[]): Examined => {
    return { is: 'faulty', fault: corrupt(name, what, [...remove].reverse()), remove }
  }
  const rows = part.kind === 'configurations' ? part.until - part.from : sidecar.rows
  if (sidecar.rows !== rows) {
    return faulty(file, `The part ${name} has ${rows} rows by the plan; found ${sidecar.rows} in ${file}.`, [file])
  }
  const expected = (checksum: string) => `The part ${name} has ${sidecar.bytes} bytes${checksum} by its sidecar`
  const { compare = 'contents' } = options
  let bytes: Uint8Array | null = null
  let digest: Digest | null
  try {
    if (compare === 'length') {
      const size = await sizeOf(store, name)
      if (size === sidecar.bytes) return { is: 'whole', sidecar }
      return size === null
        ? faulty(name, `${expected('')}; found none.`, [file])
        : faulty(name, `${expected('')}; found ${size} bytes.`, [file, name])
    }
    if (compare === 'contents') bytes = await store.get(name)
    digest = compare === 'contents' ? bytes && digestOf(bytes) : await store.digest(name)
  } catch (error) {
    if (!isBlocked(error)) throw error
    return { is: 'faulty', fault: error.fault, remove: [file, name] }
  }
  if (digest === null) return faulty(name, `${expected(` with SHA-256 ${short(sidecar.sha256)}`)}; found none.`, [file])
  if (digest.bytes !== sidecar.bytes || digest.sha256 !== sidecar.sha256) {
    const [right, wrong] = apart(sidecar.sha256, digest.sha256)
    return faulty(name, `${expected(` with SHA-256 ${right}`)}; found ${digest.bytes} bytes with ${wrong}.`, [
      file,
      name,
    ])
  }
  if (bytes === null) return { is: 'whole', sidecar }
  let facts: PartFacts
  try {
    facts = await factsOf(part.format, bytes, await formatOf(part.format).count(bytes))
  } catch (error) {
    if (error instanceof SweepError) throw error
    const found = oneLine(error instanceof Error ? error.message : String(error)).slice(0, 200)
    return faulty(name, `The part ${name} is a table in ${part.format}; found ${found}.`, [file, name])
  }
  const wrong = firstDifference(sidecar, sidecarOf(name, facts, options.plan))
  if (wrong === undefined) return { is: 'whole', sidecar }
  const what = wrong === 'rows' ? `${sidecar.rows} rows, not ${facts.rows}` : `another ${wrong}`
  return faulty(file, `The sidecar ${file} tells of the part next to it; found ${what}.`, [file])
}

/** The first key whose value is another. */
function firstDifference(found: Sidecar, expected: Sidecar): string | undefined {
  const keys = Object.keys({ ...expected, ...found }) as (keyof Sidecar)[]
  return keys.find((key) => canonicalJson(found[key]) !== canonicalJson(expected[key]))
}
